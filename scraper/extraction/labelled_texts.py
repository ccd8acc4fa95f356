"""Texts that are labels with their values: "Length: 9 m", "Length: 9 m | Draft: 1.2 m", "Length – 9 m"."""

import re

from scraper.extraction.words import label_key

_INLINE = re.compile(r"^\s*([^:：\n]{1,60}?)\s*[:：]\s*(\S.*)$", re.DOTALL)
_DASH = re.compile(r"^\s*([^\W\d][^:：|]{1,34}?)(?:\s+[–—−-]\s+|\s*=\s*|\s*\.{3,}\s*)(\S.*)$", re.DOTALL)
_DASH_SIGN = re.compile(r"[–—−=-]|\.\.\.")  # spares most texts the pattern above
_SEPARATOR = re.compile(r"\s*[|·•;]\s+|\s+[/]\s+|,\s+(?=[^,:：]{2,40}[:：])")
_MAX_DASH_TEXT = 120
_MAX_DASH_WORDS = 4
_MAX_PARTS = 30
_MAX_LABELLED = 300  # characters of a text whose own label is cut off
_MIN_ENDING = 3

Part = tuple[str, str, str]
"""Label, value and kind ("inline" or "dash")."""


def labelled_parts(text: str) -> list[Part]:
    """The pairs that a text consists of, in order; empty where it is none.

    Of several pairs in one text each must have its colon, or the text is one pair.
    """
    whole = _inline(text) if ":" in text or "：" in text else None
    if whole is not None and text.count(":") + text.count("：") > 1:
        parts = [_inline(part) for part in _SEPARATOR.split(text)[:_MAX_PARTS] if part]
        several = [part for part in parts if part is not None]
        if len(several) > 1 and len(several) == len(parts):
            return several
    if whole is not None:
        return [whole]
    return _dashed(text)


def _inline(text: str) -> Part | None:
    match = _INLINE.match(text)
    if not match or match.group(2).startswith("//"):
        return None
    label, value = match.groups()
    is_clock = label.isdigit() or (value[:2].isdigit() and label[-1:].isdigit())
    return None if is_clock or not label_key(label) else (label, value.strip(), "inline")


def _dashed(text: str) -> list[Part]:
    if len(text) > _MAX_DASH_TEXT or not _DASH_SIGN.search(text):
        return []
    match = _DASH.match(text)
    if not match or len(match.group(1).split()) > _MAX_DASH_WORDS or not label_key(match.group(1)):
        return []
    return [(match.group(1).strip(), match.group(2).strip(), "dash")]


def without_label(text: str, labels: frozenset[str]) -> str:
    """The text after a label of `labels`, or one that ends with it, and a colon: "All of brand: Acme" -> "Acme"."""
    part = _inline(text[:_MAX_LABELLED]) if ":" in text or "：" in text else None
    if part is None or len(text) > _MAX_LABELLED:
        return text
    key = label_key(part[0])
    is_label = key in labels or any(key.endswith(f" {label}") for label in labels if len(label) > _MIN_ENDING)
    return part[1] if is_label else text
