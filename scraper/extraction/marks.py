"""Flags of elements: hidden, navigation, footer, side content and the like, read from tag, role and class words."""

from functools import lru_cache

from scraper.extraction.words import split_words, word_set


class Flag:
    """What is known of an element's place; an element has its own flags and those of its ancestors.

    Plain integers: enum.IntFlag makes every test of a flag ten times as dear.
    """

    HIDDEN = 1
    NAV = 2
    FOOTER = 4
    ASIDE = 8  # sidebars, related items, advertisements
    HEADER = 16
    SILENT = 32  # script, style and the like: its text is not seen
    HEAD = 64
    MAIN = 128
    COMMENTS = 256
    CROSSED = 512  # struck through: old prices
    RELATED = 1024  # other items than the one the page is about


SILENT_TAGS = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas"))

HEAD_TAGS = SILENT_TAGS | {"title", "meta", "link", "base", "basefont", "bgsound"}
"""What HTML allows in the head; anything else there belongs to a body that the author did not open."""

BLOCK_TAGS = word_set(
    "html body div p section article main header footer aside nav ul ol li dl dt dd table thead tbody tfoot tr td th "
    "caption h1 h2 h3 h4 h5 h6 pre blockquote figure figcaption form fieldset legend label address hr br option select "
    "button details summary center video audio"
)

TAG_FLAGS: dict[str, int] = {
    **{tag: int(Flag.SILENT) for tag in SILENT_TAGS},
    "head": int(Flag.HEAD),
    "nav": int(Flag.NAV),
    "footer": int(Flag.FOOTER),
    "aside": int(Flag.ASIDE),
    "header": int(Flag.HEADER),
    "main": int(Flag.MAIN),
    "del": int(Flag.CROSSED),
    "s": int(Flag.CROSSED),
    "strike": int(Flag.CROSSED),
}

ROLE_FLAGS: dict[str, int] = {
    "navigation": int(Flag.NAV),
    "menu": int(Flag.NAV),
    "menubar": int(Flag.NAV),
    "contentinfo": int(Flag.FOOTER),
    "complementary": int(Flag.ASIDE),
    "banner": int(Flag.HEADER),
    "main": int(Flag.MAIN),
}

_WORD_FLAGS: dict[str, int] = {
    **dict.fromkeys(("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "megamenu"), int(Flag.NAV)),
    **dict.fromkeys(("footer",), int(Flag.FOOTER)),
    **dict.fromkeys(
        ("sidebar", "ad", "ads", "advert", "advertisement", "sponsored", "promo", "cookie"), int(Flag.ASIDE)
    ),
    **dict.fromkeys(("comments", "comment", "commentlist", "disqus"), int(Flag.COMMENTS)),
    **dict.fromkeys(
        ("related", "recommended", "recommendation", "recommendations", "similar", "upsell", "crosssell", "alsobought"),
        int(Flag.RELATED),
    ),
}

MAX_NAME, MAX_STYLE = 300, 2000  # characters of an attribute that are read: the caches below keep them

PAGE_TAGS = frozenset(("html", "body", "main", "article"))
NOT_OF_PAGES = ~(Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.COMMENTS | Flag.RELATED)
"""What the names of an element of PAGE_TAGS never make it: they say what the page has ("has-sidebar")."""

# Words that make an element with a flag word a wrapper of the whole page, not a menu or sidebar ("has-sidebar").
_DISARMING = frozenset(
    ("has", "with", "no", "wrapper", "page", "body", "content", "left", "right", "layout", "without")
)


@lru_cache(maxsize=8192)
def named_flags(named: str) -> int:
    """The flags that the words of a class or id attribute set."""
    words = split_words(named)
    flags = 0
    for word in words:
        flags |= _WORD_FLAGS.get(word, 0)
    if not flags or not _DISARMING.isdisjoint(words):
        return 0
    return flags


@lru_cache(maxsize=4096)
def style_flags(style: str) -> int:
    """The flags that a style attribute sets."""
    compact = style.replace(" ", "").lower()
    if "display:none" in compact or "visibility:hidden" in compact:
        return Flag.HIDDEN
    return Flag.CROSSED if "line-through" in compact else 0
