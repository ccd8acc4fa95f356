"""Candidates for times that nothing labels: short texts near the heading that are a duration and nothing else."""

import re

from scraper.extraction.coercion.durations import parse_duration
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.numbered import numbered
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean

_TRUST = 0.4
_MAX_TEXT = 24
_MAX_FOUND = 20
_MAX_CANDIDATES = 4
_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD | Flag.RELATED | Flag.COMMENTS | Flag.ASIDE)
_LOOKS_TIMED = re.compile(r"^\D{0,6}\d+(?:[.,:]\d+)?(?:\s*[-–]\s*\d+)?\s*[^\W\d]{1,9}\.?(?:\s*\d+\s*[^\W\d]{1,9}\.?)?$")


def durations(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Durations for fields that ask for the whole time, best first; nothing for others."""
    if spec.concept not in ("total_time", "duration") or spec.is_array or spec.type == "object":
        return []
    document = scope.document
    found = [
        Candidate(document.text(index), "durations", document.path(index), document.text(index), _TRUST * weight)
        for index, weight in document.once(timed)
        if index in scope
    ]
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def timed(document: Document) -> list[tuple[int, float]]:
    """(element, weight of its place) of the page's short texts that are durations."""
    found: list[tuple[int, float]] = []
    for index in document.once(numbered):
        if document.flags[index] & _OFF or not 2 < document.lengths[index] < _MAX_TEXT:
            continue
        if not document.own_pieces(index):
            continue
        text = clean(document.text(index))
        if _LOOKS_TIMED.match(text) and parse_duration(text):
            found.append((index, place_weight(document, index)))
            if len(found) >= _MAX_FOUND:
                break
    return found
