"""Fields with a selector of their own are read by it alone."""

import pytest

from scraper.extraction import RecordSchema
from scraper.extraction.locale import page_locale
from scraper.extraction.wrappers.explicit import explicit_findings
from scraper.page import Page

LOCALE = page_locale("https://a.example/", "en")
ROOT = Page(
    "https://a.example/",
    "<html><body><div><a href='/p/1'>Lamp</a><b>Price $5.50</b><i>a</i><i>b</i></div>"
    "<div><a href='/p/2'>Chair</a></div></body></html>",
    is_json=False,
).root
SECOND = ROOT.findall(".//div")[1]


def found(selected, root=ROOT):
    definition = {"type": "object", "properties": {"value": selected}}
    return explicit_findings(root, RecordSchema.from_definition(definition).field("value"), LOCALE)


@pytest.mark.parametrize(
    ("selected", "value", "part"),
    [
        ({"type": "string", "x-css": "div a"}, "Lamp", ""),
        ({"type": "string", "x-css": "div a", "x-attr": "href"}, "/p/1", "@href"),
        ({"type": "string", "format": "uri", "x-css": "div a"}, "https://a.example/p/1", "@href"),
        ({"type": "number", "x-css": "b", "x-regex": r"\$(\S+)"}, 5.5, ""),
        ({"type": "string", "x-xpath": "//a/@href"}, "/p/1", "@href"),
    ],
)
def test_a_match_is_read_as_the_field(selected, value, part):
    finding = found(selected)
    assert (finding.value, finding.part) == (value, part)


def test_an_array_has_all_matches():
    finding = found({"type": "array", "items": {"type": "string"}, "x-css": "i"})
    assert finding.value == ["a", "b"]
    assert [part.path[-4:] for part in finding.items.parts()] == ["i[1]", "i[2]"]


def test_in_a_record_an_absolute_path_begins_there():
    assert found({"type": "string", "x-xpath": "//a"}, SECOND).value == "Chair"


@pytest.mark.parametrize(
    "selected", [{"x-css": "em"}, {"type": "number", "x-css": "a"}, {"x-css": "b", "x-regex": "no"}]
)
def test_what_matches_nothing_that_fits_is_none(selected):
    assert found(selected) is None
