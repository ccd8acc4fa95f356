"""Arrays of texts in a card."""

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import replay
from tests.extraction.reading import page_of, schema_of

TEXTS = {"type": "array", "items": {"type": "string"}}
WORDS = ["red", "green", "blue", "pink", "grey", "gold", "teal", "navy", "plum", "rust"]
TAGS = {
    "list": lambda tags: "<ul class='tags'>" + "".join(f"<li><a href='/t/{t}'>{t}</a></li>" for t in tags) + "</ul>",
    "links": lambda tags: "<p class='tags'>" + "".join(f"<a href='/t/{t}'>{t}</a> " for t in tags) + "</p>",
    "commas": lambda tags: "<p class='tags'>" + ", ".join(f"<a href='/t/{t}'>{t}</a>" for t in tags) + "</p>",
    "one text": lambda tags: f"<p class='tags'>{', '.join(tags)}</p>",
    "own names": lambda tags: "".join(f"<span class='tag'>{t}</span>" for t in tags),
}


def read(make, counts):
    cards = "".join(
        f"<article><h2><a href='/n/{n}'>Story of day {n}</a></h2><p>Day {n} was one on which much was said.</p>"
        f"{TAGS[make](WORDS[:count])}</article>"
        for n, count in enumerate(counts)
    )
    page = page_of(f"<html lang='en'><body><h1>All</h1><div>{cards}</div></body></html>")
    schema = schema_of(title={"type": "string"}, tags=TEXTS)
    records = extract(page, schema, ExtractOptions(mode="list")).records
    for record in records:
        assert replay(page, schema.field("tags"), record.evidence["tags"]) == record.data["tags"]
    return [each.data["tags"] for each in records]


@pytest.mark.parametrize("make", TAGS)
def test_all_texts_of_a_card_are_its_array(make):
    counts = (3, 10, 2, 4)
    assert read(make, counts) == [WORDS[:count] for count in counts]
