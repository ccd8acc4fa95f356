"""Texts that carry HTML of their own, as structured data often does, made plain."""

import html
import re

from lxml.html.defs import empty_tags, tags

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})((?:[\s/][^<>]{0,2000})?)>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
# Elements that often come alone: without content, or without the end tag that HTML lets authors leave out.
_ALONE = empty_tags | frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))
_MAX_ROUNDS = 2  # texts that were escaped twice


def without_markup(text: str) -> str:
    """The text without tags and with its entities resolved; ends of blocks become line breaks.

    What only looks like a tag stays: "Kneeler <Duo>", "the <b> element".
    """
    for _ in range(_MAX_ROUNDS):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" not in text:
        return text
    found = list(_TAG.finditer(text))
    opened, closed = ({tag[2].lower() for tag in found if bool(tag[1]) is is_end} for is_end in (False, True))
    if not any(_is_tag(tag, opened, closed) for tag in found):
        return text
    broken = _BREAK.sub("\n", text)
    return html.unescape(_TAG.sub(lambda tag: "" if _is_tag(tag, opened, closed) else tag[0], broken))


def _is_tag(tag: re.Match[str], opened: set[str], closed: set[str]) -> bool:
    """Whether it is markup: one of a pair, an end, an element that comes alone, or one with attributes."""
    name = tag[2].lower()
    if name in opened and name in closed:
        return True
    return name in tags and (bool(tag[1]) or name in _ALONE or "=" in tag[3])
