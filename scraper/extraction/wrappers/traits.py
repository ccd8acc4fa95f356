"""The traits of a page: what its elements are called, what stands before values as a label, and its ids.

They are of the template rather than of the page's content, as far as that can be told: pages of one layout share them,
and a value that one page has and another lacks brings its element's name or its label with it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from lxml import etree
from lxml.html import HtmlElement

from scraper.extraction.words import clean, label_key, word_set
from scraper.extraction.wrappers.names import is_stable, shape_of_names

_MAX_LABEL = 40  # characters
_LABELLING = word_set("dt th label legend strong b em h2 h3 h4 h5 h6")
_SILENT = word_set("script style noscript template svg iframe option")
_NAMES = etree.XPath("//@itemprop|//@property|//@data-testid|//@data-test|//@data-qa|//@data-field|//meta/@name")
_TEXTS = etree.XPath("//body//text()[contains(.,':')]")
_IDS = etree.XPath("//body//@id")
_LINKED = etree.XPath("//script[@type='application/ld+json']/text()")
_KEY = re.compile(r'"([^"\\]{1,60})"\s*:\s*(?!\s|null\b|""|\[\]|\{\})')
_MAX_LINKED = 200_000  # characters of a script


@dataclass(frozen=True, slots=True)
class Traits:
    """Hashes of a page's traits by sort; of the labels with their keys."""

    names: frozenset[int]
    labels: Mapping[int, str]
    ids: frozenset[int]


def traits_of(root: HtmlElement) -> Traits:
    """The page's traits."""
    names = set(map(_named, _strings(_NAMES, root)))
    for text in _strings(_LINKED, root):
        names.update(map(_keyed, _KEY.findall(text[:_MAX_LINKED])))
    labels = {key for text in _strings(_TEXTS, root) if (key := _key(text.partition(":")[0]))}
    for element in root.iter("*"):
        names.add(_kind(element.tag, element.get("class")))
        text = element.text
        if text is not None and len(text) <= _MAX_LABEL and _is_label(element):
            labels.add(_key(text))
    labels.discard("")
    ids = frozenset(_identified(each) for each in _strings(_IDS, root) if is_stable(each))
    return Traits(frozenset(names), {_labelled(key): key for key in labels}, ids)


def _strings(expression: etree.XPath, root: HtmlElement) -> Iterator[str]:
    return (str(each) for each in expression(root))


def _is_label(element: HtmlElement) -> bool:
    """Whether the element's text may be a label: by its tag, or as the first of two that share a parent."""
    if element.tag in _LABELLING:
        return True
    if element.tag in _SILENT or element.getprevious() is not None:
        return False
    following = element.getnext()
    return following is not None and following.getnext() is None


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """The text as a key of labels; "" for what is none."""
    shown = clean(text)
    if not 1 < len(shown) <= _MAX_LABEL or any(map(str.isdigit, shown)):
        return ""
    return label_key(shown)


@lru_cache(maxsize=8192)
def _kind(tag: str, classes: str | None) -> int:
    return crc32(shape_of_names(tag, classes).encode("utf-8", "replace"))


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
