"""Peers that read articles: trafilatura (text and metadata) and htmldate (the date), both with their own defaults."""

from typing import Any

import htmldate
import trafilatura


def trafilatura_record(corpus: str, url: str, html: str) -> dict[str, Any]:
    """What trafilatura's extraction gives for the corpus's schema; authors and tags as it separates them."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    if corpus == "articles":
        return {"articleBody": found.text or ""}
    record = {
        "title": found.title,
        "authors": [name.strip() for name in (found.author or "").split(";") if name.strip()],
        "publishing_date": found.date,
        "topics": [*(found.tags or ()), *(found.categories or ())],
        "body": found.text,
    }
    return {name: value for name, value in record.items() if value}


def htmldate_record(corpus: str, url: str, html: str) -> dict[str, Any]:
    """The date that htmldate finds, the original one rather than that of the last change."""
    found = htmldate.find_date(html, url=url, original_date=True, extensive_search=True)
    name = "publishing_date" if corpus == "news" else "date"
    return {name: found} if found else {}
