"""Names in bylines."""

import pytest

from scraper.extraction.coercion.people import person_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Ada Example", "Ada Example"),
        ("Von Ada Beispiel (abe)", "Ada Beispiel"),
        ("Written by: Ada Example |", "Ada Example"),
        ("Par Zoé Exemple", "Zoé Exemple"),
        ("Ada Example", "Ada Example"),
        ("Byron Example", "Byron Example"),
        ("Von", "Von"),
        ("Example Agency (EA)", "Example Agency (EA)"),
    ],
)
def test_a_byline_gives_the_name_alone(text, name):
    assert person_name(text) == name
