"""Candidates for lists of texts: the items below a heading that is the field's label ("Ingredients", "So geht's")."""

import re
from collections.abc import Mapping, Sequence

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.item_lists import HEADINGS, items_below
from scraper.extraction.lexicon import labels_of
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key

_MAX_LABEL = 60
_MAX_PER_LABEL = 4
_MIN_CONTAINED = 6  # characters of a label that may be a part of a heading
_CONTAINED = 0.8
_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD)
# What follows a label in its heading: "Ingredients (serves 4)", "Zutaten für 2 Personen".
_TAIL = re.compile(r"\s*(?:[(:\[–—-]|\d|\b(?:for|für|per|pour|para|voor|pro|til|till)\b).*$", re.IGNORECASE | re.DOTALL)


def sections(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The items below the field's headings, for arrays of texts; nothing for other fields."""
    if not spec.is_array or spec.type != "string" or spec.is_uri:
        return []
    document = scope.document
    known = document.once(short_texts)
    own = labels_of(spec)
    stops = frozenset(label for other in scope.schema.fields if other.is_array for label in labels_of(other)) - own
    found = []
    for label in sorted(own & known.keys()):
        for index in [each for each in known[label] if each in scope][:_MAX_PER_LABEL]:
            found.extend(_candidate(document, spec, (index, 1.0), stops))
    if not found:
        for index in _headings_with(known, own)[:_MAX_PER_LABEL]:
            if index in scope and document.tags[index] in HEADINGS:
                found.extend(_candidate(document, spec, (index, _CONTAINED), stops))
    return sorted(found, key=lambda each: -each.score)


def _candidate(document: Document, spec: FieldSpec, place: tuple[int, float], stops: frozenset[str]) -> list[Candidate]:
    index, weight = place
    parts = items_below(document, index, stops, has_groups=spec.concept == "instructions")
    if not parts:
        return []
    score = trust("sections", spec.concept) * place_weight(document, index) * weight
    score *= 1.0 if document.tags[index] in HEADINGS else 0.85
    texts = [part.text for part in parts]
    return [Candidate(texts, "sections", parts[0].path, texts[0], score, parts=parts)]


def _headings_with(known: Mapping[str, Sequence[int]], own: frozenset[str]) -> list[int]:
    """The texts that say more than one of the labels: "Les ingrédients de la recette"."""
    everything = f" {' | '.join(known)} "
    wanted = [label for each in own if len(each) >= _MIN_CONTAINED and (label := f" {each} ") in everything]
    if not wanted:
        return []
    return sorted(
        index for key, indexes in known.items() if any(label in f" {key} " for label in wanted) for index in indexes
    )


def short_texts(document: Document) -> dict[str, list[int]]:
    """Label key -> the innermost elements whose text it is or begins with, in page order, without those in menus."""
    found: dict[str, list[int]] = {}
    for index, (length, is_innermost) in enumerate(zip(document.lengths, document.is_innermost, strict=True)):
        is_heading = document.tags[index] in HEADINGS
        if not (is_innermost or is_heading) or document.flags[index] & _OFF:
            continue
        if is_heading and (own := _own_words(document, index)):
            found.setdefault(own, []).append(index)
            continue
        if is_innermost and length < _MAX_LABEL and (text := document.text(index)):
            key = label_key(text)
            found.setdefault(key, []).append(index)
            start = label_key(_TAIL.sub("", text)) if is_heading else key
            if start and start != key:
                found.setdefault(start, []).append(index)
    return found


def _own_words(document: Document, index: int) -> str:
    """The key of the text that a heading begins with where other things stand in it: "Ingredients [1x] [2x]"; or ""."""
    own = document.elements[index].text or ""
    is_own = len(own) < _MAX_LABEL and document.ends[index] > index + 1 and own.strip()
    return label_key(own) if is_own else ""
