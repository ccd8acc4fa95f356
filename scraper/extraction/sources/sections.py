"""Candidates for lists of texts: the items below a heading that is the field's label ("Ingredients", "So geht's")."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.trust import trust
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import label_key

_MAX_LABEL = 40
_MAX_CLIMB = 3  # ancestors of the heading whose following siblings are looked through
_MAX_PER_LABEL = 4
_MAX_ITEMS = 200
_MAX_ITEM = 3000
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD)


def sections(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The list items (else paragraphs) below the field's headings, for arrays of texts; nothing for other fields."""
    if not spec.is_array or spec.type != "string" or spec.is_uri:
        return []
    document = scope.document
    known = document.once(short_texts)
    found = []
    for label in labels_of(spec):
        for index in [each for each in known.get(label, ()) if each in scope][:_MAX_PER_LABEL]:
            items = _items_below(document, index)
            if items:
                is_heading = document.tags[index] in _HEADINGS
                score = (
                    trust("sections", spec.concept) * place_weight(document, items[0]) * (1.0 if is_heading else 0.85)
                )
                parts = tuple(Part(document.path(item), document.text(item)) for item in items)
                texts = [part.text for part in parts]
                found.append(Candidate(texts, "sections", parts[0].path, texts[0], score, parts=parts))
    return sorted(found, key=lambda each: -each.score)


def short_texts(document: Document) -> dict[str, list[int]]:
    """Label key -> the innermost elements whose text it is, in page order, without those in menus."""
    found: dict[str, list[int]] = {}
    for index in range(len(document)):
        if document.flags[index] & _OFF or document.text_length(index, _MAX_LABEL) >= _MAX_LABEL:
            continue
        text = document.text(index)
        if text and document.innermost(index) == index:
            found.setdefault(label_key(text), []).append(index)
    return found


def _items_below(document: Document, heading: int) -> list[int]:
    at = heading
    for _ in range(_MAX_CLIMB):
        parent = document.parents[at]
        if parent < 0:
            return []
        following = range(document.ends[at], document.ends[parent])
        for tag in ("li", "p"):
            items = _own(document, following, (tag, document.tags[heading]))
            if len(items) >= 2:
                return items
        at = parent
    return []


def _own(document: Document, following: range, tags: tuple[str, str]) -> list[int]:
    """The elements of the first tag up to the next heading of the second, none inside another."""
    items: list[int] = []
    wanted, heading = tags
    end = -1
    for index in following:
        if document.tags[index] == heading and heading in _HEADINGS:
            break
        if document.tags[index] != wanted or index < end or len(items) >= _MAX_ITEMS:
            continue
        if 0 < document.text_length(index, _MAX_ITEM) < _MAX_ITEM and document.text(index):
            items.append(index)
            end = document.ends[index]
    return items
