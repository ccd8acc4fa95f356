"""Numbers beside their word."""

import pytest

from scraper.extraction.sources.counts import counts
from tests.extraction.reading import scope_of

INTEGER = {"type": "integer"}


@pytest.mark.parametrize(
    ("html", "name", "number"),
    [
        ("<span>4 servings</span>", "servings", "4"),
        ("<p>Serves 4</p>", "servings", "4"),
        ("<p>Für 6 Personen</p>", "servings", "6"),
        ("<p>3 bedrooms · 2 bathrooms</p>", "bathrooms", "2"),
        ("<p>1,204 weekly downloads</p>", "weekly_downloads", "1,204"),
        ("<p>(23 Bewertungen)</p>", "ratings_count", "23"),
    ],
)
def test_a_number_is_found_by_the_word_beside_it(html, name, number):
    scope = scope_of(f"<body><h1>Thing</h1>{html}</body>", **{name: INTEGER})
    assert counts(scope, scope.schema.fields[0])[0].raw == number


@pytest.mark.parametrize("html", ["<p>4 friends</p>", "<nav><p>4 servings</p></nav>", "<p>in 2004 servings were</p>"])
def test_other_numbers_are_not(html):
    scope = scope_of(f"<body><h1>Thing</h1>{html}</body>", bedroom_count=INTEGER)
    assert counts(scope, scope.schema.fields[0]) == []


def test_a_text_field_is_no_count():
    scope = scope_of("<body><p>4 servings</p></body>", servings={"type": "string"})
    assert counts(scope, scope.schema.fields[0]) == []
