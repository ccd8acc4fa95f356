"""Candidates for dates: time elements, elements with date words, short texts near the heading that are dates."""

import re

from scraper.extraction.coercion.dates import find_date
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.numbered import numbered
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope, locale_of
from scraper.extraction.values import Candidate
from scraper.extraction.words import word_set

_TIME_TRUST = 0.72
_WORD_TRUST = 0.66
_TEXT_TRUST = 0.5
_MAX_CANDIDATES = 8
_MAX_TEXTS = 400
_MAX_UNREADABLE = 100  # texts that look like dates and are none: reading them takes milliseconds each
_SILENT = int(Flag.SILENT | Flag.HEAD)
_PUBLISHED = word_set(
    "published publish pubdate posted post date datum fecha created timestamp time byline dateline meta"
)
_MODIFIED = word_set("updated modified update lastmod aktualisiert")
_LOOKS_DATED = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2})(?!\d)")

Dated = list[tuple[int, str, str, float]]


def dates(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Dates in the scope for date fields, best first; nothing for others."""
    if not (spec.is_date or spec.concept in ("date", "date_modified")) or spec.is_array:
        return []
    document = scope.document
    found = []
    for index, path, text, score in document.once(dated):
        if index in scope:
            words = set(document.tokens(index))
            is_modified = bool(words & _MODIFIED)
            weight = 1.0 if is_modified == (spec.concept == "date_modified") else 0.6
            found.append(Candidate(text, "dates", path, text, score * weight, {"place": score}))
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def dated(document: Document) -> Dated:
    """(element, path, text, belief) of everything on the page that is written as a date."""
    found: Dated = []
    for index in document.by_tag.get("time", ()):
        path, text = document.path(index), document.text(index)
        moment = document.attribute(index, "datetime")
        if moment and moment.strip():
            path, text = f"{path}/@datetime", moment
        found.append((index, path, text, _TIME_TRUST * place_weight(document, index)))
    return found + _texts(document)


def _texts(document: Document) -> Dated:
    found: Dated = []
    locale = document.once(locale_of)
    looked_at = unreadable = 0
    for index in document.once(numbered):
        if document.tags[index] == "time" or document.flags[index] & _SILENT:
            continue
        if not _LOOKS_DATED.search(document.text(index)):
            continue
        text = next((each for each in document.own_pieces(index) if _LOOKS_DATED.search(each)), None)
        if text is None:
            continue
        looked_at += 1
        if looked_at > _MAX_TEXTS or unreadable > _MAX_UNREADABLE:
            break
        reading = find_date(text, locale)
        if reading is None:
            unreadable += 1
            continue
        words = set(document.tokens(index)) | set(document.tokens(max(0, document.parents[index])))
        trust = _WORD_TRUST if words & _PUBLISHED else _TEXT_TRUST
        found.append((index, document.path(index), text, trust * place_weight(document, index)))
    return found
