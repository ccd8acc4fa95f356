"""A concept that schemas ask for: how fields, labels, JSON keys and meta elements name it.

`names` are what schema authors call such a field (label keys without spaces), `labels` what pages print beside the
value, in several languages, `keys` where structured data holds it (schema.org property paths, best first), `meta` the
names of meta elements, `tokens` words of class and id attributes. All but `keys` are folded (`words.fold`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that fields of many names mean."""

    name: str
    names: tuple[str, ...]
    labels: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def concept(name: str, names: str, labels: str = "", **other: str) -> Concept:
    """The concept of that name. Names, keys, meta and tokens are separated by spaces, labels by "|"."""
    split = {key: tuple(value.split()) for key, value in other.items()}
    return Concept(name, tuple(names.split()), tuple(filter(None, labels.split("|"))), **split)
