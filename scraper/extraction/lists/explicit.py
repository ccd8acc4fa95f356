"""Fields with explicit selectors on list pages: what the selector matches in each record of a list.

A selector may be written relative to the record ("h3 a", ".//h3/a", "//h3/a") or from the document's root
("main ul.list > li h3 a", "/html/body/ul/li/h3/a"); the second spelling is asked where the first finds nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.regions import Span
from scraper.extraction.ranker.ranking import Choice, explicit_choice
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.selectors import compiled_xpath
from scraper.extraction.sources.selectors import selectors
from scraper.extraction.values import Candidate

# Where an absolute path may begin in an expression: at its start, in brackets, as a function's argument, in a union.
_ABSOLUTE = re.compile(r"(^|[(|,])(\s*)(?=/)")


def is_explicit(spec: FieldSpec) -> bool:
    """Whether the field's author says where it stands; then nothing else is asked."""
    return spec.selector is not None and spec.selector.xpath is not None


def explicit_candidates(
    document: Document, schema: RecordSchema, spec: FieldSpec, spans: Sequence[Span]
) -> list[Candidate | None]:
    """What the field's selector matches in each span (for arrays all of it), None where it matches nothing."""
    relative = _at(spec, _ABSOLUTE.sub(r"\1\2.", _expression(spec)))
    found = [_first(document, schema, relative, _roots(document, span)) for span in spans]
    if any(found):
        return found
    places = _places(document, _expression(spec))
    indexes = [index for index, _ in places]
    within = [places[bisect_left(indexes, first) : bisect_left(indexes, end)] for first, end in spans]
    return [_of_places(document, schema, spec, each) for each in within]


def explicit_choices(
    document: Document, schema: RecordSchema, spec: FieldSpec, spans: Sequence[Span]
) -> list[Choice | None]:
    """The field's value in each span, None where its selector matches nothing that fits the field's type."""
    locale = Scope(document, schema).locale
    candidates = explicit_candidates(document, schema, spec, spans)
    return [explicit_choice(each, spec, locale) if each else None for each in candidates]


def explicit_fill(document: Document, schema: RecordSchema, spec: FieldSpec, spans: Sequence[Span]) -> float:
    """0..1: how well the selector fits the spans as records; 1 where each has a match, and one only if no array."""
    total = 0.0
    for each in explicit_candidates(document, schema, spec, spans):
        if each is not None:
            total += 1.0 if spec.is_array else 1.0 / max(1.0, each.cues.get("matches", 1.0))
    return total / max(1, len(spans))


def _of_places(
    document: Document, schema: RecordSchema, spec: FieldSpec, places: Sequence[tuple[int, str]]
) -> Candidate | None:
    """The matches at these places as one candidate."""
    found = []
    for index, step in places:
        candidate = _first(document, schema, _at(spec, step), (index,))
        if candidate is not None:
            found.append(candidate)
    if not found:
        return None
    raw = [item for each in found for item in each.raw] if spec.is_array else found[0].raw
    parts = tuple(part for each in found for part in each.parts)
    return replace(found[0], raw=raw, parts=parts, cues={"matches": float(len(found))})


def _first(document: Document, schema: RecordSchema, spec: FieldSpec, roots: tuple[int, ...]) -> Candidate | None:
    """What the field's selector matches below the roots; matches of no element stand at the first of them."""
    candidate = next(iter(selectors(Scope(document, schema, roots), spec)), None)
    if candidate is not None and candidate.path == "/html[1]" and document.tags[roots[0]] != "html":
        path = document.path(roots[0])
        return replace(candidate, path=path, parts=tuple(replace(part, path=path) for part in candidate.parts))
    return candidate


def _expression(spec: FieldSpec) -> str:
    return (spec.selector.xpath if spec.selector is not None else None) or "."


def _at(spec: FieldSpec, expression: str) -> FieldSpec:
    """The field with another expression; attribute and regular expression stay."""
    assert spec.selector is not None
    return replace(spec, selector=replace(spec.selector, xpath=expression))


def _roots(document: Document, span: Span) -> tuple[int, ...]:
    """The outermost elements of the span."""
    roots = [span[0]]
    while document.ends[roots[-1]] < span[1]:
        roots.append(document.ends[roots[-1]])
    return tuple(roots)


def _places(document: Document, expression: str) -> list[tuple[int, str]]:
    """Where the expression matches on the page, in page order: an element's index, and the path from there."""
    known = document.once(_known_places)
    if expression not in known:
        result = compiled_xpath(expression)(document.root)
        matches = document.within(result if isinstance(result, list) else ())
        known[expression] = sorted({place for match in matches for place in _place(document, match)})
    return known[expression]


def _known_places(document: Document) -> dict[str, list[tuple[int, str]]]:
    return {}


def _place(document: Document, match: Any) -> list[tuple[int, str]]:
    if isinstance(match, HtmlElement):
        return [(document.index_of(match), ".")] if isinstance(match.tag, str) else []
    parent = getattr(match, "getparent", lambda: None)()
    if parent is None:
        return []
    if match.is_attribute:
        return [(document.index_of(parent), f"@{match.attrname}")]
    owner = parent.getparent() if match.is_tail else parent
    for number, text in enumerate(owner.xpath("text()"), 1):
        if text.is_tail == match.is_tail and text.getparent() is parent:
            return [(document.index_of(owner), f"text()[{number}]")]
    return []
