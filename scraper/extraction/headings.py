"""What the page calls itself: its main heading, its titles, and their keys for comparison."""

import re

from scraper.extraction.document import Document
from scraper.extraction.marks import Flag
from scraper.extraction.words import clean, label_key

_OFF = int(Flag.HIDDEN | Flag.FOOTER | Flag.ASIDE | Flag.RELATED | Flag.NAV | Flag.SILENT)
_MAX_TITLE = 5_000  # characters of a heading or title; the longest of the corpora has some hundreds
_SEPARATOR = re.compile(r"\s+[|–—·»:•-]\s+|\s*\|\s*")


_LONG = f"a title or heading of more than {_MAX_TITLE:,} characters is taken for none"


def _title_of(document: Document, text: str) -> str:
    """The title as written; "" for one that is no title but a text."""
    if len(text) <= _MAX_TITLE:
        return clean(text)
    document.left_out.append(_LONG)
    return ""


def page_title(document: Document) -> str:
    """The text of <title>; "" where there is none, or one that is no title but a text."""
    index = next(iter(document.by_tag.get("title", ())), None)
    return _title_of(document, document.elements[index].text or "" if index is not None else "")


def meta_title(document: Document) -> str:
    """The og:title, "" where there is none."""
    return document.once(_meta_title)


def _meta_title(document: Document) -> str:
    for index in document.by_tag.get("meta", ()):
        if (document.attribute(index, "property") or document.attribute(index, "name") or "").lower() == "og:title":
            return _title_of(document, document.attribute(index, "content") or "")
    return ""


def title_parts(text: str) -> list[str]:
    """A title and its parts between separators: "Shoe | Shop" -> ["Shoe | Shop", "Shoe", "Shop"]."""
    parts = [part for part in _SEPARATOR.split(text) if part]
    return [text, *parts] if len(parts) > 1 else [text] if text else []


def main_heading(document: Document) -> int | None:
    """The element that is the page's main heading: the h1 (else h2) that agrees best with the page's titles."""
    titles = {label_key(part) for part in (*title_parts(page_title(document)), *title_parts(meta_title(document)))}
    best, best_score = None, 0.0
    for tag, weight in (("h1", 1.0), ("h2", 0.5), ("h3", 0.3)):
        for position, index in enumerate(document.by_tag.get(tag, ())[:30]):
            is_short = document.text_length(index) <= _MAX_TITLE
            key = label_key(document.text(index)) if is_short else ""
            document.left_out.extend((_LONG,) if tag == "h1" and not is_short else ())
            if not key:
                continue
            score = weight * (1.0 - min(position, 10) * 0.02) * (0.2 if document.flags[index] & _OFF else 1.0)
            if key in titles:
                score += 1.5
            elif any(len(key) > 8 and key in title for title in titles):
                score += 0.8
            if score > best_score:
                best, best_score = index, score
    return best if best_score >= 0.6 else None


def title_keys(document: Document) -> frozenset[str]:
    """Label keys of the main heading and of the page's titles, whole and in parts."""
    keys = {label_key(part) for part in (*title_parts(page_title(document)), *title_parts(meta_title(document)))}
    heading = document.once(main_heading)
    if heading is not None:
        keys.add(label_key(document.text(heading)))
    return frozenset(key for key in keys if key)
