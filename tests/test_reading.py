"""scraper.reading: a page's records, the links to the records' own pages, and what those add."""

from dataclasses import replace

import pytest

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.reading import is_allowed_host, is_excluded, listed_record, read_page
from tests.live import TARGET, detail, job, visit
from tests.site import PagedList, card, detail_page, document

_THINGS = PagedList(pages=2, per_page=4)
_FOLLOWING = {"extract": {"mode": "list_and_detail"}}


def _page(html, url=TARGET):
    return Page.from_bytes(url, html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def _read(number=1, options=None, **changes):
    return read_page(_page(_THINGS.page(number)), visit(number), job(options, **changes))


def _detail_url(number):
    return f"https://shop.example/item/{number}"


def test_a_list_page_gives_its_records():
    titles = [record.data["title"] for record in _read().records]
    assert titles == [each["title"] for each in _THINGS.records()[:4]]


def test_a_page_without_records_gives_none():
    reading = read_page(
        _page(document("Nothing", "<p>Come back later.</p>")), visit(), job({"extract": {"mode": "list"}})
    )
    assert (reading.records, reading.found) == ((), 0)


def test_a_page_that_no_extractor_can_use_is_refused():
    with pytest.raises(UnusablePage):
        read_page(_page("<!-- nothing -->"), visit(), job())


def test_a_feed_that_auto_finds_has_no_records_of_its_own():
    feed = _page(
        "<rss version='2.0'><channel><title>News</title><item><link>https://shop.example/1</link></item></channel></rss>"
    )
    assert read_page(feed, visit(), job(pagination_type="auto")).found == 0


def test_details_are_links_where_the_job_follows_them():
    reading = _read(options=_FOLLOWING)
    assert ([link.url for link in reading.details], reading.records) == ([_detail_url(n) for n in (1, 2, 3, 4)], ())


def test_records_behind_links_are_found_on_the_list_page():
    assert _read(options=_FOLLOWING).found == 4


def test_a_detail_link_carries_what_the_list_said_as_plain_json():
    listed = _read(options=_FOLLOWING).details[0].listed
    assert (listed["data"], listed["url"], listed["evidence"]["title"]["text"]) == (
        {"title": "Thing number 1", "price": 1.99},
        _detail_url(1),
        "Thing number 1",
    )


@pytest.mark.parametrize(
    ("options", "followed"),
    [
        pytest.param({"include_urls": ["*/item/1", "*/item/2"]}, [1, 2], id="included"),
        pytest.param({"exclude_urls": ["*/item/1"]}, [2, 3, 4], id="excluded"),
        pytest.param({"include_urls": ["*/item/*"], "exclude_urls": ["*/4"]}, [1, 2, 3], id="both"),
        pytest.param({"allowed_domains": ["other.example"]}, [], id="another host"),
        pytest.param({"max_depth": 0}, [], id="no deeper than the list"),
    ],
)
def test_only_wanted_links_are_followed_and_the_other_records_stay_as_listed(options, followed):
    reading = _read(options=_FOLLOWING | options)
    assert [link.url for link in reading.details] == [_detail_url(number) for number in followed]
    assert reading.found == 4


def test_a_record_that_links_to_the_page_it_is_on_is_not_followed():
    html = _THINGS.page(1).replace('href="/item/1"', 'href="/list#first"')
    reading = read_page(_page(html), visit(), job(_FOLLOWING))
    assert ([link.url for link in reading.details], len(reading.records)) == ([_detail_url(n) for n in (2, 3, 4)], 1)


def test_a_detail_page_wins_and_the_list_fills_its_gaps():
    definition = {
        "type": "object",
        "properties": {"title": {}, "price": {"type": "number"}, "stock": {"type": "integer"}},
    }
    made = job(_FOLLOWING, schema_definition=definition)
    listed = {
        "data": {"title": "Thing", "stock": 7},
        "confidence": 0.5,
        "field_confidence": {"title": 0.4, "stock": 0.6},
        "evidence": {"stock": {"source": "dom", "path": "//i", "text": "7", "transformation": "", "confidence": 0.6}},
        "extra": {"Colour": "red"},
        "url": _detail_url(1),
    }
    page = _page(detail_page(_THINGS.records()[0]), _detail_url(1))
    record = read_page(page, detail(1, listed=listed), made).records[0]
    assert record.data == {"title": "Thing number 1", "price": 1.99, "stock": 7}
    assert (record.evidence["stock"].text, record.field_confidence["stock"]) == ("7", 0.6)
    assert record.extra["Colour"] == "red"


def test_a_record_read_from_its_own_page_has_the_link_that_led_there():
    page = _page(detail_page(_THINGS.records()[0]), "https://shop.example/redirected")
    of = detail(1, listed=_read(options=_FOLLOWING).details[0].listed)
    assert read_page(page, of, job(_FOLLOWING)).records[0].url == of.url


def test_a_detail_page_that_says_nothing_leaves_the_record_as_it_was_listed():
    listed = _read(options=_FOLLOWING).details[0].listed
    records = read_page(_page("<p></p>", _detail_url(1)), detail(1, listed=listed), job(_FOLLOWING)).records
    assert [each.data for each in records] == [listed["data"]]


def test_a_listed_record_is_kept_as_it_was_when_its_page_cannot_be_had():
    made = job(_FOLLOWING)
    [plain] = {record.url: record for record in _read().records if record.url == _detail_url(1)}.values()
    kept = listed_record(_read(options=_FOLLOWING).details[0].listed, made)
    assert kept == plain


def test_pages_with_the_same_records_have_one_signature():
    html = _THINGS.page(1)
    other = html.replace("Made for tests", "Another footer")
    one, two = (read_page(_page(each), visit(), job()) for each in (html, other))
    assert (one.signature == two.signature, one.content == two.content) == (True, False)


def test_the_order_of_records_does_not_change_the_signature():
    turned = replace(_THINGS).page(1).split('<div class="card">')
    body = '<div class="card">'.join([turned[0], turned[2], turned[1], *turned[3:]])
    assert read_page(_page(body), visit(), job()).signature == _read().signature


def test_other_records_have_another_signature():
    assert _read(1).signature != _read(2).signature


def test_the_signature_does_not_depend_on_whether_details_are_followed():
    assert _read(options=_FOLLOWING).signature == _read(options={"extract": {"mode": "list"}}).signature


@pytest.mark.parametrize(
    ("url", "domains", "is_allowed"),
    [
        pytest.param("https://shop.example/a", [], True, id="the target's host"),
        pytest.param("https://www.shop.example/a", [], True, id="the target's host with www"),
        pytest.param("https://m.shop.example/a", [], True, id="a subdomain"),
        pytest.param("https://SHOP.example:8443/a", [], True, id="another port and case"),
        pytest.param("https://cdn.example/a", [], True, id="the host of the page itself"),
        pytest.param("https://notshop.example/a", [], False, id="a host that only ends alike"),
        pytest.param("https://shop.example.evil.example/a", [], False, id="a host that only begins alike"),
        pytest.param("https://other.example/a", [], False, id="another host"),
        pytest.param("https://shop.example@other.example/a", [], False, id="a host in the user's place"),
        pytest.param("mailto:a@shop.example", [], False, id="no host"),
        pytest.param("https://shop.example/a", ["other.example"], False, id="not among the allowed ones"),
        pytest.param("https://a.Other.example/a", ["other.EXAMPLE"], True, id="a subdomain of an allowed one"),
        pytest.param("https://www.other.example/a", ["www.other.example"], True, id="an allowed one with www"),
        pytest.param("https://other.example/a", ["www.other.example"], False, id="not the bare one of it"),
    ],
)
def test_a_link_stays_on_the_allowed_hosts(url, domains, is_allowed):
    assert is_allowed_host(url, job({"allowed_domains": domains}), "https://cdn.example/list") is is_allowed


@pytest.mark.parametrize(
    ("globs", "is_left_out"),
    [
        pytest.param([], False, id="none"),
        pytest.param(["*/cart*"], True, id="one that matches"),
        pytest.param(["/cart"], False, id="a path alone does not match a URL"),
        pytest.param(["*/CART*"], False, id="case counts"),
        pytest.param(["*/login", "*?sort=*"], True, id="a question mark"),
    ],
)
def test_exclude_urls_are_globs(globs, is_left_out):
    assert is_excluded("https://shop.example/cart?sort=price", job({"exclude_urls": globs})) is is_left_out


@pytest.mark.parametrize("led_to", [TARGET, "https://shop.example/"], ids=["its list", "the front page"])
def test_a_detail_page_that_leads_away_is_none(led_to):
    page = _page(_THINGS.page(1), url=led_to)
    with pytest.raises(UnusablePage, match="no page of one record"):
        read_page(page, replace(detail(1), url=_detail_url(1), parent_url=TARGET), job(_FOLLOWING))


def test_a_record_that_stands_twice_on_a_page_is_followed_once_and_counted_twice():
    cards = [*_THINGS.records()[:4], _THINGS.records()[1]]
    reading = read_page(_page(document("Things", "".join(map(card, cards)))), visit(), job(_FOLLOWING))
    assert (len(reading.details), reading.repeated, reading.found) == (4, 1, 5)


def test_variants_on_one_page_of_their_own_are_kept_as_listed():
    cards = [*_THINGS.records()[:4], _THINGS.records()[1] | {"title": "Thing number 2, red", "url": "/item/2#red"}]
    reading = read_page(_page(document("Things", "".join(map(card, cards)))), visit(), job(_FOLLOWING))
    assert [record.data["title"] for record in reading.records] == ["Thing number 2, red"]
    assert (len(reading.details), reading.found) == (4, 5)


def test_brackets_and_question_marks_in_patterns_stand_for_themselves():
    asked = job({"exclude_urls": ["*[sale]*", "*?sort=*"]})
    assert [is_excluded(url, asked) for url in ("https://h/list", "https://h/a[sale]b", "https://h/l?sort=1")] == [
        False,
        True,
        True,
    ]
