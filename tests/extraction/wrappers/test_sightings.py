"""Where else on a page a known value stands."""

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.wrappers.examples import Known, Spot, example_of
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.sightings import sightings
from scraper.page import Page

SCHEMA = RecordSchema.from_definition(
    {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}
)
PAGE = Page(
    "https://a.example/",
    '<html><head><meta property="og:title" content="Sturdy Lamp"></head><body><h1>Sturdy Lamp</h1><b>$5.50</b>'
    '<i data-price="5.5">Buy now</i><u>$55.00</u><script>"Sturdy Lamp"</script>'
    f"<p>{'It was made to last for many years of daily use. ' * 9}</p></body></html>",
    is_json=False,
)
EXAMPLE = example_of(PAGE, extract(PAGE, SCHEMA, ExtractOptions(mode="detail")))


def seen(name, value, text, element):
    spec = SCHEMA.field(name)
    found = sightings(EXAMPLE, Known(value, text, 0.9, Spot(PAGE.root.find(element), "")), (spec, Reader(spec)))
    return [(spot.element.tag, spot.part) for spot in found]


def test_a_text_is_seen_in_the_head_too():
    assert seen("title", "Sturdy Lamp", "Sturdy Lamp", ".//h1") == [("meta", "@content")]


def test_a_number_is_seen_however_it_is_written():
    assert seen("price", 5.5, "$5.50", ".//b") == [("i", "@data-price")]


def test_a_long_text_stands_in_one_place_only():
    assert seen("title", "Sturdy Lamp " * 30, "Sturdy Lamp " * 30, ".//h1") == []
