"""What can be said of a place on a page: how it is shown, what part of the page it is in, what it is called there."""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml.etree import XPathError
from lxml.html import HtmlElement

from scraper.extraction.cards import in_cards
from scraper.extraction.document import Document
from scraper.extraction.labels import label_of
from scraper.extraction.marks import Flag
from scraper.extraction.sources.money import amounts
from scraper.extraction.words import clean

# How a place is shown, in the words of an explanation; the first that fits is the most telling one.
_FACTS: tuple[tuple[int, str], ...] = (
    (int(Flag.CROSSED), "struck through"),
    (int(Flag.HIDDEN), "not shown on the page"),
    (int(Flag.NAV), "in a menu"),
    (int(Flag.FOOTER), "in the footer"),
    (int(Flag.RELATED), "among related items"),
    (int(Flag.COMMENTS), "in a comment or review"),
    (int(Flag.ASIDE), "beside the content"),
)
_CHOICES = frozenset(("option", "select"))
_NOT_AN_ELEMENT = re.compile(r"(?:/@[\w:.-]+|/text\(\)\[\d+\])$")
_MAX_CONTEXT = 160  # characters of the text around a value
_MAX_WIDENING = 4  # elements around it that are tried for more context


@dataclass(frozen=True)
class Standing:
    """One place of a page. `index` is its element, None for places that no element of the page has ("url", scripts)."""

    document: Document
    index: int | None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """How it is shown, where that is not plainly: "struck through", "in a menu", "in a card of another thing"."""
        if self.index is None:
            return ()
        flags = self.document.flags[self.index]
        if flags & int(Flag.HEAD | Flag.SILENT):
            return ()
        found = [fact for flag, fact in _FACTS if flags & flag]
        if self.document.tags[self.index] in _CHOICES:
            found.append("an option that could be chosen")
        if self.index in self.document.once(_in_cards) or in_cards(self.document, [self.index]):
            found.append("in a card of another thing")
        return tuple(found)

    @cached_property
    def label(self) -> str:
        """The label that the page gives it ("Art.-Nr."), or ""."""
        if self.index is None:
            return ""
        pair = label_of(self.document, self.index)
        return pair.label if pair is not None else ""

    @property
    def words(self) -> str:
        """Tag and naming words of the element: "span price current"; "" for no element."""
        if self.index is None:
            return ""
        words = dict.fromkeys(self.document.tokens(self.index))
        return " ".join((self.document.tags[self.index], *list(words)[:6]))

    @property
    def context(self) -> str:
        """The text around it, 160 characters at most; "" for no element."""
        if self.index is None or self.document.flags[self.index] & int(Flag.HEAD | Flag.SILENT):
            return ""
        at, widest = self.index, self.index
        for _ in range(_MAX_WIDENING):
            at = self.document.parents[at]
            if at < 0 or self.document.text_length(at, _MAX_CONTEXT + 1) > _MAX_CONTEXT:
                break
            widest = at
        return clean(self.document.text(widest))[:_MAX_CONTEXT]


def standing_of(document: Document, path: str) -> Standing:
    """The place that an evidence path names; one without an element for "url" and for what is not there."""
    xpath = _NOT_AN_ELEMENT.sub("", path.partition("#")[0])
    if not xpath.startswith("/"):
        return Standing(document, None)
    try:
        found = document.root.getroottree().xpath(xpath)
    except XPathError:
        return Standing(document, None)
    element = found[0] if isinstance(found, list) and found else None
    is_element = isinstance(element, HtmlElement) and isinstance(element.tag, str)
    return Standing(document, document.index_of(element) if is_element else None)


def _in_cards(document: Document) -> frozenset[int]:
    """The amounts of money in cards of other things; cards are known by what their like hold, too."""
    return in_cards(document, [each.index for each in document.once(amounts)])
