"""What stands at a place of the tree, read without the page's arrays: visible text, attributes, text nodes, JSON."""

from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.evidence import at_pointer
from scraper.extraction.marks import BLOCK_TAGS, SILENT_TAGS
from scraper.extraction.sources.embedded import script_json
from scraper.extraction.words import clean

_MAX_NESTED = 60  # elements in elements; deeper ones are read without regard to blocks
_MAX_ITEMS = 500


def visible_text(element: HtmlElement) -> str:
    """The element's text as `Document.text` gives it: whitespace normalised, blocks apart, scripts left out."""
    if len(element) == 0:
        return clean(element.text or "") if element.tag not in SILENT_TAGS else ""
    chunks: list[str] = []
    _gather(element, chunks, 0)
    return clean("".join(chunks))


def _gather(element: HtmlElement, chunks: list[str], depth: int) -> None:
    tag = element.tag
    if tag in SILENT_TAGS:
        return
    if depth > _MAX_NESTED:
        chunks.extend(element.itertext(with_tail=False))
        return
    is_block = tag in BLOCK_TAGS
    if is_block:
        chunks.append(" ")
    if element.text:
        chunks.append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            _gather(child, chunks, depth + 1)
        if child.tail:
            chunks.append(child.tail)
    if is_block:
        chunks.append(" ")


def text_node(element: HtmlElement, number: int) -> str:
    """The text node `number` (from 1, as in XPath's text()[n]) of the element, cleaned; "" where there is none."""
    nodes = [element.text, *(child.tail for child in element)]
    found = [node for node in nodes if node]
    return clean(found[number - 1]) if 0 < number <= len(found) else ""


def typed_value(script: HtmlElement, item_type: str, pointer: str) -> tuple[Any, str] | None:
    """What stands at the pointer in the script's first item of the type, and its pointer from the script's top.

    An empty type is the script's whole value. None where nothing stands there.
    """
    value = script_json(script.text or "")
    if value is None:
        return None
    places = [("", value)] if not item_type else _items(value, item_type)
    for place, item in places:
        try:
            return at_pointer(item, pointer), f"{place}{pointer}"
        except (LookupError, ValueError):
            continue
    return None


def _items(value: Any, item_type: str) -> list[tuple[str, Any]]:
    """The items of the type at the top of the script, in its lists and graphs, each with its pointer."""
    found: list[tuple[str, Any]] = []
    stack: list[tuple[str, Any]] = [("", value)]
    for pointer, each in stack:
        if len(stack) > _MAX_ITEMS:
            break
        if isinstance(each, list):
            stack.extend((f"{pointer}/{number}", inner) for number, inner in enumerate(each[:_MAX_ITEMS]))
        elif isinstance(each, dict):
            if type_of(each) == item_type:
                found.append((pointer, each))
            if isinstance(each.get("@graph"), list | dict):
                stack.append((f"{pointer}/@graph", each["@graph"]))
    return found


def type_of(item: Any) -> str:
    """The first @type of a JSON-LD item, without its namespace; "" for what is none."""
    declared = item.get("@type") if isinstance(item, dict) else None
    name = declared[0] if isinstance(declared, list) and declared else declared
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] if isinstance(name, str) else ""


def script_types(script: HtmlElement, pointer: str) -> list[tuple[str, str]]:
    """(type of the top item that the pointer leads through, rest of the pointer); "" and all of it without one."""
    value = script_json(script.text or "")
    steps = pointer.split("/")[1:]
    for depth in range(len(steps)):
        if isinstance(value, dict) and type_of(value):
            return [(type_of(value), "".join(f"/{step}" for step in steps[depth:]))]
        if isinstance(value, list):
            at = int(steps[depth]) if steps[depth].isdigit() else -1
            value = value[at] if 0 <= at < len(value) else None
        else:
            value = value.get(steps[depth]) if isinstance(value, dict) else None
    return [("", pointer)]
