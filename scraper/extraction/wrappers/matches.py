"""What the places of a wrapper find on a page: elements by record, and the raw text or JSON value of each."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from scraper.extraction.dayshapes import date_piece
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.wrappers.names import shape_of_names, stable_classes
from scraper.extraction.wrappers.texts import text_node, typed_value, visible_text
from scraper.extraction.wrappers.wrapper import Place

Found = tuple[Any, str]
"""A raw value and, for JSON, its pointer within the script."""


@lru_cache(maxsize=4096)
def expression(xpath: str) -> etree.XPath:
    """The compiled expression; plain XPath 1.0, without extension functions."""
    return etree.XPath(xpath, regexp=False, smart_strings=False)


def elements(xpath: str, root: HtmlElement) -> list[HtmlElement]:
    """The elements that the expression finds, in page order."""
    found: list[HtmlElement] = _evaluated(xpath, root)
    return found


def strings(xpath: str, root: HtmlElement) -> list[str]:
    """The attributes or text nodes that the expression finds, in page order."""
    found: list[str] = _evaluated(xpath, root)
    return found


def _evaluated(xpath: str, root: HtmlElement) -> Any:
    return expression(xpath)(root)


def within(record: str, xpath: str) -> str:
    """The expression of what `xpath`, relative to a record, finds in all records at once."""
    return record if xpath == "." else record + xpath.removeprefix(".")


_OWNERS: tuple[Callable[[HtmlElement], HtmlElement], ...] = (
    lambda each: each,
    lambda each: each.getparent(),
    lambda each: each.getparent().getparent(),
    lambda each: each.getparent().getparent().getparent(),
    lambda each: each.getparent().getparent().getparent().getparent(),
    lambda each: each.getparent().getparent().getparent().getparent().getparent(),
)
"""The element so many levels up, without a loop: it is asked for each value of a page."""


def one_each(root: HtmlElement, record: str, records: Sequence[HtmlElement], xpath: str) -> list[HtmlElement] | None:
    """What the expression finds in the records, where that is exactly one element in each; else None."""
    if xpath == ".":
        return list(records)
    depth = _depth(xpath)
    if depth is None:
        found: list[HtmlElement] = _evaluated(f"{record}|{within(record, xpath)}", root)
        return found[1::2] if len(found) == 2 * len(records) and found[::2] == records else None
    found = _evaluated(within(record, xpath), root)
    return found if len(found) == len(records) and list(map(_OWNERS[depth], found)) == records else None


@lru_cache(maxsize=4096)
def _depth(xpath: str) -> int | None:
    """How many levels below the record the elements are, where each step goes down one and they are few."""
    steps = xpath.count("/")
    return steps if "//" not in xpath and "::" not in xpath and "'" not in xpath and steps < len(_OWNERS) else None


def by_record(root: HtmlElement, record: str, records: Sequence[HtmlElement], xpath: str) -> list[list[HtmlElement]]:
    """What the expression finds in each of the records, which are what the expression `record` finds.

    One query for all of them: records and finds come in page order, so each find belongs to the record before it.
    """
    if xpath == ".":
        return [[each] for each in records]
    found: list[HtmlElement] = _evaluated(f"{record}|{within(record, xpath)}", root)
    places = {each: number for number, each in enumerate(records)}
    columns: list[list[HtmlElement]] = [[] for _ in records]
    at = -1
    for each in found:
        number = places.get(each)
        if number is not None:
            at = number
        elif at >= 0:
            columns[at].append(each)
    return columns


def raw_values(element: HtmlElement, part: str) -> list[Found]:
    """What stands in that part of the element: one raw value, for JSON with * several, for nothing none."""
    if not part:
        text = visible_text(element)
    elif part[0] == "@":
        text = element.get(part[1:]) or ""
    elif part[0] == "#":
        return _json_values(element, part)
    else:
        text = text_node(element, int(part[7:-1]))
    return [(text, "")] if text else []


def _json_values(script: HtmlElement, part: str) -> list[Found]:
    item_type, slash, rest = part[1:].partition("/")
    head, star, tail = f"{slash}{rest}".partition("/*")
    found = typed_value(script, item_type, head)
    if found is None:
        return []
    value, pointer = found
    if not star:
        return _scalars(value, pointer)
    values: list[Found] = []
    for number, each in enumerate(value if isinstance(value, list) else [value]):
        inner = _at(each, tail)
        values.extend(_scalars(inner, f"{pointer}/{number}{tail}"))
    return values


def _scalars(value: Any, pointer: str) -> list[Found]:
    if isinstance(value, list):
        return [(each, f"{pointer}/{n}") for n, each in enumerate(value) if _is_scalar(each)]
    return [(value, pointer)] if _is_scalar(value) else []


def _is_scalar(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list) and value != ""


def _at(value: Any, pointer: str) -> Any:
    for key in pointer.split("/")[1:]:
        value = value.get(key.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
    return value


def cut_text(raw: Any, cut: tuple[str, ...], spec: FieldSpec, locale: PageLocale) -> Any:
    """What the cut leaves of the raw value; None where it cannot be made."""
    if not cut:
        return raw
    text, name = str(raw), cut[0]
    if name == "strip":
        is_whole = len(text) > len(cut[1]) + len(cut[2]) and text.startswith(cut[1]) and text.endswith(cut[2])
        return text[len(cut[1]) : len(text) - len(cut[2])].strip() if is_whole else None
    if name == "before":
        return text.partition(cut[1])[0].strip() or None
    if name == "after":
        return text.partition(cut[1])[2].strip() or None
    if name == "date":
        return date_piece(text, locale)
    pattern = spec.selector.regex if spec.selector is not None else None
    match = re.search(pattern, text[:5000]) if pattern else None
    return (match.group(match.re.groups and 1) or None) if match else None


def without_classes(found: Sequence[HtmlElement], place: Place) -> int:
    """How many of the elements lack the class names that the place's elements have (or those around them)."""
    named = list(found) if place.up == 0 else [owner(each, place.up) for each in found]
    classes = [each.get("class") if each is not None else None for each in named]
    unlike = {each for each in set(classes) if not _holds(each, place.classes)}
    return sum(each in unlike for each in classes) if unlike else 0


def owner(element: HtmlElement, up: int) -> HtmlElement | None:
    """The element so many levels up; None above the root."""
    at: HtmlElement | None = element
    for _ in range(up):
        at = at.getparent() if at is not None else None
    return at


@lru_cache(maxsize=8192)
def _holds(value: str | None, classes: tuple[str, ...]) -> bool:
    return set(classes) <= set(stable_classes(value))


def has_neighbours(element: HtmlElement, part: str) -> bool:
    """Whether what stands beside the element says anything of the value: not of data in the head or in scripts."""
    return part[:1] != "#" and element.tag != "meta"


def neighbours(element: HtmlElement) -> str:
    """The kinds of the elements before and after it, as one text: "del.old-price|button.buy"."""
    before, after = element.getprevious(), element.getnext()
    return f"{_kind(before)}|{_kind(after)}"


def _kind(element: HtmlElement | None) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return shape_of_names(element.tag, element.get("class"))
