"""What items add to the records of a list, confirm and contradict: whole pages in many forms of markup."""

from itertools import product

import pytest

from scraper.extraction import extract
from scraper.extraction.evidence import replay
from scraper.extraction.lists.item_values import fused
from scraper.extraction.lists.readings import CellReading
from scraper.extraction.locale import PageLocale
from scraper.extraction.values import Evidence, ExtractOptions
from tests.extraction.lists.marked_lists import (
    CARDS,
    JSON_FORMS,
    KINDS,
    LANGUAGES,
    page_of_cards,
    schema_of_kind,
    script,
)
from tests.extraction.reading import page_of, schema_of

TEXT, NUMBER, LINK = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}
ALL = list(product(KINDS, JSON_FORMS))
SPREAD = [(kind, form, n) for n, (kind, form) in enumerate(ALL)]


def spread(number):
    """One language and make of cards for the page of that number, so that all pairs come."""
    return list(LANGUAGES)[number % len(LANGUAGES)], list(CARDS)[number * 3 % len(CARDS)]


@pytest.mark.parametrize(("kind", "form", "number"), SPREAD, ids=lambda each: str(each))
def test_each_card_gets_what_its_item_says(kind, form, number):
    language, make = spread(number)
    page, truth = page_of_cards(kind, language, (form, make))
    found = extract(page, schema_of_kind(kind))
    marked = 5 if form == "some only" else len(truth)
    assert (found.mode, [each.data for each in found.records[:marked]]) == ("list", truth[:marked])


@pytest.mark.parametrize(("kind", "form", "number"), SPREAD[::5], ids=lambda each: str(each))
def test_every_value_is_what_its_evidence_gives(kind, form, number):
    page, _ = page_of_cards(kind, *[spread(number)[0], (form, spread(number)[1])])
    schema = schema_of_kind(kind)
    for record in extract(page, schema).records:
        assert {name: replay(page, schema.field(name), each) for name, each in record.evidence.items()} == record.data


def test_cards_without_an_item_are_records_without_its_values():
    page, truth = page_of_cards("product", "en", ("some only", "articles"))
    found = extract(page, schema_of_kind("product")).records
    assert [set(each.data) for each in found[5:]] == [{"name", "url"}] * (len(truth) - 5)


def shop(items, price="<b>{n}9.50 €</b>", name="Reading lamp {n}"):
    cards = "".join(
        f"<li><a href='/p/{n}'>{name.format(n=n)}</a>{price.format(n=n)}<p>Made in room {n} of the house</p></li>"
        for n in range(1, 7)
    )
    html = f"<html lang='en'><head>{script(items)}</head><body><h1>All</h1><ul>{cards}</ul></body></html>"
    return extract(page_of(html), schema_of(name=TEXT, price=NUMBER, url=LINK)).records


def item(n, price, name="Reading lamp {n}"):
    offer = {"@type": "Offer", "price": price}
    return {"@type": "Product", "name": name.format(n=n), "url": f"/p/{n}", "offers": offer}


def test_an_item_that_says_the_same_raises_the_confidence():
    plain, told = shop([]), shop([item(n, f"{n}9.50") for n in range(1, 7)])
    assert told[0].field_confidence["price"] > plain[0].field_confidence["price"]


def test_an_item_that_says_otherwise_lowers_it():
    plain, told = shop([]), shop([item(n, "1.00") for n in range(1, 7)])
    assert told[0].field_confidence["price"] < plain[0].field_confidence["price"]


def test_a_card_keeps_its_own_value_but_gets_one_that_it_lacks():
    records = shop([item(n, f"{n}9.50") for n in range(1, 7)], price="<i>{n} pieces left</i>")
    assert [each.data["price"] for each in records] == [n * 10 + 9.5 for n in range(1, 7)]


def test_a_name_cut_short_is_made_whole():
    items = [item(n, f"{n}9.50", "Reading lamp number {n} of brushed brass") for n in range(1, 7)]
    records = shop(items, name="Reading lamp number {n} of bru…")
    assert records[2].data["name"] == "Reading lamp number 3 of brushed brass"


def test_items_of_other_things_are_left():
    records = shop([item(n, "1.00", "Garden bench {n}") | {"url": f"/other/{n}"} for n in range(1, 7)])
    assert [each.data["price"] for each in records] == [n * 10 + 9.5 for n in range(1, 7)]


MICRODATA = (
    "<div itemscope itemtype='https://schema.org/Product' class='c'><a itemprop='url' href='/p/{n}'>"
    "<span itemprop='name'>Reading lamp {n}</span></a><meta itemprop='sku' content='AB-{n}00'>"
    "<div itemprop='offers' itemscope itemtype='https://schema.org/Offer'><meta itemprop='price' content='{n}9.50'>"
    "<span>ask us for the price</span></div></div>"
)
RDFA = (
    "<div vocab='https://schema.org/' typeof='Product' class='c'><a property='url' href='/p/{n}'>"
    "<span property='name'>Reading lamp {n}</span></a><span property='sku' content='AB-{n}00'></span>"
    "<div property='offers' typeof='Offer'><span property='price' content='{n}9.50'>ask us for the price</span>"
    "</div></div>"
)


@pytest.mark.parametrize("card", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_attributes_of_cards_are_items(card):
    body = "".join(card.format(n=n) for n in range(1, 8))
    page = page_of(f"<html lang='en'><body><h1>All</h1><div>{body}</div></body></html>")
    found = extract(page, schema_of(name=TEXT, price=NUMBER, sku=TEXT), ExtractOptions(mode="list")).records
    assert [(each.data.get("price"), each.data.get("sku")) for each in found] == [
        (n * 10 + 9.5, f"AB-{n}00") for n in range(1, 8)
    ]


def values_told(more, shown="", **fields):
    """What is read of six cards with a link and what is `shown`, whose items have `more` beside name and link."""
    cards = "".join(
        f"<li><a href='/p/{n}'>Reading lamp {n}</a><p>Room {n} of the house</p>{shown.format(n=n)}</li>"
        for n in range(6)
    )
    items = [{"@type": "Product", "name": f"Reading lamp {n}", "url": f"/p/{n}", **more} for n in range(6)]
    html = f"<html lang='en'><head>{script(items)}</head><body><h1>All</h1><ul>{cards}</ul></body></html>"
    return extract(page_of(html), schema_of(name=TEXT, url=LINK, **fields)).records


OFFER = {"offers": {"@type": "Offer", "price": "9.20", "priceCurrency": "EUR"}}
PRICED = {"price": NUMBER, "currency": TEXT}
MONEY = {"price": {"type": "object", "properties": {"amount": NUMBER, "currency": TEXT}}}


def test_the_currency_is_that_of_the_amount():
    dollars = "<b class='price'>${n}1.00</b>"
    assert {each.data["currency"] for each in values_told(OFFER, dollars, **PRICED)} == {"$"}
    assert values_told(OFFER, dollars, **MONEY)[2].data["price"] == {"amount": 21, "currency": "$"}


def test_the_currency_of_an_amount_on_which_both_agree_is_the_items():
    assert {each.data["currency"] for each in values_told(OFFER, "<b>9.20</b>", **PRICED)} == {"EUR"}
    assert {each.data["currency"] for each in values_told(OFFER, **PRICED)} == {"EUR"}


RATED = {"rating": NUMBER, "review_count": {"type": "integer"}}


def test_ratings_that_are_0_everywhere_are_none():
    records = values_told({"aggregateRating": {"ratingValue": "0", "reviewCount": "0"}}, **RATED)
    assert [set(each.data) for each in records] == [{"name", "url"}] * 6
    assert (
        values_told({"aggregateRating": {"ratingValue": "4.5", "reviewCount": "12"}}, **RATED)[0].data["rating"] == 4.5
    )


def test_unlikely_and_uncertain_values_of_items_are_believed_less():
    free, sure = values_told({"offers": {"price": "0.00"}}, price=NUMBER), values_told(OFFER, price=NUMBER)
    assert free[0].field_confidence["price"] < 0.5 < sure[0].field_confidence["price"]
    day = {"type": "string", "format": "date"}
    odd, plain = (values_told({"releaseDate": text}, date=day) for text in ("03/05/2026", "2026-05-03"))
    assert odd[0].field_confidence["date"] < plain[0].field_confidence["date"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/li[1]/a[1]", 0.8), ("/li[1]/a[1]/b[1]", 0.8), ("/li[1]/meta[1]/@content", 0.9), ("/script[1]#/name", 0.9)],
    ids=["the text", "in it", "beside it", "elsewhere"],
)
def test_a_marked_text_does_not_agree_with_itself(path, expected):
    shown, told = (
        CellReading("Lamp", Evidence(source, where, "Lamp", "as is", 0.8), None)
        for source, where in (("region", "/li[1]/a[1]/text()[1]"), ("microdata", path))
    )
    assert fused(shown, told, ("title", PageLocale()), is_overruled=False).evidence.confidence == expected


@pytest.mark.parametrize("beside", ["", "<aside><h2>Bestsellers</h2>{}</aside>"])
def test_marked_cards_beside_the_list_are_no_records(beside):
    cards = "".join(MICRODATA.format(n=n) for n in range(1, 7))
    more = "".join(MICRODATA.format(n=n) for n in (71, 72)).replace("class='c'", "class='mini'")
    body = f"<h1>All</h1><div>{cards}</div>{beside.format(more)}"
    page = page_of(f"<html lang='en'><body>{body}</body></html>")
    assert len(extract(page, schema_of(name=TEXT, price=NUMBER, sku=TEXT), ExtractOptions(mode="list")).records) == 6


def test_things_are_only_added_where_each_card_has_its_item():
    items = [item(n, f"{n}9.50") for n in (1, 2, 3, 4, 5, 77)]
    assert [each.data["url"].rpartition("/")[2] for each in shop(items)] == list("123456")


def test_items_that_come_twice_are_added_to_no_list():
    items = [item(n, f"{n}9.50") for n in range(1, 7)]
    records = shop([*items, *items[:3]], price="<i>{n} pieces left</i>")
    assert [each.data["price"] for each in records] == [n * 10 + 9.5 for n in range(1, 7)]
