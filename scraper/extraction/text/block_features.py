"""What is known of the blocks of a page's text: numbers by which those of the main text are told from the rest.

After boilerpipe (Kohlschütter, Fankhauser, Nejdl 2010: text and link density of a block and its neighbours), Dragnet
(Peters, Lecocq 2013: words of class and id), Readability (mass of prose handed up to the ancestors) and trafilatura
(Barbaresi 2021: names of containers of articles). Ours are the blocks of one make (`_makes`) and that cues of an
element count only where it holds less than half of the page's prose.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.extraction.document import Document
from scraper.extraction.headings import main_heading, title_keys
from scraper.extraction.marks import Flag
from scraper.extraction.text.blocks import TextBlock
from scraper.extraction.text.cues import ABOVE, CUES, TextCuesReader
from scraper.extraction.words import label_key

_TAGS = ("p", "li", "div", "blockquote", "figcaption")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BUTTON = 1 << ABOVE.index("button")
_ABOVE_BITS = tuple(bit for bit, tag in enumerate(ABOVE) if tag != "button")
_ABOVE_MASKS = tuple(1 << bit for bit in _ABOVE_BITS)
_CUE_MASKS = tuple(1 << bit for bit in range(len(CUES)))
_NO_TAG = (0.0,) * len(_TAGS)
_TAG_BITS = {tag: tuple(float(tag == each) for each in _TAGS) for tag in _TAGS}
_FLAGS = {
    "hidden": Flag.HIDDEN,
    "aside": Flag.ASIDE,
    "header": Flag.HEADER,
    "main": Flag.MAIN,
    "comments": Flag.COMMENTS,
    "related": Flag.RELATED,
}
_FLAG_MASKS = tuple(map(int, _FLAGS.values()))
_OFF = int(Flag.NAV | Flag.FOOTER)
_LINKED = 0.95  # share of a block's characters in links from which on it is no text of its own
_SENTENCE_END = tuple('.!?…。！？"”»’।۔')
_STOPS = (".", ",", ";", "。", "、", "،", "؟", "।")
_PROSE = 40  # characters from which on a block with a stop counts as prose
_NEAR = (-2, -1, 1, 2)
_NOTHING = (0.0, 0.0, 0.0, 0.0)
_FAR = 60  # blocks
_MAX_LENGTH = 2000  # characters
_MANY = 600  # blocks of a page, from which on only _ALIKE of each make are looked at: 50 us each
_ALIKE = 60
_TOP_SHARE = 0.6  # of the page's prose
_WIDE_SCALE = 2.5  # what a character counts in scripts without spaces: they say in one what others say in about three
_DIGITS = re.compile(r"\d")
_WIDE = re.compile("[\u2e80-\u9fff]")

FEATURES: tuple[str, ...] = (
    *("length", "words", "link_share", "links", "stops", "ends", "digits", "word_length", "address", "is_heading"),
    *(f"is_{tag}" for tag in _TAGS),
    *(f"in_{ABOVE[bit]}" for bit in _ABOVE_BITS),
    *(f"flag_{name}" for name in _FLAGS),
    *(f"near_{name}" for name in CUES),
    *(f"side_{name}" for name in CUES),
    *(
        "container",
        "container_gap",
        "container_share",
        "is_title",
        "repeated",
        "depth",
        "from_heading",
        "position",
        "to_end",
    ),
    *("mass_own", "mass_parent", "mass_grand", "mass_great", "in_top", "top_distance", "after_top", "parent_runs"),
    *("make_count", "make_length", "make_links", "make_mass", "make_spread"),
    *(f"{what}{step:+d}" for step in _NEAR for what in ("length", "links", "stops", "make")),
    *("heading-1", "page_mass", "page_runs"),
)


class Rows(NamedTuple):
    """Position of a block -> its row of `FEATURES`; those of menus, footers, buttons and mere links have none.

    On pages of very many blocks those of a make beyond the first have none either: `likes` gives, for each, others of
    its make that do.
    """

    rows: dict[int, list[float]]
    likes: dict[int, list[int]]


def rows(document: Document, found: Sequence[TextBlock]) -> Rows:
    """The blocks' rows; none for a page without blocks."""
    return _Page(document, found).rows() if found else Rows({}, {})


class _Page:
    """One page's blocks, looked at together before each."""

    def __init__(self, document: Document, found: Sequence[TextBlock]) -> None:
        self._document = document
        self._found = found
        scale = self._scale = _script_scale(found)
        self._lengths = [scale * len(block.text) for block in found]
        self._links = [block.linked / len(block.text) for block in found]
        self._stops = [sum(map(block.text.count, _STOPS)) for block in found]
        self._mass, self._total, self._top = self._masses()
        self._cues = TextCuesReader(document, self._mass, self._total)
        self._makes, self._make_of = self._grouped()
        self._titles = document.once(title_keys)
        self._longest_title = 1.2 * max(map(len, self._titles), default=0)  # a key has no punctuation
        heading = document.once(main_heading)
        self._start = next((i for i, block in enumerate(found) if heading is not None and block.owner >= heading), 0)
        self._copies = Counter(block.text for block in found)
        self._below = Counter(document.parents[block.owner] for block in found)
        self._near = [
            (math.log1p(min(length, _MAX_LENGTH)), share, float(min(9, stops)))
            for length, share, stops in zip(self._lengths, self._links, self._stops, strict=True)
        ]
        self._kind = 0  # of the surest container on the page
        self._page = (math.log1p(self._total), math.log1p(len(found)))

    def rows(self) -> Rows:
        wanted = self._wanted()
        self._kind = max((self._cues.of(self._found[i].owner).kind for i in wanted), default=0)
        is_long = len(wanted) > _MANY
        table: dict[int, list[float]] = {}
        likes: dict[int, list[int]] = {}
        known: dict[int, list[int]] = {}
        for i in wanted:
            alike = known.setdefault(self._make_of[i], [])
            if is_long and len(alike) == _ALIKE:
                likes[i] = alike
                continue
            alike.append(i)
            table[i] = self._row(i)
        return Rows(table, likes)

    def _wanted(self) -> list[int]:
        flags, cues = self._document.flags, self._cues
        return [
            i
            for i, block in enumerate(self._found)
            if self._links[i] < _LINKED and not flags[block.owner] & _OFF and not cues.of(block.owner).tags & _BUTTON
        ]

    def _row(self, i: int) -> list[float]:
        block = self._found[i]
        row = [*self._of_text(i), *self._of_names(block), *self._of_place(i), *self._makes[self._make_of[i]]]
        for step in _NEAR:
            row += self._neighbour(i, i + step)
        row.append(float(i > 0 and self._document.tags[self._found[i - 1].owner] in _HEADINGS))
        row += self._page
        return row

    def _of_text(self, i: int) -> list[float]:
        text = self._found[i].text
        size = len(text)
        words = text.count(" ") + 1
        return [
            self._near[i][0],
            float(min(words, _FAR)),
            self._links[i],
            float(min(self._found[i].links, 9)),
            float(min(self._stops[i], 20)),
            float(text.endswith(_SENTENCE_END)),
            len(_DIGITS.findall(text[:80])) / min(80, size),
            self._scale * size / words,
            float("©" in text or "@" in text or "http" in text),
        ]

    def _of_names(self, block: TextBlock) -> list[float]:
        document = self._document
        tag, flags = document.tags[block.owner], document.flags[block.owner]
        own, side, above, kind, holder, _ = self._cues.of(block.owner)
        own |= self._cues.of(document.parents[block.owner]).own
        return [
            float(tag in _HEADINGS),
            *_TAG_BITS.get(tag, _NO_TAG),
            *_bits(above, _ABOVE_MASKS),
            *_bits(flags, _FLAG_MASKS),
            *_bits(own, _CUE_MASKS),
            *_bits(side, _CUE_MASKS),
            float(kind),
            float(self._kind - kind),
            self._mass[holder] / self._total if kind else 0.0,
        ]

    def _of_place(self, i: int) -> list[float]:
        document, top, text = self._document, self._top, self._found[i].text
        owner = self._found[i].owner
        parent, n = document.parents[owner], len(self._found)
        depth = self._cues.of(owner).depth
        is_in_top = top <= owner < document.ends[top]
        return [
            float(len(text) <= self._longest_title and label_key(text) in self._titles),
            float(min(9, self._copies[text] - 1)),
            float(depth),
            float(max(-_FAR, min(_FAR, i - self._start))),
            i / n,
            float(min(_FAR, n - i)),
            *self._shares(owner),
            float(is_in_top),
            float(depth - self._cues.of(top).depth) if is_in_top else -1.0,
            float(owner >= document.ends[top]),
            float(min(_FAR, self._below[parent])),
        ]

    def _shares(self, owner: int) -> list[float]:
        """The shares of the page's prose in the element, its parent, and the two above that."""
        shares = []
        at = owner
        for _ in range(4):
            shares.append(self._mass[at] / self._total if at >= 0 else 1.0)
            at = self._document.parents[at] if at >= 0 else -1
        return shares

    def _neighbour(self, i: int, other: int) -> tuple[float, ...]:
        if not 0 <= other < len(self._found):
            return _NOTHING
        return (*self._near[other], float(self._make_of[other] == self._make_of[i]))

    def _masses(self) -> tuple[list[float], float, int]:
        """Each element's mass of prose, that of the page, and the deepest element with most of it."""
        mass = [0.0] * len(self._document)
        parents, flags = self._document.parents, self._document.flags
        for block, length, stops, share in zip(self._found, self._lengths, self._stops, self._links, strict=True):
            if length >= _PROSE and stops and not flags[block.owner] & _OFF:
                mass[block.owner] += min(length, _MAX_LENGTH) * (1 - share) ** 2
        total = sum(mass) or 1.0
        top = 0
        for index in range(len(mass) - 1, 0, -1):
            if mass[index]:
                mass[parents[index]] += mass[index]
                if mass[index] >= _TOP_SHARE * total and index > top:
                    top = index
        return mass, total, top

    def _grouped(self) -> tuple[list[tuple[float, ...]], list[int]]:
        """The makes, and which of them each block is of.

        Runs are of one make if their elements have the same tag and class and their parents too. A make is (count,
        mean length, link share, share of all prose, parents for each block).
        """
        document = self._document
        numbers: dict[tuple[str | None, ...], int] = {}
        members: list[list[int]] = []
        make_of = []
        for i, block in enumerate(self._found):
            parent = max(0, document.parents[block.owner])
            key = (
                document.tags[block.owner],
                document.elements[block.owner].get("class"),
                document.tags[parent],
                document.elements[parent].get("class"),
            )
            number = numbers.setdefault(key, len(members))
            if number == len(members):
                members.append([])
            members[number].append(i)
            make_of.append(number)
        prose = [sum(map(self._prose, each)) for each in members]
        total = sum(prose) or 1.0
        return [
            (*self._make(each), mass / total, self._spread(each)) for each, mass in zip(members, prose, strict=True)
        ], make_of

    def _prose(self, i: int) -> float:
        return self._lengths[i] * (1 - self._links[i]) if self._lengths[i] >= _PROSE else 0.0

    def _make(self, members: Sequence[int]) -> tuple[float, float, float]:
        length = sum(self._lengths[i] for i in members)
        linked = sum(self._links[i] * self._lengths[i] for i in members)
        return min(_FAR, len(members)), length / len(members), linked / length

    def _spread(self, members: Sequence[int]) -> float:
        return len({self._document.parents[self._found[i].owner] for i in members}) / len(members)


@lru_cache(maxsize=8192)
def _bits(mask: int, wanted: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(float(mask & each > 0) for each in wanted)


def _script_scale(found: Sequence[TextBlock]) -> float:
    """What a character counts on the page, 1 for scripts that put spaces between words."""
    sample = "".join(block.text[:200] for block in found)[:10_000]
    if sample.isascii():
        return 1.0
    return _WIDE_SCALE if len(_WIDE.findall(sample)) > 0.2 * len(sample) else 1.0
