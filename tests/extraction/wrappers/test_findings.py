"""The evidence of what a wrapper found: arrays have a part for each item, as the slow path's, and all of it replays."""

from json import dumps

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.evidence import replay
from scraper.extraction.wrappers import Applier, example_of, learn
from scraper.page import Page

HOW = (
    RecordSchema.from_definition(
        {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "ingredients": {"type": "array", "items": {"type": "string"}},
                "images": {"type": "array", "items": {"type": "string", "format": "uri"}},
            },
        }
    ),
    ExtractOptions(mode="detail"),
)
DISHES = ("Lamb Stew", "Fish Soup", "Lemon Cake", "Rye Bread", "Apple Pie", "Green Curry")
FOODS = ("salt", "flour", "two eggs", "butter", "milk", "sugar", "pepper", "oil", "rice")


def shown(number, foods):
    items = "".join(f"<li>{food}</li>" for food in foods)
    return f"<h1 class=title>{DISHES[number]}</h1><h2>Ingredients</h2><ul class=ingredients>{items}</ul>"


def linked(number, foods):
    images = [f"/i/{number}.jpg", f"/i/{number}b.jpg"]
    item = {"@type": "Recipe", "name": DISHES[number], "recipeIngredient": foods, "image": images}
    return f'<script type="application/ld+json">{dumps(item)}</script><h1>{DISHES[number]}</h1>'


def page(form, number):
    foods = [FOODS[(number + each) % 9] for each in range(3 + number % 3)]
    return Page(f"https://a.example/{number}", f"<html><body>{form(number, foods)}</body></html>", is_json=False)


@pytest.fixture(scope="module", params=[shown, linked])
def readings(request):
    """A page that is new to the wrapper, its record by the wrapper, and by the slow path."""
    pages = [page(request.param, number) for number in range(4)]
    wrapper = learn([example_of(each, extract(each, *HOW)) for each in pages], *HOW)
    new = page(request.param, 5)
    return new, Applier(wrapper, *HOW).apply(new).extraction.records[0], extract(new, *HOW).records[0]


def test_arrays_are_read_as_by_the_slow_path(readings):
    _, mine, slow = readings
    assert mine.data == slow.data
    assert len(mine.data["ingredients"]) == 5


def test_each_item_has_the_part_that_the_slow_path_gives_it(readings):
    _, mine, slow = readings
    assert {name: mine.evidence[name].parts for name in mine.data} == {
        name: slow.evidence[name].parts for name in slow.data
    }


def test_the_evidence_gives_the_values_again(readings):
    new, mine, _ = readings
    again = {name: replay(new, HOW[0].field(name), evidence) for name, evidence in mine.evidence.items()}
    assert again == mine.data


def test_evidence_is_a_mapping_of_the_fields_with_a_value(readings):
    _, mine, _ = readings
    assert list(mine.evidence) == list(mine.data)
    assert len(mine.evidence) == len(mine.data)
    assert repr(mine.evidence) == repr(dict(mine.evidence))
