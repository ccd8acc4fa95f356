"""scraper.runs.trouble: which errors of the database end a run, and how."""

from uuid import uuid4

import pytest

from db.exceptions import DatabaseAway, NotFound, RunLost
from scraper.runs.trouble import is_ended_by
from tests.live import live


@pytest.mark.parametrize(
    ("error", "is_ended", "is_lost", "stop_reason"),
    [
        (RunLost(uuid4()), True, True, None),
        (NotFound("runs", uuid4()), True, True, None),
        (DatabaseAway(3.0, "no answer"), True, False, "database_away"),
        (ValueError("odd"), False, False, None),
    ],
    ids=["lost", "gone", "away", "another"],
)
def test_a_run_ends_by_what_its_database_says_of_it(error, is_ended, is_lost, stop_reason):
    run, _ = live()
    assert (is_ended_by(run, error), run.is_lost, run.stop_reason) == (is_ended, is_lost, stop_reason)
