"""Items beside records."""

import json

import pytest

from scraper.extraction.lists.alignment import columns_of
from scraper.extraction.lists.item_pairs import is_own, paired
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
    return paired(document, spans, document.once(item_sets)[0], columns)


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


@pytest.mark.parametrize(("title", "expected"), [("wool rug", True), ("carpets", False)])
def test_an_item_called_as_the_page_is_what_the_page_is_about(title, expected):
    document = document_of(
        f'<script type="application/ld+json">{json.dumps([product(name=n) for n in NAMES])}</script>'
    )
    assert is_own(document, document.once(item_sets)[0].nodes, frozenset((title,))) is expected
