"""Selectors of the schema's author, applied to each record of a list."""

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.lists.explicit import explicit_fill
from scraper.extraction.lists.flat_fields import flat_schema
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import document_of, page_of, schema_of

ROW = (
    "<li class='c'><h3><a href='/p/{n}'>Lamp {n}xy</a></h3><i data-v='{n}{n}'>a{n}-b</i>"
    "<u>u</u><u>v{n}</u> $ {n}.50</li>"
)
HTML = (
    "<html><body><h1>Lamps</h1><ul class='list'>"
    + "".join(ROW.format(n=n) for n in range(1, 6))
    + "</ul></body></html>"
)
SHOP = schema_of(title={"type": "string"}, sku={"type": "string"}, price={"type": "number"})
FIRST = [f"a{n}-b" for n in range(1, 6)]
DATA = [f"{n}{n}" for n in range(1, 6)]


def records_of(schema, html=HTML, **options):
    return extract(page_of(html), schema, ExtractOptions(mode="list", **options)).records


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("i", FIRST, id="css in the record"),
        pytest.param("ul.list > li.c i", FIRST, id="css from the document"),
        pytest.param("./i", FIRST, id="child of the record"),
        pytest.param(".//i", FIRST, id="relative xpath"),
        pytest.param("//i", FIRST, id="xpath from anywhere"),
        pytest.param("/html/body/ul/li/i", FIRST, id="absolute xpath"),
        pytest.param("(//i)[1]", FIRST, id="first of the record"),
        pytest.param("//h6 | //i", FIRST, id="union"),
        pytest.param("i::attr(data-v)", DATA, id="attribute"),
        pytest.param("ul.list i::attr(data-v)", DATA, id="attribute from the document"),
        pytest.param("ul.list i::text", FIRST, id="text from the document"),
    ],
)
def test_a_selector_is_applied_to_each_record(selector, expected):
    assert [each.data.get("sku") for each in records_of(SHOP, selectors={"sku": selector})] == expected


@pytest.mark.parametrize("selector", ["i", "ul.list i", "ul.list i::attr(data-v)"])
def test_its_evidence_names_the_selector_and_resolves_to_one_place(selector):
    document = document_of(HTML)
    evidence = [each.evidence["sku"] for each in records_of(SHOP, selectors={"sku": selector})]
    assert [(each.source, len(document.root.xpath(each.path))) for each in evidence] == [("selector", 1)] * 5


def test_it_wins_over_what_would_be_read_without_it():
    assert [each.data["title"] for each in records_of(SHOP, selectors={"title": "i"})] == FIRST


def test_a_record_in_which_it_matches_nothing_lacks_the_field():
    html = HTML.replace("<i data-v='33'>a3-b</i>", "")
    assert "sku" not in records_of(SHOP, html, selectors={"sku": "i"})[2].data


def test_keywords_of_the_schema_name_attribute_and_part_of_the_text():
    schema = schema_of(
        title={"type": "string"}, n={"type": "integer", "x-css": "h3 a", "x-attr": "href", "x-regex": r"/p/(\d)"}
    )
    assert [each.data["n"] for each in records_of(schema)] == [1, 2, 3, 4, 5]


def test_a_regular_expression_alone_narrows_what_is_found():
    schema = schema_of(title={"type": "string", "x-regex": r"\d+xy"}, price={"type": "number"})
    assert [each.data["title"] for each in records_of(schema)] == [f"{n}xy" for n in range(1, 6)]


def test_an_array_takes_all_matches_of_the_record():
    schema = schema_of(
        title={"type": "string"}, marks={"type": "array", "items": {"type": "string"}, "x-css": "ul.list u"}
    )
    assert records_of(schema)[1].data["marks"] == ["u", "v2"]


def test_a_schema_of_selectors_only_finds_the_records_that_have_one_match_each():
    schema = RecordSchema.from_definition(
        {"properties": {"a": {"type": "string", "x-css": "i"}, "b": {"type": "string", "x-css": "h3"}}}
    )
    assert [each.data for each in records_of(schema)] == [{"a": f"a{n}-b", "b": f"Lamp {n}xy"} for n in range(1, 6)]


def test_several_matches_in_one_span_speak_against_it():
    document = document_of(HTML)
    spec = schema_of(mark={"type": "string", "x-css": "u"}).fields[0]
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    assert explicit_fill(document, SHOP, spec, spans) == 0.5


def test_the_other_fields_are_left():
    schema = schema_of(title={"type": "string"}, sku={"type": "string", "x-css": "i"})
    assert [spec.name for spec in flat_schema(schema).columns.fields] == ["title"]
