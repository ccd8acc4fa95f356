"""The fast reader says what coercion says, on every text."""

import random

import pytest

from scraper.extraction import RecordSchema
from scraper.extraction.coercion import coerce
from scraper.extraction.locale import page_locale
from scraper.extraction.wrappers.readers import Reader

NUMBER = {"type": "number"}
SCHEMA = RecordSchema.from_definition(
    {
        "type": "object",
        "properties": {
            "price": NUMBER,
            "rating": NUMBER,
            "reviews": {"type": "integer"},
            "prep_time": NUMBER,
            "servings": NUMBER,
            "weight": {"type": "number", "description": "in kg"},
            "url": {"type": "string", "format": "uri"},
            "name": {"type": "string"},
            "published": {"type": "string", "format": "date"},
            "color": {"enum": ["red", "blue"]},
        },
    }
)
SHAPES = (
    "$##.##", "# ###,## €", "#.###,## €", "#,###.## USD", "Rs ##,###", "#.###", "(#)", "## reviews", "#.# out of 5",
    "#,# von 5", "## min", "# h ## min", "# #/# cups", "### g", "#.# kg", "20##", "CHF #'###.##", "-#.#%", "#-##",
    "##.##.20##", "0#", "##k", "# 0##", "###,-", "a#b#", "",
)  # fmt: skip
LINKS = (
    "/a/b", "/a/../b", "x", "//h/x", "?a=b", "/a?x=1&y=2", "/a?",
    "http://a.b/c", "http://A.b/c", "http://a.b", "/ä",
    "/a%20b", "#x", "https://a.b/c/", "/a.b/c-d_e~f", "/.a", "/a/./b", "/a/", "mailto:x@y.z", "/a//b", "http://a.b//c",
    "/",
)  # fmt: skip
TEXTS = ("plain", " two  words\n", "<b>bold</b> move", "a &amp; b", "3 < 4", "red", "12 March 2024", "\u200bx", "")


def slow(text, field, locale):
    found = coerce(text, field, locale)
    return None if found is None else (found.value, found.transformation, found.certainty)


@pytest.mark.parametrize(
    ("domain", "language"), [("com", "en"), ("de", "de"), ("fr", "fr"), ("com", None), ("ch", "de-CH")]
)
@pytest.mark.parametrize("field", SCHEMA.fields, ids=lambda field: field.name)
def test_it_reads_as_coercion_does(domain, language, field):
    locale, reader = page_locale(f"https://x.{domain}/a/b", language), Reader(field)
    digits = random.Random(7)
    numbers = ["".join(str(digits.randrange(10)) if c == "#" else c for c in s) for _ in range(60) for s in SHAPES]
    texts = [*numbers, *LINKS, *TEXTS]
    assert [reader.read(text, locale) for text in texts] == [slow(text, field, locale) for text in texts]


def test_whole_numbers_stay_whole():
    reader = Reader(SCHEMA.field("price"))
    locale = page_locale("https://x.com/", "en")
    read = [reader.read(f"${number}.00", locale)[0] for number in (11, 12, 13, 14, 15, 16)]
    assert [type(each) for each in read] == [int] * 6


def test_many_are_read_as_one_by_one():
    locale = page_locale("https://x.com/", "en")
    for field in SCHEMA.fields:
        texts = [*LINKS, *TEXTS, "$12.50", "3 min"]
        assert Reader(field).read_each(texts, locale) == [Reader(field).read(text, locale) for text in texts]
