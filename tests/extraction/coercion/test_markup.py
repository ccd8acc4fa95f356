"""HTML inside texts."""

import pytest

from scraper.extraction.coercion.markup import without_markup


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Oak</b> table", "Oak table"),
        ("Oak<br>table", "Oak\ntable"),
        ('<a href="/oak">Oak', "Oak"),
        ("<p>Oak", "Oak"),
        ("<o:p>Oak</o:p>", "Oak"),
        ("&lt;b&gt;Oak&lt;/b&gt;", "Oak"),
        ("Garden Kneeler <Duo>", "Garden Kneeler <Duo>"),
        ("The <b> element", "The <b> element"),
        ("a<b and c>d", "a<b and c>d"),
    ],
)
def test_tags_go_and_what_only_looks_like_one_stays(text, plain):
    assert without_markup(text) == plain
