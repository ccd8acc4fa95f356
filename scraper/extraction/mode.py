"""Is the page about one thing or a list of things? Side lists (related products, further news) do not make a list."""

from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import Items, ranked_items
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.meta import meta_elements
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import Node
from scraper.extraction.values import ExtractOptions
from scraper.extraction.words import singular, split_words, word_set

_ABOUT_ONE = word_set(
    "article product recipe newsarticle blogposting jobposting event video book movie profile video.other"
)
_PAGE_CONCEPTS = frozenset(("body", "ingredients", "instructions"))
_MIN_FILLED = 0.3


def is_detail_page(scope: Scope, options: ExtractOptions) -> bool:
    """Whether the page says itself that it is about one thing of the schema's kind."""
    if options.record_selector:
        return False
    if any(spec.concept in _PAGE_CONCEPTS and spec.concept != "body" for spec in scope.schema.fields):
        return True
    if any(_is_main(scope, items) for items in (json_ld_items, microdata_items)):
        return True
    declared = scope.document.once(meta_elements).get("og:type", [])
    kind = declared[0][1].strip().lower() if declared else ""
    return kind in _ABOUT_ONE or kind.rsplit(":", 1)[-1] in _ABOUT_ONE or kind.startswith("product")


def _is_main(scope: Scope, items: Items) -> bool:
    ranked = ranked_items(scope, items)
    if not ranked:
        return False
    best = ranked[0][0]
    same = [node for node, _ in ranked if node.types == best.types]
    return len(same) <= 2 and _is_of_schema(best, scope)


def _is_of_schema(node: Node, scope: Scope) -> bool:
    """Whether the item's type is named in the schema, or is one that whole pages are about."""
    words = {singular(word) for name in node.types for word in split_words(name)}
    vocabulary = {singular(word) for spec in scope.schema.fields for word in (*spec.words, *spec.hint_words)}
    return bool(words & vocabulary) or bool(set(node.types) & _ABOUT_ONE)
