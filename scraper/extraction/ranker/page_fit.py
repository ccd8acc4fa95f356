"""How far a page is about what the schema speaks of: declared kinds, and signs of them where nothing is declared."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from scraper.extraction.coercion.money import SHOWN_AMOUNT
from scraper.extraction.document import Document
from scraper.extraction.marks import Flag
from scraper.extraction.phrases import Phrases, lowered
from scraper.extraction.ranker.subjects import KINDS, concepts_of_kind, declared_subject, main_kind, schema_subject
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.words import singular, split_words, word_set

_QUANTITY = re.compile(
    r"(?:\d|[½¼¾⅓⅔])\s?(?:g|gr|ml|cl|dl|kg|tsp|tbsp|cups?|teaspoons?|tablespoons?|ounces?|oz|cloves?|EL|TL|Stk|"
    r"Prise|msk|tsk|krm|cuillères?|cucharadas?|cucchiai|łyżk\w+|ст\. ?л|ч\. ?л)\b"
)
_OFF = int(Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.RELATED | Flag.COMMENTS | Flag.SILENT)
_CUE_WORDS = {
    "cart": word_set("cart basket addtocart buy warenkorb carrito panier carrello koszyk"),
    "sku": word_set("sku product"),
    "ingredients": word_set("ingredient ingredients"),
    "recipe": word_set("recipe recipes instructions directions nutrition"),
    "byline": word_set("byline author dateline"),
    "article": word_set("article entry headline story"),
}
# What pages of a kind say in words, in the languages of the corpora and their neighbours; apart by commas.
_SAID_PHRASES = {
    "buying": (
        r"add(?:ed)? to (?:\w+ )?(?:cart|basket|bag|trolley), buy (?:it )?now, in stock, out of stock, sold out, "
        r"free (?:shipping|delivery), checkout, in den (?:waren|einkaufs)\w+, auf lager, lieferbar, "
        r"ajouter au panier, en stock, livraison, añadir (?:al carrito|a la cesta), comprar, aggiungi al carrello, "
        r"disponibile, do koszyka, adicionar ao carrinho, in winkel\w+, op voorraad, lägg i varukorg, læg i kurv, "
        r"i lager, kosárba, sepete, в корзину, купить, в наличии, do košíku, skladem"
    ),
    "cooking": (
        r"ingredients?\b, servings?\b, serves\b, prep(?:aration)? time\b, cook(?:ing)? time\b, preheat\b, "
        r"tablespoons?\b, teaspoons?\b, zutaten\b, zubereitung\b, portionen\b, ingrédients\b, préparation\b, "
        r"cuisson\b, ingredientes\b, preparación\b, ingredienti\b, preparazione\b, składniki\b, "
        r"przygotowanie\b, ingrediënten\b, bereiding\b, ingredienser\b, ингредиенты\b, приготовлени[ея]\b, "
        r"suroviny\b, hozzávalók\b"
    ),
    "reporting": (
        r"published\b, posted (?:on|by)\b, updated\b, min(?:ute)? read\b, reuters\b, editor\b, reporters?\b, "
        r"according to\b, told\b, said\b, veröffentlicht\b, aktualisiert\b, redaktion\b, sagte\b, publié\b, "
        r"mis à jour\b, rédaction\b, publicado\b, actualizado\b, redacción\b, pubblicato\b, redazione\b, "
        r"opublikowano\b, gepubliceerd\b, publicerad\b, опубликовано\b, автор\b"
    ),
}
_SAID = {name: Phrases(phrases.split(", ")) for name, phrases in _SAID_PHRASES.items()}
_MAX_LOOKED_AT = 40_000  # characters of the page's text: what comes later says no more of its kind
_MIN_PROSE = 120  # characters of a paragraph from which it is prose

CUES = ("money", "quantities", "prose", "paragraphs", "times", "rows", "has_article", *_CUE_WORDS, *_SAID)
"""What `page_cues` gives, in order."""


def page_cues(document: Document) -> tuple[float, ...]:
    """Signs 0..1 of what the page is about where nothing declares it: see CUES."""
    shown = document.shown_text[:_MAX_LOOKED_AT]
    lower = lowered(shown)
    prose = [
        length
        for index in document.by_tag.get("p", ())
        if not document.flags[index] & _OFF and (length := document.text_length(index)) >= _MIN_PROSE
    ]
    tokens = document.by_token
    return (
        _share(len(SHOWN_AMOUNT.findall(shown)), 10),
        _share(len(_QUANTITY.findall(shown)), 10),
        _share(sum(prose), 3000),
        _share(len(prose), 10),
        _share(len(document.by_tag.get("time", ())), 5),
        _share(len(document.by_tag.get("tr", ())), 20),
        float("article" in document.by_tag),
        *(_share(sum(len(tokens[word]) for word in words), 5) for words in _CUE_WORDS.values()),
        *(_share(said.count(lower), 3) for said in _SAID.values()),
    )


def _share(count: float, much: float) -> float:
    """0..1, and half for `much`."""
    return round(count / (count + much), 4)


SUBJECTS = ("product", "article", "recipe")
"""The kinds that have columns of their own: those with labelled pages. Others have only what is compared."""
_OF_WORDS = (
    "subject_known",
    "subject_share",
    "declares",
    "declared_agrees",
    "declared_differs",
    "words_agree",
    "url_agrees",
    "url_differs",
)
FIT = (
    *_OF_WORDS,
    *(f"wants_{kind}" for kind in SUBJECTS),
    *(f"declares_{kind}" for kind in SUBJECTS),
    *(f"page_{cue}" for cue in CUES),
)
"""What `fit_features` gives, in order."""


_SUPPORT = ("fields", "mean", "found", "best", "kind_mean", "kind_best", "kind_found", "kind_fields")
NAMES = (*FIT, *_SUPPORT)
"""The columns of `fit_row`, in order."""
_LIKELY = 0.5
_OF_KIND = 0.7  # from this weight on a concept tells the kind of a page


def fit_row(fit: Sequence[float], firsts: Mapping[str, float], schema: RecordSchema) -> list[float]:
    """A row of NAMES from `fit_features` and the best scores of the fields that have any.

    What was found counts too, above all what only the schema's kind of thing has: a sku, ingredients.
    """
    concepts = concepts_of_kind(schema, _OF_KIND)
    scores = [firsts.get(spec.name, 0.0) for spec in schema.fields]
    of_kind = [firsts.get(spec.name, 0.0) for spec in schema.fields if spec.concept in concepts]
    count, count_of_kind = max(1, len(scores)), max(1, len(of_kind))
    return [
        *fit,
        float(len(scores)),
        sum(scores) / count,
        sum(score >= _LIKELY for score in scores) / count,
        max(scores, default=0.0),
        sum(of_kind) / count_of_kind if of_kind else -1.0,
        max(of_kind, default=-1.0),
        sum(score >= _LIKELY for score in of_kind) / count_of_kind if of_kind else -1.0,
        float(len(of_kind)),
    ]


def fit_features(scope: Scope) -> tuple[float, ...]:
    """How far the page is about what the schema speaks of: see FIT; found once a scope."""
    return scope.once(_fit)


def _fit(scope: Scope) -> tuple[float, ...]:
    wanted = schema_subject(scope.schema)
    document = scope.document
    declared = document.once(declared_subject)
    most = main_kind(scope.schema)
    agrees = max((weight * declared.get(kind, 0.0) for kind, weight in wanted.items()), default=0.0)
    differs = max((weight * (1.0 - wanted.get(kind, 0.0)) for kind, weight in declared.items()), default=0.0)
    words = KINDS[most].words if most else frozenset()
    in_url = frozenset(map(singular, split_words(urlsplit(document.url).path)))
    return (
        float(bool(wanted)),
        1.0 / sum(wanted.values()) if wanted else 0.0,
        max(declared.values(), default=0.0),
        agrees,
        differs if wanted else 0.0,
        _share(sum(len(document.by_token[word]) for word in words), 3),
        float(not in_url.isdisjoint(words)),
        float(any(not in_url.isdisjoint(KINDS[kind].words) for kind in KINDS if not wanted.get(kind))),
        *(wanted.get(kind, 0.0) for kind in SUBJECTS),
        *(declared.get(kind, 0.0) for kind in SUBJECTS),
        *document.once(page_cues),
    )
