"""Explicit selectors of a schema (x-css, x-xpath, x-jmespath, x-attr, x-regex): checked and compiled at load."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jmespath
from cssselect import SelectorError
from jmespath.exceptions import JMESPathError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from scraper.exceptions import InvalidSchema

_TRANSLATOR = HTMLTranslator()


@dataclass(frozen=True, slots=True)
class Selector:
    """Where the schema's author says a value stands. `text` is what was written; one of xpath and jmespath is set,
    or neither where only `regex` narrows what the other sources find. `attribute` and `regex` refine the match.
    """

    text: str
    xpath: str | None = None
    jmespath: str | None = None
    attribute: str | None = None
    regex: str | None = None


def selector_of_keywords(definition: Mapping[str, Any], pointer: str) -> Selector | None:
    """The selector that a property's extension keywords give, or None. Raises InvalidSchema for one not valid."""
    texts = {key: _text(definition, key, pointer) for key in ("x-css", "x-xpath", "x-jmespath", "x-attr", "x-regex")}
    css, xpath, path = texts["x-css"], texts["x-xpath"], texts["x-jmespath"]
    if not any((css, xpath, path, texts["x-regex"])):
        return None
    if css and not xpath:
        xpath = xpath_of_css(css, f"{pointer}/x-css")
    if xpath:
        _checked_xpath(xpath, f"{pointer}/x-xpath")
    if path:
        _checked_jmespath(path, f"{pointer}/x-jmespath")
    if texts["x-regex"]:
        _checked_regex(texts["x-regex"], f"{pointer}/x-regex")
    return Selector(css or texts["x-xpath"] or path or "", xpath, path, texts["x-attr"], texts["x-regex"])


def selector_from_text(text: str, pointer: str) -> Selector:
    """The selector that a text names: XPath if it starts with "/", "./" or "(", else CSS. Raises InvalidSchema."""
    stripped = text.strip()
    if not stripped:
        raise InvalidSchema(pointer, "the selector is empty")
    if stripped.startswith(("/", "./", "(", ".//")):
        _checked_xpath(stripped, pointer)
        return Selector(stripped, xpath=stripped)
    return Selector(stripped, xpath=xpath_of_css(stripped, pointer))


def xpath_of_css(css: str, pointer: str) -> str:
    """The XPath of a CSS selector, with ::text and ::attr(name). Raises InvalidSchema if it is not valid."""
    try:
        return str(_TRANSLATOR.css_to_xpath(css))
    except (SelectorError, ValueError) as error:
        raise InvalidSchema(pointer, f"{css!r} is not a valid CSS selector ({error})") from error


@lru_cache(maxsize=1024)
def compiled_xpath(expression: str) -> etree.XPath:
    """The compiled expression, with EXSLT regular expressions off (they can be made to run for ever)."""
    return etree.XPath(expression, regexp=False)


@lru_cache(maxsize=1024)
def compiled_jmespath(expression: str) -> Any:
    """The compiled JMESPath expression."""
    return jmespath.compile(expression)


def _checked_xpath(expression: str, pointer: str) -> None:
    try:
        compiled_xpath(expression)
    except etree.XPathError as error:
        raise InvalidSchema(pointer, f"{expression!r} is not a valid XPath ({error})") from error


def _checked_jmespath(expression: str, pointer: str) -> None:
    try:
        compiled_jmespath(expression)
    except JMESPathError as error:
        raise InvalidSchema(pointer, f"{expression!r} is not a valid JMESPath ({error})") from error


def _checked_regex(pattern: str, pointer: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise InvalidSchema(pointer, f"{pattern!r} is not a valid regular expression ({error})") from error


def _text(definition: Mapping[str, Any], key: str, pointer: str) -> str | None:
    value = definition.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise InvalidSchema(f"{pointer}/{key}", "must be text")
    return value.strip()
