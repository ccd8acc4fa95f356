"""Candidates from the head: OpenGraph and other meta elements, <title>, link relations."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import meta_of
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.sitenames import is_site
from scraper.extraction.sources.items import SITE_AS_AUTHOR
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import clean, split_words, word_set

_OWN_TRUST = 0.7
_GENERIC = word_set("viewport robots generator charset referrer theme color msapplication csrf token google fb app")
_PREFIXES = frozenset(("og", "article", "product", "twitter", "dc", "dcterms", "itemprop", "book", "recipe", "event"))

MetaIndex = dict[str, list[tuple[int, str]]]


def meta(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The values of the field in the page's meta elements; nothing inside a part of a page."""
    if not scope.is_page:
        return []
    document = scope.document
    known = document.once(meta_elements)
    found = []
    for rank, name in enumerate(meta_of(spec)):
        if name in known:
            found.append(_candidate(document, known[name], spec, trust("meta", spec.concept) * (1 - 0.02 * rank)))
    found.extend(_by_own_name(document, spec, known))
    if spec.concept == "url":
        found.extend(_canonical(document))
    return found


def meta_elements(document: Document) -> MetaIndex:
    """Lower-case name or property -> (element, content) of the meta elements that have content."""
    found: MetaIndex = {}
    for index in document.by_tag.get("meta", ()):
        element = document.elements[index]
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name:
                found.setdefault(name, []).append((index, content))
    return found


def _by_own_name(document: Document, spec: FieldSpec, known: MetaIndex) -> list[Candidate]:
    """Meta elements that are called as the field is, behind a namespace or not."""
    names = document.once(_names).get("".join(spec.words), ())
    return [_candidate(document, known[name], spec, _OWN_TRUST) for name in names]


def _names(document: Document) -> dict[str, list[str]]:
    """Joined words without a namespace -> the names of meta elements, other than generic ones, that have them."""
    found: dict[str, list[str]] = {}
    for name in document.once(meta_elements):
        words = split_words(name)
        tail = words[1:] if words and words[0] in _PREFIXES else words
        if not _GENERIC.intersection(words):
            found.setdefault("".join(tail), []).append(name)
    return found


def _candidate(document: Document, elements: list[tuple[int, str]], spec: FieldSpec, score: float) -> Candidate:
    index, content = elements[0]
    path = f"{document.path(index)}/@content"
    if spec.concept == "author" and is_site(document, content):
        score *= SITE_AS_AUTHOR
    if not spec.is_array:
        return Candidate(content, "meta", path, content, score)
    parts = tuple(Part(f"{document.path(index)}/@content", content) for index, content in elements)
    raw = [clean(part.text) for part in parts] if len(parts) > 1 else [content]
    return Candidate(raw, "meta", path, content, score, parts=parts)


def _canonical(document: Document) -> list[Candidate]:
    for index in document.by_tag.get("link", ()):
        href = document.attribute(index, "href")
        if href and "canonical" in (document.attribute(index, "rel") or "").lower():
            return [Candidate(href, "meta", f"{document.path(index)}/@href", href, trust("meta", "url"))]
    return []
