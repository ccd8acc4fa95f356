"""What a column must look like to be a title, a link, a price and so on: shapes only, no words of the field's own."""

import re
from collections.abc import Callable
from functools import lru_cache

from lxml.html import HtmlElement

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.columns import PICTURE_KINDS, TEXT_KINDS, Column
from scraper.extraction.lists.leaves import FULL, PIECE
from scraper.extraction.lists.roles import Role
from scraper.extraction.words import split_words, word_set

_HOST = re.compile(r"^\s*(?:[a-zA-Z]+:)?//[^/]*")
_WHOLE = word_set("a h1 h2 h3 h4 h5 h6")
_ACTION_WORDS = word_set(
    "cart basket wishlist compare share tweet like login register reply quote warenkorb panier carrito "
    "carrello kosik comment comments respond print feed rss edit delete report vote facebook twitter "
    "pinterest"
)
_PERSON_PATHS = word_set(
    "author authors user users member members membre profile profiles people person autor auteur u seller "
    "brand artist memberlist profil userid uid"
)
_DOCUMENT_PATHS = word_set("pdf doc docx download document documents attachment file files media")


def _title_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS and column.kind not in ("title", "alt"):
        return 0.0
    if (column.dates > 0.8 and column.dated_names < 0.5) or column.numbers > 0.6 or column.money > 0.5:
        return 0.0
    if column.length < 2:
        return 0.0
    if column.records > 3 and column.distinct < 0.4:
        return 0.05
    score = 0.15 + 0.3 * column.heading + 0.2 * column.linked + 0.15 * column.distinct + 0.15 * column.wordy
    score += 0.1 if 8 <= column.length <= 160 else 0.0
    score -= 0.3 if column.length > 220 else 0.0
    score -= 0.3 if column.wordy < 0.3 and column.digits > 0.7 else 0.0
    if column.kind not in TEXT_KINDS:
        score -= 0.3
    if _holds_block(column) or column.parts > 1.6:
        score -= 0.3
    if column.kind == PIECE and column.document.tags[column.first.element] in _WHOLE:
        score -= 0.08
    if column.linked and _is_person_link(column):
        score -= 0.3
    return max(0.0, score)


def _long_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS or column.dates > 0.8:
        return 0.0
    if column.records > 3 and column.distinct < 0.4:
        return 0.0
    whole = 1.0 if column.kind == FULL else 0.85
    return whole * min(0.8, column.length / 180) * (1.0 - 0.5 * column.linked) * (0.6 if column.heading > 0.5 else 1.0)


def _text_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS and column.kind not in ("title", "alt", "content"):
        return 0.0
    return 0.25 if column.length < 120 and column.dates < 0.8 and not _holds_block(column) else 0.1


def _code_shape(column: Column, field: FieldSpec) -> float:
    if (column.kind not in TEXT_KINDS and not column.part) or column.digits < 0.5:
        return 0.0
    if column.dates > 0.8 or column.money > 0.5:
        return 0.0
    return (0.5 if column.length < 24 else 0.42 if column.length < 50 else 0.1) * (0.3 + 0.7 * column.distinct)


def _person_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS or column.length > 60 or column.dates > 0.6 or column.digits > 0.8:
        return 0.0
    score = 0.25 + (0.35 if _is_person_link(column) else 0.0)
    return score - (0.2 if column.heading > 0.5 else 0.0) - (0.15 if _holds_block(column) else 0.0)


def _date_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS and column.kind not in ("datetime", "content", "title"):
        return 0.0
    score = column.dates * (0.9 if column.kind in TEXT_KINDS else 0.75)
    if not field.is_date and column.kind not in TEXT_KINDS:
        score *= 0.6
    return score


def _money_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in TEXT_KINDS and column.kind != "content":
        return 0.0
    if column.length > 80 or column.digits < 0.5 or column.dates > 0.6:
        return 0.0
    score = 0.25 + 0.55 * column.money if column.money or column.digits > 0.8 else 0.0
    score *= 1.0 if column.parts <= 1.6 else 0.85 if column.amounts < 0.5 else 0.65
    if field.concept == "old_price":
        return score * (1.0 if column.crossed > 0.5 else 0.6)
    return score * (0.4 if column.crossed > 0.5 else 1.0) * (1.0 if column.length < 24 else 0.7)


def _number_shape(column: Column, field: FieldSpec) -> float:
    if column.kind in ("href", *PICTURE_KINDS) or column.digits < 0.5 or column.dates > 0.6 or column.length > 60:
        return 0.0
    score = 0.15 + 0.25 * column.numbers
    return score if column.kind in TEXT_KINDS else score * 0.8


def _link_shape(column: Column, field: FieldSpec) -> float:
    if column.kind != "href" or column.links < 0.5:
        return 0.0
    score = (0.25 + 0.25 * column.distinct) * column.links
    if not _ACTION_WORDS.isdisjoint(column.own_tokens | column.captions):
        score *= 0.4
    if _is_person_link(column):
        score *= 0.5
    if column.records > 3 and column.distinct < 0.4:
        score *= 0.3
    if _DOCUMENT_PATHS & field.hint_words:
        score += 0.25 * (not _DOCUMENT_PATHS.isdisjoint(column.captions | column.path_words)) + 0.25 * column.files
    return score


def _image_shape(column: Column, field: FieldSpec) -> float:
    if column.kind not in PICTURE_KINDS:
        return 0.0
    if column.records > 3 and column.distinct < 0.3:
        return 0.1
    return 0.6 + 0.3 * column.linked + (0.1 if column.kind != "src" else 0.0)


def _flag_shape(column: Column, field: FieldSpec) -> float:
    return 0.2 if column.kind in TEXT_KINDS and column.length < 40 else 0.0


def _is_person_link(column: Column) -> bool:
    """Whether most of the values stand in links to people: by rel, or by a step of their paths."""
    links = [column.document.elements[leaf.link] for leaf in column.sample if leaf.link >= 0]
    return bool(links) and 2 * sum(map(_leads_to_person, links)) > len(links)


def _leads_to_person(link: HtmlElement) -> bool:
    return link.get("rel") == "author" or _is_person_path((link.get("href") or "").split("?")[0][:200])


@lru_cache(maxsize=8192)
def _is_person_path(address: str) -> bool:
    words = map(split_words, _HOST.sub("", address).split("/"))
    return any(len(step) <= 2 and not _PERSON_PATHS.isdisjoint(step) for step in words)


def _holds_block(column: Column) -> bool:
    """Whether the values are texts of elements that hold several others: a wrapper, not a value."""
    leaf = column.first
    return leaf.kind == FULL and column.document.ends[leaf.element] - leaf.element > 6


SHAPES: dict[Role, Callable[[Column, FieldSpec], float]] = {
    "title": _title_shape,
    "long": _long_shape,
    "text": _text_shape,
    "code": _code_shape,
    "person": _person_shape,
    "date": _date_shape,
    "money": _money_shape,
    "number": _number_shape,
    "link": _link_shape,
    "image": _image_shape,
    "flag": _flag_shape,
}
"""How far a column looks like what the role asks for, 0..1."""
