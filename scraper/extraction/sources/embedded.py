"""Candidates from state that pages embed for their scripts: JSON script elements and assigned objects."""

import json
import re
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import title_keys
from scraper.extraction.lexicon import name_keys
from scraper.extraction.scope import Scope
from scraper.extraction.sources.json_ld import parse_json
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key, split_words

_TRUST = 0.6
_MAX_SCRIPT = 1_500_000
_MAX_VISITED = 20_000
_MAX_CANDIDATES = 4
_ASSIGNED = re.compile(r"(?:window\.|var |self\.)?(?:__[A-Z_]{3,40}__|dataLayer|digitalData|utag_data)\s*=\s*(?=[{\[])")


def embedded(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Values of keys that are called as the field is, in embedded objects that speak of the page's subject."""
    if not scope.is_page or spec.type == "object" or spec.is_array or spec.concept in ("body", "description"):
        return []
    wanted = name_keys(spec)
    found = []
    for path, value, belief in scope.once(_objects):
        for key, inner in value.items():
            joined = "".join(split_words(key))
            if joined in wanted and isinstance(inner, str | int | float) and not isinstance(inner, bool):
                own = 1.0 if joined == "".join(spec.words) else 0.9
                found.append(Candidate(inner, "embedded", f"{path}/{_escape(key)}", str(inner), _TRUST * belief * own))
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def embedded_json(document: Document) -> list[tuple[str, Any]]:
    """(path of the script with "#", JSON value) of the page's embedded states."""
    found = []
    for index in document.by_tag.get("script", ()):
        kind = (document.attribute(index, "type") or "").lower()
        text = document.elements[index].text or ""
        if "ld+json" in kind or not 20 < len(text) < _MAX_SCRIPT:
            continue
        value = _parse(text) if "json" in kind else _assigned(text)
        if value is not None:
            found.append((f"{document.path(index)}#", value))
    return found


def _objects(scope: Scope) -> list[tuple[str, dict[str, Any], float]]:
    """Objects that have keys of at least two fields, and whether one of their texts is the page's heading."""
    keys = scope.document.once(title_keys)
    names = [name_keys(spec) for spec in scope.schema.fields]
    found = []
    stack = list(scope.document.once(embedded_json))
    visited = 0
    while stack and visited < _MAX_VISITED:
        visited += 1
        path, value = stack.pop()
        if isinstance(value, dict):
            joined = {"".join(split_words(key)) for key in value if len(key) < 60}
            filled = sum(1 for each in names if each & joined)
            is_subject = any(
                isinstance(text, str) and len(text) < 300 and label_key(text) in keys for text in value.values()
            )
            if is_subject and filled:
                found.append((path, value, 1.0 if filled > 1 else 0.8))
            stack.extend(
                (f"{path}/{_escape(key)}", inner) for key, inner in value.items() if isinstance(inner, dict | list)
            )
        elif isinstance(value, list):
            stack.extend(
                (f"{path}/{n}", inner) for n, inner in enumerate(value[:200]) if isinstance(inner, dict | list)
            )
    return found


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
    match = _ASSIGNED.search(text[:200_000])
    if not match:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, match.end())[0]
    except (ValueError, RecursionError):
        return None


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
