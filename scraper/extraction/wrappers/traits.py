"""The traits of a page: what its elements are called, what stands before values as a label, and its ids.

They are of the template rather than of the page's content, as far as that can be told: pages of one layout share them,
and a value that one page has and another lacks brings its element's name or its label with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from lxml.html import HtmlElement

from scraper.extraction.words import clean, label_key, word_set
from scraper.extraction.wrappers.matches import elements, strings
from scraper.extraction.wrappers.names import is_stable, shape_of_names, stable_classes

_MAX_LABEL = 40  # characters
_LABELLING = word_set("dt th label legend strong b em h2 h3 h4 h5 h6")
_PAIRED = word_set("span div td p i small font u")  # labels where they are the first of two in a parent
_MAX_TEXT = _MAX_LABEL + 60  # characters that are looked at, space around a label too
_NAMES = "//@itemprop|//@data-testid|//@data-test|//@data-qa|//@data-field"
_OF_PAGE = "//@property|//meta/@name"
_TEXTS = "//body//text()[contains(.,':')]"
_IDENTIFIED = "//body//*[@id]"
_LINKED = "//script[@type='application/ld+json']/text()"
_KEY = re.compile(r'"([^"\\]{1,60})"\s*:\s*(?!\s|null\b|""|\[\]|\{\})')
_MAX_LINKED = 200_000  # characters of a script


@dataclass(frozen=True, slots=True)
class Traits:
    """Hashes of a page's traits by sort, of names and labels with their texts. Ids are those of nameless elements.

    Names in the head and in linked data, which speak of the page and not of its records, have no text.
    """

    names: Mapping[int, str]
    labels: Mapping[int, str]
    ids: frozenset[int]


def traits_of(root: HtmlElement) -> Traits:
    """The page's traits."""
    names = {_named(each): each for each in strings(_NAMES, root)}
    names.update((_named(each), "") for each in strings(_OF_PAGE, root))
    for text in strings(_LINKED, root):
        names.update((_keyed(each), "") for each in _KEY.findall(text[:_MAX_LINKED]))
    labels = {_key(text.lstrip()[:_MAX_TEXT].partition(":")[0]) for text in strings(_TEXTS, root)}
    for element in root.iter("*"):
        tag, classes = element.tag, element.get("class")
        kind, shown = _kind(tag, classes)
        names[kind] = shown
        if tag in _LABELLING or (tag in _PAIRED and not stable_classes(classes) and _is_first_of_two(element)):
            labels.add(_key((element.text or "").lstrip()[:_MAX_TEXT]))
    labels.discard("")
    found = ((each.get("id"), each.get("class")) for each in elements(_IDENTIFIED, root))
    ids = frozenset(_identified(name) for name, classes in found if is_stable(name) and not stable_classes(classes))
    return Traits(names, {_labelled(key): key for key in labels}, ids)


def _is_first_of_two(element: HtmlElement) -> bool:
    following = element.getnext()
    return following is not None and following.getnext() is None and element.getprevious() is None


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """The text as a key of labels; "" for what is none."""
    shown = clean(text)
    if not 1 < len(shown) <= _MAX_LABEL or any(map(str.isdigit, shown)):
        return ""
    return label_key(shown)


@lru_cache(maxsize=8192)
def _kind(tag: str, classes: str | None) -> tuple[int, str]:
    shape = shape_of_names(tag, classes)
    return crc32(shape.encode("utf-8", "replace")), shape


@lru_cache(maxsize=8192)
def _named(value: str) -> int:
    return crc32(f"@{value}".encode("utf-8", "replace"))


@lru_cache(maxsize=8192)
def _keyed(value: str) -> int:
    return crc32(f'"{value}'.encode("utf-8", "replace"))


@lru_cache(maxsize=8192)
def _labelled(value: str) -> int:
    return crc32(f":{value}".encode("utf-8", "replace"))


@lru_cache(maxsize=8192)
def _identified(value: str) -> int:
    return crc32(f"#{value}".encode("utf-8", "replace"))
