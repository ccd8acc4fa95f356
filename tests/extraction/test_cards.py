"""Cards of other things."""

from scraper.extraction.cards import in_cards
from tests.extraction.reading import document_of

PAGE = """<html><body><h1>Lamp</h1><div><b>10 €</b></div>%s</body></html>"""
CARD = '<li><a href="/{0}">Other {0}</a> <b>{0} €</b></li>'


def prices_in_cards(html):
    document = document_of(PAGE % html)
    prices = document.by_tag["b"]
    return [index in in_cards(document, prices) for index in prices]


def test_entries_with_a_link_and_a_price_of_their_own_are_cards():
    cards = "".join(CARD.format(number) for number in range(1, 4))
    assert prices_in_cards(f"<ul>{cards}</ul>") == [False, True, True, True]


def test_variants_that_lead_to_one_page_are_no_cards():
    variants = "".join(f'<li><a href="/lamp?size={n}">Size {n}</a> <b>{n} €</b></li>' for n in range(1, 4))
    assert prices_in_cards(f"<ul>{variants}</ul>") == [False] * 4


def test_a_single_entry_is_no_card():
    assert prices_in_cards(f"<ul>{CARD.format(1)}</ul>") == [False, False]


def test_what_holds_the_main_heading_is_no_card():
    html = '<body><div><h1>Lamp</h1><a href="/a">A</a><b>1 €</b></div><div><a href="/b">B</a><b>2 €</b></div></body>'
    document = document_of(html)
    first = document.by_tag["b"][0]
    assert first not in in_cards(document, document.by_tag["b"])
