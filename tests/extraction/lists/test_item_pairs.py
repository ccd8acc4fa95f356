"""Items beside records."""

import json

import pytest

from scraper.extraction.lists.alignment import columns_of
from scraper.extraction.lists.item_pairs import Beginnings, Shown, paired, together
from scraper.extraction.lists.item_sets import item_sets
from scraper.extraction.scope import locale_of
from tests.extraction.reading import document_of

NAMES = ["Garden bench", "Oak table for eight people", "Reading lamp", "Wool rug"]
CARD = "<li><a href='/p/{n}?ref=list'>{name}</a></li>"


def pairing(items, names=NAMES, card=CARD):
    cards = "".join(card.format(n=n, name=name) for n, name in enumerate(names))
    script = f'<script type="application/ld+json">{json.dumps(items)}</script>'
    document = document_of(f"<html>{script}<ul>{cards}</ul></html>", url="https://shop.example/all")
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    columns = columns_of(document, document.once(locale_of), spans, spans)
    return paired(Shown(document, spans, columns), document.once(item_sets)[0])


def product(**properties):
    return {"@type": "Product", **properties}


def numbers(found):
    return {record: str(next(iter(node.properties["sku"])).value) for record, (node, _) in found.items.items()}


IN_ORDER = {n: str(n) for n in range(4)}


@pytest.mark.parametrize(
    "make",
    [
        lambda n: product(url=f"https://shop.example/p/{n}?ref=list", sku=str(n)),
        lambda n: product(url=f"/p/{n}?ref=list#top", sku=str(n)),
        lambda n: product(name=NAMES[n].upper(), sku=str(n)),
        lambda n: product(offers={"@type": "Offer", "url": f"/p/{n}?ref=list"}, sku=str(n)),
    ],
    ids=["link", "relative link", "name", "link of the offer"],
)
def test_items_are_known_by_link_or_name_in_any_order(make):
    assert numbers(pairing([make(n) for n in (2, 0, 3, 1)])) == IN_ORDER


def test_a_name_that_the_card_cuts_short_is_known():
    names = [*NAMES[:1], "Oak table for ei…", *NAMES[2:]]
    assert numbers(pairing([product(name=name, sku=str(n)) for n, name in enumerate(NAMES)], names)) == IN_ORDER


def test_the_rest_is_known_by_position_where_the_others_stand_in_order():
    items = [product(name=name, sku=str(n)) for n, name in enumerate([*NAMES[:3], "A rug of wool"])]
    found = pairing(items)
    assert (numbers(found), found.items[3][1] < found.items[2][1]) == (IN_ORDER, True)


def test_position_alone_tells_nothing():
    assert pairing([product(name=f"Other thing {n}", sku=str(n)) for n in range(4)]) is None


def test_items_without_a_record_are_the_rest():
    items = [product(name=name, sku=str(n)) for n, name in enumerate([*NAMES, "Bread knife"])]
    assert [str(node.properties["sku"][0].value) for node in pairing(items).rest] == ["4"]


def test_of_two_items_for_one_record_none_is_believed():
    items = [product(name=name, sku=str(n)) for n, name in enumerate(NAMES)] + [product(name=NAMES[0], sku="again")]
    assert 0 not in pairing(items).items


def test_link_and_name_of_different_records_contradict_each_other():
    items = [product(name=NAMES[(n + 1) % 4], url=f"/p/{n}?ref=list", sku=str(n)) for n in range(4)]
    assert pairing(items) is None


def test_an_item_whose_link_and_name_are_others_is_not_known_by_position():
    items = [product(name=name, url=f"/p/{n}?ref=list", sku=str(n)) for n, name in enumerate(NAMES)]
    items[3] |= {"name": "Silk rug", "url": "/p/99"}
    assert set(pairing(items).items) == {0, 1, 2}


@pytest.mark.parametrize("other", [{"url": "/p/99"}, {"name": "Copper kettle"}], ids=["link", "name"])
def test_neither_its_link_nor_its_name_may_speak_against_its_position(other):
    items = [product(name=name, sku=str(n)) for n, name in enumerate(NAMES[:3])]
    assert set(pairing([*items, product(sku="3", **other)]).items) == {0, 1, 2}


def test_a_product_that_has_two_cards_is_the_item_of_both():
    items = [product(name=name, url=f"/p/{n}?ref=list", sku=str(n)) for n, name in enumerate(NAMES)]
    card = CARD.replace("{n}", "{name:.3}")
    found = pairing([each | {"url": f"/p/{each['name'][:3]}?ref=list"} for each in items], [*NAMES, NAMES[1]], card)
    assert (numbers(found)[1], numbers(found)[4], found.rest) == ("1", "1", ())


def test_a_refused_item_is_not_of_the_rest():
    items = [product(name=name, url=f"/p/{n}?ref=list", sku=str(n)) for n, name in enumerate(NAMES)]
    found = pairing([*items, product(name=NAMES[0], url="/p/1?ref=list", sku="mixed")])
    assert (set(found.items), found.rest) == ({0, 1, 2, 3}, ())


def test_marked_elements_without_a_record_are_no_rest():
    card = "<li itemscope itemtype='https://schema.org/Product'><a itemprop='name' href='/p/{n}'>{name}</a></li>"
    cards = "".join(card.format(n=n, name=name) for n, name in enumerate(NAMES))
    beside = "".join(card.format(n=n, name=f"Best {n}") for n in range(2)).replace("li", "div")
    document = document_of(f"<html><ul>{cards}</ul><aside>{beside}</aside></html>")
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    columns = columns_of(document, document.once(locale_of), spans, spans)
    found = paired(Shown(document, spans, columns), document.once(item_sets)[0])
    assert (len(found.items), found.rest, found.is_surely_alike) == (4, (), True)


def test_pairings_that_share_no_record_are_one():
    items = [product(name=name, sku=str(n)) for n, name in enumerate(NAMES)]
    one, other = pairing(items[:2]), pairing(items[2:])
    assert numbers(together(one, other)) == IN_ORDER
    assert together(one, pairing(items)).items.keys() == set(range(4))


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("oak table for eight people", {1, 2, 3}),
        ("oak table for eight", {1, 2, 3}),
        ("oak table for two", {1}),
        ("oak table of two", set()),
        ("oak table f", set()),
        ("wool rug", set()),
        ("zebra rug of wool", set()),
    ],
)
def test_a_name_goes_on_from_every_beginning_of_it(name, records):
    starts = {
        "oak table fo": {1},
        "oak table for eight": {2, 3},
        "oak table for a": {8},
        "oak": {9},
        "zebra rug m": {9},
    }
    assert Beginnings(starts).of(name) == records
