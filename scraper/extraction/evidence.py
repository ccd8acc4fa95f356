"""Recorded evidence led back to the page: what stands at a path."""

from typing import Any

from scraper.extraction.sources.embedded import script_json
from scraper.page import Page


def resolve(page: Page, path: str) -> Any:
    """What stands at an evidence path: the URL, a JSON value, an attribute's text, or an element's whole text.

    Paths are "url", a JSON pointer (JSON pages), an XPath of one element or attribute, or an XPath of a script, "#" and
    a JSON pointer into it. Raises LookupError where nothing stands there (any more).
    """
    if path == "url":
        return page.url
    if page.is_json:
        return at_pointer(page.json, path)
    xpath, is_inside, pointer = path.partition("#")
    found: Any = page.root.xpath(xpath)
    if not isinstance(found, list) or len(found) != 1:
        raise LookupError(f"nothing stands at {path}")
    if isinstance(found[0], str):
        return str(found[0])
    if not is_inside:
        return "".join(found[0].itertext())
    return at_pointer(script_json(found[0].text or ""), pointer)


def at_pointer(value: Any, pointer: str) -> Any:
    """What stands at the JSON pointer; of an array in between, where the pointer names a key, its first element.

    Raises LookupError where nothing stands there.
    """
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and not key.isdigit():
            value = value[0] if value else None
        if isinstance(value, list):
            value = value[int(key)]
        elif isinstance(value, dict):
            value = value[key]
        else:
            raise LookupError(f"nothing stands at {pointer}")
    return value
