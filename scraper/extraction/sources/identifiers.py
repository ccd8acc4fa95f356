"""Candidates for identifiers that the page's forms and scripts use: data attributes and inputs named for them."""

from functools import lru_cache

from scraper.extraction.cards import in_cards
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import split_words, word_set

_TRUST = 0.5
_IN_URL = 1.25  # an identifier that stands in the page's URL too
_MAX_CANDIDATES = 6
_MAX_LENGTH = 32
_OFF = int(Flag.NAV | Flag.FOOTER)
_NAMES = word_set(
    "sku productid productsku productcode productnumber productno pid itemid itemno itemnumber itemsku articleid "
    "articleno articlenumber artno artnr artikelnr artikelnummer adid adno listingid offerid "
    "ean catentryid variantsku idproduct "
    "idproduit produktid produktnummer partnumber stockcode modelid masterid parentsku prodid asin"
)
_PREFIXES = frozenset(("data", "qng", "gtm", "ga", "tracking", "analytics", "js", "dl"))
_INPUTS = frozenset(("hidden", "text", "number", "submit"))

Found = list[tuple[int, str, str]]
"""(element, path, text) of the identifiers of a page."""


def identifiers(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Identifiers in attributes, for fields that ask for the shop's own number, best first; nothing for others."""
    if spec.concept != "sku" or spec.is_array or spec.type == "object":
        return []
    document = scope.document
    known = [each for each in document.once(named_identifiers) if each[0] in scope]
    others = in_cards(document, sorted({index for index, _, _ in known})) if scope.is_page else frozenset()
    best: dict[str, Candidate] = {}
    for index, path, text in known:
        if index in others:
            continue
        score = _TRUST * place_weight(document, index) * (_IN_URL if text in document.url else 1.0)
        if text not in best or best[text].score < score:
            best[text] = Candidate(text, "identifiers", path, text, score)
    return sorted(best.values(), key=lambda each: -each.score)[:_MAX_CANDIDATES]


def named_identifiers(document: Document) -> Found:
    """What the page's attributes call a product's number, in page order."""
    found: Found = []
    for index, element in enumerate(document.elements):
        names = element.keys()
        if not names or document.flags[index] & _OFF:
            continue
        if document.tags[index] == "input":
            name = (element.get("name") or element.get("id") or "")[:60]
            if element.get("type", "text") in _INPUTS and _is_named(split_words(name)):
                _keep(found, document, index, "value")
        for name in names:
            if name[:5] == "data-" and _is_identifier(name):
                _keep(found, document, index, name)
    return found


@lru_cache(maxsize=4096)
def _is_identifier(name: str) -> bool:
    return _is_named(split_words(name))


def _is_named(words: tuple[str, ...]) -> bool:
    """Whether the words, without the namespaces before and the number after them, are a name of identifiers."""
    while words and words[0] in _PREFIXES:
        words = words[1:]
    if len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return "".join(words) in _NAMES


def _keep(found: Found, document: Document, index: int, name: str) -> None:
    text = (document.attribute(index, name) or "").strip()
    if 2 < len(text) <= _MAX_LENGTH and any(map(str.isdigit, text)) and " " not in text:
        found.append((index, f"{document.path(index)}/@{name}", text))
