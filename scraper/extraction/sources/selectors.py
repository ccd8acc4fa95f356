"""Candidates from the selectors that the schema's author gave: they always win."""

import re
from typing import Any

import lxml.html

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.scope import Scope
from scraper.extraction.selectors import Selector, compiled_xpath
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import clean

_TRUST = 0.999


def selectors(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """What the field's own selector matches in the scope: one candidate (for arrays with all matches), or none."""
    selector = spec.selector
    if selector is None or selector.xpath is None:
        return []
    document = scope.document
    roots = [document.elements[index] for index in scope.nodes] if scope.nodes is not None else [document.root]
    matches = [match for root in roots for match in _matches(selector.xpath, root, scope)]
    found = [found for match in matches if (found := _read(document, match, (selector, spec)))]
    if not found:
        return []
    path, text = found[0]
    raw = [each for _, each in found] if spec.is_array else text
    parts = tuple(Part(*each) for each in found) if spec.is_array else ()
    return [Candidate(raw, "selector", path, text, _TRUST, {"matches": float(len(found))}, parts)]


def _matches(xpath: str, root: lxml.html.HtmlElement, scope: Scope) -> list[Any]:
    """The expression's matches below the root; in a part of a page an absolute expression starts there too."""
    expression = f".{xpath}" if scope.nodes is not None and xpath.startswith("/") else xpath
    result = compiled_xpath(expression)(root)
    return scope.document.within(result if isinstance(result, list) else [result])


def _read(document: Document, match: Any, how: tuple[Selector, FieldSpec]) -> tuple[str, str] | None:
    """The path and text of one match: of the attribute asked for, of links and images their address, else the text."""
    selector = how[0]
    if isinstance(match, lxml.html.HtmlElement):
        path, text = _of_element(document, match, how)
    else:
        path, text = _path_of_string(document, match), str(match)
    if selector.regex:
        found = re.search(selector.regex, text)
        if not found:
            return None
        text = found.group(found.re.groups and 1)
    return (path, text) if clean(text or "") else None


def _of_element(document: Document, element: lxml.html.HtmlElement, how: tuple[Selector, FieldSpec]) -> tuple[str, str]:
    selector, spec = how
    index = document.index_of(element)
    names: tuple[str, ...] = (selector.attribute,) if selector.attribute else ()
    if not names and (spec.is_uri or spec.concept == "image"):
        names = ("href", "src", "data-src", "content")
    elif not names and document.tags[index] in ("meta", "time", "input", "img"):
        names = ("content", "datetime", "value", "alt")
    for name in names:
        value = document.attribute(index, name)
        if value:
            return f"{document.path(index)}/@{name}", value
    return document.path(index), "" if selector.attribute else document.text(index)


def _path_of_string(document: Document, match: Any) -> str:
    """The path of a text or attribute that an expression gave."""
    parent = getattr(match, "getparent", lambda: None)()
    if parent is None:
        return "/html[1]"
    path = document.path(document.index_of(parent))
    return f"{path}/@{match.attrname}" if match.is_attribute else path
