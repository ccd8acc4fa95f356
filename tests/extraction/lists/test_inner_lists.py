"""Arrays of objects inside the cards of a list."""

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import replay
from tests.extraction.reading import page_of, schema_of

TEXT, NUMBER, DAY = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "date"}
OFFERS = {"type": "array", "items": {"type": "object", "properties": {"seller": TEXT, "price": NUMBER}}}
SHOPS = ["Nordheim", "Castello", "Lindqvist", "Okafor", "Bergman"]
COUNTS = (3, 2, 1, 4, 2)


def offers(number):
    return [(f"{SHOPS[number]} {SHOPS[at]}", number * 10 + at + 0.5) for at in range(COUNTS[number])]


INNER = {
    "list": lambda o: "<ul>" + "".join(f"<li><i class='seller'>{s}</i> <b>{p:.2f} €</b></li>" for s, p in o) + "</ul>",
    "boxes": lambda o: "".join(f"<div class='offer'><span>{s}</span><em>EUR {p:.2f}</em></div>" for s, p in o),
    "table": lambda o: (
        "<table><tr><th>Seller</th><th>Price</th></tr>"
        + "".join(f"<tr><td>{s}</td><td>{p:.2f} €</td></tr>" for s, p in o)
        + "</table>"
    ),
}


def read(inner, **properties):
    cards = "".join(
        f"<article class='card'><h2><a href='/t/{n}'>Thing of {['oak', 'wool', 'brass', 'linen', 'steel'][n]}</a></h2>"
        f"<p>Made in room {n} of the house by the river</p>{inner(n)}</article>"
        for n in range(5)
    )
    page = page_of(f"<html lang='en'><body><h1>All</h1><div>{cards}</div></body></html>")
    schema = schema_of(title=TEXT, **properties)
    records = extract(page, schema, ExtractOptions(mode="list")).records
    for record in records:
        again = {name: replay(page, schema.field(name), each) for name, each in record.evidence.items()}
        assert again == record.data
    return [each.data for each in records]


@pytest.mark.parametrize("make", INNER)
def test_each_card_has_its_own_objects(make):
    found = read(lambda n: INNER[make](offers(n)), offers=OFFERS)
    assert [each["offers"] for each in found] == [
        [{"seller": seller, "price": price} for seller, price in offers(n)] for n in range(5)
    ]


def test_cards_without_such_parts_have_none():
    found = read(lambda n: INNER["list"](offers(n)) if n != 1 else "", offers=OFFERS)
    assert ["offers" in each for each in found] == [True, False, True, True, True]


def test_parts_that_are_something_else_are_none():
    assert not any("offers" in each for each in read(lambda n: "<ul><li>oak</li><li>wool</li></ul>", offers=OFFERS))


def test_of_several_lists_in_a_card_the_one_that_fills_the_object_is_read():
    reviews = "".join(f"<li class='review'><time>{d} May 2026</time><p>Fine thing number {d}</p></li>" for d in (4, 5))
    found = read(
        lambda n: INNER["list"](offers(n)) + f"<ol>{reviews}</ol>",
        reviews={"type": "array", "items": {"type": "object", "properties": {"date": DAY, "text": TEXT}}},
    )
    assert found[0]["reviews"] == [
        {"date": "2026-05-04", "text": "Fine thing number 4"},
        {"date": "2026-05-05", "text": "Fine thing number 5"},
    ]
