"""Texts that carry HTML of their own, as structured data often does, made plain."""

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_MAX_ROUNDS = 2  # texts that were escaped twice


def without_markup(text: str) -> str:
    """The text without tags and with its entities resolved; ends of blocks become line breaks."""
    for _ in range(_MAX_ROUNDS):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text and _TAG.search(text):
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return text
