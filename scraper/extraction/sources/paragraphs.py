"""Candidates for descriptions that nothing labels: the paragraphs of prose that follow the main heading."""

import re

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading
from scraper.extraction.lexicon import meta_of
from scraper.extraction.marks import Flag
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.sources.meta import meta_elements
from scraper.extraction.values import Candidate

_OFF = int(Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.SILENT | Flag.HEAD | Flag.COMMENTS | Flag.RELATED)
_BLOCKS = frozenset(("p", "div", "span", "section", "td", "dd"))
_NEVER_IN = frozenset(("label", "button", "form", "li", "figcaption", "a", "table"))
_MIN_LENGTH, _FULL_LENGTH, _MAX_LENGTH = 40, 120, 3000  # characters
_MAX_FOUND = 8
_LATER = 0.93  # what each further paragraph is believed less
_LETTERS = re.compile(r"[^\W\d_]{2}")
_STOPS = ".!?…。！？"


def paragraphs(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The paragraphs below the main heading for fields that ask for a description, long and early ones first.

    Nothing where the page's head describes it: then a paragraph could only outvote what is meant as the description.
    """
    if spec.concept != "description" or spec.type not in ("string", "any") or spec.is_array or not scope.is_page:
        return []
    document = scope.document
    if not document.once(meta_elements).keys().isdisjoint(meta_of(spec)):
        return []
    found = []
    for rank, index in enumerate(document.once(prose)):
        text = document.text(index)
        score = trust("paragraphs", spec.concept) * min(1.0, 0.4 + 0.6 * len(text) / _FULL_LENGTH) * _LATER**rank
        found.append(Candidate(text, "paragraphs", document.path(index), text, score))
    return sorted(found, key=lambda each: -each.score)


def prose(document: Document) -> list[int]:
    """The elements below the main heading that are sentences of the page's own content, in page order."""
    heading = document.once(main_heading)
    if heading is None:
        return []
    found: list[int] = []
    for index in range(document.ends[heading], len(document)):
        if document.tags[index] not in _BLOCKS or document.flags[index] & _OFF or not _is_prose(document, index):
            continue
        found.append(index)
        if len(found) == _MAX_FOUND:
            break
    return found


def _is_prose(document: Document, index: int) -> bool:
    """Whether most of the element's text is its own or of inline elements, few of it links, and sentences."""
    own = sum(map(len, document.own_pieces(index)))
    length = document.text_length(index, _MAX_LENGTH)
    if own < _MIN_LENGTH or length >= _MAX_LENGTH or own < 0.6 * length:
        return False
    if any(document.tags[at] in _NEVER_IN for at in document.ancestors(index)):
        return False
    linked = sum(document.text_length(at) for at in document.subtree(index) if document.tags[at] == "a")
    return linked < 0.3 * length and _has_sentence(document.text(index))


def _has_sentence(text: str) -> bool:
    """Whether the text has two letters side by side, and a full stop or the like after them."""
    word = _LETTERS.search(text)
    return word is not None and max(map(text.rfind, _STOPS)) >= word.end()
