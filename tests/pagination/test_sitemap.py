"""Pagination type sitemap."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination.sitemap import MAX_FEED_PAGES, MAX_INDEX_DEPTH, SITEMAP

URL = "https://h.example/sitemap.xml"
INDEX = PageRequest(URL, 0)
XML = '<?xml version="1.0" encoding="ISO-8859-1"?>'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def following(text, settings=None, request=INDEX, is_json=False):
    """(path, number) of each request."""
    step = SITEMAP.following(Page(URL, text, is_json=is_json), request, settings or {})
    return step.stop or [(each.url.removeprefix("https://h.example"), each.number) for each in step.requests]


def urlset(*paths):
    locations = "".join(f"<url><loc> {path} </loc><lastmod>2020</lastmod></url>" for path in paths)
    return f"{XML}<urlset {SPACE}>{locations}</urlset>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (urlset("https://h.example/a", "/b", "https://h.example/a"), [("/a", 1), ("/b", 2)]),
        (f"<sitemapindex {SPACE}><sitemap><loc>/s.xml.gz</loc></sitemap></sitemapindex>", [("/s.xml.gz", 0)]),
        ("<rss><channel><link>/</link><item><link>/a</link></item></channel></rss>", [("/a", 1)]),
        (
            "<rss><channel><item><guid>/a</guid></item><item><guid isPermaLink='false'>x</guid></item></channel></rss>",
            [("/a", 1)],
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/f2"/><entry><link rel="edit" href="/e"/>'
            '<link href="/a"/></entry></feed>',
            [("/a", 1), ("/f2", 0)],
        ),
        ("https://h.example/a\nhttps://h.example/b\n", [("/a", 1), ("/b", 2)]),
        ("User-agent: *\nSitemap: https://h.example/s.xml", [("/s.xml", 0)]),
        ('<html><head><link rel="sitemap" href="/s.xml"></head>', [("/s.xml", 0)]),
        ('<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head>', [("/f", 0)]),
        (urlset(), []),
        (urlset("/a", "/b").replace("</urlset>", ""), [("/a", 1), ("/b", 2)]),
        ("<html><body><p>no map</p></body></html>", "error"),
        ("<!-- -->", "error"),
    ],
    ids=["urlset", "index", "RSS", "guid", "Atom", "text", "robots", "head", "feed", "empty", "cut", "HTML", "nothing"],
)
def test_what_a_document_names_is_asked_for_once(text, expected):
    assert following(text) == expected


def test_json_is_no_sitemap():
    assert following("{}", is_json=True) == "error"


@pytest.mark.parametrize(
    ("settings", "paths"),
    [
        ({"include": ["*/p/*"]}, ["/p/1", "/p/2?a=[1]"]),
        ({"exclude": ["*/p/1", "*.html"]}, ["/p/2?a=[1]"]),
        ({"include": ["*?a=[1]"]}, ["/p/2?a=[1]"]),
    ],
)
def test_only_wanted_urls_are_taken(settings, paths):
    assert [path for path, _ in following(urlset("/p/1", "/p/2?a=[1]", "/q.html"), settings)] == paths


def test_entities_are_not_expanded_and_files_are_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "/aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    locations = "<url><loc>&b;</loc></url><url><loc>&f;</loc></url><url><loc>/a</loc></url>"
    assert following(f"{bomb}<urlset>{locations}</urlset>") == [("/a", 1)]


@pytest.mark.parametrize("state", [{"depth": MAX_INDEX_DEPTH}, {"parts": MAX_FEED_PAGES}])
def test_documents_that_lead_on_for_ever_end(state):
    text = (
        '<feed><link rel="next" href="/f2"/></feed>'
        if "parts" in state
        else "<sitemapindex><sitemap><loc>/b</loc></sitemap></sitemapindex>"
    )
    assert following(text, request=PageRequest(URL, 0, state=state)) == []


def test_a_page_leads_nowhere():
    assert following(urlset("/a"), request=PageRequest(URL, 1)) == []


def test_a_sitemap_that_cannot_be_had_names_nothing():
    assert SITEMAP.following(None, INDEX, {}).requests == ()


@pytest.mark.parametrize(
    ("target", "first"), [(URL, URL), ("https://h.example/", URL), ("https://h.example/feed", "https://h.example/feed")]
)
def test_the_front_page_stands_for_its_sitemap(target, first):
    assert SITEMAP.first(PageRequest(target), {}) == (PageRequest(first, 0),)


def test_all_that_there_is_is_named():
    assert SITEMAP.has_known_end(URL, {})


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [({"include": "a"}, "include"), ({"exclude": [" "]}, "exclude/0"), ({"urls": []}, "urls")],
)
def test_settings_that_cannot_work_are_refused(settings, pointer):
    with pytest.raises(InvalidOptions) as caught:
        SITEMAP.check(URL, settings)
    assert caught.value.pointer == f"/pagination/{pointer}"


def test_settings_that_work_pass():
    SITEMAP.check(URL, {"include": ["*/p/*"], "exclude": []})
