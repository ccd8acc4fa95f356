"""What a page says it is about, in its own metadata."""

from scraper.extraction.document import Document
from scraper.extraction.sources.meta import meta_elements
from scraper.extraction.words import word_set

ABOUT_ONE = word_set("article product recipe newsarticle blogposting jobposting event video book movie video.other")
"""Kinds of pages and types of items that whole pages are about."""


def declares_one(document: Document) -> bool:
    """Whether the page's og:type is that of one thing: an article, a product."""
    declared = document.once(meta_elements).get("og:type", [])
    kind = declared[0][1].strip().lower() if declared else ""
    return kind in ABOUT_ONE or kind.rsplit(":", 1)[-1] in ABOUT_ONE or kind.startswith("product")
