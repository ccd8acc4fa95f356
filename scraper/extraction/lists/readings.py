"""From a matched column and a record's number to the value: labels cut, dates found, text coerced, evidence kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from scraper.extraction.coercion import Coerced, coerce, coerce_all
from scraper.extraction.dayshapes import date_piece, without_leading_day
from scraper.extraction.document import Document
from scraper.extraction.explain.excerpts import bare_person, excerpt, without
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.calibration import list_confidence
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.leafnodes import INLINE_LABEL
from scraper.extraction.lists.leaves import FULL, PIECE, Leaf
from scraper.extraction.lists.matching import Match
from scraper.extraction.lists.repetitions import array_leaves
from scraper.extraction.lists.roles import Role
from scraper.extraction.locale import PageLocale
from scraper.extraction.parts import read_parts
from scraper.extraction.values import Evidence, Part
from scraper.extraction.words import clean, label_key, split_words

SOURCE = "region"
ENCODED = "encoded spaces"  # of a link whose author wrote them as they are
_BY = re.compile(
    r"^\W*(?:(?:written|posted|started|published|submitted|created)\s+)?"
    r"(?:by|von|par|por|de|di|da|door|av|af|от|автор|oleh|tarafından|autor|author)\b[:\s]+(?=\S)",
    re.IGNORECASE,
)
_NUMBER_SIGN = re.compile(r"^(?:nos?|nr)\.\s+(?=\S*\d)|^#\s*(?=\d)", re.IGNORECASE)
_ELLIPSIS = ("…", "...")
_MAX_REGEX_TEXT = 5_000  # characters that a schema's regular expression is tried on
_MAX_DATE_TEXT = 60  # characters of a date that is kept as shown


@dataclass(frozen=True, slots=True)
class CellReading:
    """The value of one field of one record, its evidence, and the leaf that it was read from (None: a selector)."""

    value: Any
    evidence: Evidence
    leaf: Leaf | None


def read_match(match: Match, number: int, locale: PageLocale) -> CellReading | None:
    """What the record `number` says for the field, from the matched column or one that stands in; None if nothing."""
    for column in (match.column, *match.others):
        leaf = column.leaves.get(number)
        if leaf is None:
            continue
        confidence = match.score if column is match.column else match.score * 0.8
        reading = read_leaf(match, column, leaf, (locale, confidence))
        if reading is not None:
            return reading
    return None


def read_array(match: Match, columns: Sequence[Column], number: int, locale: PageLocale) -> CellReading | None:
    """All values of an array field: those of the matched column and of its repetitions in the record."""
    path, kind, mark = match.column.key
    base = (path, kind, mark.split("#")[0])
    leaves = [
        column.leaves[number]
        for column in columns
        if number in column.leaves and (column.key[0], column.key[1], column.key[2].split("#")[0]) == base
    ]
    if not leaves:
        return None
    document = match.column.document
    leaves = array_leaves(document, leaves)
    texts = [_without_label(leaf.text, leaf) for leaf in leaves]
    items = coerce_all(texts, match.field, locale)
    if not items:
        return None
    places = [Part(path_of(document, leaf), leaf.text) for leaf in leaves]
    evidence = evidence_of(document, leaves[0], items[0], list_confidence(match.score, match.role))
    parts = read_parts(items, places, evidence.path)
    return CellReading([item.value for item in items], replace(evidence, parts=parts), leaves[0])


def read_leaf(match: Match, column: Column, leaf: Leaf, how: tuple[PageLocale, float]) -> CellReading | None:
    """The leaf's value in the field's type, with evidence; None where it says none."""
    locale, confidence = how
    place = (id(match.field), match.less if column is match.column else (), leaf.text, leaf.label)
    known = column.readings.get(place)
    if known is None:
        coerced, read = _read_text(match, column, leaf, locale)
        if read is leaf and not leaf.text.endswith(_ELLIPSIS):
            column.readings[place] = (match.field, coerced)
    else:
        coerced, read = known[1], leaf
    if coerced is None:
        return None
    sure = _confidence(column.document, confidence * coerced.certainty, match.role)
    return CellReading(coerced.value, evidence_of(column.document, read, coerced, sure), read)


def _read_text(match: Match, column: Column, leaf: Leaf, locale: PageLocale) -> tuple[Coerced | None, Leaf]:
    """What the leaf's text says for the field, and the leaf, or the one that has the whole of a title cut short."""
    pattern = match.field.selector.regex if match.field.selector is not None else None
    text, cut = regex_text(pattern, leaf.text) if pattern else _cut_text(match, column, leaf, locale)
    if not text:
        return None, leaf
    is_short = match.role == "title" and not pattern and text.endswith(_ELLIPSIS)
    whole = _whole_title(column.document, leaf) if is_short else None
    if whole is not None:
        leaf, text = whole, whole.text
    coerced = coerce(text, match.field, locale)
    if coerced is not None and cut:
        shown = leaf.text if cut == ENCODED else text
        coerced = Coerced(coerced.value, f"{cut}, {coerced.transformation}", shown, coerced.certainty)
    return coerced, leaf


def _confidence(document: Document, belief: float, role: Role) -> float:
    """The confidence in a value; that of a column's values is the same again and again."""
    known = document.once(_known_confidences)
    if (belief, role) not in known:
        known[belief, role] = list_confidence(belief, role)
    return known[belief, role]


def _known_confidences(document: Document) -> dict[tuple[float, Role], float]:
    return {}


def regex_text(pattern: str, text: str) -> tuple[str, str]:
    """What the field's own regular expression cuts out of the text (its first group, else the match), "" if nothing."""
    found = re.search(pattern, text[:_MAX_REGEX_TEXT])
    return (found.group(found.re.groups and 1) or "", "x-regex") if found else ("", "")


def _whole_title(document: Document, leaf: Leaf) -> Leaf | None:
    """The title attribute of the shortened text's element or link, if it goes on where the text breaks off."""
    start = leaf.text.rstrip(".… ")
    for index in (leaf.element, leaf.link):
        whole = document.attribute(index, "title") if index >= 0 else None
        if whole and len(whole) > len(start) and whole.startswith(start):
            return leaf._replace(element=index, kind="title", text=whole)
    return None


def evidence_of(document: Document, leaf: Leaf, coerced: Coerced, confidence: float) -> Evidence:
    """Where the leaf stands, the text there, and how it was read."""
    confidence = round(min(0.99, max(0.01, confidence)), 4)
    return Evidence(SOURCE, path_of(document, leaf), coerced.text, coerced.transformation, confidence)


def path_of(document: Document, leaf: Leaf) -> str:
    """The path of the leaf's element, attribute or text node."""
    path = document.path(leaf.element)
    if leaf.kind == PIECE:
        return _text_node_path(document, leaf, path)
    return path if leaf.kind == FULL else f"{path}/@{leaf.kind}"


def _text_node_path(document: Document, leaf: Leaf, path: str) -> str:
    nodes = document.elements[leaf.element].xpath("text()")
    for number, node in enumerate(nodes, 1):
        if clean(str(node)) == leaf.text:
            return f"{path}/text()[{number}]"
    for number, node in enumerate(nodes, 1):
        if leaf.text in clean(str(node)):
            return f"{path}/text()[{number}]"
    return path


def _cut_text(match: Match, column: Column, leaf: Leaf, locale: PageLocale) -> tuple[str, str]:
    """The part of the leaf's text that is the value, and what was done to find it ("" if it is the whole)."""
    text, role = leaf.text, match.role
    if column.part and role != "person":
        return text, f"{column.part} in text"
    if role == "title":
        return _title_text(_less(match, column, text))
    if leaf.kind == "href" and " " in text.strip():
        return text.strip().replace(" ", "%20"), ENCODED
    if leaf.kind not in (FULL, PIECE):
        return text, ""
    shown = _without_label(text, leaf)
    cut = "without label" if shown != text else ""
    if role == "date":
        return _date_text(match.field, shown, locale, cut)
    if role == "person":
        person = bare_person(_BY.sub("", shown), match.field.words).strip(" ,|·-–")
        return person, "without byline" if person != shown else cut
    if role == "code":
        code = _NUMBER_SIGN.sub("", _without_shared_words(column, shown))
        return code, "without shared words" if code != shown else cut
    if role == "number":
        return _number_text(match.field, shown), cut
    return shown, cut


def _less(match: Match, column: Column, text: str) -> str:
    """The text without the parts that are no part of the match's value."""
    for kind in match.less if column is match.column else ():
        part = excerpt(kind, text)
        if part:
            text = part if kind == "parties" else without(text, part)
    return text


def _title_text(text: str) -> tuple[str, str]:
    """The title without a date or time of day that stands before it."""
    rest = without_leading_day(text)
    return (rest, "without leading date") if rest else (text, "")


def _without_label(text: str, leaf: Leaf) -> str:
    """The text after its own label, if it has the one that its column is known by."""
    inline = INLINE_LABEL.match(text[:80])
    if inline and leaf.label and label_key(inline.group(1)) == label_key(leaf.label):
        return text[inline.end() :].strip()
    return text


def _date_text(field: FieldSpec, text: str, locale: PageLocale, cut: str) -> tuple[str, str]:
    if not field.is_date and len(text) <= _MAX_DATE_TEXT:
        return text, cut
    piece = date_piece(text, locale)
    if piece is None:
        return ("", "") if field.is_date else (text[:_MAX_DATE_TEXT] if len(text) <= _MAX_DATE_TEXT else "", cut)
    return piece, "date in text" if piece != text else cut


def _number_text(field: FieldSpec, text: str) -> str:
    """Of a text with several numbers the one beside the field's word: "3 Replies, 11 Views"."""
    numbers = list(re.finditer(r"\d[\d.,'\u00a0\u202f]*", text))
    if len(numbers) < 2:
        return text
    words = set(field.words)
    for number in numbers:
        after = split_words(text[number.end() : number.end() + 24])[:1]
        if words.intersection(after):
            return number.group()
    return text


def _without_shared_words(column: Column, text: str) -> str:
    """The code without the words that stand before it in every record ("View Opinion No. 17-1415")."""
    prefix = shared_prefix(tuple(leaf.text for leaf in column.sample))
    rest = text[len(prefix) :].strip() if prefix and text.startswith(prefix) else text
    return rest if any(map(str.isdigit, rest)) else text


@lru_cache(maxsize=1024)
def shared_prefix(texts: tuple[str, ...]) -> str:
    """The words without digits, two letters or more each, that all of several texts begin with, or ""."""
    if len(texts) < 2:
        return ""
    first = texts[0].split(" ")
    count = 0
    for number, word in enumerate(first):
        if any(map(str.isdigit, word)) or not word[:1].isalpha() or len(word) < 2:
            break
        if any(text.split(" ")[number : number + 1] != [word] for text in texts):
            break
        count = number + 1
    return " ".join(first[:count])
