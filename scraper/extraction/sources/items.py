"""Candidates from structured items of any syntax: which item, which property, how much to believe it."""

from collections.abc import Callable

from scraper.extraction.coercion.meanings import meaning_of
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import title_keys
from scraper.extraction.labelled_texts import without_label
from scraper.extraction.lexicon import labels_of
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.sitenames import is_site
from scraper.extraction.structured import FURNITURE, Node, Scalar, leaves, relevance, title_names, values_of
from scraper.extraction.values import Candidate, Part

SITE_AS_AUTHOR = 0.72  # what a site that names itself as the author is believed: others may know who wrote the page
Items = Callable[[Document], list[Node]]
_MAX_PLACES = 4
_MAX_ITEMS = 6
_LONG = frozenset(("body", "description"))


def item_candidates(scope: Scope, spec: FieldSpec, origin: tuple[Items, str]) -> list[Candidate]:
    """The values of the field in the page's items; `origin` is (reader of the items, source's name)."""
    items, source = origin
    found: list[Candidate] = []
    for node, belief in ranked_items(scope, items)[:_MAX_ITEMS]:
        own = float(_is_of_page(scope.document, node))
        for place, (values, weight) in enumerate(values_of(node, spec)):
            if place >= _MAX_PLACES:
                break
            plain = [leaf for leaf in leaves(values, spec) if str(leaf.value).strip()]
            if not plain:
                continue
            first = plain[0] if spec.is_array else bare_leaf(main_leaf(plain, spec), spec)
            raw = [leaf.value for leaf in plain] if spec.is_array else first.value
            cues = {"relevance": belief, "place": weight, "number": float(len(plain)), "of_page": own}
            score = trust(source, spec.concept) * belief * weight
            if spec.concept == "author" and is_site(scope.document, str(first.value)):
                score *= SITE_AS_AUTHOR
            parts = tuple(Part(leaf.path, str(leaf.value)) for leaf in plain) if spec.is_array else ()
            found.append(Candidate(raw, source, first.path, str(first.value), score, cues, parts))
    return found


def _is_of_page(document: Document, node: Node) -> bool:
    """Whether the item has the page's title or heading, and is neither the site nor of a type that describes sites."""
    names = title_names(node) & document.once(title_keys)
    return bool(names) and FURNITURE.isdisjoint(node.types) and not any(is_site(document, name) for name in names)


def main_leaf(plain: list[Scalar], spec: FieldSpec) -> Scalar:
    """The first value; of the stock of several offers (sizes, colours) the first that can be had, if one can."""
    if spec.concept != "availability" or len(plain) == 1:
        return plain[0]
    return next((leaf for leaf in plain if meaning_of(str(leaf.value)) == "instock"), plain[0])


def bare_leaf(leaf: Scalar, spec: FieldSpec) -> Scalar:
    """The value of an element that shows its label too ("Brand: Acme") without it."""
    if "#" in leaf.path or "@" in leaf.path or spec.concept in _LONG or not isinstance(leaf.value, str):
        return leaf
    return Scalar(without_label(leaf.value, labels_of(spec)), leaf.path)


def ranked_items(scope: Scope, items: Items) -> list[tuple[Node, float]]:
    """The page's items that may be what the schema describes, best first; found once a scope."""
    known = scope.once(_ranked)
    if items not in known:
        document = scope.document
        known[items] = relevance(document.once(items), scope.schema, document.once(title_keys))
    return known[items]


def _ranked(scope: Scope) -> dict[Items, list[tuple[Node, float]]]:
    return {}
