"""What a place says on a page: its elements' texts, attributes or JSON as values of the field, and where they stand."""

from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.coercion import coerce_all
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale, declared_language, page_locale
from scraper.extraction.text.main_text import main_text
from scraper.extraction.wrappers.findings import MAIN_TEXT, Finding, Items
from scraper.extraction.wrappers.matches import cut_text, raw_values
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.texts import visible_text
from scraper.extraction.wrappers.wrapper import Place
from scraper.page import Page


def values_at(place: Place, found: Sequence[HtmlElement], reader: Reader, locale: PageLocale) -> list[Finding | None]:
    """What `value_at` says of each of the elements, at less cost; for texts and attributes without a cut."""
    part = place.part
    if part:
        name = part[1:]
        texts = [each.get(name) or "" for each in found]
    else:
        texts = [visible_text(each) for each in found]
    return [
        Finding(read[0], text, element, part, read[1], read[2]) if read is not None and text else None
        for read, text, element in zip(reader.read_each(texts, locale), texts, found, strict=True)
    ]


def is_simple(place: Place, spec: FieldSpec) -> bool:
    """Whether `values_at` can be asked for the place."""
    return not place.cut and place.part[:1] in ("", "@") and bool(place.xpath) and not spec.is_array


def value_at(
    place: Place, found: Sequence[HtmlElement], how: tuple[FieldSpec, Reader], where: tuple[Page, PageLocale]
) -> Finding | None:
    """What the place's elements say: of the first for scalars, of all for arrays; None where it is no such value."""
    (spec, reader), (page, locale) = how, where
    if place.kind == "url":
        text = cut_text(page.url, place.cut, spec, locale)
        read = reader.read(text, locale) if text is not None else None
        return Finding(read[0], str(text), None, "", read[1], read[2]) if read is not None else None
    if place.kind == "content":
        return _main_text(where, reader)
    if spec.is_array:
        return _array(place, found, how, locale)
    for element in found if place.part[:1] == "#" else found[:1]:
        for raw, pointer in raw_values(element, place.part)[:1]:
            text = cut_text(raw, place.cut, spec, locale) if place.cut else raw
            read = reader.read(text, locale) if text is not None else None
            if read is not None:
                part = f"#{pointer}" if pointer or place.part[:1] == "#" else place.part
                name = f"{place.cut[0]}, {read[1]}" if place.cut else read[1]
                return Finding(read[0], str(text), element, part, name, read[2])
    return None


def _array(
    place: Place, found: Sequence[HtmlElement], how: tuple[FieldSpec, Reader], locale: PageLocale
) -> Finding | None:
    """All items of an array, with a part of evidence each."""
    spec = how[0]
    texts: list[Any] = []
    spots: list[tuple[HtmlElement, str]] = []
    for element in found:
        for raw, pointer in raw_values(element, place.part):
            text = cut_text(raw, place.cut, spec, locale) if place.cut else raw
            if text is not None:
                texts.append(text)
                spots.append((element, f"#{pointer}" if place.part[:1] == "#" else place.part))
    items = coerce_all(texts, spec, locale) if texts else []
    if not items:
        return None
    certainty = sum(item.certainty for item in items) / len(items)
    parts = Items(tuple(items), tuple(spots), place.cut[0] if place.cut else "")
    element, part = spots[0]
    values = [item.value for item in items]
    return Finding(values, items[0].text, element, part, parts.how(items[0]), certainty, parts)


def _main_text(where: tuple[Page, PageLocale], reader: Reader) -> Finding | None:
    """The page's main text, which has no place of its own; the page's arrays are made for it."""
    page, locale = where
    document = Document(page)
    found = document.once(main_text)
    read = reader.read(found.text, locale) if found is not None else None
    if found is None or read is None:
        return None
    return Finding(read[0], found.text, document.elements[found.container], MAIN_TEXT, read[1], read[2])


def locale_of_page(page: Page) -> PageLocale:
    """The page's locale, as the slow path takes it."""
    return page_locale(page.base_url, declared_language(page.root))
