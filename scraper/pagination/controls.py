"""What a page has to click that is no link: buttons, links that a script handles; and what HTTP can send then."""

import re
from dataclasses import dataclass

import lxml.html
from form2request import form2request

from scraper.page import Page
from scraper.pagination.links import CONTEXT_LEVELS, Link, is_switched_off, link_words, names_of
from scraper.pagination.next_words import (
    SINGLE_ARROWS,
    has_next_token,
    has_previous_token,
    is_next_label,
    is_previous_label,
    names_other_thing,
)
from scraper.pagination.selected_link import elements_by_selector, has_text
from scraper.pagination.values import PageRequest

MAX_CONTROLS = 500  # of one page; an application's menus may hold thousands
_MAX_LABEL = 40  # characters

# ASP.NET: __doPostBack('ctl00$grid','Page$2'), also inside WebForm_PostBackOptions("ctl00$next", "", …).
_POSTBACK = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\(\s*(['"])([^'"]*+)\1\s*,\s*(['"])([^'"]*+)\3""", re.IGNORECASE
)
_IN_PAGER = re.compile(r"pagin|pager|page-?n(?:av|umber)|pages\b|paging|seiten", re.IGNORECASE)
_IN_SLIDER = re.compile(r"slid(?:e|er|es)\b|slick|swiper|carousel|gallery|owl-|calend|datepick|lightbox", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a click sends: the request without its number, and how it is told."""

    request: PageRequest
    reason: str


def controls(page: Page) -> list[Link]:
    """The clickable elements without an address of their own, in document order; the `url` of each is a mere name."""
    found: list[Link] = []
    for element in page.root.iter("a", "button", "input"):
        if not _is_control(element):
            continue
        words = link_words(element)
        if element.tag == "input":
            words = tuple(filter(None, (element.get("value"), element.get("alt"), *words[1:]))) or ("",)
        if len(words[0]) > _MAX_LABEL:
            continue
        ancestors = [names_of(place) for place, _ in zip(element.iterancestors(), range(CONTEXT_LEVELS), strict=False)]
        names = " ".join([names_of(element), *map(names_of, element.iterdescendants("img", "i", "span", "svg"))])
        found.append(Link(element, f"control:{len(found)}", words, names, " ".join(ancestors), frozenset()))
        if len(found) >= MAX_CONTROLS:
            break
    return found


def next_control(page: Page) -> lxml.html.HtmlElement | None:
    """The control that says "next page" by its label, or by an arrow or class within a pager; None if there is none."""
    for control in controls(page):
        place = f"{control.names} {control.surroundings}"
        if _IN_SLIDER.search(place) or any(map(is_previous_label, control.labels)):
            continue
        is_named = any(map(is_next_label, control.labels)) and not any(map(names_other_thing, control.labels))
        is_drawn = any(label in SINGLE_ARROWS for label in control.labels) or (
            not control.text and has_next_token(control.names) and not has_previous_token(control.names)
        )
        if (is_named or is_drawn) and (_IN_PAGER.search(place) or (is_named and _turns_pages(page, control.element))):
            return control.element
    return None


def _turns_pages(page: Page, element: lxml.html.HtmlElement) -> bool:
    """Whether a click sends a form that asks for nothing: the "next" of a form to fill in is its next step."""
    form = next(element.iterancestors("form"), None)
    fields = (
        [] if form is None else form.xpath(".//input[@type='password' or @type='text' or @type='email' or not(@type)]")
    )
    is_postback = _POSTBACK.search(f"{element.get('href') or ''} {element.get('onclick') or ''}")
    return (is_postback is not None or not fields) and sent_by(page, element) is not None


def named_control(page: Page, selector: str | None, text: str | None) -> lxml.html.HtmlElement | None:
    """The control that a job names by CSS, XPath or label, if it can be clicked."""
    holders = None if selector is None else set(elements_by_selector(page, selector))
    for control in controls(page):
        inside = {control.element, *control.element.iterancestors(), *control.element.iterdescendants()}
        is_meant = holders is None or not holders.isdisjoint(inside)
        if is_meant and (text is None or has_text(control.element, text)):
            return control.element
    return None


def sent_by(page: Page, element: lxml.html.HtmlElement) -> Sent | None:
    """What a click on the element sends by its form: as ASP.NET's postback or as a submit button. None if nothing."""
    script = f"{element.get('href') or ''} {element.get('onclick') or ''}"
    postback = _POSTBACK.search(script)
    is_submit = element.tag in ("button", "input") and (element.get("type") or "submit").lower() in ("submit", "image")
    if postback is None and not is_submit:
        return None
    tree = lxml.html.document_fromstring(
        page.text.replace("\x00", "").encode("utf-8", "replace"),
        parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True),
        base_url=page.base_url,
    )
    twin = tree.getroottree().find(element.getroottree().getelementpath(element))
    forms = [form for form in tree.iter("form") if twin is not None and _belongs(twin, form, postback)]
    if not forms:
        return None
    target = {"__EVENTTARGET": postback[2], "__EVENTARGUMENT": postback[4]} if postback else None
    try:
        sent = form2request(forms[0], target, click=False if postback else twin)
    except (ValueError, NotImplementedError):  # a form for files
        return None
    body = sent.body.decode("utf-8") if sent.method == "POST" else None
    how = "postback" if postback else "form"
    return Sent(PageRequest(sent.url, method=sent.method, body=body, headers=dict(sent.headers)), f"{how} of a button")


def _belongs(twin: lxml.html.HtmlElement, form: lxml.html.HtmlElement, postback: re.Match[str] | None) -> bool:
    """Whether a click is the form's matter: it stands in it or names it; a postback may stand outside."""
    if form in twin.iterancestors("form"):
        return True
    if postback is not None and next(twin.iterancestors("form"), None) is None:
        return bool(form.xpath(".//input[@name='__VIEWSTATE']"))
    return bool(twin.get("form")) and twin.get("form") == form.get("id")


def _is_control(element: lxml.html.HtmlElement) -> bool:
    if is_switched_off(element):
        return False
    if element.tag == "input":
        return (element.get("type") or "").lower() in ("submit", "button", "image")
    href = element.get("href")
    return element.tag == "button" or href is None or href.strip().lower().startswith(("#", "javascript:"))
