"""The values of a region's records brought into columns: those that stand at the same place of each record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter

from scraper.extraction.document import Document
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.headers import table_headers
from scraper.extraction.lists.leaves import FULL, PIECE, Key, Leaf, LeafReader
from scraper.extraction.lists.regions import Span
from scraper.extraction.locale import PageLocale

_MAX_COLUMNS = 300  # of a region; records of the corpora have some dozens, tables in tables thousands of places
_RARE = 0.04  # of the records at least have a column's value; rarer places are accidents


def columns_of(document: Document, locale: PageLocale, spans: Sequence[Span], learn: Sequence[Span]) -> list[Column]:
    """The columns of the records in these spans; labels are learnt from the spans in `learn`."""
    reader = LeafReader(document)
    reader.learn_labels(learn)
    leaves: list[list[Leaf]] = [reader.read(span) for span in spans]
    return align(document, locale, leaves, table_headers(document, spans[0]))


def align(
    document: Document, locale: PageLocale, records: Sequence[Sequence[Leaf]], headers: Mapping[str, str]
) -> list[Column]:
    """The columns of the records, at most _MAX_COLUMNS, in the order in which their places first occur.

    Places with the same values in the same records are one column, the innermost, which keeps the wider one's label.
    """
    found = _without_false_labels(_by_key(records))
    unique: dict[tuple[object, ...], Key] = {}
    needed = min(len(records), 1 if len(records) < 3 else max(2, int(_RARE * len(records))))
    for key, leaves_of in found.items():
        if len(leaves_of) < needed:
            continue
        group = "text" if key[1] in TEXT_KINDS else "link" if key[1] == "href" else key[1]
        sample = tuple([(number, leaf.text) for number, leaf in islice(leaves_of.items(), 8)])
        known = unique.get((group, len(leaves_of), sample))
        if known is None or _is_better(found[key], found[known]):
            unique[group, len(leaves_of), sample] = key
    kept = set(list(unique.values())[:_MAX_COLUMNS])
    return [
        Column(document, locale, key, leaves_of, len(records), headers.get(next(iter(leaves_of.values())).cell, ""))
        for key, leaves_of in found.items()
        if key in kept
    ]


def _by_key(records: Sequence[Sequence[Leaf]]) -> dict[Key, dict[int, Leaf]]:
    found: defaultdict[Key, dict[int, Leaf]] = defaultdict(dict)
    for number, leaves in enumerate(records):
        for leaf in leaves:
            found[leaf[2]][number] = leaf  # its key: names of a tuple's items are three times as dear
    return dict(found)


def _without_false_labels(found: dict[Key, dict[int, Leaf]]) -> dict[Key, dict[int, Leaf]]:
    """The columns, with those put together that only differ by what looked like a label within their own text.

    "Price: 3" and "Stock: 4" stand in one record and are two columns; "Note: a" and "b" never do and are one.
    """
    groups: dict[tuple[int, str], list[Key]] = {}
    for key in found:
        if "#" not in key[2] and key[1] in TEXT_KINDS:
            groups.setdefault(key[:2], []).append(key)
    merged = dict(found)
    for keys in groups.values():
        if len(keys) < 2 or sum(len(found[key]) for key in keys) != len(set().union(*(found[key] for key in keys))):
            continue
        target = max(keys, key=lambda key: (not key[2], len(found[key])))
        together = ((number, leaf) for key in keys for number, leaf in found[key].items())
        merged[target] = dict(sorted(together, key=itemgetter(0)))
        for key in keys:
            if key != target:
                del merged[key]
    return merged


def _is_better(new: Mapping[int, Leaf], old: Mapping[int, Leaf]) -> bool:
    a, b = next(iter(new.values())), next(iter(old.values()))
    if bool(a.label) != bool(b.label):
        return bool(a.label)
    if a.kind == "href":
        return a.is_heading and not b.is_heading
    return a.kind == FULL and b.kind == PIECE
