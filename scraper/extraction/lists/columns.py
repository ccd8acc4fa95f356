"""One column of a region: the values at the same place of each record, and what they look like.

It knows shapes (date, money, number, link, picture, heading) but no fields: `matching` brings the two together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.extraction.dayshapes import date_purity, without_leading_day
from scraper.extraction.document import Document
from scraper.extraction.explain.excerpts import Kind
from scraper.extraction.lazy import lazy
from scraper.extraction.lists.leaves import FULL, PIECE, Key, Leaf
from scraper.extraction.lists.textshares import holds_money, share, shared_words, spoken_words
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.words import label_key, word_set

PICTURE_KINDS = frozenset(("src", "data-src", "data-original"))
TEXT_KINDS = frozenset((FULL, PIECE))
_SAMPLE = 12  # values that a column's shape is judged by
_MAX_PIECES = 24  # of a text that are counted
_MIN_NAME = 5  # characters of words after a date that are not just a weekday
_WHOLE_TAGS = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em"))
_NUMBER = re.compile(r"\d")
_AMOUNT = re.compile(r"\d[\d.,]*")
_FILE = re.compile(r"\.(?:pdf|docx?|rtf|odt|wpd|txt)$", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"^[^\w]*[+-]?\d[\d.,'\s\u00a0]*[^\w]*[kKmM%]?$")
_CROSSED, _HIDDEN = int(Flag.CROSSED), int(Flag.HIDDEN)
BY_WORDS = word_set("by von par por da di door av af by: von: автор oleh przez tarafindan")
_ANY_LINK = word_set("link links url href")  # class words that any link may have
LAST_WORDS = word_set(
    "last latest recent letzter letzte letzten dernier derniere ultimo ultima laatste ostatni senaste"
)
_NO_LINK = ("javascript:", "#", "mailto:", "tel:", "data:", "whatsapp:", "viber:")


@dataclass(frozen=True)
class Column:
    """The leaves of one place: `leaves[record number]`. `header` is the table's header cell above it, or "".

    `part` is set where the leaves' texts are only parts of that kind of what stands there.
    """

    document: Document
    locale: PageLocale
    key: Key
    leaves: Mapping[int, Leaf]
    records: int
    header: str = ""
    part: Kind | None = None

    @property
    def kind(self) -> str:
        """FULL, PIECE or the name of an attribute."""
        return self.key[1]

    @lazy
    def first(self) -> Leaf:
        """The first record's leaf that has the column."""
        return next(iter(self.leaves.values()))

    @lazy
    def readings(self) -> dict[Any, Any]:
        """What has been read from the column's texts, kept by `readings`: many texts are the same."""
        return {}

    @lazy
    def sample(self) -> list[Leaf]:
        """Some leaves, evenly spread."""
        leaves = list(self.leaves.values())
        step = max(1, len(leaves) // _SAMPLE)
        return leaves[::step][:_SAMPLE]

    @lazy
    def coverage(self) -> float:
        """The share 0..1 of the records that have the value."""
        return len(self.leaves) / max(1, self.records)

    @lazy
    def distinct(self) -> float:
        """Different values per value, 0..1: near 0 for captions of buttons, 1 for titles and links."""
        return len({leaf.text for leaf in self.leaves.values()}) / len(self.leaves)

    @lazy
    def texts(self) -> list[str]:
        """The texts of the sample."""
        return [leaf.text for leaf in self.sample]

    @lazy
    def length(self) -> float:
        """The mean length in characters."""
        return sum(map(len, self.texts)) / len(self.texts)

    @lazy
    def heading(self) -> float:
        """The share of values that stand in a heading."""
        return sum([leaf.is_heading for leaf in self.sample]) / len(self.sample)

    @lazy
    def linked(self) -> float:
        """The share of values that stand in a link which leads somewhere."""
        return share(leaf.link >= 0 and self._leads(leaf.link) for leaf in self.sample)

    @lazy
    def dates(self) -> float:
        """How much the values are dates: 1 where a date is all of the text, less where it stands among other words."""
        return sum([date_purity(text, self.locale) for text in self.texts]) / len(self.texts)

    @lazy
    def dated_names(self) -> float:
        """The share of values that are a date and then other words: "09/06/22 Regular Meeting"."""
        return share(len(without_leading_day(leaf.text)) > _MIN_NAME for leaf in self.sample)

    @lazy
    def money(self) -> float:
        """The share of values that are short and hold an amount with a currency."""
        return share(map(self._holds_money, self.texts)) if self.digits else 0.0

    def _holds_money(self, text: str) -> bool:
        known = self.document.once(_known_money)
        if text not in known:
            known[text] = holds_money(text, self.locale)
        return known[text]

    @lazy
    def amounts(self) -> float:
        """The share of values with several numbers: a price and the old one, or one price for eyes and one for ears."""
        return share(len(_AMOUNT.findall(text[:200])) > 1 for text in self.texts) if self.digits else 0.0

    @lazy
    def digits(self) -> float:
        """The share of values with a digit."""
        return len([text for text in self.texts if _NUMBER.search(text)]) / len(self.texts)

    @lazy
    def numbers(self) -> float:
        """The share of values that are a number and nothing else but signs and units of one letter."""
        return len([text for text in self.texts if _ONLY_NUMBER.match(text)]) / len(self.texts) if self.digits else 0.0

    @lazy
    def links(self) -> float:
        """The share of values, of a column of links, that lead to a page."""
        return share(not leaf.text.strip().lower().startswith(_NO_LINK) for leaf in self.sample)

    @lazy
    def files(self) -> float:
        """The share of values, of a column of links, that lead to a document for download."""
        return share(bool(_FILE.search(leaf.text.split("?")[0].split("#")[0])) for leaf in self.sample)

    @lazy
    def crossed(self) -> float:
        """The share of values that are struck through."""
        return self._flagged(_CROSSED)

    @lazy
    def hidden(self) -> float:
        """The share of values that are not shown."""
        return self._flagged(_HIDDEN)

    def _flagged(self, flag: int) -> float:
        flags = self.document.flags
        return len([leaf for leaf in self.sample if flags[leaf.element] & flag]) / len(self.sample)

    @lazy
    def unspoken(self) -> float:
        """The share of values that are kept from screen readers: what is shown twice is meant for the eye here."""
        kept = self.document.unspoken
        if not kept:
            return 0.0
        parents = self.document.parents
        return share(leaf.element in kept or parents[leaf.element] in kept for leaf in self.sample)

    @lazy
    def label(self) -> str:
        """The label key of what announces the values: a label beside them, else the table's header cell."""
        return label_key(self.first.label) or label_key(self.header)

    @lazy
    def own_tokens(self) -> frozenset[str]:
        """Words of the class, id and itemprop of the values' elements."""
        return frozenset(self._tokens(self.first.element))

    @lazy
    def outer_tokens(self) -> frozenset[str]:
        """The same words of the two elements around them, within the record."""
        leaf = self.first
        found: list[int] = []
        for at in self.document.ancestors(leaf.element):
            if at <= leaf.root or len(found) == 2:
                break
            found.append(at)
        return frozenset(token for at in found for token in self._tokens(at))

    @lazy
    def before(self) -> frozenset[str]:
        """Words of the text that stands before the values, where it is the same in most records ("by", "posted on")."""
        return shared_words([leaf.before for leaf in self.sample], whole=True)

    @lazy
    def shared_words(self) -> frozenset[str]:
        """Words that most of the values have in common ("comments", "views")."""
        if self.kind not in TEXT_KINDS or len(self.sample) < 2 or self.length > 120:
            return frozenset()
        return shared_words(self.texts, whole=False)

    @lazy
    def captions(self) -> frozenset[str]:
        """Of a column of links: words that their texts share."""
        if self.kind != "href":
            return frozenset()
        return shared_words([self.document.text(leaf.element)[:80] for leaf in self.sample], whole=False)

    @lazy
    def path_words(self) -> frozenset[str]:
        """Of a column of links: words that their addresses share."""
        if self.kind != "href":
            return frozenset()
        return shared_words([leaf.text.split("?")[0][:200] for leaf in self.sample], whole=False)

    @lazy
    def link_words(self) -> frozenset[str]:
        """Of a column of texts in links: words that the last parts of the links' addresses share ("/forks")."""
        if self.kind not in TEXT_KINDS or self.linked < 1.0:
            return frozenset()
        hrefs = (self.document.elements[leaf.link].get("href") or "" for leaf in self.sample)
        return shared_words([href.split("?")[0].rstrip("/").rsplit("/", 1)[-1][:60] for href in hrefs], whole=False)

    @lazy
    def parts(self) -> float:
        """How many texts the values are put together from, on average; 1 for plain values, headings and links."""
        return sum(self._parts(leaf) for leaf in self.sample[:6]) / len(self.sample[:6])

    def _parts(self, leaf: Leaf) -> int:
        document = self.document
        if leaf.kind != FULL or document.tags[leaf.element] in _WHOLE_TAGS:
            return 1
        first, last = document.chunk_bounds(leaf.element)
        pieces = document.chunks[first : min(last, first + _MAX_PIECES)]
        return len([piece for piece in pieces if not piece.isspace() and any(map(str.isalnum, piece))])

    @lazy
    def word_sets(self) -> tuple[tuple[float, frozenset[str]], ...]:
        """The words in and around the values that may announce a field, and what each set of them counts."""
        own, outer = self.own_tokens, self.outer_tokens
        found = [(0.9, own), (0.8, self.shared_words), (0.7, self.before), (0.6, self.link_words), (0.55, outer)]
        if self.kind == "href":
            own, outer = own - _ANY_LINK, outer - _ANY_LINK
            found = [(0.9, self.captions), (0.9, own), (0.7, self.before), (0.55, outer), (0.4, self.path_words)]
        return tuple([(weight, words) for weight, words in found if words])

    @lazy
    def is_by_person(self) -> bool:
        """Whether the values, or what stands before them, say "by"."""
        return not BY_WORDS.isdisjoint(self.before) or not BY_WORDS.isdisjoint(self.shared_words)

    @lazy
    def is_last(self) -> bool:
        """Whether the words around the values say that they are the last of several: a last post, a last author."""
        tokens = self.own_tokens | self.outer_tokens
        around = (tokens - _ANY_LINK if self.kind == "href" else tokens) | self.before | set(self.label.split())
        return not LAST_WORDS.isdisjoint(around) or any(word.startswith("last") for word in around)

    @lazy
    def wordy(self) -> float:
        """How much the values are words: 1 for two words of three letters on average, 0 for codes and numbers."""
        return min(1.0, sum([spoken_words(text[:200]) for text in self.texts]) / (2 * len(self.texts)))

    def matching(self, pattern: str) -> float:
        """The share of values in which the regular expression is found."""
        return share(re.search(pattern, leaf.text[:5000]) is not None for leaf in self.sample)

    def _tokens(self, index: int) -> tuple[str, ...]:
        return self.document.tokens(index) if self.document.elements[index].attrib else ()

    def _leads(self, link: int) -> bool:
        href = self.document.elements[link].get("href") or ""
        return bool(href) and not href.strip().lower().startswith(_NO_LINK)


def _known_money(document: Document) -> dict[str, bool]:
    """Text -> whether it holds an amount of money, as far as it was asked."""
    return {}
