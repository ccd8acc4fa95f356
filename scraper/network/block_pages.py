"""Tells pages that keep the visitor out (captchas, challenges, login walls, refusals) from pages with content. Pure.

A page is a block page where two signs of different families agree (its title or first heading, its text, its markup,
its address, its status, its emptiness) and it has hardly any text of its own; one sign alone is a suspicion, which the
run confirms when other addresses give the same page. Real pages speak of captchas and have login forms: they
have text, or only one of the signs.

Tried, not kept: phrases alone (short forum threads quote them); markup alone (contact forms have captchas, and one
network's script for them is on every page of its customers).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from scraper.exceptions import UnusablePage
from scraper.network.block_signs import (
    BODIES,
    CONTENT_MARKS,
    HEADINGS,
    LOGIN_PATHS,
    WIDGET_MARKS,
    Kind,
    is_marked,
)
from scraper.page import Page

# Characters of text outside menus, links and forms. The longest block pages known (with a list of causes and cures)
# have 1,100; walls of whole sites 500.
_MOST_TEXT = 1400
_MOST_TEXT_OF_A_WALL = 700
_MOST_TEXT_WITH_LINKS = 2500
_FEW_WORDS = 600
_NEARLY_EMPTY = 100
_MOST_TEXT_WITH_FRAME = 3000
_MOST_PIECES = 3000
_MOST_ELEMENTS = 500  # outside the frame of the site
# Where challenges stand in the source: pages of applications are megabytes of state.
_READ_MARKUP = 60_000
_MOST_JSON = 2000

_SILENT = frozenset({"script", "style", "template", "svg", "select", "textarea", "title"})
_CHROME = frozenset({"nav", "header", "footer", "aside", "menu"})
_ASIDE = frozenset({"a", "button", "label", "option"})
_CHROME_NAMES = re.compile(
    r"(?<![\w-])(?:nav|navbar|navigation|menu|footer|topbar|sidebar|breadcrumbs?)(?![\w-])", re.IGNORECASE
)
_MAIN = frozenset({"html", "body", "main", "article", "h1", "h2", "p"})
_REFUSING = frozenset({401, 403, 405, 406, 418, 429, 451, 503})

_SENTENCES: dict[Kind, str] = {
    "captcha": "asks for proof that its visitor is no robot",
    "challenge": "tests the browser before it shows anything",
    "denied": "says that access is denied",
    "login": "asks for a login",
    "rate_limit": "says that there were too many requests",
}


@dataclass(frozen=True, slots=True)
class BlockPage:
    """A page that keeps the visitor out. `signs` are what it was told by; `key` is the same for pages that look alike.

    With one sign (`is_certain` False) it is only suspected: it may be a small page of another kind.
    """

    kind: Kind
    signs: tuple[str, ...]
    key: str

    @property
    def is_certain(self) -> bool:
        return len(self.signs) > 1

    @property
    def reason(self) -> str:
        """For `run_requests.reason`: blocked_ and the kind."""
        return f"blocked_{self.kind}"

    @property
    def sentence(self) -> str:
        """What such a page does, to follow its address."""
        return _SENTENCES[self.kind]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a small page shows outside the frame of its site, in lower case: `all_text` has links and labels too."""

    title: str
    heading: str
    text: str
    all_text: str
    is_marked: bool
    has_widget: bool
    has_password: bool
    is_empty: bool

    @property
    def has_heading_of_its_own(self) -> bool:
        return bool(self.heading) and not any(_is_headed(kind, self.heading) for kind in HEADINGS)


def block_page(page: Page) -> BlockPage | None:
    """What keeps the visitor out, or None for a page with content, of which nothing more is known."""
    if page.is_json:
        return _json_verdict(page)
    shown = _shown(page)
    if shown is None:
        return None
    found = {kind: signs for kind in BODIES if (signs := tuple(_signs(kind, page, shown)))}
    if not found or CONTENT_MARKS.search(page.text):
        return None
    kind = max(found, key=lambda each: (len(found[each]), _is_headed(each, shown.heading), "text" in found[each]))
    most = _MOST_TEXT_OF_A_WALL if kind == "login" else _MOST_TEXT
    return BlockPage(kind, found[kind], _key(shown.all_text)) if len(shown.text) <= most else None


def _is_headed(kind: Kind, *headings: str) -> bool:
    """Whether one of the headings is that of a block page of this kind."""
    return any(HEADINGS[kind].match(each) is not None for each in headings if each)


def _signs(kind: Kind, page: Page, shown: _Shown) -> Iterator[str]:
    """The families of signs that speak for a block of this kind; words alone count only on a page of few of them."""
    is_named = _is_headed(kind, shown.title, shown.heading)
    is_refused = page.status in _REFUSING
    if kind == "login":
        yield from _login_signs(page, shown, is_named=is_named)
        return
    is_marked = kind != "rate_limit" and shown.is_marked
    # The captcha of an ordinary form stands below a heading of its own, and says the same.
    if kind in ("captcha", "challenge") and shown.has_widget and not shown.has_heading_of_its_own:
        is_marked = True
    has_others = is_named or is_refused or is_marked
    says_so = (has_others or len(shown.text) <= _FEW_WORDS) and BODIES[kind].search(shown.all_text) is not None
    is_test = kind == "challenge" and shown.is_marked and shown.is_empty and not shown.heading
    if not (is_named or says_so or is_test):
        return
    signs = {"title": is_named, "text": says_so, "markup": is_marked, "status": is_refused}
    signs["emptiness"] = shown.is_empty and (is_named or is_test)
    yield from (name for name, is_there in signs.items() if is_there)


def _login_signs(page: Page, shown: _Shown, *, is_named: bool) -> Iterator[str]:
    """A login form alone is on many pages: the title, the address or the status must say that the page is about it."""
    is_login_address = LOGIN_PATHS.search(page.url) is not None
    is_refused = page.status in _REFUSING
    if not (is_named or is_login_address or is_refused):
        return
    says_so = BODIES["login"].search(shown.all_text) is not None
    signs = {"title": is_named, "text": says_so, "form": shown.has_password, "address": is_login_address}
    signs["status"] = is_refused and (says_so or shown.has_password)
    yield from (name for name, is_there in signs.items() if is_there)


def _json_verdict(page: Page) -> BlockPage | None:
    """A short JSON object whose message refuses us."""
    value = page.json
    if not isinstance(value, dict) or len(page.text) > _MOST_JSON:
        return None
    if any(isinstance(each, list) and each for each in value.values()):
        return None
    keys = {str(key).lower() for key in value}
    if not keys & {"error", "errors", "message", "detail", "code", "status", "url", "fault", "msg", "title"}:
        return None
    texts = [each.lower() for each in value.values() if isinstance(each, str)]
    for kind, pattern in BODIES.items():
        is_named = _is_headed(kind, *texts)
        says_so = any(pattern.search(text) for text in texts)
        has_mark = kind == "captcha" and is_marked(page.text)
        if is_named or says_so or has_mark:
            signs = ["text", *(["markup"] if has_mark else []), *(["status"] if page.status in _REFUSING else [])]
            has_error = bool(keys & {"error", "errors", "fault", "code"})
            return BlockPage(kind, tuple(signs + (["field"] if has_error else [])), _key(page.text.lower()))
    return None


def _shown(page: Page) -> _Shown | None:
    """What is seen of the page; None for one with too much text or too many elements to be a block page."""
    try:
        root = page.root
    except UnusablePage:
        return None
    if sum(len(each.text or "") for each in root.iter("p")) > 2 * _MOST_TEXT:
        return None
    seen = _seen_texts(root)
    if seen is None:
        return None
    own, every = seen
    length = _length_with_frame(root) if len(own) <= _FEW_WORDS else len(own)
    if length > _MOST_TEXT_WITH_FRAME:  # what was taken for the frame is the page
        return None
    heading = next(root.iter("h1"), next(root.iter("h2"), None))
    title = next(root.iter("title"), None)
    return _Shown(
        title=_start(title),
        heading=_start(heading),
        text=own,
        all_text=every,
        is_marked=is_marked(page.text[:_READ_MARKUP]),
        has_widget=any(
            map(_is_widget, root.iter("div", "form", "iframe", "script", "input", "img", "section", "span"))
        ),
        has_password=any(field.get("type", "").lower() == "password" for field in root.iter("input")),
        is_empty=length <= _NEARLY_EMPTY,
    )


def _length_with_frame(root: etree._Element) -> int:
    """Characters of all text but that of scripts and the like."""
    texts = (each.text for each in root.iter(etree.Element) if each.tag not in _SILENT)
    tails = (each.tail for each in root.iter(etree.Element))
    return sum(len(text.strip()) for text in (*texts, *tails) if text)


def _seen_texts(root: etree._Element) -> tuple[str, str] | None:
    """The page's own text without and with that of links, buttons and labels; None as soon as it is too much."""
    own: list[str] = []
    every: list[str] = []
    length = visited = 0
    waiting: list[tuple[etree._Element | str, bool]] = [(root, False)]
    while waiting:
        each, is_aside = waiting.pop()
        if not isinstance(each, str):
            visited += 1
            if visited > _MOST_ELEMENTS:
                return None
            if _is_frame(each):
                continue
            is_aside = is_aside or each.tag in _ASIDE
            for child in reversed(each):
                waiting += ((child.tail or "", is_aside), (child, is_aside))
            each = each.text or ""
        every.append(each)
        if not is_aside:
            own.append(each)
            length += len(each.strip())
        if length > _MOST_TEXT or len(every) > _MOST_PIECES:
            return None
    return _clean(" ".join(own)), _clean(" ".join(every))[:_MOST_TEXT_WITH_LINKS]


def _is_frame(element: etree._Element) -> bool:
    """Whether the element is unseen or part of the site's frame."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT or tag in _CHROME:
        return True
    names = element.get("class", "") + " " + element.get("id", "")
    return len(names) > 1 and tag not in _MAIN and _CHROME_NAMES.search(names) is not None


def _is_widget(element: etree._Element) -> bool:
    return any(WIDGET_MARKS.search(element.get(name, "")[:300]) for name in ("class", "id", "name", "action", "src"))


def _start(element: etree._Element | None) -> str:
    return "" if element is None else _clean("".join(map(str, element.itertext()))[:1000])[:200]


def _clean(text: str) -> str:
    return " ".join(text.split()).lower()


def _key(text: str) -> str:
    """The same for texts that differ only in numbers, times, addresses and other tokens with digits."""
    words = (word for word in text.split() if not any(char.isdigit() for char in word))
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()
