"""scraper.visits: from what a pagination or a page names to the visits of the run."""

from dataclasses import replace

import pytest
from scrapy import Request
from scrapy.utils.request import RequestFingerprinter
from scrapy.utils.test import get_crawler

from scraper.page import Page
from scraper.reading import DetailLink, Reading
from scraper.visits import VisitMaker
from tests.live import TARGET, job, live, visit
from tests.site import PagedList, document

_THINGS = PagedList(pages=3, per_page=2)
_SAID = Reading((), (), "signature", "content")
_OPEN = {"pattern": f"{TARGET}?page={{page}}"}


@pytest.fixture(scope="module")
def fingerprinter():
    return RequestFingerprinter.from_crawler(get_crawler())


@pytest.fixture
def making(fingerprinter):
    """Makes a run of the job and its maker of visits."""

    def make(options=None, **changes):
        run, _ = live(job(options, **({"pagination_type": "next_button"} | changes)))
        return VisitMaker(run, fingerprinter), run

    return make


def _page(number=1, url=None, html=None):
    body = html or _THINGS.page(number)
    return Page.from_bytes(url or f"{TARGET}?page={number}", body.encode(), headers={"Content-Type": "text/html"})


def _linking_to(href):
    return _page(html=document("A list", f'<p><a rel="next" href="{href}">Next</a></p>'))


def _urls(visits):
    return [each.url for each in visits]


def test_the_first_visit_is_the_target(making):
    maker, _ = making()
    [first] = maker.first()
    assert (first.url, first.number, first.order, first.kind, first.parent) == (TARGET, 1, 0, "page", None)


def test_a_visit_is_named_by_scrapys_fingerprint(making, fingerprinter):
    maker, _ = making()
    assert maker.first()[0].fingerprint == fingerprinter.fingerprint(Request(TARGET)).hex()


def test_a_url_is_written_as_it_will_be_sent(making):
    maker, _ = making(target_url="https://shop.example/é#top")
    assert _urls(maker.first()) == ["https://shop.example/%C3%A9#top"]


def test_a_fixed_list_is_numbered_and_ordered(making):
    urls = [f"{TARGET}/{number}" for number in (1, 2, 3)]
    maker, _ = making({"pagination": {"urls": urls}}, pagination_type="url_list")
    assert [(each.url, each.number, each.order) for each in maker.first()] == [
        (urls[0], 1, 0),
        (urls[1], 2, 1),
        (urls[2], 3, 2),
    ]


def test_urls_that_name_one_resource_are_visited_once(making):
    urls = [f"{TARGET}?a=1&b=2", f"{TARGET}?b=2&a=1", f"{TARGET}?b=2&a=1#reviews"]
    maker, run = making({"pagination": {"urls": urls}}, pagination_type="url_list")
    assert (_urls(maker.first()), run.stop_reason) == (urls[:1], None)


def test_max_pages_cuts_a_fixed_list_short(making):
    urls = [f"{TARGET}/{number}" for number in (1, 2, 3)]
    maker, run = making({"pagination": {"urls": urls}, "max_pages": 2}, pagination_type="url_list")
    assert (_urls(maker.first()), run.stop_reason) == (urls[:2], "max_pages")


def test_the_jobs_method_and_body_go_with_the_first_pages(making):
    maker, _ = making({"method": "POST", "body": '{"q": "tea"}'})
    [first] = maker.first()
    assert (first.method, first.body) == ("POST", '{"q": "tea"}')


def test_another_body_is_another_visit(making):
    one, other = (making({"method": "POST", "body": body})[0].first()[0] for body in ("a", "b"))
    assert one.fingerprint != other.fingerprint


def test_the_next_page_knows_where_it_was_found(making):
    maker, _ = making()
    [first] = maker.first()
    [following] = maker.next_pages(_page(1), first, _SAID)
    assert (following.url, following.number, following.order, following.kind, following.depth) == (
        "https://shop.example/list?page=2",
        2,
        1,
        "page",
        0,
    )
    parent = (following.parent, following.parent_url, following.parent_signature, following.parent_content)
    assert parent == (first.fingerprint, first.url, "signature", "content")


def test_a_page_without_a_next_link_ends_the_pagination(making):
    maker, run = making()
    [first] = maker.first()
    assert (maker.next_pages(_page(3), first, _SAID), run.stop_reason) == ([], "no_next")


def test_a_page_that_links_back_ends_the_pagination_as_a_loop(making):
    maker, run = making()
    [first] = maker.first()
    assert (maker.next_pages(_linking_to(TARGET), first, _SAID), run.stop_reason) == ([], "loop")


def test_the_pages_of_a_fixed_list_lead_nowhere_and_end_nothing(making):
    maker, run = making({"pagination": {"urls": [TARGET]}}, pagination_type="url_list")
    [first] = maker.first()
    assert (maker.next_pages(_page(1), first, _SAID), run.stop_reason) == ([], None)


@pytest.mark.parametrize(
    ("options", "href", "reason"),
    [
        pytest.param({}, "https://elsewhere.example/list?page=2", "it leaves the allowed domains", id="another host"),
        pytest.param({"exclude_urls": ["*page=2*"]}, "/list?page=2", "exclude_urls matches it", id="excluded"),
    ],
)
def test_a_next_page_that_may_not_be_followed_is_named_in_the_run(making, options, href, reason):
    maker, run = making(options)
    [first] = maker.first()
    assert (maker.next_pages(_linking_to(href), first, _SAID), run.stop_reason) == ([], "no_next")
    assert list(run.notes.links_not_followed.values()) == [reason]


@pytest.mark.parametrize("settings", [{"selector": "a[rel=next]"}, {"text": "Next"}])
@pytest.mark.parametrize("href", ["javascript:next()", "#"])
def test_a_named_next_link_that_only_a_script_can_follow_is_no_quiet_end(making, settings, href):
    maker, run = making({"pagination": settings})
    [first] = maker.first()
    assert (maker.next_pages(_linking_to(href), first, _SAID), run.stop_reason) == ([], "needs_browser")
    assert run.notes.as_metadata()["warnings"] == ["page 1 has a next button that only a browser can click"]


@pytest.mark.parametrize("settings", [{}, {"selector": "a[rel=next]"}, {"text": "Next"}])
@pytest.mark.parametrize(
    "href",
    [
        *("http://[half", "//shop.example:port/?page=2", "//shop.example:99999/?page=2"),
        *("mailto:a@shop.example", "data:text/html,x", "http://", "//", "ftp://shop.example/list?page=2"),
    ],
)
def test_a_next_link_that_leads_nowhere_ends_the_pagination_and_not_the_program(making, settings, href):
    maker, run = making({"pagination": settings})
    [first] = maker.first()
    assert (maker.next_pages(_linking_to(href), first, _SAID), run.stop_reason) == ([], "no_next")


def test_the_host_that_the_target_redirects_to_may_be_followed(making):
    maker, _ = making()
    [first] = maker.first()
    page = _page(1, url="https://shop2.example/list")
    assert _urls(maker.next_pages(page, first, _SAID)) == ["https://shop2.example/list?page=2"]


def test_a_counted_pagination_goes_on_past_a_page_that_failed(making):
    maker, run = making({"pagination": _OPEN}, pagination_type="url_pattern")
    assert _urls(maker.past_failure(visit(2), "error")) == [f"{TARGET}?page=3"]
    assert run.stop_reason is None


@pytest.mark.parametrize("stop_reason", ["not_found", "blocked", "robots_forbidden"])
def test_a_counted_pagination_does_not_go_on_where_the_site_says_no(making, stop_reason):
    maker, run = making({"pagination": _OPEN}, pagination_type="url_pattern")
    assert (maker.past_failure(visit(2), stop_reason), run.stop_reason) == ([], stop_reason)


def test_a_pagination_whose_first_page_failed_is_over(making):
    maker, run = making({"pagination": _OPEN}, pagination_type="url_pattern")
    assert (maker.past_failure(visit(1), "error"), run.stop_reason) == ([], "error")


def test_a_pagination_that_reads_links_is_over_when_a_page_failed(making):
    maker, run = making()
    assert (maker.past_failure(visit(2), "error"), run.stop_reason) == ([], "error")


def test_a_failed_page_of_a_fixed_list_ends_nothing(making):
    maker, run = making({"pagination": {"urls": [TARGET]}}, pagination_type="url_list")
    assert (maker.past_failure(visit(1), "error"), run.stop_reason) == ([], None)


def test_details_carry_what_the_list_said(making):
    maker, _ = making()
    [first] = maker.first()
    links = [DetailLink(f"https://shop.example/item/{number}", {"data": {"title": number}}) for number in (1, 2)]
    details = maker.details(first, replace(_SAID, details=tuple(links)))
    assert [(each.url, each.kind, each.depth, each.number, each.order, each.listed) for each in details] == [
        ("https://shop.example/item/1", "detail", 1, 1, 1, {"data": {"title": 1}}),
        ("https://shop.example/item/2", "detail", 1, 1, 2, {"data": {"title": 2}}),
    ]
    assert {(each.parent, each.parent_url, each.parent_signature) for each in details} == {
        (first.fingerprint, first.url, "signature")
    }


def test_a_record_that_two_pages_list_is_visited_once(making):
    maker, run = making()
    said = replace(_SAID, details=(DetailLink("https://shop.example/item/1", {}),))
    assert len([*maker.details(visit(1), said), *maker.details(visit(2), said)]) == 1
    assert run.stop_reason is None


def test_details_are_asked_for_without_the_jobs_method_and_body(making):
    maker, _ = making({"method": "POST", "body": "q=tea"})
    said = replace(_SAID, details=(DetailLink("https://shop.example/item/1", {}),))
    [made] = maker.details(maker.first()[0], said)
    assert (made.method, made.body) == ("GET", None)


def test_the_jobs_method_and_body_go_with_every_page_of_a_pattern(making):
    maker, _ = making({"method": "POST", "body": "q=tea", "pagination": _OPEN}, pagination_type="url_pattern")
    [first] = maker.first()
    [following] = maker.next_pages(_page(1), first, _SAID)
    assert (following.url, following.method, following.body) == (f"{TARGET}?page=2", "POST", "q=tea")
