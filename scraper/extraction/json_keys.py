"""Which key of JSON objects holds which field: by name words, by type, and by what the values look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of, name_keys
from scraper.extraction.locale import PageLocale
from scraper.extraction.plausibility import plausibility
from scraper.extraction.schema import RecordSchema
from scraper.extraction.words import label_key, singular, split_words, word_set

_MIN_BELIEF = 0.25
_MAX_NESTING = 4
_STEM = 6  # letters that forms of a word share: "affirmed", "affirming"
_EXAMPLE_BELIEF = 0.7
_OWN_NAME_PLAUSIBILITY = 0.4  # at least, for values of a key that is called as the field is: odd, but no guess
_NOISE = word_set("id ids uuid guid key type kind status flag")


@dataclass(frozen=True, slots=True)
class KeyMatch:
    """A path of keys below a record's object that holds a field, and how much to believe it (0..1)."""

    keys: tuple[str, ...]
    belief: float

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer."""
        return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in self.keys)

    def read(self, value: Any) -> Any:
        """What stands at the path in one record's object, or None."""
        for key in self.keys:
            if isinstance(value, list):
                value = value[0] if value else None
            value = value.get(key) if isinstance(value, dict) else None
        return value


def match_keys(objects: Sequence[dict[str, Any]], schema: RecordSchema, locale: PageLocale) -> dict[str, KeyMatch]:
    """Field name -> its best key path; a path serves one field, the one it fits best."""
    paths = key_paths(objects)
    scored = [
        (match.belief, -len(match.keys), spec.name, match.keys)
        for spec in schema.fields
        for match in key_matches(objects, paths, (spec, locale))
    ]
    scored.sort(key=lambda each: (-each[0], -each[1], each[2], each[3]))
    found: dict[str, KeyMatch] = {}
    taken: set[tuple[str, ...]] = set()
    for belief, _, name, path in scored:
        if name not in found and path not in taken:
            found[name] = KeyMatch(path, round(belief, 4))
            taken.add(path)
    return found


def key_paths(objects: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """All paths of keys in the objects, those of arrays by their first element."""
    return sorted({path for each in objects for path in _paths(each, ())})


def key_matches(
    objects: Sequence[dict[str, Any]], paths: Sequence[tuple[str, ...]], how: tuple[FieldSpec, PageLocale]
) -> list[KeyMatch]:
    """Of the paths those that may hold the field, with how much to believe each; in the order given."""
    found = (KeyMatch(path, _belief(path, objects, how)) for path in paths)
    return [match for match in found if match.belief >= _MIN_BELIEF]


def own_key(value: dict[str, Any], spec: FieldSpec) -> str | None:
    """The record's key that is called as the field is, in any case style, or None."""
    if spec.name in value:
        return spec.name
    own = "".join(spec.words)
    return next((key for key in value if own and "".join(split_words(key)) == own), None)


def _paths(value: Any, prefix: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, list):
        value = value[0] if value and isinstance(value[0], dict) else None
    if not isinstance(value, dict) or len(prefix) > _MAX_NESTING:
        return
    for key, inner in value.items():
        path = (*prefix, str(key))
        yield path
        yield from _paths(inner, path)


def _belief(path: tuple[str, ...], objects: Sequence[dict[str, Any]], how: tuple[FieldSpec, PageLocale]) -> float:
    spec, locale = how
    named = _name_agreement(path, spec)
    match = KeyMatch(path, named)
    values = [value for each in objects if (value := match.read(each)) not in (None, "", [], {})]
    if not values:
        return 0.0
    named = max(named, _EXAMPLE_BELIEF * _example_share(values, spec))
    if named <= 0:
        return 0.0
    readable = [_readability(value, spec, locale) for value in values]
    filled = 0.7 + 0.3 * len(values) / len(objects)
    if not is_own_name(path, spec):
        return named * sum(readable) / len(values) * filled
    likely = [max(_OWN_NAME_PLAUSIBILITY, each) for each in readable if each > 0]
    if not likely:
        return 0.0
    belief = named * sum(likely) / len(likely) * (0.5 + 0.5 * len(likely) / len(values)) * filled
    return max(_MIN_BELIEF, belief)


def _example_share(values: Sequence[Any], spec: FieldSpec) -> float:
    """The share of short texts that hold a word of the field's description: "such as affirmed or reversed"."""
    stems = {word[:_STEM] for word in spec.hint_words if len(word) > _STEM and word not in spec.words}
    texts = [value for value in values if isinstance(value, str)]
    hits = sum(1 for text in texts if len(text) < 80 and any(word[:_STEM] in stems for word in split_words(text)))
    return hits / len(values)


def _readability(value: Any, spec: FieldSpec, locale: PageLocale) -> float:
    """0..1: how likely the value is one of the field's type and kind."""
    if spec.type == "object":
        return float(isinstance(value, dict | list))
    if spec.is_array:
        return float(bool(coerce_all(value if isinstance(value, list) else [value], spec, locale)))
    if isinstance(value, list):
        value = value[0] if value else None
    coerced = coerce(value, spec, locale)
    return plausibility(coerced.value, spec) if coerced else 0.0


def is_own_name(path: tuple[str, ...], spec: FieldSpec) -> bool:
    """Whether the last key, or all keys together, are called as the field is, in any case style and order of words."""
    words = split_words(path[-1])
    joined, whole = "".join(words), "".join("".join(split_words(key)) for key in path)
    own = "".join(spec.words)
    if not own:
        return path[-1] == spec.name
    return own in (joined, whole) or singular(own) == singular(joined) or sorted(words) == sorted(spec.words)


def _name_agreement(path: tuple[str, ...], spec: FieldSpec) -> float:
    """0..1: how far the key path is called as the field is."""
    words = split_words(path[-1])
    joined = "".join(words)
    depth = 0.97 ** (len(path) - 1)
    if is_own_name(path, spec):
        return 0.97 * depth
    if joined in name_keys(spec) or label_key(path[-1]) in labels_of(spec):
        return 0.9 * depth
    wanted = {singular(word) for word in spec.words}
    hints = {singular(word) for word in spec.hint_words} | {singular(w) for name in name_keys(spec) for w in (name,)}
    present = {singular(word) for key in path for word in split_words(key)}
    last = {singular(word) for word in words}
    if not last:
        return 0.0
    overlap = len(present & wanted) / len(wanted)
    hinted = len(last & (wanted | hints)) / len(last)
    penalty = 0.75 if last & _NOISE and not wanted & _NOISE else 1.0
    return min(0.85, 0.55 * overlap + 0.4 * hinted) * depth * penalty if overlap or hinted >= 0.5 else 0.0
