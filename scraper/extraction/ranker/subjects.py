"""What a schema speaks of and what a page is about, in a small ontology of kinds: product, article, recipe and others.

A kind that neither names is no evidence; two that differ are evidence against every value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.schema import RecordSchema
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.meta import meta_elements
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.words import singular, split_words, word_set


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: `types` of schema.org and OpenGraph, `words` that name it in schemas and on pages,
    `concepts` that only it has (weight 1) or often has (weight below 1)."""

    types: frozenset[str]
    words: frozenset[str]
    concepts: Mapping[str, float]


KINDS: dict[str, Kind] = {
    "product": Kind(
        word_set(
            "product productgroup individualproduct productmodel someproducts offer aggregateoffer vehicle car "
            "product.item product.group og:product"
        ),
        word_set(
            "product shop store manufacturer stock bought buy seller brand price sku mpn gtin ean merchandise goods "
            "produkt produit producto prodotto artikelnummer hersteller marke"
        ),
        {
            "sku": 1.0,
            "mpn": 1.0,
            "gtin": 1.0,
            "price": 0.8,
            "old_price": 1.0,
            "availability": 0.8,
            "brand": 0.7,
            "currency": 0.6,
        },
    ),
    "article": Kind(
        word_set(
            "article newsarticle blogposting report techarticle socialmediaposting reportagenewsarticle blog "
            "analysisnewsarticle opinionnewsarticle scholarlyarticle liveblogposting backgroundnewsarticle "
            "advertisercontentarticle reviewnewsarticle"
        ),
        word_set(
            "article news headline story blog journalist newspaper column editorial post published byline teaser "
            "artikel nachricht beitrag articulo noticia articolo journal"
        ),
        {"body": 0.8, "topics": 0.6, "author": 0.4, "date": 0.4, "date_modified": 0.4, "title": 0.1},
    ),
    "recipe": Kind(
        word_set("recipe howto"),
        word_set(
            "recipe dish ingredient cook cooking baking serving meal cuisine preparation rezept recette receta ricetta "
            "zutat zutaten ingrediente"
        ),
        {
            "ingredients": 1.0,
            "instructions": 1.0,
            "prep_time": 0.9,
            "cook_time": 0.9,
            "total_time": 0.7,
            "servings": 0.8,
        },
    ),
    "event": Kind(
        word_set(
            "event musicevent sportsevent theaterevent festival businessevent educationevent exhibitionevent "
            "socialevent danceevent screeningevent comedyevent"
        ),
        word_set("event concert venue festival ticket meeting performer veranstaltung evento konzert agenda"),
        {"location": 0.3},
    ),
    "job": Kind(
        word_set("jobposting"),
        word_set("job vacancy employer salary applicant employment hiring career stelle emploi empleo lavoro"),
        {"salary": 1.0, "company": 0.5},
    ),
    "film": Kind(
        word_set("movie tvseries tvepisode video.movie video.episode video.tv_show"),
        word_set("movie film actor director cast episode cinema pelicula"),
        {},
    ),
    "book": Kind(
        word_set("book audiobook books.book"),
        word_set("book isbn publisher paperback hardcover novel buch livre libro"),
        {"publisher": 0.5},
    ),
    "place": Kind(
        word_set(
            "localbusiness restaurant hotel lodgingbusiness place touristattraction apartment house residence "
            "realestatelisting accommodation singlefamilyresidence"
        ),
        word_set("hotel restaurant room bedroom bathroom property apartment rent cuisine lodging opening"),
        {"address": 0.3, "phone": 0.4},
    ),
    "discussion": Kind(
        word_set("discussionforumposting qapage question"),
        word_set("thread forum reply question answer discussion"),
        {},
    ),
    "person": Kind(
        word_set("profilepage person profile"),
        word_set("person biography born birth nationality occupation profile"),
        {},
    ),
}
"""Kind by name. The words are singular and folded."""
TYPE_KINDS = {name: kind for kind, known in KINDS.items() for name in known.types}
_WORD_KINDS: dict[str, list[str]] = {}
for _kind, _known in KINDS.items():
    for _word in _known.words:
        _WORD_KINDS.setdefault(_word, []).append(_kind)
_HINT_WEIGHT = 0.5  # of a word of a description or name, against a concept that only one kind has
_TITLE_WEIGHT = 2.0
Votes = dict[str, float]


def schema_subject(schema: RecordSchema) -> Votes:
    """How much the schema speaks of each kind, 0..1 and 1 for the most named; empty where it names none."""
    votes: Votes = {}
    for word in set(map(singular, split_words(schema.title or ""))):
        _vote(votes, _WORD_KINDS.get(word, ()), _TITLE_WEIGHT)
    for spec in schema.fields:
        for name, kind in KINDS.items():
            _vote(votes, (name,), kind.concepts.get(spec.concept or "", 0.0))
        words = set(map(singular, (*spec.hint_words, *(() if spec.concept else spec.words))))
        _vote(votes, {kind for word in words for kind in _WORD_KINDS.get(word, ())}, _HINT_WEIGHT)
    return _normed(votes)


def main_kind(schema: RecordSchema) -> str:
    """The kind that the schema speaks of most; "" where it names none."""
    votes = schema_subject(schema)
    return max(votes, key=lambda kind: (votes[kind], kind), default="")


def concepts_of_kind(schema: RecordSchema, least: float) -> frozenset[str]:
    """The concepts that tell the schema's main kind by at least this weight; none where it has no kind."""
    kind = main_kind(schema)
    return frozenset(name for name, weight in KINDS[kind].concepts.items() if weight >= least) if kind else frozenset()


def _vote(votes: Votes, kinds: Iterable[str], weight: float) -> None:
    for kind in kinds if weight else ():
        votes[kind] = votes.get(kind, 0.0) + weight


def _normed(votes: Votes) -> Votes:
    most = max(votes.values(), default=0.0)
    return {kind: weight / most for kind, weight in votes.items()} if most else {}


def declared_subject(document: Document) -> Votes:
    """The kinds that the page's markup declares for what it is about; 1 for each, less for one of many of a kind."""
    votes: Votes = {}
    for items in (json_ld_items, microdata_items):
        counts: dict[str, int] = {}
        for node in document.once(items):
            for kind in {TYPE_KINDS[name] for name in node.types if name in TYPE_KINDS}:
                counts[kind] = counts.get(kind, 0) + 1
        for kind, count in counts.items():
            votes[kind] = max(votes.get(kind, 0.0), 1.0 if count <= 2 else 0.5)
    for _, content in document.once(meta_elements).get("og:type", [])[:1]:
        declared = content.strip().lower()
        kind = TYPE_KINDS.get(declared) or TYPE_KINDS.get(declared.rsplit(":", 1)[-1].partition(".")[0], "")
        if kind:
            votes[kind] = max(votes.get(kind, 0.0), 0.7)
    return votes
