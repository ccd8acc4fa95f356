"""Names and types of fields that nobody has described: from labels and keys to names, from texts to JSON Schema."""

import re
from collections.abc import Sequence
from typing import Any

from scraper.extraction.coercion.money import find_money
from scraper.extraction.dayshapes import date_purity
from scraper.extraction.lexicon import CONCEPTS
from scraper.extraction.locale import PageLocale
from scraper.extraction.units import unit_named
from scraper.extraction.words import fold, label_key, singular, split_words, word_set

_MAX_NAME_WORDS = 5
_MAX_NAME = 40  # characters
_DATES = 0.9  # mean purity of dates from which texts are dates and nothing else
_LINK = re.compile(r"^(?:https?:)?//\S+$|^/\S*$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.\w{2,}$")
_NUMBER = re.compile(r"^[+-]?\d[\d.,'\u00a0\u202f ]*$")
_QUANTITY = re.compile(r"^[+-]?\d[\d.,\u00a0\u202f]*\s?([^\W\d_]{1,12}|%|°[cCfF]|m²)\.?$")
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}|T\d{2}")
_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
# Names that pages give to any place, so that they name nothing.
_GENERIC = word_set(
    "row col column cell item items list text span value values content data field fields info wrapper container block "
    "inner outer left right top bottom main box card label link links first last even odd active small large bold "
    "clearfix hidden visible md sm lg xs xl mb mt ml mr px py pt pb td tr th li div grid flex media body head header "
    "footer title1 css js icon icons fa btn button more read view show details default primary secondary light dark "
    "entry post node element component module section views mobile desktop tablet no the and with for is has on in of"
)


def name_of_label(label: str) -> str:
    """A field name for a label: the concept's standard name where the lexicon knows it, else its words in snake_case.

    "" for what names nothing: no letters, too many words.
    """
    key = label_key(label)
    for concept in CONCEPTS.values():
        if key in concept.labels:
            return concept.name
    return snake_case(split_words(label))


def name_of_tokens(tokens: Sequence[str]) -> str:
    """A field name from class words, concepts' own words first; "" where they name nothing."""
    words = [word for word in tokens if word.isalpha() and len(word) > 2 and singular(word) not in _GENERIC]
    words = [word for word in words if word not in _GENERIC]
    known = [concept.name for word in words for concept in CONCEPTS.values() if word in concept.names]
    return known[0] if known else snake_case(words[-2:])


def snake_case(words: Sequence[str]) -> str:
    """The folded words as one name of letters, digits and underscores; "" where it begins with none or is too long."""
    kept = [re.sub(r"\W|_", "", fold(word).translate(_LATIN)) for word in words]
    name = "_".join(dict.fromkeys(word for word in kept if word))
    is_name = name[:1].isalpha() and name.count("_") < _MAX_NAME_WORDS and len(name) <= _MAX_NAME
    return name if is_name else ""


def inferred_type(values: Sequence[Any], locale: PageLocale) -> dict[str, Any]:
    """The JSON Schema of values that are all of one kind: texts as pages show them, or JSON values."""
    known = [value for value in values if value is not None and value != ""]
    if known and all(isinstance(value, list) for value in known):
        items = [item for value in known for item in value if not isinstance(item, dict | list)]
        return {"type": "array", "items": inferred_type(items, locale)}
    if known and not any(isinstance(value, str) for value in known):
        return _json_type(known)
    texts = [str(value).strip() for value in known]
    return _text_type(texts, locale) if texts else {"type": "string"}


def _json_type(values: Sequence[Any]) -> dict[str, Any]:
    if all(isinstance(value, bool) for value in values):
        return {"type": "boolean"}
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return {"type": "integer"}
    is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return {"type": "number"} if is_number else {"type": "string"}


def _text_type(texts: Sequence[str], locale: PageLocale) -> dict[str, Any]:
    if all(_EMAIL.match(text) for text in texts):
        return {"type": "string", "format": "email"}
    if all(_LINK.match(text) for text in texts):
        return {"type": "string", "format": "uri"}
    is_dated = sum(date_purity(text, locale) for text in texts) >= _DATES * len(texts)
    if is_dated and not all(text.isdigit() for text in texts):
        has_time = all(_TIME_OF_DAY.search(text) for text in texts)
        return {"type": "string", "format": "date-time" if has_time else "date"}
    if all(len(text) < 30 and find_money(text, locale) for text in texts):
        return {"type": "number"}
    if all(_NUMBER.match(text) and not _is_code(text) for text in texts):
        is_whole = all(re.fullmatch(r"[+-]?\d{1,3}(?:[.,\s\u00a0]\d{3})*|[+-]?\d{1,9}", text) for text in texts)
        return {"type": "integer" if is_whole else "number"}
    units = {unit_named(fold(match.group(1))) if match else None for match in map(_QUANTITY.match, texts)}
    unit = units.pop() if len(units) == 1 else None
    return {"type": "number", "description": f"in {unit}"} if unit else {"type": "string"}


def _is_code(text: str) -> bool:
    """Whether the digits are a name, not an amount: a leading zero, or more of them than amounts have."""
    digits = re.sub(r"\D", "", text)
    return len(digits) > 9 or (len(digits) > 1 and text.lstrip("+-").startswith("0") and text[1:2].isdigit())
