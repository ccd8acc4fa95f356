"""What the elements above a text say of it by their tags and the words of their classes and ids.

No word of any language is known here but those that authors of pages name elements with.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.extraction.document import Document
from scraper.extraction.words import split_words, word_set

CUES: dict[str, frozenset[str]] = {
    "text": word_set("body articlebody bodytext richtext prose paragraph copy storybody fulltext text content article"),
    "comments": word_set("comment comments disqus reply replies respond discussion forum thread"),
    "others": word_set(
        "related recommend recommended recommendation recommendations more read also trending popular latest most "
        "teaser teasers card cards list promo outbrain taboola next previous similar recirc headlines feed stories "
        "infinite suggested sidebar widget rail aside"
    ),
    "media": word_set(
        "caption figcaption credit credits image images photo photos gallery video media slideshow player picture img "
        "embed embedded attachment slide"
    ),
    "byline": word_set("byline author authors bio date time timestamp published dateline writer contributor profile"),
    "meta": word_set("meta tag tags topic topics category categories breadcrumb breadcrumbs keywords info label"),
    "offer": word_set(
        "share sharing social newsletter subscribe subscription signup paywall cookie cookies consent ad ads advert "
        "advertisement sponsor sponsored banner modal popup overlay login register donate support promotion gdpr "
        "shop product affiliate premium message"
    ),
    "frame": word_set("footer nav menu header toolbar navigation bottom bar options button buttons"),
    "lead": word_set(
        "summary lead intro dek standfirst subtitle subheadline excerpt description abstract deck lede chapeau subhead"
    ),
    "title": word_set("title headline heading hed kicker"),
    "notes": word_set("correction disclaimer copyright footnote source note endnote notes legal license"),
    "box": word_set("quote pullquote factbox box infobox table toc faq callout highlight highlights"),
}
_CUE_OF: dict[str, int] = {}
for _bit, _words in enumerate(CUES.values()):
    for _word in _words:
        _CUE_OF[_word] = _CUE_OF.get(_word, 0) | 1 << _bit
# Names of containers of main texts, each kind surer than the one before; words that stand side by side are joined.
_CONTAINERS: tuple[frozenset[str], ...] = (
    word_set("contentmain maincontent pagecontent contentbody maincolumn post entry story article singlepost"),
    word_set(
        "articlecontent storycontent posttext bodytext textbody entrybody contentarticle articlemain singlecontent "
        "blogcontent themecontent sectioncontent fieldbody articlewrapper articlecontainer fulltext"
    ),
    word_set("articlebody entrycontent postcontent postbody articletext storybody articlebodycontent postentry"),
)
_KIND_OF = {word: kind for kind, words in enumerate(_CONTAINERS, 1) for word in words}

ABOVE = ("article", "main", "figure", "li", "table", "blockquote", "section", "button", "form")
"""The tags that count wherever above a text they stand."""

_ABOVE_BIT = {tag: 1 << bit for bit, tag in enumerate(ABOVE)}


class TextCues(NamedTuple):
    """Of an element: its own cues; those of it and all above up to what holds half of the page's prose; the tags above.

    `own` and `side` are masks over CUES, `tags` over ABOVE. `kind` is the surest kind of container that is it or is
    above it (0: none), `holder` that element. The root's `depth` is 0.
    """

    own: int
    side: int
    tags: int
    kind: int
    holder: int
    depth: int


class TextCuesReader:
    """Reads each element once. `mass` is the prose in each element of the document, `total` that of the page."""

    def __init__(self, document: Document, mass: Sequence[float], total: float) -> None:
        self._document = document
        self._mass = mass
        self._half = total / 2
        self._known = {-1: TextCues(0, 0, 0, 0, 0, -1)}

    def of(self, index: int) -> TextCues:
        """The cues of the element; -1 has none."""
        known, document = self._known, self._document
        trail = []
        at = index
        while at not in known:
            trail.append(at)
            at = document.parents[at]
        _, side, tags, kind, holder, depth = known[at]
        for at in reversed(trail):
            attributes = document.elements[at].attrib
            own, names = _own_cues(attributes) if attributes else (0, 0)
            side = 0 if self._mass[at] > self._half else side | own
            tags |= _ABOVE_BIT.get(document.tags[at], 0)
            if names > kind:
                kind, holder = names, at
            depth += 1
            known[at] = TextCues(own, side, tags, kind, holder, depth)
        return known[index]


@lru_cache(maxsize=8192)
def _named(named: str) -> tuple[int, int]:
    """The cues of a class or id as a mask, and the kind of container that it names."""
    words = split_words(named[:300])
    mask = kind = 0
    before = ""
    for word in words:
        mask |= _CUE_OF.get(word, 0)
        kind = max(kind, _KIND_OF.get(word, 0), _KIND_OF.get(before + word, 0))
        before = word
    return mask, kind


def _own_cues(attributes: Mapping[str, str]) -> tuple[int, int]:
    mask = kind = 0
    for name in ("class", "id"):
        named = attributes.get(name)
        if named:
            cues, names = _named(named)
            mask |= cues
            kind = max(kind, names)
    if "articlebody" in (attributes.get("itemprop") or "").lower():
        kind = len(_CONTAINERS) + 1
    return mask, kind
