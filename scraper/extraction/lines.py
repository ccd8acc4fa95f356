"""The lines of lists of texts: items of several boxes, with their notes in brackets; lines apart by line breaks."""

import re
from bisect import bisect_left

from lxml.html import HtmlElement

from scraper.extraction.document import Document
from scraper.extraction.values import Part
from scraper.extraction.words import clean, split_words, word_set

NOTED = "notes in brackets"
_NOTE_WORDS = word_set("notes note remark remarks")
_BEFORE_NOTE = " ,;-–—"
_SPACED_SIGN = re.compile(r"\s+([,;.])(?=\s)")
_BULLETS = "▢□☐◻•‣◦∙·*✓✔-– "


def item_part(document: Document, index: int) -> Part:
    """Where an item stands and its text: parts in boxes of their own are apart, notes that follow stand in brackets.

    Sites that set notes apart by their look alone ("butter" and, in grey, "melted") would run together as plain text.
    """
    known = document.once(_known)
    if index not in known:
        text = _spaced(document, index)
        note = note_text(document, index)
        noted = in_brackets(text, note) if note else None
        path = document.path(index)
        known[index] = Part(path, noted, NOTED) if noted else Part(path, _SPACED_SIGN.sub(r"\1", text))
    return known[index]


def _known(document: Document) -> dict[int, Part]:
    return {}


def _spaced(document: Document, index: int) -> str:
    """The text, with a space between child elements that hold all of it and touch."""
    children = list(document.children(index))
    if len(children) < 2 or document.own_pieces(index):
        return document.text(index).lstrip(_BULLETS)
    return " ".join(text for child in children if (text := document.text(child))).lstrip(_BULLETS)


def note_text(document: Document, index: int) -> str:
    """The text of the element's part that is named a note, "" where there is none."""
    for word in _NOTE_WORDS:
        known = document.by_token[word]
        at = bisect_left(known, index + 1)
        if at < len(known) and known[at] < document.ends[index]:
            return document.text(known[at])
    return ""


def noted(element: HtmlElement, whole: str) -> str:
    """The element's whole text with the note in it in brackets; as it is where it has none."""
    for inner in element.iterdescendants():
        if not _NOTE_WORDS.isdisjoint(split_words(inner.get("class") or "")):
            return in_brackets(clean(whole), clean("".join(inner.itertext()))) or whole
    return whole


def in_brackets(whole: str, note: str) -> str | None:
    """The text with the note in it in brackets; None where it stands in brackets or is the whole text."""
    at = whole.rfind(note)
    before = whole[:at].rstrip(_BEFORE_NOTE) if at > 0 else ""
    if not note or not before or before.endswith("(") or (note.startswith("(") and note.endswith(")")):
        return None
    return f"{before} ({note}){whole[at + len(note) :]}"


def with_breaks(document: Document) -> frozenset[int]:
    """The elements in which a line break stands somewhere."""
    found: set[int] = set()
    for index in document.by_tag.get("br", ()):
        at = document.parents[index]
        while at >= 0 and at not in found:
            found.add(at)
            at = document.parents[at]
    return frozenset(found)


def broken_lines(document: Document, index: int) -> list[tuple[str, list[int]]]:
    """The lines of an element with line breaks: the own text that each begins with, and the elements in it."""
    lines: list[tuple[str, list[int]]] = [(document.elements[index].text or "", [])]
    for child in document.children(index):
        if document.tags[child] == "br":
            lines.append((document.elements[child].tail or "", []))
        else:
            lines[-1][1].append(child)
    return lines if len(lines) > 1 else []


def line_text(document: Document, line: tuple[str, list[int]]) -> str:
    """The text of one of the lines."""
    start, children = line
    return clean(start + "".join(document.text(child) + (document.elements[child].tail or "") for child in children))
