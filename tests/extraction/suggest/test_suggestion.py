"""A schema for a page; what is proposed works."""

import json

import pytest

from scraper.demo.shop import list_paths, page
from scraper.exceptions import UnusablePage
from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.suggest.suggestion import suggest
from scraper.page import Page
from tests.extraction.explain.test_explanation import LISTED
from tests.extraction.reading import page_of
from tests.extraction.test_extract import POSTS, PRODUCT

BOATS = (
    "<html><body><h1>Boats</h1><table><tr><th>Boat</th><th>Hull length</th><th>Built</th></tr>{}</table></body></html>"
)
ROWS = "".join(f"<tr><td>Boat {n}</td><td>{n + 7},5 m</td><td>{1990 + n}</td></tr>" for n in range(1, 9))
RECIPE = {
    "@type": "Recipe",
    "name": "Soup",
    "recipeIngredient": ["water", "salt"],
    "prepTime": "PT20M",
    "suitableForDiet": "vegan",
}
MARKED = f"""<html><head><title>Soup</title><script type="application/ld+json">{json.dumps(RECIPE)}</script></head>
<body><h1>Soup</h1></body></html>"""
BODY = json.dumps(
    {
        "total": 2,
        "items": [
            {"id": 1, "productName": "A", "price": {"amount": "1.50"}, "tags": ["x"], "inStock": True, "note": None},
            {"id": 2, "productName": "B", "price": {"amount": "2.50"}, "tags": ["y", "z"], "inStock": False},
        ],
    }
)
SHOP = page(list_paths()[0])
MUSHROOM = """<html lang=en><head><title>Chanterelle | MushroomBase</title></head><body><nav> <a href=/>Home</a><a
href=/a>All</a></nav><main><h1>Chanterelle</h1><p class=lead>The golden chanterelle is a prized edible
mushroom found in temperate forests across Europe and North America.</p><table
class=facts><tr><th>Scientific name</th><td>Cantharellus cibarius</td></tr> <tr><th>Cap
diameter</th><td>5–12 cm</td></tr><tr><th>Edibility</th><td>Choice edible</td></tr><tr><th>Spore
print</th> <td>pale yellow</td></tr><tr><th>First described</th><td>March 3, 1821</td></tr></table><img
src=/img/chanterelle.jpg alt=Chanterelle></main></body></html>"""
BOAT = """<html lang=en><head><title>Hallberg-Rassy 352 for sale</title><meta name=description content=" Well kept
Hallberg-Rassy 352 from 1986, teak deck."></head><body><h1>Hallberg-Rassy 352</h1><p class=asking>EUR
64,500</p><dl> <dt>Year built</dt><dd>1986</dd><dt>LOA</dt><dd>10.54
m</dd><dt>Berths</dt><dd>6</dd><dt>Location</dt><dd>Flensburg, Germany</dd></dl> <p>This Hallberg-Rassy
352 has been in the same family since 1998. She was refitted in 2016.</p></body></html>"""
RULING = """<html lang=en><head><title>Doe v. Harbor City | Opinions</title></head><body><main> <h1>Doe v. Harbor
City</h1><table><tr><td><b>Court:</b></td><td>Court of Appeals</td></tr><tr><td>
<b>Decided:</b></td><td>June 14, 2022</td></tr> <tr><td><b>Judge:</b></td><td>Hon. Miriam
Castle</td></tr></table><h2>Opinion</h2> <p>This appeal arises from the denial of a permit to operate a
ferry across the inner harbor. The trial court granted judgment to the city, holding that the ordinance
left no discretion.</p><p>We disagree. The ordinance directs the harbor master to weigh public
convenience, and the record shows that no such weighing took place.</p> </main></body></html>"""
PAGES = {"product": PRODUCT, "boats": BOATS.format(ROWS), "recipe": MARKED, "JSON": BODY, "list": LISTED, "shop": SHOP}
PAGES |= {"mushroom": MUSHROOM, "boat": BOAT, "ruling": RULING}


def suggested(html):
    return suggest(page_of(html))


def definitions(html):
    return {each.name: dict(each.definition) for each in suggested(html).fields}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_proposed_schema_gives_the_samples(html):
    suggestion = suggested(html)
    options = ExtractOptions(mode=suggestion.mode if suggestion.needs_mode else "auto")
    extraction = extract(page_of(html), RecordSchema.from_definition(suggestion.definition), options)
    read = {each.name: [record.data.get(each.name) for record in extraction.records] for each in suggestion.fields}
    assert [each for each in suggestion.fields if not all(sample in read[each.name] for sample in each.samples)] == []


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_fill_is_the_share_of_records_that_have_the_field(html):
    suggestion = suggested(html)
    options = ExtractOptions(mode=suggestion.mode)
    records = extract(page_of(html), RecordSchema.from_definition(suggestion.definition), options).records
    shares = {
        each.name: sum(each.name in record.data for record in records) / len(records) for each in suggestion.fields
    }
    assert {each.name: each.fill for each in suggestion.fields} == pytest.approx(shares)


def test_labels_become_standard_names_where_the_lexicon_knows_them():
    assert {"title", "price", "old_price", "brand", "sku", "gewicht"} <= set(definitions(PRODUCT))


def test_a_quantity_is_a_number_in_its_unit_and_keeps_its_label():
    assert definitions(PRODUCT)["gewicht"] == {"type": "number", "description": "in kg", "title": "Gewicht"}


def test_headers_of_a_table_name_its_columns():
    found = definitions(BOATS.format(ROWS))
    assert found["hull_length"]["type"] == "number"
    assert found["built"]["type"] == "integer"


def test_the_shop_is_a_list_with_its_usual_fields():
    suggestion = suggested(SHOP)
    assert (suggestion.mode, {"title", "url", "image", "price"} <= set(suggestion.required)) == ("list", True)


def test_of_a_list_the_fields_are_required_that_all_records_have():
    suggestion = suggest(page_of(LISTED.replace("<b>300 €</b>", "")), "list")
    fill = {each.name: each.fill for each in suggestion.fields}
    assert (fill["price"] < 1, "price" in suggestion.required, "title" in suggestion.required) == (True, False, True)


def test_of_one_page_only_the_title_is_required():
    assert suggested(PRODUCT).required == ("title",)


def test_properties_of_structured_data_are_proposed():
    found = definitions(MARKED)
    assert found["ingredients"] == {"type": "array", "items": {"type": "string"}}
    assert {"prep_time", "suitable_for_diet"} & set(found) or "suitablefordiet" in found


def test_keys_of_json_become_fields_in_snake_case_with_their_types():
    found = definitions(BODY)
    assert {
        name: each["type"] for name, each in found.items() if name in ("id", "product_name", "in_stock", "tags")
    } == {
        "id": "integer",
        "product_name": "string",
        "in_stock": "boolean",
        "tags": "array",
    }


def test_nested_keys_are_named_by_their_path():
    assert "price_amount" in definitions(BODY)


def test_a_page_that_shows_nothing_suggests_nothing():
    assert suggested("<html><body><p>Nothing here.</p></body></html>").fields == ()


def test_a_page_of_a_kind_that_no_model_knows_gives_its_title_text_picture_and_facts():
    found = definitions(MUSHROOM)
    assert list(found) == [
        *("title", "image", "description"),
        *("scientific_name", "cap_diameter", "edibility", "spore_print", "first_described"),
    ]


def test_labels_of_a_classified_advertisement_are_fields_beside_its_price():
    found = definitions(BOAT)
    assert {"title", "price", "currency", "description", "location", "loa", "year_built", "berths"} <= set(found)


def test_a_day_with_a_label_of_its_own_is_that_fields_alone():
    found = definitions(RULING)
    assert {"title", "court", "decided", "judge"} <= set(found)
    assert {"date", "date_modified"}.isdisjoint(found)


def test_posts_are_a_list():
    assert suggested(f"<html><body><main>{POSTS}</main></body></html>").mode == "list"


def test_the_mode_can_be_told():
    assert suggest(page_of(LISTED), "detail").mode == "detail"


def test_samples_stand_in_the_definition_as_examples():
    definition = suggested(PRODUCT).definition
    assert definition["properties"]["price"]["examples"] == [1299]


def test_fields_can_be_picked():
    only = suggested(PRODUCT).only(["title", "price"])
    assert list(only.definition["properties"]) == ["title", "price"]


def test_what_is_no_page_is_refused():
    with pytest.raises(UnusablePage):
        suggest(Page.from_bytes("https://a.example/", b"<!-- -->"))
