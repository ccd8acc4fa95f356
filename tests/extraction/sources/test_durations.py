"""Times that nothing labels."""

import pytest

from scraper.extraction.sources.durations import durations
from tests.extraction.reading import scope_of


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<li>4 personen</li><li>25 min</li>", ["25 min"]),
        ("<span>1 h 20 min</span>", ["1 h 20 min"]),
        ("<p>We waited 25 min for it</p>", []),
        ("<aside><p>25 min</p></aside>", []),
        ("<p>25 kg</p>", []),
    ],
)
def test_a_short_text_that_is_a_duration_may_be_the_whole_time(html, found):
    scope = scope_of(f"<body><h1>Cake</h1>{html}</body>", total_time={"type": "integer"})
    assert [each.raw for each in durations(scope, scope.schema.fields[0])] == found


def test_other_fields_are_not_asked():
    scope = scope_of("<body><p>25 min</p></body>", prep_time={"type": "integer"})
    assert durations(scope, scope.schema.fields[0]) == []
