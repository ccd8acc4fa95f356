"""Sets of like structured items."""

import json

import pytest

from scraper.extraction.lists.item_sets import item_sets
from tests.extraction.reading import document_of

PRODUCTS = [{"@type": "Product", "name": f"Lamp {n}", "url": f"/p/{n}"} for n in range(3)]
SHOWS = ("MusicEvent", "TheaterEvent", "ComedyEvent")


def sets(value, body=""):
    html = f'<script type="application/ld+json">{json.dumps(value)}</script>{body}'
    return document_of(html).once(item_sets)


def names(found):
    return [[str(node.properties["name"][0].value) for node in each.nodes] for each in found]


@pytest.mark.parametrize(
    "value",
    [
        PRODUCTS,
        {"@graph": PRODUCTS},
        {"@type": "ItemList", "itemListElement": PRODUCTS},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": each} for each in PRODUCTS]},
        {"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": PRODUCTS}},
        {"@type": "OfferCatalog", "itemListElement": [{"@type": "ListItem", "item": each} for each in PRODUCTS]},
        {"@type": "WebPage", "hasPart": PRODUCTS},
    ],
    ids=["array", "graph", "list", "positions", "main entity", "catalogue", "parts"],
)
def test_like_items_are_a_set(value):
    assert names(sets(value)) == [["Lamp 0", "Lamp 1", "Lamp 2"]]


def test_a_position_lends_its_item_what_that_lacks():
    listed = [{"@type": "ListItem", "url": f"/p/{n}", "item": {"@type": "Product", "name": f"P{n}"}} for n in range(2)]
    found = sets({"@type": "ItemList", "itemListElement": listed})[0]
    assert [str(node.properties["url"][0].value) for node in found.nodes] == ["/p/0", "/p/1"]


def test_positions_without_items_are_items():
    listed = [{"@type": "ListItem", "position": n, "name": f"P{n}", "url": f"/p/{n}"} for n in range(2)]
    assert names(sets({"@type": "ItemList", "itemListElement": listed})) == [["P0", "P1"]]


@pytest.mark.parametrize(
    "value",
    [
        PRODUCTS[:1],
        {"@type": "Product", "name": "Lamp", "offers": [{"@type": "Offer", "price": n} for n in range(3)]},
        {"@type": "Product", "name": "Lamp", "review": [{"@type": "Review", "name": "Fine"}] * 2},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": f"C{n}"} for n in range(3)]},
        [{"@type": "Organization", "name": "A"}, {"@type": "Organization", "name": "B"}],
        "nothing",
    ],
    ids=["one", "offers", "reviews", "crumbs", "furniture", "text"],
)
def test_parts_of_one_thing_and_furniture_are_none(value):
    assert sets(value) == []


def test_a_declared_list_may_have_things_of_several_types():
    shows = [{**each, "@type": kind} for each, kind in zip(PRODUCTS, SHOWS, strict=True)]
    assert names(sets({"@type": "ItemList", "itemListElement": shows})) == [["Lamp 0", "Lamp 1", "Lamp 2"]]


def test_things_that_come_again_are_there_once():
    assert names(sets([*PRODUCTS, *PRODUCTS[:2]])) == [["Lamp 0", "Lamp 1", "Lamp 2"]]


def test_microdata_cards_are_a_set():
    card = "<li itemscope itemtype='https://schema.org/Product'><b itemprop='name'>Lamp {n}</b></li>"
    found = document_of("<ul>" + "".join(card.format(n=n) for n in range(3)) + "</ul>").once(item_sets)
    assert (names(found), found[0].source) == ([["Lamp 0", "Lamp 1", "Lamp 2"]], "microdata")


def test_items_in_a_circle_are_walked_once():
    ring = [{"@id": "#a", "@type": "Thing", "name": "A", "about": [{"@id": "#b"}, {"@id": "#a"}]}]
    ring.append({"@id": "#b", "@type": "Thing", "name": "B", "about": {"@id": "#a"}})
    assert ["A", "B"] in names(sets({"@graph": ring}))
