"""The links of a page as values."""

import pytest

from scraper.page import Page
from scraper.pagination.links import page_links, url_key


def links(html):
    return page_links(Page("https://h.example/list", f"<body>{html}</body>", is_json=False))


def test_links_come_in_document_order_without_fragments():
    html = '<a href="/b#x">b</a><map><area href="/a"></map><a href="/b">b</a>'
    assert [link.url for link in links(html)] == ["https://h.example/b", "https://h.example/a", "https://h.example/b"]


def test_labels_are_the_text_and_then_the_other_names():
    html = '<a href="/b" title="T" aria-label="L"> a <b>b</b><script>no()</script><img alt="I" src="x.gif"></a>'
    assert links(html)[0].labels == ("a b", "L", "T", "I")


def test_a_link_may_hold_elements_nested_two_thousand_deep():
    html = '<a href="/b">' + "<b>" * 2000 + "deep" + "</b>" * 2000 + "</a>"
    assert links(html)[0].text == "deep"


def test_names_come_from_the_link_its_icons_its_images_and_its_parent():
    html = '<p><b class="near"><a id="me" href="/b"><i class="icon"></i><img src="/i/arrow.gif"></a></b></p>'
    assert links(html)[0].names.split() == ["me", "icon", "arrow", "near"]


def test_surroundings_are_the_classes_of_the_ancestors():
    assert links('<p class="far"><span class="near"><a href="/b">b</a></span></p>')[0].surroundings.split() == [
        "near",
        "far",
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<a class="disabled" href="/b">b</a>',
        '<a class="btn is-disabled" href="/b">b</a>',
        '<a class="page-inactive" href="/b">b</a>',
        '<a hidden href="/b">b</a>',
        '<a style="visibility:hidden" href="/b">b</a>',
        '<li class="disabled"><a href="/b">b</a></li>',
        f'<a href="/b">{"a long story " * 10}</a>',
    ],
)
def test_switched_off_and_wordy_links_are_left_out(html):
    assert links(html) == ()


@pytest.mark.parametrize(
    "html",
    [
        '<a class="hidden-xs" href="/b">b</a>',
        '<a class="text-offset" href="/b">b</a>',
        '<ul class="disabled"><li>a</li><li><a href="/b">b</a></li></ul>',
    ],
)
def test_other_classes_do_not_switch_off(html):
    assert len(links(html)) == 1


@pytest.mark.parametrize(
    "other", ["http://h.example/list", "https://www.h.example/list/", "https://H.example/list#a"], ids=str
)
def test_two_urls_of_one_page_have_one_key(other):
    assert url_key(other) == url_key("https://h.example/list")


@pytest.mark.parametrize("other", ["https://h.example/list?a=1", "https://h.example:8080/list"], ids=str)
def test_two_pages_have_two_keys(other):
    assert url_key(other) != url_key("https://h.example/list")
