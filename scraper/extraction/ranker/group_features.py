"""A group of candidates in numbers, for the ranker: agreement of sources and words, place, shape, type of the field.

No field is named and no concept: what a field is called counts only by its agreement with what stands on the page.
"""

import math
from collections.abc import Sequence

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading, title_keys
from scraper.extraction.marks import Flag
from scraper.extraction.ranker.groups import Group, Member
from scraper.extraction.ranker.surroundings import Surroundings, surroundings_at
from scraper.extraction.ranker.valueshape import SHAPES, shape_of
from scraper.extraction.ranker.vocabulary import AGREEMENTS, Vocabulary, agreement, vocabulary_of
from scraper.extraction.scope import Scope
from scraper.extraction.words import label_key

# Sources with a column of their own: those that the shipped ranker was fitted with. All others share one.
_COLUMNS = (
    *("selector", "json_ld", "microdata", "headings", "labels", "sections", "meta", "content", "paragraphs"),
    *("embedded", "dates", "money", "stock", "dom", "images", "url", "json_object", "counts", "ratings", "brands"),
    "identifiers",
)
_KNOWN = frozenset(_COLUMNS)
_AROUND = ("named", "near", "label", "heading")
_BELIEFS = ("belief", "rank", "lead", "share", "rivals", "sources", "members", "certainty", "source_rank", "firsts")
_CUES = {"agreement": -1.0, "place": -1.0, "relevance": -1.0, "number": -1.0, "expected_f1": 1.0}  # and where absent
_FLAGS = {
    "off": Flag.NAV | Flag.FOOTER,
    "side": Flag.ASIDE | Flag.RELATED,
    "comments": Flag.COMMENTS,
    "header": Flag.HEADER,
    "hidden": Flag.HIDDEN,
    "crossed": Flag.CROSSED,
    "main": Flag.MAIN,
    "head": Flag.HEAD,
}
_TAGS = {
    "heading": frozenset(("h1", "h2", "h3", "h4", "h5", "h6")),
    "link": frozenset(("a",)),
    "time": frozenset(("time",)),
    "cell": frozenset(("td", "dd", "th", "dt")),
    "item": frozenset(("li",)),
    "paragraph": frozenset(("p",)),
    "button": frozenset(("button", "input", "option", "select")),
}
_PLACES = ("is_placed", "is_script", "distance", "position", "depth", "fills", *_FLAGS, *_TAGS)
_TITLES = ("is_title", "in_title", "in_url", "is_label")
_TYPES = (
    "type_string",
    "type_number",
    "type_boolean",
    "type_date",
    "type_uri",
    "type_enum",
    "type_array",
    "type_object",
    "has_concept",
    "has_hints",
    "name_words",
    "is_of_page",
)

NAMES = (
    *(f"source_{name}" for name in _COLUMNS),
    "source_other",
    *_BELIEFS,
    *(f"cue_{name}" for name in _CUES),
    *(f"{place}_{name}" for place in _AROUND for name in AGREEMENTS),
    *(f"place_{name}" for name in _PLACES),
    *(f"shape_{name}" for name in SHAPES),
    *_TITLES,
    *_TYPES,
)
"""The columns of a row, in order."""

_MAX_MEMBERS = 3  # of a group, whose surroundings are compared: the weaker ones repeat them
_NOWHERE = (0.0, 0.0, -2.0, -1.0, -1.0, -1.0, *(0.0,) * (len(_FLAGS) + len(_TAGS)))
_MIN_PART = 4  # characters from which a value inside the URL or the title is no accident


def group_rows(groups: Sequence[Group], spec: FieldSpec, scope: Scope) -> list[list[float]]:
    """A row of NAMES for each of the field's groups, in their order."""
    types = type_features(spec)
    vocabulary = vocabulary_of(scope, spec)
    return [
        [
            *(group.beliefs.get(name, 0.0) for name in _COLUMNS),
            max((belief for name, belief in group.beliefs.items() if name not in _KNOWN), default=0.0),
            *_belief_features(groups, number),
            *(group.best.candidate.cues.get(name, absent) for name, absent in _CUES.items()),
            *_page_features(group, vocabulary, scope.document),
            *types,
        ]
        for number, group in enumerate(groups)
    ]


def _belief_features(groups: Sequence[Group], number: int) -> tuple[float, ...]:
    group = groups[number]
    rival = groups[0 if number else 1].belief if len(groups) > 1 else 0.0
    return (
        group.belief,
        float(number),
        group.belief - rival,
        group.belief / max(1e-9, sum(each.belief for each in groups)),
        math.log(len(groups)),
        float(len(group.beliefs)),
        math.log(len(group.members)),
        group.best.read.certainty,
        float(min(member.rank for member in group.members)),
        float(sum(member.rank == 0 for member in group.members)),
    )


def _page_features(group: Group, vocabulary: Vocabulary, document: Document) -> list[float]:
    """Agreement of words around the members, and place, shape and titles of the best."""
    members = group.members[:_MAX_MEMBERS]
    around = [surroundings_at(document, member.candidate.path) for member in members]
    row: list[float] = []
    for name in _AROUND:
        found = [agreement(vocabulary, getattr(each, name)) for each in around]
        row.extend(map(max, zip(*found, strict=True)) if len(found) > 1 else found[0])
    placed = next((n for n, each in enumerate(around) if _is_placed(document, each)), 0)
    row.extend(_place(document, around[placed], members[placed]))
    best = group.best
    row.extend(shape_of(best.read.value, best.candidate.text))
    row.extend(_titles(document, best))
    row.append(float(any(each.label_key in vocabulary.labels for each in around)))
    return row


def _is_placed(document: Document, around: Surroundings) -> bool:
    return around.index >= 0 and not document.flags[around.index] & (Flag.HEAD | Flag.SILENT)


def _place(document: Document, around: Surroundings, member: Member) -> tuple[float, ...]:
    if around.index < 0:
        return _NOWHERE
    flags, tag = document.flags[around.index], document.tags[around.index]
    heading = document.once(main_heading)
    count = max(1, len(document))
    length = document.text_length(around.index) if not around.is_in_script else 0
    return (
        float(_is_placed(document, around)),
        float(around.is_in_script),
        (around.index - heading) / count if heading is not None else -2.0,
        around.index / count,
        math.log1p(around.depth),
        min(2.0, len(member.candidate.text) / length) if length else -1.0,
        *(float(bool(flags & mask)) for mask in _FLAG_MASKS),
        *(float(tag in tags) for tags in _TAG_SETS),
    )


_FLAG_MASKS = tuple(map(int, _FLAGS.values()))
_TAG_SETS = tuple(_TAGS.values())


def _titles(document: Document, member: Member) -> tuple[float, float, float]:
    """Whether the value is a title of the page, stands inside one, and stands in the URL."""
    value = member.read.value
    if not isinstance(value, str) or len(value) > 300:
        return 0.0, 0.0, 0.0
    key = label_key(value)
    titles = document.once(title_keys)
    is_long = len(key) >= _MIN_PART
    address = document.once(_address)
    return (
        float(key in titles),
        float(is_long and any(key in title for title in titles)),
        float(is_long and key.replace(" ", "-") in address),
    )


def _address(document: Document) -> str:
    return label_key(document.url).replace(" ", "-")


def type_features(spec: FieldSpec) -> tuple[float, ...]:
    """The field's type and how much its author says of it."""
    is_plain = not (spec.is_date or spec.is_uri or spec.enum)
    return (
        float(spec.type in ("string", "any") and is_plain),
        float(spec.is_numeric),
        float(spec.type == "boolean"),
        float(spec.is_date),
        float(spec.is_uri),
        float(bool(spec.enum)),
        float(spec.is_array),
        float(spec.type == "object"),
        float(spec.concept is not None),
        float(bool(spec.hint_words)),
        float(len(spec.words)),
        float(spec.is_of_page),
    )
