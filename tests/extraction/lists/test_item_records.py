"""Items that are records of their own, and pages on which they are none."""

import json

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import replay
from scraper.extraction.lists.item_records import items_alone
from tests.extraction.lists.marked_lists import KINDS, page_of_cards, schema_of_kind, script, values
from tests.extraction.reading import document_of, page_of, schema_of

TEXT, NUMBER, LINK = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}
PRODUCT = schema_of_kind("product")
PROSE = "<p>" + "The lamp was made by hand in a small workshop near the river, and it took nine days. " * 4 + "</p>"


def listed(kind, count=8):
    items = [KINDS[kind].item(values("en", number)) for number in range(count)]
    return {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": each} for each in items]}


def shell(value, body="<div id='app'></div>", url="https://site.example/all"):
    html = f"<html lang='en'><head><title>Overview</title>{script(value)}</head><body><h1>Overview</h1>{body}</body>"
    return page_of(html + "</html>", url)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_shows_nothing_is_read_from_its_items(kind):
    found = extract(shell(listed(kind)), schema_of_kind(kind))
    truth = [{name: values("en", number)[name] for name in KINDS[kind].keys} for number in range(8)]
    assert (found.mode, [each.data for each in found.records]) == ("list", truth)


def test_their_evidence_gives_their_values():
    page = shell(listed("product"))
    for record in extract(page, PRODUCT).records:
        assert {name: replay(page, PRODUCT.field(name), each) for name, each in record.evidence.items()} == record.data


def test_items_have_their_own_link():
    assert extract(shell(listed("product")), PRODUCT).records[0].url == "https://site.example/en/t/101"


def test_items_of_a_list_that_has_no_card_for_them_come_after_the_cards():
    page, truth = page_of_cards("product", "en", ("item list", "articles"))
    html = page.text.replace("<article><h2><a href='https://site.example/en/t/109'", "<template><h2><a href='/x'")
    found = extract(page_of(html, page.url), PRODUCT).records
    assert ([each.data["name"] for each in found], found[-1].evidence["name"].source) == (
        [each["name"] for each in truth],
        "json_ld",
    )


MAIN = {"@type": "Product", "name": "Brass lamp", "sku": "X-1", "offers": {"@type": "Offer", "price": "129.00"}}
DETAIL = f"<main><h1>Brass lamp</h1><p class='price'>129.00 €</p><button>Add to cart</button>{PROSE * 2}</main>"
RELATED = "<section><h2>Goes well with</h2>" + "".join(
    f"<div class='card'><a href='{values('en', n)['url']}'>{values('en', n)['name']}</a></div>" for n in range(8)
)


@pytest.mark.parametrize("mode", ["auto", "detail"])
@pytest.mark.parametrize("body", [DETAIL, DETAIL + RELATED + "</section>"], ids=["alone", "with cards"])
@pytest.mark.parametrize("together", [True, False], ids=["one script", "two scripts"])
def test_a_product_with_related_ones_is_one_thing(together, body, mode):
    marked = script([MAIN, listed("product")]) if together else script(MAIN) + script(listed("product"))
    page = page_of(f"<html lang='en'><head><title>Brass lamp</title>{marked}</head><body>{body}</body></html>")
    found = extract(page, PRODUCT, ExtractOptions(mode=mode))
    assert (found.mode, [each.data["name"] for each in found.records]) == ("detail", ["Brass lamp"])


BARE = "<main><p>129.00 €</p><button>Add to cart</button><p>Made of brass.</p></main>"
NAMED = {"description": "The product's name"}


@pytest.mark.parametrize("fields", [{"price": NUMBER, "url": LINK}, {"url": LINK}], ids=["price", "no price"])
def test_a_product_that_declares_nothing_of_itself_but_lists_related_ones_is_one_thing(fields):
    assert extract(shell(listed("product"), BARE), schema_of(name=NAMED, **fields)).mode == "detail"


def test_an_amount_in_a_sentence_is_no_price_of_a_thing_that_the_page_is_about():
    body = "<p>Free delivery from 50 €</p><div id='app'></div>"
    found = extract(shell(listed("product"), body), schema_of(name=NAMED, price=NUMBER, url=LINK))
    assert (found.mode, len(found.records)) == ("list", 8)


def test_a_short_article_that_lists_others_is_one_thing():
    body = "<main><p class='author'>Ann Miller</p><time>5 May 2024</time><p>It is.</p></main>"
    assert extract(shell(listed("news"), body), schema_of_kind("news")).mode == "detail"


@pytest.mark.parametrize("schema", ["news", "event", "job"])
def test_an_article_with_a_list_of_others_is_one_thing(schema):
    body = f"<article><h1>How a brass lamp is made</h1><p>By Ann Miller, 5 May 2024</p>{PROSE * 4}</article>"
    assert extract(shell(listed(schema), body), schema_of_kind(schema)).mode == "detail"


def test_a_product_among_its_like_is_what_the_page_is_about():
    items = [MAIN, *(KINDS["product"].item(values("en", n)) for n in range(6))]
    page = page_of(f"<html lang='en'><head><title>Brass lamp</title>{script(items)}</head><body>{DETAIL}</body></html>")
    assert extract(page, PRODUCT).mode == "detail"


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": f"C {n}"} for n in range(5)]},
        [{"@type": "SiteNavigationElement", "name": f"C {n}", "url": f"/c/{n}"} for n in range(9)],
        [{"@type": "Organization", "name": f"Shop {n}", "url": f"/s/{n}"} for n in range(4)],
        {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": f"Why {n}?"} for n in range(6)]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": f"/p/{n}"} for n in range(6)]},
    ],
    ids=["crumbs", "menu", "shops", "questions", "bare links"],
)
@pytest.mark.parametrize("mode", ["auto", "list"])
def test_furniture_is_no_list(value, mode):
    found = extract(shell(value), schema_of(name=TEXT, price=NUMBER, sku=TEXT), ExtractOptions(mode=mode))
    assert found.mode == "detail" or found.records == ()


ONE = "<p>A small lamp of brass. Call us for the price.</p>"
LINKED = {"name": TEXT, "price": NUMBER, "url": LINK}


@pytest.mark.parametrize("fields", [{"name": TEXT, "price": NUMBER}, LINKED], ids=["bare", "with link"])
def test_a_page_that_says_it_is_a_product_is_no_list_of_related_ones(fields):
    html = shell(listed("product")).text.replace("<head>", "<head><meta property='og:type' content='product'>")
    assert extract(page_of(html), schema_of(**fields)).mode == "detail"


def test_items_of_a_type_that_the_schema_does_not_name_are_no_list_where_text_is_shown():
    assert extract(shell(listed("product"), ONE), schema_of(**LINKED)).mode == "detail"
    assert len(extract(shell(listed("product")), schema_of(**LINKED)).records) == 8


@pytest.mark.parametrize("kind", ["ListItem", "SiteNavigationElement"])
def test_entries_of_a_menu_are_no_list(kind):
    menu = [{"@type": kind, "position": n, "name": f"Part {n}", "url": f"/part/{n}"} for n in range(5)]
    page = shell({"@type": "ItemList", "itemListElement": menu}, "<p>On May 5th we open our doors.</p>")
    assert extract(page, schema_of(title=TEXT, url=LINK)).mode == "detail"


def test_signs_of_one_thing_outweigh_items_that_are_not_shown():
    assert extract(shell(listed("product")), schema_of_kind("product")).mode == "list"
    fields = {"name": TEXT, "price": NUMBER, "sku": TEXT, "brand": TEXT, "availability": TEXT, "gtin": TEXT}
    assert extract(shell(listed("product"), ONE), schema_of(**fields)).mode == "detail"


def test_marked_cards_in_a_side_column_are_not_of_the_list():
    card = "<b itemscope itemtype='https://schema.org/Product'><i itemprop='name'>Lamp</i><i itemprop='price'>3</i></b>"
    document = document_of(f"<main>{card * 4}</main><aside>{card * 2}</aside>")
    items, _ = items_alone(document, schema_of(name=TEXT, price=NUMBER))
    assert len(items.nodes) == 4


def test_items_named_by_places_on_the_page_are_its_list():
    items = listed("product")
    for number, each in enumerate(items["itemListElement"]):
        each["item"] = {**each["item"], "@id": f"https://site.example/all#p{number}"}
    assert len(extract(shell(items), PRODUCT).records) == 8


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_scripts_that_break_off_cost_nothing_else(cut):
    text = json.dumps(listed("product"))
    broken = f'<script type="application/ld+json">{text[: int(cut * len(text))]}</script>'
    cards = "".join(f"<li><a href='/p/{n}'>Reading lamp {n}</a> <b>{n}9.50 €</b></li>" for n in range(1, 9))
    page = page_of(f"<html lang='en'><body>{broken}<ul>{cards}</ul></body></html>")
    assert len(extract(page, schema_of(name=TEXT, price=NUMBER, url=LINK)).records) == 8
