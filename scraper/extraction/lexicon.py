"""From the words of a field to its concept, and from a field to every name the value may go by. The data: concepts."""

from collections.abc import Sequence
from functools import lru_cache

from scraper.extraction.concepts import ALL, Concept
from scraper.extraction.fields import FieldSpec
from scraper.extraction.words import singular, word_set

CONCEPTS: dict[str, Concept] = {concept.name: concept for concept in ALL}

_BY_NAME: dict[str, str] = {}
for _concept in ALL:
    for _name in _concept.names:
        _BY_NAME.setdefault(_name, _concept.name)
        _BY_NAME.setdefault(singular(_name), _concept.name)

# Concepts whose values are only of these types; a field of another type does not mean them.
_NUMERIC = frozenset(("number", "integer", "any", "string"))
_TYPES: dict[str, frozenset[str]] = {
    "title": frozenset(("string", "any")),
    "body": frozenset(("string", "any")),
    "author": frozenset(("string", "any", "object")),
    "price": _NUMERIC | {"object"},
    "date": frozenset(("string", "any")),
    "review_count": _NUMERIC,
}
# Words that a name may carry around the name of a concept without changing it: "product_brand", "recipe_author".
_SUBJECTS = word_set(
    "product article item recipe post book event job page main news story review hotel the current full "
    "opinion shop offer movie film video thread meeting default primary total"
)


def concept_of(words: Sequence[str], hints: Sequence[str], *, value_type: str, value_format: str | None) -> str | None:
    """The concept that a field of these name words, description words and type means, or None if it is its own."""
    found = _by_words(words) or (_by_hints(hints) if len(words) == 1 and len(words[0]) <= 2 else None)
    if found is None or value_type not in _TYPES.get(found, (value_type,)):
        return None
    if value_format in ("uri", "url") and found not in ("image", "url", "author", "company"):
        return None
    if value_format in ("date", "date-time") and found not in ("date", "date_modified"):
        return "date" if found == "title" else None
    return found


def _by_words(words: Sequence[str]) -> str | None:
    for variant in _variants(words):
        joined = "".join(variant)
        found = _BY_NAME.get(joined) or _BY_NAME.get(singular(joined))
        if found:
            return found
    return None


def _variants(words: Sequence[str]) -> list[Sequence[str]]:
    """The name as it is, then without its subject at either end."""
    variants: list[Sequence[str]] = [words]
    if len(words) > 1 and words[0] in _SUBJECTS:
        variants.append(words[1:])
    if len(words) > 1 and words[-1] in ("name", "text", "value", "string", "list", "minutes", "mins"):
        variants.append(words[:-1])
    return variants


def _by_hints(hints: Sequence[str]) -> str | None:
    return next((_BY_NAME[word] for word in hints if word in _BY_NAME), None)


def labels_of(field: FieldSpec) -> frozenset[str]:
    """The label keys that announce the field's value on a page: its own name, its title, synonyms and the concept's."""
    return _labels((field.label, field.title_label), field.synonyms, field.concept or "")


@lru_cache(maxsize=4096)
def _labels(names: tuple[str, str], synonyms: tuple[str, ...], name: str) -> frozenset[str]:
    own = {names[0], *synonyms}
    if names[1]:
        own.add(names[1])
    concept = CONCEPTS.get(name)
    return frozenset(own | set(concept.labels)) if concept else frozenset(own)


def keys_of(field: FieldSpec) -> tuple[str, ...]:
    """Dotted paths of structured data that hold the field, best first: the concept's, then the field's own name."""
    concept = CONCEPTS.get(field.concept or "")
    return concept.keys if concept else ()


def name_keys(field: FieldSpec) -> frozenset[str]:
    """The joined lower-case names under which JSON may hold the field: "datepublished", "price", and the like."""
    return _names(field.words, field.synonyms, field.concept or "")


@lru_cache(maxsize=4096)
def _names(words: tuple[str, ...], synonyms: tuple[str, ...], name: str) -> frozenset[str]:
    own = {"".join(words), *("".join(each.split()) for each in synonyms)}
    concept = CONCEPTS.get(name)
    return frozenset(own | set(concept.names)) if concept else frozenset(own)


def meta_of(field: FieldSpec) -> tuple[str, ...]:
    """Names of meta elements that hold the field, best first."""
    concept = CONCEPTS.get(field.concept or "")
    return concept.meta if concept else ()


def tokens_of(field: FieldSpec) -> frozenset[str]:
    """Words of class, id and data attributes that mark the field's value."""
    return _tokens(field.words, field.concept or "")


@lru_cache(maxsize=4096)
def _tokens(words: tuple[str, ...], name: str) -> frozenset[str]:
    concept = CONCEPTS.get(name)
    own = frozenset(word for word in words if len(word) > 2)
    return own | frozenset(concept.tokens) if concept else own
