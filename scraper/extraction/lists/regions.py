"""Repeated regions of a page: the groups of like elements that may be a list's records. It knows no fields.

A record is a span: a run of siblings, most often one element. Regions are over-generated on purpose (items, their rows,
their parts, menus) and cut to the weightiest; which of them is the list is decided by the schema (`listing`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log2
from operator import itemgetter
from statistics import median_low

from scraper.extraction.document import Document
from scraper.extraction.marks import Flag
from scraper.extraction.words import word_set

Span = tuple[int, int]
"""A record's place: index of its first element, and the end of the range of indexes that belong to it."""

MAX_REGIONS = 36  # tried 24, 36 and 48 on the list corpora: 24 loses lists, 48 only time
MAX_RECORDS = 2_000  # some 0.5 ms each: bounds hostile pages; the largest list of the corpora has 315 records
_MIN_RUN_PARENT_TEXT = 60  # characters; smaller parents hold no flat list
_NUMBERED = 3  # digits from which a class word numbers the record ("post-1581"); "col-4" tells its kind
_MAX_HEADS = 8  # heads tried per parent

_TRANSPARENT = frozenset(("tbody", "tfoot"))
_NEVER = word_set(
    "html head body script style noscript template svg path br hr wbr img input option source meta link title "
    "base col colgroup thead th em strong b i u small sub sup font iframe object param"
)
_OFF = int(Flag.NAV | Flag.FOOTER | Flag.HIDDEN)
_UNSEEN = int(Flag.SILENT | Flag.HEAD)
# Of 93 labelled lists none has records of more than 96 elements in the median, or one of more than 162 or 4 times that.
_MAX_SPAN = 300  # elements; a record is smaller, a column of the page is larger
_LARGE, _UNEVEN = 200, 8
_MIN_MASS = 2  # characters of a span; others are spacers
_BITS = 20  # of a number in a key: more than there are elements
_OFF_CONTENT = 0.2  # what a character counts in menus, footers and hidden parts
_LINK_TEXT = 0.5
_TAG_MASS = {"a": 6.0, "img": 15.0}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

# Class words that tell a record's state or place in the list, not its kind.
_STATE_WORDS = word_set(
    "odd even first last alt alternate active current selected new hot sticky stickied locked sold sale "
    "featured open closed read unread left right clear clearfix group row0 row1 row2 alt1 alt2 bg1 bg2 on off "
    "focus hover"
)


@dataclass(frozen=True, slots=True)
class Region:
    """Like spans in page order. `weight` is the share 0..1 of the page's text (images and links count too) in them.

    `left_out` is the number of further spans that are not read because there are too many.
    """

    spans: tuple[Span, ...]
    weight: float
    left_out: int = 0

    @property
    def count(self) -> int:
        """How many records the region proposes."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Masses:
    """Running totals over the elements: `totals[b] - totals[a]` is the mass of the elements a..b-1."""

    totals: list[float]

    def of(self, span: Span) -> float:
        """The mass of the span: characters of text, less for those of links and menus, and a little for images."""
        return self.totals[span[1]] - self.totals[span[0]]


def candidate_regions(document: Document) -> list[Region]:
    """The page's weightiest groups of two or more like spans, best first; empty for a page without repetition."""
    masses = document.once(_masses)
    groups = _distinct(chain(_path_groups(document, masses), _run_groups(document, masses)), masses)
    page_mass = max(1.0, masses.totals[-1])
    ranked = sorted((_region(spans, mass / page_mass) for spans, mass in groups), key=lambda region: -_prior(region))
    return ranked[:MAX_REGIONS]


def region_of_spans(document: Document, spans: Iterable[Span]) -> Region:
    """A region of spans that somebody else has chosen (an explicit selector), in page order."""
    masses = document.once(_masses)
    ordered = sorted(set(spans))
    return _region(ordered, sum(map(masses.of, ordered)) / max(1.0, masses.totals[-1]))


def _region(spans: Sequence[Span], weight: float) -> Region:
    return Region(tuple(spans[:MAX_RECORDS]), weight, max(0, len(spans) - MAX_RECORDS))


def _prior(region: Region) -> float:
    return float(region.weight**0.5 * log2(1 + min(region.count, 40)))


def _masses(document: Document) -> Masses:
    totals = [0.0]
    total = 0.0
    for tag, flags, text, tail in zip(document.tags, document.flags, document.texts, document.tails, strict=True):
        if not flags & _UNSEEN:
            mass = _TAG_MASS.get(tag, 0.0)
            if text:
                mass += len(text.strip()) * (_LINK_TEXT if tag == "a" else 1.0)
            if tail:
                mass += len(tail.strip())
            total += mass * (_OFF_CONTENT if flags & _OFF else 1.0)
        totals.append(total)
    return Masses(totals)


@lru_cache(maxsize=8192)
def kind_classes(named: str) -> str:
    """The class attribute without words that number a record or tell its state: "post-12 post odd" -> "post"."""
    words = named.split()
    kept = [word for word in words[:12] if sum(map(str.isdigit, word)) < _NUMBERED and word.lower() not in _STATE_WORDS]
    return " ".join(sorted(set(kept)))


def kinds_by_name(document: Document) -> dict[str, str]:
    """The kind of each class attribute of the page."""
    return {name: kind_classes(name) for name in dict.fromkeys(document.class_names)}


def kinds_of(document: Document) -> list[str]:
    """Each element's kind by class; kept with the page by `Document.once`."""
    return list(map(document.once(kinds_by_name).__getitem__, document.class_names))


def _numbered(values: Sequence[str]) -> list[int]:
    """A number for each of the values, the same for the same, 0 for ""."""
    numbers = {"": 0}
    return [numbers.setdefault(value, len(numbers)) for value in values]


def _path_groups(document: Document, masses: Masses) -> list[list[Span]]:
    """Elements that share their path from the root, or their parent, by tag and by class.

    Keys are numbers, a path's or an element's and a tag's or a kind's in one: this looks at every element.
    """
    groups: tuple[defaultdict[int, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))
    of_tag_path, beside, of_class_path, of_kind = groups
    tag_paths, class_paths = [0] * (len(document) + 1), [0] * (len(document) + 1)  # the last: above the root
    numbers: dict[int, int] = {}
    ends, parents, totals = document.ends, document.parents, masses.totals
    tag_numbers, kinds = _numbered(document.tags), _numbered(document.once(kinds_of))
    by_number = dict(zip(tag_numbers, document.tags, strict=True))
    transparent = {number for number, tag in by_number.items() if tag in _TRANSPARENT}
    never = {number for number, tag in by_number.items() if tag in _NEVER}
    index = -1
    for mass, end in zip(totals, ends, strict=False):
        index += 1
        if totals[end] - mass <= _MIN_MASS:
            continue  # nor does anything in it hold more
        tag, kind, parent = tag_numbers[index], kinds[index], parents[index]
        above_tags, above_classes = tag_paths[parent], class_paths[parent]
        if tag in transparent:
            tag_paths[index], class_paths[index] = above_tags, above_classes
            continue
        tag_path = numbers.setdefault(above_tags << 2 * _BITS | tag, len(numbers) + 1)
        class_path = tag_path
        if kind or above_classes != above_tags:
            class_path = numbers.setdefault((above_classes << _BITS | kind) << _BITS | tag, len(numbers) + 1)
        tag_paths[index], class_paths[index] = tag_path, class_path
        if tag in never:
            continue
        of_tag_path[tag_path].append(index)
        beside[parent << _BITS | tag].append(index)
        if class_path != tag_path:
            of_class_path[class_path].append(index)
            if kind:
                of_kind[tag_path << _BITS | kind].append(index)
    found = [indexes for kept in groups for indexes in kept.values() if len(indexes) > 1]
    found.sort(key=itemgetter(0))
    return [[(index, ends[index]) for index in indexes] for indexes in found]


def _run_groups(document: Document, masses: Masses) -> Iterator[list[Span]]:
    """Runs of siblings that start at like heads: dt dd dd, h3 p p, tr tr, a br a br."""
    for parent, end in enumerate(document.ends):
        if end - parent < 5 or masses.of((parent, end)) < _MIN_RUN_PARENT_TEXT:
            continue
        if document.flags[parent] & _UNSEEN:
            continue
        children = [child for child in document.children(parent) if not document.flags[child] & _UNSEEN]
        if len(children) < 4:
            continue
        yield from _runs_of(document, children)


def _runs_of(document: Document, children: Sequence[int]) -> Iterator[list[Span]]:
    kinds = [_child_kinds(document, child) for child in children]
    if len(set(kinds)) == 1:
        return
    heads: dict[str, None] = {}
    counts: Counter[str] = Counter(kind for names in kinds for kind in dict.fromkeys(names))
    for names in kinds:
        for kind in names:
            if counts[kind] > 1 and kind not in heads and len(heads) < _MAX_HEADS:
                heads[kind] = None
    for head in heads:
        if counts[head] < len(children):
            yield _cut(document, children, [head in names for names in kinds])


def _child_kinds(document: Document, child: int) -> tuple[str, ...]:
    tag = document.tags[child]
    if tag in ("br", "hr", "script"):
        return ()
    classes = document.once(kinds_of)[child]
    has_link = tag != "a" and "a" in document.tags[child : min(document.ends[child], child + 12)]
    return _names_of_kind(tag, classes, has_link=has_link)


@lru_cache(maxsize=4096)
def _names_of_kind(tag: str, classes: str, *, has_link: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys((tag, f"{tag}.{classes}", f"{tag}.{classes}{'+a' if has_link else ''}")))


def _cut(document: Document, children: Sequence[int], is_head: Sequence[bool]) -> list[Span]:
    """The spans from each head to the next one, to a heading of a higher level, or to the usual length."""
    starts = [at for at, yes in enumerate(is_head) if yes]
    level = _HEADINGS.get(document.tags[children[starts[0]]], 7)
    runs: list[tuple[int, int]] = []
    for start, after in zip(starts, [*starts[1:], len(children)], strict=True):
        end = start + 1
        while end < after and _HEADINGS.get(document.tags[children[end]], 7) >= level:
            end += 1
        runs.append((start, end))
    longest = max((end - start for start, end in runs[:-1]), default=1)
    start, end = runs[-1]
    runs[-1] = (start, min(end, start + longest))
    return [(children[start], document.ends[children[end - 1]]) for start, end in runs]


def _distinct(groups: Iterable[list[Span]], masses: Masses) -> Iterator[tuple[list[Span], float]]:
    """The groups without copies, each with its mass: of nested wrappers with the same content, the outermost."""
    seen: set[tuple[int, float, float]] = set()
    same: set[tuple[int, Span, Span]] = set()
    totals = masses.totals
    for spans in groups:
        ends = (len(spans), spans[0], spans[-1])
        if ends in same:
            continue
        same.add(ends)
        full = [span for span in spans if totals[span[1]] - totals[span[0]] > _MIN_MASS]
        if len(full) < 2 or _is_layout(full):
            continue
        total = sum([totals[end] - totals[first] for first, end in full])
        key = (len(full), total, totals[full[0][1]])
        if key not in seen:
            seen.add(key)
            yield full, total


def _is_layout(spans: Sequence[Span]) -> bool:
    """Whether the spans are parts of a page, not of a list: large ones, or one large one and scraps."""
    sizes = [end - first for first, end in spans]
    total, largest = sum(sizes), max(sizes)
    return total > _MAX_SPAN * len(sizes) or (largest > _LARGE and largest > _UNEVEN * median_low(sizes))
