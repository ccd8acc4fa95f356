"""Pages in, records out."""

import json
import subprocess
import sys

import pytest

from scraper.exceptions import InvalidSchema, UnusablePage
from scraper.extraction import ExtractOptions, extract
from scraper.extraction.coercion import coerce
from scraper.extraction.document import Document
from scraper.extraction.evidence import resolve
from scraper.extraction.scope import locale_of
from scraper.extraction.words import clean
from scraper.page import Page
from tests.extraction.reading import page_of, schema_of

PRODUCT = """<html lang="de"><head><title>Lampe Nord | Lichtladen</title>
<meta property="og:image" content="/nord.jpg"></head><body><nav><a href="/">Start</a></nav>
<h1>Lampe Nord</h1><div class="price"><s>1.399,00 €</s> <b>1.299,00 €</b></div><p>Art.-Nr.: LN-4711</p>
<dl><dt>Hersteller</dt><dd>Nordlicht</dd><dt>Gewicht</dt><dd>2,5 kg</dd></dl><button>In den Warenkorb</button>
<h2>Das könnte Ihnen gefallen</h2><ul class="related"><li>Lampe Süd 9,00 €</li><li>Lampe West 8,00 €</li></ul></body>"""
SCHEMA = {
    "name": {"type": "string"},
    "price": {"type": "number"},
    "old_price": {"type": "number"},
    "currency": {"type": "string"},
    "sku": {"type": "string"},
    "brand": {"type": "string"},
    "availability": {"type": "string", "enum": ["InStock", "OutOfStock"]},
    "image": {"type": "string", "format": "uri"},
    "gtin": {"type": "string"},
}
EXPECTED = {
    "name": "Lampe Nord",
    "price": 1299,
    "old_price": 1399,
    "currency": "€",
    "sku": "LN-4711",
    "brand": "Nordlicht",
    "availability": "InStock",
    "image": "https://shop.example/nord.jpg",
}
DETAIL = ExtractOptions(mode="detail")


@pytest.fixture
def record():
    return extract(page_of(PRODUCT), schema_of(**SCHEMA)).records[0]


def test_a_product_page_without_structured_data_gives_its_record(record):
    assert record.data == EXPECTED


def test_data_keep_the_order_of_the_schema(record):
    assert list(record.data) == [name for name in SCHEMA if name in record.data]


def test_each_value_has_a_confidence_and_evidence(record):
    assert set(record.data) == set(record.field_confidence) == set(record.evidence)


def test_what_is_not_on_the_page_is_absent(record):
    assert "gtin" not in record.data


def test_labels_that_no_field_asks_for_are_extra(record):
    assert record.extra["Gewicht"] == "2,5 kg"


def test_the_evidence_leads_back_to_the_value(record):
    page, schema = page_of(PRODUCT), schema_of(**SCHEMA)
    locale = locale_of(Document(page))
    again = {}
    for name, evidence in record.evidence.items():
        assert clean(evidence.text) in clean(str(resolve(page, evidence.path)))
        again[name] = coerce(evidence.text, schema.field(name), locale).value
    assert again == record.data


def test_values_below_the_least_confidence_are_dropped():
    page, schema = page_of(PRODUCT), schema_of(**SCHEMA)
    sure = extract(page, schema, ExtractOptions(min_confidence=0.9)).records
    assert all(value >= 0.9 for each in sure for value in each.field_confidence.values())


def test_an_explicit_selector_wins_and_says_so():
    options = ExtractOptions(mode="detail", selectors={"name": "dl dd"})
    record = extract(page_of(PRODUCT), schema_of(**SCHEMA), options).records[0]
    assert (record.data["name"], record.evidence["name"].source) == ("Nordlicht", "selector")


def test_a_selector_that_matches_nothing_gives_nothing():
    options = ExtractOptions(mode="detail", selectors={"name": ".nowhere"})
    assert "name" not in extract(page_of(PRODUCT), schema_of(**SCHEMA), options).records[0].data


def test_selectors_that_are_not_valid_are_refused():
    with pytest.raises(InvalidSchema):
        extract(page_of(PRODUCT), schema_of(**SCHEMA), ExtractOptions(selectors={"name": "h1["}))


def test_objects_are_read_from_structured_data():
    html = '<script type="application/ld+json">{"@type": "Product", "offers": {"price": 3, "priceCurrency": "EUR"}}'
    fields = {"price": {"type": "number"}, "currency": {"type": "string"}}
    schema = schema_of(offers={"type": "object", "properties": fields})
    assert extract(page_of(html), schema, DETAIL).records[0].data == {"offers": {"price": 3, "currency": "EUR"}}


def test_arrays_of_objects_are_read_from_structured_data():
    reviews = [{"@type": "Review", "author": {"name": name}, "reviewBody": name * 3} for name in ("Ann", "Bo")]
    html = f'<script type="application/ld+json">{json.dumps({"@type": "Product", "review": reviews})}</script>'
    item = {"type": "object", "properties": {"author": {"type": "string"}, "text": {"type": "string"}}}
    found = extract(page_of(html), schema_of(review={"type": "array", "items": item}), DETAIL).records[0].data
    assert found == {"review": [{"author": "Ann", "text": "AnnAnnAnn"}, {"author": "Bo", "text": "BoBoBo"}]}


def test_a_list_page_gives_its_records():
    rows = "".join(f'<li><a href="/b/{n}">Boat {n}</a> <b>{n}00 €</b> <i>built in 199{n}</i></li>' for n in range(1, 9))
    page = page_of(f"<html><body><h1>Boats</h1><ul>{rows}</ul></body></html>", "https://boats.example/list")
    schema = schema_of(title={"type": "string"}, price={"type": "number"}, url={"type": "string", "format": "uri"})
    extraction = extract(page, schema)
    assert (extraction.mode, [record.data["price"] for record in extraction.records]) == (
        "list",
        [*range(100, 900, 100)],
    )


@pytest.mark.parametrize(
    "html",
    [
        PRODUCT[:400],
        "<" * 5000,
        "<p>" * 30_000 + "deep",
        "<body>" + "<p>12 €</p>" * 100_000,
        "<table>" * 500 + "<tr><td>1",
        "<a href='http://[::1'>x</a><img src='data:,'><time datetime='99999999999999'>",
        '<html lang=""><meta http-equiv content><title></title><h1></h1>',
        "\ud800\x01\x02<o:p>\x0b</o:p>".encode("utf-8", "replace").decode(),
        '<script type="application/ld+json">{"@graph": [1, null, {"@type": 5, "name": [[]]}]}</script><b>x',
    ],
    ids=[
        "truncated",
        "brackets",
        "nested",
        "100,000 siblings",
        "tables",
        "bad links",
        "empty names",
        "controls",
        "odd",
    ],
)
def test_no_page_breaks_extraction(html):
    extraction = extract(
        page_of(html), schema_of(**SCHEMA, tags={"type": "array", "items": {"type": "string"}}), DETAIL
    )
    assert [each for each in extraction.warnings if "failed" in each] == []


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"], ids=["empty", "blank", "binary"]
)
def test_what_is_no_page_is_refused(body):
    with pytest.raises(UnusablePage):
        extract(Page.from_bytes("https://a.example/", body), schema_of(**SCHEMA))


def test_importing_extraction_loads_nothing_heavy():
    heavy = ("scrapy", "twisted", "sqlalchemy", "db", "trafilatura", "dateparser", "babel")
    script = f"import sys, scraper.extraction; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


CHAPTER = {"title": {"type": "string"}, "body": {"type": "string"}}
SENTENCE = "A section of the chapter says in a few sentences of its own what its heading promises to the reader. "
SECTIONS = "".join(f"<section><h2>{n}.1. Part</h2><p>{SENTENCE * 2}</p></section>" for n in range(6))
CONTENTS = "".join(f'<dl><dt>{n}. <a href="/part-{n}">Part</a></dt></dl>' for n in range(6))
ENTRIES = "".join(f'<li><h3><a href="/{n}">Term {n}</a></h3><p>What it means</p></li>' for n in range(6))
NESTED = "".join(
    f'<li><h3><a href="/{n}">Chapter {n}</a></h3><p>'
    + "".join(f'<a href="/{n}-{m}">A section of this chapter, number {m}</a> ' for m in range(4))
    + "</p></li>"
    for n in range(6)
)
MENTIONS = "".join(
    f'<p>What it means is explained in <a href="/{n}">Chapter {n}</a>, which also says why. {SENTENCE} {n}</p>'
    for n in range(9)
)
POSTS = "".join(
    f'<article><h3><a href="/post-{n}">What happened on day {n}</a></h3>'
    f"<p>Day {n} was long. {SENTENCE * 2}</p></article>"
    for n in range(24)
)


@pytest.mark.parametrize(
    ("main", "mode"),
    [
        (SECTIONS, "detail"),
        (CONTENTS, "detail"),
        (f"<ul>{ENTRIES}</ul>", "detail"),
        (f"<ul>{NESTED}</ul>", "detail"),
        (MENTIONS, "detail"),
        (POSTS, "list"),
    ],
    ids=[
        "sections",
        "table of contents",
        "captions",
        "nested table of contents",
        "links in sentences",
        "posts with pages of their own",
    ],
)
def test_parts_of_one_text_are_no_list(main, mode):
    head = "<html><head><title>The chapter</title></head>"
    html = f"{head}<body><main><h1>The chapter</h1><p>{SENTENCE * 2}</p>{main}</main></body></html>"
    assert extract(page_of(html), schema_of(**CHAPTER)).mode == mode


def test_a_page_that_opens_no_body_is_read():
    page = page_of("<title>Lamp | Shop</title><main><h1>Lamp</h1><p>$12.00</p></main>")
    record = extract(page, schema_of(title={"type": "string"}, price={"type": "number"}), DETAIL).records[0]
    assert record.data == {"title": "Lamp", "price": 12}


LD = '<script type="application/ld+json">{"@type": "Product", "name": "Lamp"%s}</script>'


@pytest.mark.parametrize(
    ("html", "warning"),
    [
        (LD % "" * 2_001, "the page has 2,001 JSON-LD scripts: the first 2,000 are read"),
        (LD % (" " * 2_000_000), "a JSON-LD script of more than 2,000,000 characters is not read"),
        (f"<h1>{'lamp ' * 1_001}</h1>", "a title or heading of more than 5,000 characters is taken for none"),
        (f"<title>{'lamp ' * 1_001}</title>", "a title or heading of more than 5,000 characters is taken for none"),
        ("<i class=hull></i>" * 4_001, "4,001 elements are named for 'hull': the first 4,000 are looked at"),
    ],
    ids=["scripts", "long script", "long heading", "long title", "named elements"],
)
def test_what_a_limit_leaves_out_is_told_of(html, warning):
    page = page_of(f"<html><body>{html}<p>5 €</p></body></html>")
    assert extract(page, schema_of(title={}, hull={}), ExtractOptions(mode="detail")).warnings == (warning,)
