"""Recorded evidence led back to the page: what stands at a path, and the value that it gives again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from scraper.extraction.coercion import coerce
from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lines import NOTED, noted
from scraper.extraction.lists.readings import ENCODED
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.marks import SILENT_TAGS
from scraper.extraction.scope import locale_of
from scraper.extraction.selectors import compiled_jmespath
from scraper.extraction.sources.embedded import script_json
from scraper.extraction.sources.url import url_day
from scraper.extraction.text.main_text import main_text
from scraper.extraction.values import Evidence, Part
from scraper.extraction.words import clean
from scraper.page import Page

MAIN_TEXT = "content"  # the source whose text is put together from the paragraphs of the element at its path


def resolve(page: Page, path: str) -> Any:
    """What stands at an evidence path: the URL, a JSON value, an attribute's text, or an element's whole text.

    Paths are "url", a JSON pointer (JSON pages), an XPath of one element, attribute or text, or an XPath of a script,
    "#" and a JSON pointer into it. Raises LookupError where nothing stands there (any more).
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
        return _text_of(found[0])
    return at_pointer(script_json(found[0].text or ""), pointer)


def _text_of(element: HtmlElement) -> str:
    """The element's whole text; what stands in scripts and styles inside it, and in comments, is not text."""
    texts: list[str | None] = []
    silent = 0
    for event, node in iterwalk(element, events=("start", "end", "comment", "pi")):
        is_silent = node.tag in SILENT_TAGS and node is not element
        if event == "start":
            silent += is_silent
            texts.append(None if silent else node.text)
            continue
        silent -= event == "end" and is_silent
        texts.append(None if silent or node is element else node.tail)
    return "".join(text for text in texts if text)


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


def replay(page: Page, field: FieldSpec, evidence: Evidence, locale: PageLocale | None = None) -> Any:
    """The value that the evidence gives again: its text, found at its path, read as the field's type as recorded.

    `locale` is the page's, made where it is not given. Raises LookupError where a path leads nowhere, the text does
    not stand there, or it is read otherwise than the evidence says.
    """
    if locale is None:
        locale = page_locale(page.url, None) if page.is_json else locale_of(Document(page))
    whole = Part(evidence.path, evidence.text, evidence.transformation, parts=evidence.parts)
    if evidence.source == MAIN_TEXT and not field.is_array:
        return _read(field, whole, locale, _main_text(page, whole))
    return _replay(page, field, whole, locale)


def _replay(page: Page, field: FieldSpec, part: Part, locale: PageLocale) -> Any:
    if field.is_array and field.type == "object":
        return [_object(page, field, each, locale) for each in part.parts]
    if field.is_array:
        return [_read(field, each, locale, _found(page, field, each)) for each in part.parts]
    if field.type == "object":
        return _object(page, field, part, locale)
    return _read(field, part, locale, _found(page, field, part))


def _object(page: Page, field: FieldSpec, part: Part, locale: PageLocale) -> Any:
    """The object from its properties; without evidence of them it is the JSON object at the path itself."""
    if not part.parts:
        return resolve(page, part.path)
    inner = {each.name: each for each in field.fields}
    return {each.name: _replay(page, inner[each.name], each, locale) for each in part.parts}


def _found(page: Page, field: FieldSpec, part: Part) -> Any:
    found = resolve(page, part.path)
    if part.transformation.startswith(NOTED):
        return noted(page.root.xpath(part.path)[0], found)
    if page.is_json and field.selector is not None and field.selector.jmespath:
        return compiled_jmespath(field.selector.jmespath).search(found)
    return found


def _main_text(page: Page, part: Part) -> str:
    """The page's main text. Raises LookupError where it does not stand in the element at the path, line by line."""
    document = Document(page)
    found = main_text(document)
    whole = _bare(clean(str(resolve(page, part.path))))
    if found is None or document.path(found.container) != part.path or found.text != part.text:
        raise LookupError(f"the main text is not the one of {part.path}")
    at = 0
    for line in map(_bare, found.text.splitlines()):
        at = whole.find(line, at) + len(line)
        if at < len(line):
            raise LookupError(f"a line of the main text does not stand at {part.path}, or not in its place")
    return found.text


def _read(field: FieldSpec, part: Part, locale: PageLocale, found: Any) -> Any:
    """The part's text as found, in the field's type. Raises LookupError where that is not what the part says."""
    found = found[0] if isinstance(found, list) and len(found) == 1 else found
    raw = found if not isinstance(found, str) and str(found) == part.text else part.text
    if raw is part.text and not stands_in(part.text, found):
        raise LookupError(f"{part.text[:80]!r} does not stand at {part.path}")
    if part.transformation.startswith(ENCODED):
        raw = part.text.strip().replace(" ", "%20")
    if part.path == "url" and field.is_date:
        raw = url_day(part.text)
    coerced = coerce(raw, field, locale)
    if coerced is None or not part.transformation.endswith(coerced.transformation):
        raise LookupError(f"{part.text[:80]!r} is not read as {part.transformation!r} says")
    return coerced.value


def stands_in(text: str, found: Any) -> bool:
    """Whether the text is a part of what was found, but for space, soft hyphens, markup and the escapes of URLs."""
    places = [str(each) for each in found] if isinstance(found, list) else [str(found)]
    return any(_bare(text) in _bare(form(place)) for place in places for form in _FORMS)


def _bare(text: str) -> str:
    return "".join(clean(text).split())


_FORMS: tuple[Callable[[str], str], ...] = (str, without_markup, unquote)
