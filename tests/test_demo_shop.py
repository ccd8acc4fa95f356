"""The pages of the demo shop: hard enough, honest, and all linked."""

import json
import re
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from scraper.demo.catalogue import catalogue
from scraper.demo.shop import TILES_PER_PAGE, list_paths, page

FIELDS = json.loads(files("scraper.demo").joinpath("schema.json").read_text(encoding="utf-8"))["properties"]
# What would let a reader take the values from markup made for machines instead of from the page.
FORBIDDEN = re.compile(
    r"ld\+json|itemprop|itemscope|property=|og:|typeof|<script|data-|rel=.next|vocab=", re.IGNORECASE
)


def tree(target):
    return lxml.html.document_fromstring(page(target))


def links(target):
    every = {urlsplit(urljoin("/", href)) for href in tree(target).xpath("//a/@href")}
    return {each._replace(fragment="").geturl() for each in every if not each.netloc}


def reachable(start="/"):
    seen, waiting = set(), [start]
    while waiting:
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            waiting += links(target)
    return seen


EVERY_PAGE = sorted(reachable())


def test_every_product_and_list_page_is_linked():
    assert {each.path for each in catalogue()} | set(list_paths()) <= set(EVERY_PAGE)


def test_every_link_leads_to_a_page():
    assert [target for target in EVERY_PAGE if page(target) is None] == []


def test_no_page_carries_markup_made_for_machines():
    assert [target for target in EVERY_PAGE if FORBIDDEN.search(page(target))] == []


@pytest.mark.parametrize("field", FIELDS)
def test_no_class_or_id_names_a_field_of_the_schema(field):
    stem = field.rstrip("s")
    names = [name for target in EVERY_PAGE for name in tree(target).xpath("//@class | //@id | //@name")]
    assert [name for name in names if stem in name.lower()] == []


def test_pages_are_the_same_each_time():
    assert [page(target) for target in EVERY_PAGE] == [page(target) for target in EVERY_PAGE]


def test_five_list_pages_hold_all_products_in_order():
    shown = [path for target in list_paths() for path in tree(target).xpath("//main//li//h3/a/@href")]
    assert list(dict.fromkeys(shown)) == [each.path for each in catalogue()]


def test_one_product_is_shown_on_two_list_pages():
    shown = [path for target in list_paths() for path in tree(target).xpath("//main//li//h3/a/@href")]
    assert len(shown) - len(set(shown)) == 1


def test_ads_stand_between_the_products():
    assert len(tree("/").xpath("//main/ul/li")) == TILES_PER_PAGE + 2


def test_the_pager_leads_from_the_first_list_page_to_the_last():
    chain = ["/"]
    while following := tree(chain[-1]).xpath("//nav/a[contains(., 'Next')]/@href"):
        chain += following
    assert chain == list_paths()


@pytest.mark.parametrize("target", ["/?page=6", "/?page=0", "/?page=two", "/i/061", "/cart", "/shop/toys"])
def test_there_is_no_page_where_nothing_leads(target):
    assert page(target) is None


def test_a_category_shows_only_its_own_products():
    shown = tree("/shop/garden").xpath("//main//li//h3/a/@href")
    assert shown == [each.path for each in catalogue() if each.category == "garden"]


def test_a_detail_page_shows_what_the_catalogue_says():
    shown = catalogue()[2]
    text = tree(shown.path).xpath("string(//main)")
    assert [
        part for part in (shown.title, shown.price_text, shown.description, shown.availability) if part not in text
    ] == []


def test_a_detail_page_offers_other_products_too():
    assert len(tree("/i/003").xpath("//section//li")) == 4


def test_a_sold_out_product_cannot_be_put_into_the_basket():
    assert tree("/i/009").xpath("string(//main//button[@disabled])") == "Tell me when it is back"


def test_some_tags_stay_open():
    assert [page("/i/010").count(tag) for tag in ("<b>", "</b>")] == [2, 1]
