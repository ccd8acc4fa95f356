"""Evidence led back."""

from dataclasses import replace

import pytest

from scraper.extraction import extract
from scraper.extraction.evidence import at_pointer, replay, resolve, stands_in
from scraper.extraction.values import Evidence
from scraper.page import Page
from tests.extraction.reading import URL, field_of, page_of, schema_of

HTML = """<body><h1 class="x">A <b>lamp</b></h1><script type="application/ld+json">{"a": [{"b/c": 1}]}</script>
<script>window.__STATE__ = {"sku": "77", "name": "some lamp"};</script></body>"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("url", URL),
        ("/html[1]/body[1]/h1[1]", "A lamp"),
        ("/html[1]/body[1]/h1[1]/@class", "x"),
        ("/html[1]/body[1]/script[1]#/a/0/b~1c", 1),
        ("/html[1]/body[1]/script[2]#/sku", "77"),
    ],
)
def test_a_path_leads_to_what_stands_there(path, found):
    assert resolve(page_of(HTML), path) == found


@pytest.mark.parametrize("path", ["/html[1]/body[1]/p[1]", "/html[1]/body[1]/script[1]#/z"])
def test_a_path_that_leads_nowhere_is_an_error(path):
    with pytest.raises(LookupError):
        resolve(page_of(HTML), path)


def test_a_pointer_through_an_array_may_leave_the_first_position_out():
    assert at_pointer({"a": [{"b": 1}, {"b": 2}]}, "/a/b") == 1


def test_the_text_of_an_element_is_what_stands_in_it_without_scripts_and_comments():
    page = page_of("<body><p>a<b>b<i>c</i>d</b>e<!-- f -->g<script>h</script>i</p>k</body>")
    assert resolve(page, "/html[1]/body[1]/p[1]") == "abcdegi"


NAMES = {"type": "array", "items": {"type": "string"}}
PERSON = {"type": "object", "properties": {"name": {"type": "string"}, "languages": NAMES}}
RECIPE = """<html lang="de"><head><title>Suppe</title><meta property="article:tag" content="kalt, rot">
<script type="application/ld+json">{"@type": "Recipe", "name": "Suppe",
 "recipeIngredient": ["1 kg Tomaten", "Salz &amp; Pfeffer"],
 "recipeInstructions": [{"@type": "HowToStep", "text": "Kochen."}, {"@type": "HowToStep", "text": "Essen."}],
 "author": {"@type": "Person", "name": "Ann", "languages": ["de", "en"]},
 "comment": [{"@type": "Comment", "text": "Gut", "rating": "4,5"}, {"@type": "Comment", "text": "Na ja", "rating": 2}]}
</script></head><body><h1>Suppe</h1><p>Gesamtzeit: 1 Std. 20 Min.</p></body></html>"""
RECIPE_SCHEMA = schema_of(
    title={"type": "string"},
    ingredients=NAMES,
    instructions=NAMES,
    tags=NAMES,
    total_time={"type": "number", "description": "in minutes"},
    author=PERSON,
    comment={
        "type": "array",
        "items": {"type": "object", "properties": {"text": {"type": "string"}, "rating": {"type": "number"}}},
    },
)
ITEMS = """{"items": [{"name": "Tea", "tags": ["a", "b"], "cost": {"amount": "12.50"}, "maker": {"name": "X"}},
 {"name": "Mate", "tags": "c, d", "cost": {"amount": 3}, "maker": {"name": "Y"}}]}"""
ITEMS_SCHEMA = schema_of(
    name={"type": "string"},
    tags=NAMES,
    price={"type": "number", "x-jmespath": "cost.amount"},
    maker={"type": "object", "properties": {"name": {"type": "string"}}},
)
ROWS = "<ul>" + "".join(
    f'<li><h3><a href="/b/boat {n}.html">Boat {n}</a></h3><span class="tag">wood</span>'
    f'<span class="tag">sail {n}</span><p>Length: {n},5 m</p></li>'
    for n in range(2, 9)
)
ROWS_SCHEMA = schema_of(title={"type": "string"}, url={"type": "string", "format": "uri"}, tags=NAMES)


def fields_of(schema):
    return {field.name for field in schema.fields}


@pytest.mark.parametrize(
    ("page", "schema", "fields"),
    [
        (page_of(RECIPE), RECIPE_SCHEMA, fields_of(RECIPE_SCHEMA)),
        (Page.from_bytes(URL, ITEMS.encode()), ITEMS_SCHEMA, fields_of(ITEMS_SCHEMA)),
        (page_of(f"<html lang=de><body>{ROWS}</ul></body></html>"), ROWS_SCHEMA, fields_of(ROWS_SCHEMA)),
    ],
    ids=["detail", "JSON", "list"],
)
def test_the_evidence_of_every_value_gives_exactly_the_value_again(page, schema, fields):
    records = extract(page, schema).records
    again = [{name: replay(page, schema.field(name), each) for name, each in r.evidence.items()} for r in records]
    assert again == [record.data for record in records]
    assert {name for record in records for name in record.data} == fields


TITLE = Evidence("dom", "/html[1]/body[1]/h1[1]", "A lamp", "as is", 0.9)


@pytest.mark.parametrize(
    "evidence",
    [
        replace(TITLE, text="A lamp!"),
        replace(TITLE, path="/html[1]/body[1]/h2[1]"),
        replace(TITLE, transformation="money"),
        replace(TITLE, path="/html[1]/body[1]/h1[1]/@class"),
    ],
    ids=["another text", "nowhere", "another transformation", "another place"],
)
def test_evidence_that_does_not_hold_is_an_error(evidence):
    with pytest.raises(LookupError):
        replay(page_of(HTML), field_of("title"), evidence)


def test_evidence_survives_being_stored():
    evidence = extract(page_of(RECIPE), RECIPE_SCHEMA).records[0].evidence
    assert {name: Evidence.from_dict(each.as_dict()) for name, each in evidence.items()} == evidence


def test_a_text_stands_where_soft_hyphens_part_its_words():
    assert stands_in("Geschlechtseintrag", "Geschlechts\xadeintrag")


def test_a_day_in_a_url_is_read_again_whatever_parts_it():
    page = Page.from_bytes("https://news.example/n1/2024/0424/c1.html", b"<p>News</p>")
    field = schema_of(published={"type": "string", "format": "date"}).fields[0]
    assert replay(page, field, Evidence("url", "url", "2024/0424", "date", 0.9)) == "2024-04-24"
