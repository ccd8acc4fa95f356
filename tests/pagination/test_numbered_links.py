"""Pagination type numbered_links."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination.numbered_links import NUMBERED_LINKS

URL = "https://h.example/list"


def strip(*numbers, current=1, href="/list?page={}"):
    """A strip of these numbers, the current one without a link."""
    parts = [
        "…" if n is None else f"<b>{n}</b>" if n == current else f'<a href="{href.format(n)}">{n}</a>' for n in numbers
    ]
    return f'<body><div class="pages">{" ".join(parts)}</div></body>'


def walk(pages, *, settings=None, limit=100):
    """The paths of all requests through `pages` (path -> HTML, None for one that cannot be had)."""
    [request], paths = NUMBERED_LINKS.first(PageRequest(URL), {}), []
    for _ in range(limit):
        path = request.url.removeprefix("https://h.example")
        paths.append(path)
        html = pages(path)
        page = None if html is None else Page(request.url, html, is_json=False)
        step = NUMBERED_LINKS.following(page, request, settings or {})
        if step.stop:
            return paths, step.stop
        [request] = step.requests
    return paths, None


def number(path):
    return int(path.partition("=")[2] or 1)


ALL = ["/list", *(f"/list?page={n}" for n in range(2, 13))]


@pytest.mark.parametrize(
    "pages",
    [
        lambda path: strip(*range(1, 13), current=number(path)),
        lambda path: strip(1, 2, 3, None, 12, current=number(path)),
        lambda path: strip(
            1, None, *range(max(2, number(path) - 1), min(12, number(path) + 2)), None, 12, current=number(path)
        ),
        lambda path: None if number(path) == 4 else strip(1, 2, 3, None, 12, current=number(path)),
        lambda path: strip(1, 2, 3, None, 12, current=1),
    ],
    ids=["all", "a gap", "a window", "a page that fails", "a strip that never moves"],
)
def test_each_page_is_asked_for_once(pages):
    assert walk(pages) == (ALL, "no_next")


def test_a_block_goes_on_by_its_arrow():
    def pages(path):
        low = (number(path) - 1) // 4 * 4 + 1
        arrow = f'<a href="/list?page={low + 4}">&gt;</a>' if low < 9 else ""
        return strip(*range(low, low + 4), current=number(path)).replace("</div>", f"{arrow}</div>")

    assert walk(pages) == (ALL, "no_next")


@pytest.mark.parametrize(
    ("href", "third"),
    [
        ("/list/page/{}/", "/list/page/4/"),
        ("/list-{}.html", "/list-4.html"),
        ("/list?page={0}&start={0}0", "/list?page=4&start=40"),
    ],
)
def test_the_url_of_a_gap_is_told_from_the_others(href, third):
    page = Page(URL, strip(1, 2, 3, None, 9, href=href), is_json=False)
    request = PageRequest(URL, 3, state={"number": 3, "last": 9, "urls": None})
    assert NUMBERED_LINKS.following(page, request, {}).requests[0].url == "https://h.example" + third


def test_the_dots_after_a_block_lead_to_the_next_number():
    dots = '<a href="/list?page={}">...</a>'
    html = f'<body><p class="pages">{dots.format(2)} <a href="/list?page=3">3</a> <b>4</b> {dots.format(5)}</p></body>'
    step = NUMBERED_LINKS.following(Page(URL, html, is_json=False), PageRequest(URL, 4, state={"number": 4}), {})
    assert [each.url for each in step.requests] == [f"{URL}?page=5"]


def test_a_gap_that_nothing_tells_is_an_error():
    html = '<body><p class=pages><b>1</b> <a href="/a">2</a> <a href="/b">3</a> … <a href="/z">9</a></p></body>'
    request = PageRequest(URL, 3, state={"number": 3, "last": 9, "urls": None})
    assert NUMBERED_LINKS.following(Page(URL, html, is_json=False), request, {}).stop == "error"


def test_the_strip_that_the_job_names_is_the_one():
    other = '<p id=other><b>1</b> <a href="/list?o=2">2</a> <a href="/list?o=3">3</a> <a href="/list?o=4">4</a></p>'
    page = Page(URL, other + strip(1, 2), is_json=False)
    for selector in ("div.pages", "//div[@class='pages']/a"):
        assert (
            NUMBERED_LINKS.following(page, PageRequest(URL), {"selector": selector}).requests[0].url == f"{URL}?page=2"
        )


def test_numbers_of_a_script_need_a_browser():
    html = '<div class=pages><b>1</b> <a href="#" onclick="go(2)">2</a> <a href="javascript:go(3)">3</a></div>'
    assert NUMBERED_LINKS.following(Page(URL, html, is_json=False), PageRequest(URL), {}).stop == "needs_browser"


@pytest.mark.parametrize("html", ["<body><p>a", "<!-- -->", strip(1, 2, current=2)], ids=["none", "empty", "last"])
def test_a_page_without_a_later_number_is_the_last(html):
    assert NUMBERED_LINKS.following(Page(URL, html, is_json=False), PageRequest(URL), {}).stop == "no_next"


def test_json_has_no_strip():
    assert NUMBERED_LINKS.following(Page(URL, "{}", is_json=True), PageRequest(URL), {}).stop == "no_next"


@pytest.mark.parametrize(("settings", "pointer"), [({"selector": "a["}, "selector"), ({"text": "2"}, "text")])
def test_settings_that_cannot_work_are_refused(settings, pointer):
    with pytest.raises(InvalidOptions) as caught:
        NUMBERED_LINKS.check(URL, settings)
    assert caught.value.pointer == f"/pagination/{pointer}"
