"""How far keys of JSON objects are called as a field is: words only, no values but the examples of a description."""

from collections.abc import Sequence
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of, name_keys
from scraper.extraction.lists.listwords import related_words
from scraper.extraction.words import label_key, singular, split_words, word_set

_STEM = 6  # letters that forms of a word share: "affirmed", "affirming"
_NOISE = word_set("id ids uuid guid key type kind status flag")
_NAME_WORDS = word_set("name text value label display")
_RELATED = 0.6  # belief in a key that is called as such a field often is: "author" for the judge


def own_key(value: dict[str, Any], spec: FieldSpec) -> str | None:
    """The record's key that is called as the field is, in any case style, or None."""
    if spec.name in value:
        return spec.name
    own = "".join(spec.words)
    return next((key for key in value if own and "".join(split_words(key)) == own), None)


def example_share(values: Sequence[Any], spec: FieldSpec) -> float:
    """The share of short texts that hold a word of the field's description: "such as affirmed or reversed"."""
    stems = {word[:_STEM] for word in spec.hint_words if len(word) > _STEM and word not in spec.words}
    texts = [value for value in values if isinstance(value, str)]
    hits = sum(1 for text in texts if len(text) < 80 and any(word[:_STEM] in stems for word in split_words(text)))
    return hits / len(values)


def is_own_name(path: tuple[str, ...], spec: FieldSpec) -> bool:
    """Whether the last key, or all keys together, are called as the field is, in any case style and order of words."""
    words = split_words(path[-1])
    joined, whole = "".join(words), "".join("".join(split_words(key)) for key in path)
    own = "".join(spec.words)
    if not own:
        return path[-1] == spec.name
    return own in (joined, whole) or singular(own) == singular(joined) or sorted(words) == sorted(spec.words)


def name_agreement(path: tuple[str, ...], spec: FieldSpec) -> float:
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
    if last <= _NAME_WORDS and len(path) > 1:
        last = {singular(word) for word in split_words(path[-2])} or last
    if not last:
        return 0.0
    related = {singular(each) for word in spec.words for each in related_words(word)}
    if last <= related or (last - _NAME_WORDS and last - _NAME_WORDS <= related):
        return _RELATED * depth
    overlap = len(present & wanted) / len(wanted)
    hinted = len(last & (wanted | hints)) / len(last)
    penalty = 0.75 if last & _NOISE and not wanted & _NOISE else 1.0
    return min(0.85, 0.55 * overlap + 0.4 * hinted) * depth * penalty if overlap or hinted >= 0.5 else 0.0
