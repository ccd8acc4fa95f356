"""Fields with a selector of their own, read by it and nothing else: wrappers replace no author's words."""

import re
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.selectors import Selector, compiled_xpath
from scraper.extraction.words import clean
from scraper.extraction.wrappers.findings import Finding, Items
from scraper.extraction.wrappers.texts import visible_text

# Where an absolute path may begin in an expression; below a record it starts there, as on the slow path.
_ABSOLUTE = re.compile(r"(^|[(|,])(\s*)(?=/)")
_SHOWN_IN = frozenset(("meta", "time", "input", "img"))

Matched = tuple[HtmlElement, str, str]
"""Element, part and text of one match."""


def explicit_findings(record: HtmlElement, spec: FieldSpec, locale: PageLocale) -> Finding | None:
    """What the field's selector matches in the record (or page), coerced; None where it matches nothing that fits."""
    selector = spec.selector
    if selector is None or selector.xpath is None:
        return None
    xpath = selector.xpath if record.getparent() is None else _ABSOLUTE.sub(r"\1\2.", selector.xpath)
    result = compiled_xpath(xpath)(record)
    matches = result if isinstance(result, list) else [result]
    found = [read for match in matches if (read := _read(record, match, (selector, spec))) is not None]
    if not found:
        return None
    element, part, text = found[0]
    if spec.is_array:
        items = coerce_all([each[2] for each in found], spec, locale)
        if not items:
            return None
        certainty = sum(item.certainty for item in items) / len(items)
        parts = Items(tuple(items), tuple((each, part_) for each, part_, _ in found))
        values = [item.value for item in items]
        return Finding(values, items[0].text, element, part, items[0].transformation, certainty, parts)
    coerced = coerce(text, spec, locale)
    if coerced is None:
        return None
    return Finding(coerced.value, text, element, part, coerced.transformation, coerced.certainty)


def _read(record: HtmlElement, match: Any, how: tuple[Selector, FieldSpec]) -> Matched | None:
    selector = how[0]
    element, part, text = _of_element(match, how) if isinstance(match, HtmlElement) else _of_string(record, match)
    if selector.regex:
        found = re.search(selector.regex, text)
        if not found:
            return None
        text = found.group(found.re.groups and 1) or ""
    return (element, part, text) if clean(text) else None


def _of_element(element: HtmlElement, how: tuple[Selector, FieldSpec]) -> Matched:
    selector, spec = how
    names: tuple[str, ...] = (selector.attribute,) if selector.attribute else ()
    if not names and (spec.is_uri or spec.concept == "image"):
        names = ("href", "src", "data-src", "content")
    elif not names and element.tag in _SHOWN_IN:
        names = ("content", "datetime", "value", "alt")
    for name in names:
        value = element.get(name)
        if value:
            return element, f"@{name}", value
    return element, "", "" if selector.attribute else visible_text(element)


def _of_string(record: HtmlElement, match: Any) -> Matched:
    parent = getattr(match, "getparent", lambda: None)()
    if parent is None:
        return record, "", str(match)
    return parent, f"@{match.attrname}" if match.is_attribute else "", str(match)
