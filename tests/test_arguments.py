"""scraper.arguments: what -a takes."""

from uuid import UUID

import pytest

from scraper.arguments import SpiderArguments
from scraper.exceptions import InvalidArguments

_ID = UUID("2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7d")


def test_a_job_with_a_key():
    arguments = SpiderArguments.from_arguments((), {"job_id": str(_ID), "idempotency_key": "monday"})
    assert arguments == SpiderArguments(job_id=_ID, idempotency_key="monday")


def test_scrapyds_job_is_the_key_of_a_job_without_one():
    arguments = SpiderArguments.from_arguments((), {"job_id": str(_ID), "_job": "abc", "_version": "1"})
    assert arguments.idempotency_key == "abc"


def test_scrapyds_job_is_no_key_of_a_run():
    arguments = SpiderArguments.from_arguments((), {"run_id": str(_ID), "_job": "abc"})
    assert arguments == SpiderArguments(run_id=_ID)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({}, "either a job or a run", id="nothing"),
        pytest.param({"job_id": str(_ID), "run_id": str(_ID)}, "either a job or a run", id="both"),
        pytest.param({"job_id": "7"}, "job_id='7' is no UUID", id="no UUID"),
        pytest.param({"job_id": str(_ID), "parse": "x"}, "unknown spider argument 'parse'", id="unknown"),
        pytest.param({"run_id": str(_ID), "idempotency_key": "k"}, "goes with job_id", id="a key for a run"),
        pytest.param({"job_id": str(_ID), "idempotency_key": "k" * 256}, "1 to 255", id="a long key"),
        pytest.param({"job_id": str(_ID), "idempotency_key": ""}, "1 to 255", id="an empty key"),
    ],
)
def test_anything_else_is_refused(given, message):
    with pytest.raises(InvalidArguments, match=message):
        SpiderArguments.from_arguments((), given)
