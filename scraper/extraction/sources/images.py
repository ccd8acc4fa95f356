"""Candidates for pictures: the images near the main heading, large ones first."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import word_set

_TRUST = 0.5
_MAX_CANDIDATES = 4
_MAX_LOOKED_AT = 200
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src", "data-zoom-image")
_SMALL_WORDS = word_set(
    "icon logo sprite avatar pixel spacer badge flag thumb button banner placeholder blank tracking"
)
_OFF = int(Flag.NAV | Flag.FOOTER | Flag.SILENT)


def images(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Pictures in the scope for image fields, best first; nothing for others."""
    if spec.concept != "image" or spec.type not in ("string", "any"):
        return []
    document = scope.document
    found = [
        each
        for index in document.by_tag.get("img", ())[:_MAX_LOOKED_AT]
        if index in scope and (each := _candidate(document, index))
    ]
    found.sort(key=lambda each: -each.score)
    if spec.is_array and found:
        raw = [each.raw for each in found]
        parts = tuple(Part(each.path, each.text) for each in found)
        return [Candidate(raw, "images", found[0].path, found[0].text, found[0].score, parts=parts)]
    return found[:_MAX_CANDIDATES]


def _candidate(document: Document, index: int) -> Candidate | None:
    if document.flags[index] & _OFF:
        return None
    name = next((n for n in _SOURCES if (document.attribute(index, n) or "data:")[:5] != "data:"), None)
    if name is None:
        return None
    text = document.attribute(index, name) or ""
    words = set(document.tokens(index))
    score = _TRUST * place_weight(document, index) * _size_weight(document, index)
    if words & _SMALL_WORDS or any(word in text.lower() for word in ("logo", "icon", "sprite", "pixel", "avatar")):
        score *= 0.3
    return Candidate(text, "images", f"{document.path(index)}/@{name}", text, score)


def _size_weight(document: Document, index: int) -> float:
    try:
        width = float((document.attribute(index, "width") or "").rstrip("px%") or 0)
    except ValueError:
        return 0.8
    return 0.3 if 0 < width < 60 else 0.8 if width < 250 else 1.0
