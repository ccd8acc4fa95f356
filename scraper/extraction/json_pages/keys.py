"""Which key of JSON objects holds which field: by name words, by type, and by what the values look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.explain.excerpts import Kind, excerpt, has_parties, without
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_pages.columns import ONE_OF_MANY, KeyColumn, Path, column_at, parts_for, readability
from scraper.extraction.json_pages.names import example_share, is_own_name, name_agreement
from scraper.extraction.lists.assignment import best_assignment
from scraper.extraction.lists.roles import Role, main_field, role_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.schema import RecordSchema
from scraper.extraction.words import split_words, word_set

_MIN_BELIEF = 0.25
_MAX_NESTING = 4
_EXAMPLE_BELIEF = 0.7
_OWN_NAME_PLAUSIBILITY = 0.4  # at least, for values of a key that is called as the field is: odd, but no guess
_UNNAMED_PART, _UNNAMED_CODE, _UNNAMED_PARTIES = 0.45, 0.4, 0.5  # beliefs where only the values speak for the key
_BYLINE = 0.7  # belief that a name after "by" is the author
_MIN_SHARE = 0.5  # of the values must have the part
_PART = 0.95  # what a part of a value counts, beside a value that is nothing else
_SIBLING = 0.1  # more for a key beside that of a field with which the field shares a word
_TITLED = word_set("title name number no nr ref reference label caption code subject heading")
_FILE_WORDS = word_set("file size date time path url uri link extension mime version revision modified created tick")
_EARLIER = word_set("lower previous prior former earlier origin original parent trial source")
_LABELS = frozenset(("text", "title", "flag"))  # roles of which a description may name values


@dataclass(frozen=True, slots=True)
class KeyMatch:
    """A path of keys below a record's object that holds a field, and how much to believe it (0..1).

    `part` is the kind of part of the text that is the value, `less` are those that other fields take from it. `own` is
    a path whose value tells the array's element that is the record itself; the value is then the element's before it.
    """

    keys: Path
    belief: float
    part: Kind | None = None
    less: tuple[Kind, ...] = ()
    own: Path = ()

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer."""
        return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in self.keys)

    def read(self, value: Any) -> Any:
        """What stands at the path in one record's object, or None; of a text only the part."""
        found = self.place(value)[1]
        if not isinstance(found, str) or not (self.part or self.less):
            return found
        plain = without_markup(found)
        if self.part:
            part = excerpt(self.part, found if self.part == "link" else plain)
            return part or (found if self.part in _WHOLE_TOO else None)
        for kind in self.less:
            plain = without(plain, excerpt(kind, plain) or "") if kind != "link" else plain
        return plain

    def place(self, value: Any) -> tuple[Path, Any]:
        """The steps that lead to the value in one record's object, numbers of array elements too, and the value."""
        own = _at(value, self.own)[1] if self.own else None
        return _at(value, self.keys, own)


_WHOLE_TOO = frozenset(("parties", "lead"))  # parts that may be all of the text


def _at(value: Any, keys: Path, own: Any = None) -> tuple[Path, Any]:
    """The steps to what stands at the keys (of arrays the first element, or the one before the own), and that."""
    steps: list[str] = []
    for key in keys:
        if isinstance(value, list):
            number = _element(value, own) if own is not None else 0
            if number is None:
                return tuple(steps), None
            if number:
                steps.append(str(number))
            value = value[number] if number < len(value) else None
        value = value.get(key) if isinstance(value, dict) else None
        steps.append(key)
    return tuple(steps), value


def _element(values: list[Any], own: Any) -> int | None:
    """The number of the element before the record's own one; None where that is the only one."""
    at = next((n for n, each in enumerate(values) if isinstance(each, dict) and own in each.values()), None)
    if at is None:
        return 0
    return at - 1 if at else 1 if len(values) > 1 else None


def match_keys(objects: Sequence[dict[str, Any]], schema: RecordSchema, locale: PageLocale) -> dict[str, KeyMatch]:
    """Field name -> its key path, in the assignment of keys to fields that is likeliest as a whole.

    A path, or a part of its texts, serves one field; two fields may have two parts of one text.
    """
    columns = _columns(objects)
    main = main_field(schema)
    roles = [role_of(spec, is_main=spec is main) for spec in schema.fields]
    choices = [_choices(columns, spec, role, locale) for spec, role in zip(schema.fields, roles, strict=True)]
    matches = _assigned(_believed(choices))
    beside = [_beside(number, schema, matches) for number in range(len(choices))]
    if any(beside):
        lifted = [
            [replace(m, belief=min(1.0, m.belief + _SIBLING)) if m.keys[:-1] in prefixes else m for m in each]
            for each, prefixes in zip(choices, beside, strict=True)
        ]
        matches = _assigned(_believed(lifted))
    found = {spec.name: match for spec, match in zip(schema.fields, matches, strict=True) if match}
    return {name: _in_context(name, match, found, (schema, objects)) for name, match in found.items()}


def _believed(choices: Sequence[Sequence[KeyMatch]]) -> list[list[KeyMatch]]:
    return [[match for match in each if match.belief >= _MIN_BELIEF] for each in choices]


def _assigned(choices: Sequence[Sequence[KeyMatch]]) -> list[KeyMatch | None]:
    places = sorted({(m.keys, m.part or "") for each in choices for m in each})
    numbers = {place: number for number, place in enumerate(places)}
    # Shallow paths win ties, then those that come first.
    scores = [
        {
            numbers[m.keys, m.part or ""]: m.belief - 1e-4 * len(m.keys) - 1e-9 * numbers[m.keys, m.part or ""]
            for m in each
        }
        for each in choices
    ]
    by_place = [{numbers[m.keys, m.part or ""]: m for m in each} for each in choices]
    return [by_place[row][at] if at is not None else None for row, at in enumerate(best_assignment(scores))]


def _beside(number: int, schema: RecordSchema, matches: Sequence[KeyMatch | None]) -> frozenset[Path]:
    """Where the keys stand of other fields of nested objects whose names share a word with the field's."""
    words = set(schema.fields[number].words)
    return frozenset(
        match.keys[:-1]
        for other, match in enumerate(matches)
        if other != number and match and len(match.keys) > 1 and len(words & set(schema.fields[other].words)) > 1
    )


def _in_context(
    name: str, match: KeyMatch, found: dict[str, KeyMatch], page: tuple[RecordSchema, Sequence[dict[str, Any]]]
) -> KeyMatch:
    """The match without the parts of its texts that other fields take, and knowing the record's own array element."""
    schema, objects = page
    belief = round(match.belief, 4)
    others = [each for other, each in found.items() if other != name]
    less = tuple(dict.fromkeys(each.part for each in others if each.part and each.keys == match.keys))
    spec = schema.field(name)
    own: Path = ()
    if spec is not None and not _EARLIER.isdisjoint(spec.words):
        own = next((each.keys for each in others if _holds_own(match, each, objects)), ())
    return replace(match, belief=belief, less=less if match.part in (None, "parties") else (), own=own)


def _holds_own(match: KeyMatch, other: KeyMatch, objects: Sequence[dict[str, Any]]) -> bool:
    """Whether the array that the match goes through mostly has an element with the other field's value."""
    hits = total = 0
    for each in objects:
        value: Any = each
        own = _at(each, other.keys)[1]
        for key in match.keys:
            if isinstance(value, list):
                break
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, list) and isinstance(own, str | int) and value:
            total += 1
            hits += any(isinstance(inner, dict) and own in inner.values() for inner in value)
    return total > 0 and hits >= _MIN_SHARE * total


def _columns(objects: Sequence[dict[str, Any]]) -> list[KeyColumn]:
    return [column_at(path, objects) for path in key_paths(objects)]


def key_paths(objects: Sequence[dict[str, Any]]) -> list[Path]:
    """All paths of keys in the objects, those of arrays by their first element."""
    return sorted({path for each in objects for path in _paths(each, ())})


def key_matches(
    objects: Sequence[dict[str, Any]], paths: Sequence[Path], how: tuple[FieldSpec, PageLocale]
) -> list[KeyMatch]:
    """Of the paths those that may hold the field, with how much to believe each; in the order given."""
    spec, locale = how
    columns = [column_at(path, objects) for path in paths]
    [found] = _believed([_choices(columns, spec, role_of(spec), locale)])
    return [replace(match, belief=round(match.belief, 4)) for match in found]


def _choices(columns: Sequence[KeyColumn], spec: FieldSpec, role: Role, locale: PageLocale) -> list[KeyMatch]:
    """The columns, and parts of them, that may hold the field."""
    found: list[KeyMatch] = []
    kinds = parts_for(spec, role)
    for column in columns:
        if not column.values:
            continue
        named = name_agreement(column.path, spec)
        belief = _belief(column, named, spec, (role, locale))
        found.append(KeyMatch(column.path, belief))
        for kind in kinds:
            found.append(_part_match(column, kind, named, (spec, role, locale)))
    return [match for match in found if match.belief >= _MIN_BELIEF - _SIBLING]


def _part_match(column: KeyColumn, kind: Kind, named: float, how: tuple[FieldSpec, Role, PageLocale]) -> KeyMatch:
    """The belief that parts of the column's texts are the field."""
    spec, role, locale = how
    parts = column.of(kind)
    if kind == "parties":
        share = sum(has_parties(str(each)) for each in column.values) / len(column.values)
        belief = max(named, _UNNAMED_PARTIES) * (0.7 + 0.3 * column.filled) + 0.01 if share >= _MIN_SHARE else 0.0
        return KeyMatch(column.path, belief if parts.values else 0.0, kind)
    share = len(parts.values) / len(column.values)
    if share < _MIN_SHARE:
        return KeyMatch(column.path, 0.0, kind)
    if kind == "lead":
        named = max(named, _EXAMPLE_BELIEF * example_share(parts.values, spec))
    believed = max(named, _unnamed_part(column.path, kind, spec))
    belief = believed * _PART * parts.fit(spec, role, locale) * (0.5 + 0.5 * share) * (0.7 + 0.3 * column.filled)
    return KeyMatch(column.path, belief + (0.02 if kind == "lead" and belief else 0.0), kind)


def _paths(value: Any, prefix: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, list):
        value = value[0] if value and isinstance(value[0], dict) else None
    if not isinstance(value, dict) or len(prefix) > _MAX_NESTING:
        return
    for key, inner in value.items():
        path = (*prefix, str(key))
        yield path
        yield from _paths(inner, path)


def _unnamed_part(path: Path, kind: Kind, spec: FieldSpec) -> float:
    """The belief in a part of texts whose key tells nothing of the field: less for deep keys and those of files."""
    if kind == "person":
        return _BYLINE if spec.concept == "author" else _UNNAMED_PART
    words = set(split_words(path[-1]))
    if kind == "lead" or words & _FILE_WORDS:
        return 0.0
    return float(_UNNAMED_PART * (1.0 if words & _TITLED else 0.8) * 0.9 ** (len(path) - 1))


def _belief(column: KeyColumn, named: float, spec: FieldSpec, how: tuple[Role, PageLocale]) -> float:
    role, locale = how
    examples = _EXAMPLE_BELIEF * example_share(column.values, spec) if role in _LABELS else 0.0
    named = max(named, examples, _unnamed(column, spec, role))
    if named <= 0:
        return 0.0
    filled = 0.7 + 0.3 * column.filled
    if not is_own_name(column.path, spec):
        return named * column.fit(spec, role, locale) * filled
    readable = [readability(value, spec, locale) for value in column.values]
    likely = [max(_OWN_NAME_PLAUSIBILITY, each) for each in readable if each > 0]
    if not likely:
        return 0.0
    named *= ONE_OF_MANY if column.is_one_of_many and not spec.is_array else 1.0
    belief = named * sum(likely) / len(likely) * (0.5 + 0.5 * len(likely) / len(readable)) * filled
    return max(_MIN_BELIEF, belief)


def _unnamed(column: KeyColumn, spec: FieldSpec, role: Role) -> float:
    """The belief that values alone give: identifiers that people write, under a key that names the record."""
    words = split_words(column.path[-1])
    if role != "code" or spec.is_array or not words or not _TITLED.intersection(words):
        return 0.0
    if _FILE_WORDS.intersection(words):
        return 0.0
    is_code = column.codes >= 0.8 and column.mixed >= 0.5 and column.distinct >= 0.8
    return _UNNAMED_CODE * 0.8 ** (len(column.path) - 1) if is_code else 0.0
