"""Candidates from state that pages embed for their scripts: JSON script elements and assigned objects."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from string import ascii_letters, digits
from typing import Any

from scraper.extraction.coercion.money import find_money
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading, meta_title, page_title, title_keys
from scraper.extraction.lexicon import name_keys
from scraper.extraction.scope import Scope, locale_of
from scraper.extraction.sources.json_ld import parse_json
from scraper.extraction.sources.money import amounts
from scraper.extraction.structured import joined_name
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key

_TRUST = 0.6
_MAX_SCRIPT = 1_500_000
_MAX_KEY = 60  # characters; longer keys name no field
_MAX_VISITED = 20_000
_MAX_CANDIDATES = 4
_MAX_ASSIGNED = 30
_TREES = (dict, list)
_ALNUM = re.compile(r"[^\W_]")
_ALNUMS = frozenset(ascii_letters + digits)
_MAX_TITLE = 300
_NAMING = ("name", "value", "amount", "average", "label", "text")
_OPENED = re.compile(r"[=(]\s*(?=\{\s*\"|\[\s*[{\"])")
_PUSH = ".push"
_WORD = re.compile(r"[a-z0-9]{3,}")
_OWNER_BELIEF = 0.7  # in an object that holds the one that is named as the page is: a product and its variants

Object = tuple[str, dict[str, Any], float]
"""The path of an embedded object, the object, and the belief that it speaks of the page's subject."""
Place = tuple[Any, "Place | None", str | int]
"""A value in embedded JSON, the place of what holds it, and its key or number there; at the top the script's path."""


def embedded(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Values of keys that are called as the field is, in embedded objects that speak of the page's subject."""
    if not scope.is_page or spec.type == "object" or spec.is_array or spec.concept in ("body", "description"):
        return []
    wanted = name_keys(spec)
    shown = scope.document.once(_shown_amounts) if spec.concept in ("price", "old_price") else frozenset()
    known = scope.once(_keys)
    named = "".join(spec.words)
    found = []
    for _, joined, key, (path, value, belief) in sorted(
        (each for name in wanted for each in known.get(name, ())), key=lambda each: each[0]
    ):
        step, inner = _plain(key, value[key])
        if inner is None or (isinstance(inner, int) and Decimal(inner) / 100 in shown):
            continue  # nothing plain, or the shown price in cents
        own = 1.0 if joined == named else 0.9
        found.append(Candidate(inner, "embedded", f"{path}/{step}", str(inner), _TRUST * belief * own))
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def _keys(scope: Scope) -> dict[str, list[tuple[int, str, str, Object]]]:
    """Joined name -> the keys of the page's objects that are called so, numbered as they come: (number, joined name,
    key, object)."""
    found: dict[str, list[tuple[int, str, str, Object]]] = {}
    keys = ((key, each) for each in scope.once(_objects) for key in each[1])
    for number, (key, each) in enumerate(keys):
        joined = joined_name(key[:_MAX_KEY])
        found.setdefault(joined, []).append((number, joined, key, each))
    return found


def _plain(key: str, value: Any) -> tuple[str, Any]:
    """(path below the object, plain value) of a key; of an object under it what names it or says its amount."""
    if isinstance(value, dict):
        name = next((name for name in _NAMING if isinstance(value.get(name), str | int | float)), None)
        return (f"{_escape(key)}/{name}", value[name]) if name else (key, None)
    is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return _escape(key), value if is_plain else None


def _shown_amounts(document: Document) -> frozenset[Decimal]:
    locale = document.once(locale_of)
    readings = (find_money(each.text, locale) for each in document.once(amounts))
    return frozenset(reading[0] for reading in readings if reading is not None)


def embedded_json(document: Document) -> list[tuple[str, Any]]:
    """(path of the script with "#", JSON value) of the page's embedded states that have a title of the page in them."""
    found = []
    words = document.once(_telling_words)
    for index in document.by_tag.get("script", ()):
        kind = (document.attribute(index, "type") or "").lower()
        text = document.elements[index].text or ""
        if "ld+json" in kind or not 20 < len(text) < _MAX_SCRIPT or not _has_any(text, words):
            continue
        value = _parse(text) if "json" in kind else _assigned(text)
        if value is not None:
            found.append((f"{document.path(index)}#", value))
    return found


def _telling_words(document: Document) -> frozenset[str]:
    """The longest word of each title that JSON writes as the page does; empty where a title has none."""
    heading = document.once(main_heading)
    shown = f"{page_title(document)} {meta_title(document)} {document.text(heading) if heading else ''}".lower()
    longest = [
        max((word for word in _WORD.findall(key) if word in shown), key=len, default="")
        for key in document.once(title_keys)
    ]
    return frozenset(longest) if all(longest) else frozenset()


def _has_any(text: str, words: frozenset[str]) -> bool:
    """Whether the script has one of the words; reading a megabyte of JSON costs a hundred times as much."""
    folded = text.lower() if words else ""
    return not words or any(word in folded for word in words)


def _objects(scope: Scope) -> list[Object]:
    """Objects that have keys of fields and whose text, or that of an object in them, is the page's heading."""
    keys = scope.document.once(title_keys)
    starts = {letter for key in keys for letter in (key[:1], key[:1].upper())}
    titles = keys, frozenset(_ALNUMS - starts)
    names = [name_keys(spec) for spec in scope.schema.fields]
    found: dict[str, Object] = {}
    stack: list[Place] = [(value, None, path) for path, value in scope.document.once(embedded_json)]
    visited = 0
    while stack and visited < _MAX_VISITED:
        visited += 1
        place = stack.pop()
        value = place[0]
        if value.__class__ is dict:
            texts = []
            for key, inner in value.items():
                if inner.__class__ is str:
                    texts.append(inner)
                elif inner.__class__ is dict or inner.__class__ is list:
                    stack.append((inner, place, key))
            if _is_subject(texts, titles):
                for at, belief in (place, 1.0), (_owner(place), _OWNER_BELIEF):
                    filled = _filled(at[0], names) if at is not None else 0
                    path = _path(at) if at is not None and filled else ""
                    if at is not None and path and (path not in found or found[path][2] < belief):
                        found[path] = (path, at[0], belief if filled > 1 else belief * 0.8)
        elif value.__class__ is list:
            stack += [(inner, place, n) for n, inner in enumerate(value[:200]) if inner.__class__ in _TREES]
    return list(found.values())


def _owner(place: Place) -> Place | None:
    """The object around the place, lists left out; None at the top."""
    holder = place[1]
    while holder is not None and holder[0].__class__ is list:
        holder = holder[1]
    return holder


def _path(place: Place) -> str:
    """The script's path with the JSON pointer of the place."""
    steps: list[str] = []
    _, holder, step = place
    while holder is not None:
        steps.append(f"/{_escape(str(step))}")
        _, holder, step = holder
    return str(step) + "".join(reversed(steps))


def _is_subject(texts: Sequence[str], titles: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether one of the texts is a title of the page; `titles` are their keys and the letters that none begins with.

    The key of a text begins as its first word does.
    """
    keys, others = titles
    for text in texts:
        if text[:1] in others or len(text) >= _MAX_TITLE:
            continue
        if not text[:1].isalnum() and (word := _ALNUM.search(text)) and word.group() in others:
            continue
        if label_key(text) in keys:
            return True
    return False


def _filled(value: dict[str, Any], names: Sequence[frozenset[str]]) -> int:
    """How many fields have a key of the object."""
    joined = {joined_name(key) for key in value if len(key) < _MAX_KEY}
    return sum(1 for each in names if not each.isdisjoint(joined))


def script_json(text: str) -> Any:
    """The JSON value that a script holds, whichever way it does; None where it holds none."""
    values = parse_json(text)
    return values[0] if values else _assigned(text)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _assigned(text: str) -> Any:
    """The object that the script assigns or pushes; a list of them where it does so more than once; None if none."""
    found = []
    openings = (match for match in _OPENED.finditer(text) if _is_assignment(text, match.start()))
    for match in islice(openings, _MAX_ASSIGNED):
        try:
            value = json.JSONDecoder(strict=False).raw_decode(text, match.end())[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict | list) and value:
            found.append(value)
    return found[0] if len(found) == 1 else found or None


def _is_assignment(text: str, at: int) -> bool:
    """Whether the sign "=" there follows a name, an index or a call, or the bracket ".push"."""
    before = at - 1
    while before >= 0 and text[before].isspace():
        before -= 1
    if text[at] == "(":
        return text.endswith(_PUSH, 0, before + 1)
    return before >= 0 and (text[before].isalnum() or text[before] in "_])")


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
