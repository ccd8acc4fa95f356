"""Buttons, and links that a script handles."""

from urllib.parse import parse_qsl

import pytest

from scraper.page import Page
from scraper.pagination import PAGINATION_TYPES, PageRequest
from scraper.pagination.controls import controls, next_control

URL = "https://h.example/list"
FORM = (
    '<form method="post" action="./list"><input type="hidden" name="__VIEWSTATE" value="dDw=">{}'
    '<input name="q" value="lamp"></form>'
)


def page(html):
    return Page(URL, f"<body>{html}</body>", is_json=False)


def step(name, html, settings=None):
    return PAGINATION_TYPES[name].following(page(html), PageRequest(URL), settings or {})


@pytest.mark.parametrize(
    ("name", "html", "settings", "target"),
    [
        ("next_button", "<a href=\"javascript:__doPostBack('ctl00$next','')\">Next</a>", {}, ("ctl00$next", "")),
        ("next_button", "<a href='#' onclick='__doPostBack(\"g\",\"Page$2\")'>weiter</a>", {}, ("g", "Page$2")),
        ("next_button", "<a id=n href=\"javascript:__doPostBack('n','')\">one on</a>", {"selector": "#n"}, ("n", "")),
        ("next_button", "<a href=\"javascript:__doPostBack('n','')\">one on</a>", {"text": "one on"}, ("n", "")),
        (
            "numbered_links",
            "<b>1</b> <a href=\"javascript:__doPostBack('g','Page$2')\">2</a>"
            " <a href=\"javascript:__doPostBack('g','Page$3')\">3</a>",
            {},
            ("g", "Page$2"),
        ),
        (
            "next_button",
            '<a href=\'javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("x", "", true))\'>Next</a>',
            {},
            ("x", ""),
        ),
    ],
    ids=["href", "onclick", "selector", "text", "number", "options"],
)
def test_a_postback_sends_the_fields_of_its_form(name, html, settings, target):
    [request] = step(name, FORM.format(html), settings).requests
    sent = dict(parse_qsl(request.body, keep_blank_values=True))
    assert (request.url, request.method, request.number) == (URL, "POST", 2)
    assert request.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert sent == {"__VIEWSTATE": "dDw=", "q": "lamp", "__EVENTTARGET": target[0], "__EVENTARGUMENT": target[1]}


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        (
            '<form action="/l"><input type="hidden" name="p" value="2"><button>Next</button></form>',
            ("https://h.example/l?p=2", None),
        ),
        ('<form method="post"><button name="go" value="2">Next</button></form>', (URL, "go=2")),
        ('<form id="f" method="post"><input name="a" value="1"></form><button form="f">Next</button>', (URL, "a=1")),
        ('<form method="post"><input type="submit" name="n" value="Next"></form>', (URL, "n=Next")),
    ],
    ids=["GET", "POST", "outside", "input"],
)
def test_a_submit_button_sends_its_form(html, sent):
    [request] = step("next_button", html).requests
    assert (request.url, request.body) == sent


@pytest.mark.parametrize(
    "html",
    [
        '<div class="pager"><button onclick="go(2)">Next</button></div>',
        '<ul class="pagination"><li><a href="#" aria-label="Next">›</a></li></ul>',
        '<nav class="pagination"><a role="button">→</a></nav>',
        '<form method="post" enctype="multipart/form-data" class="pager"><button>Next</button></form>',
    ],
)
def test_a_next_button_that_only_a_script_knows_needs_a_browser(html):
    assert step("next_button", html).stop == "needs_browser"


@pytest.mark.parametrize(
    "html",
    [
        '<div class="pager"><button disabled>Next</button></div>',
        '<div class="pager"><button>Previous</button></div>',
        '<div class="slider pager"><button>Next</button></div>',
        "<button>Next</button>",
        '<form method="post"><button>Next article</button></form>',
        '<form method="post"><input name="booking"><input type="password"><button>Next</button></form>',
        "<p>the end</p>",
    ],
)
def test_what_is_no_next_button_is_not_taken_for_one(html):
    assert next_control(page(html)) is None


def test_controls_are_what_can_be_clicked_and_is_no_link():
    found = controls(
        page('<a href="/a">a</a><a href="#">b</a><button>c</button><input value="d" type="button"><input>')
    )
    assert [each.text for each in found] == ["b", "c", "d"]
