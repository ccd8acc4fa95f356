"""Candidates for what the page is called: the main heading, and the page's title without the site's name."""

from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading, meta_title, page_title, title_parts
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key

_TITLE_TRUST = 0.5


def headings(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The main heading and the title for fields that ask what the thing is called; nothing for others."""
    if spec.concept != "title" or not scope.is_page:
        return []
    document = scope.document
    found = []
    heading = document.once(main_heading)
    if heading is not None:
        text = document.text(heading)
        keys = {label_key(part) for part in (*title_parts(page_title(document)), *title_parts(meta_title(document)))}
        agrees = label_key(text) in keys or any(label_key(text) in key for key in keys)
        cues = {"agrees": float(agrees)}
        found.append(
            Candidate(
                text,
                "headings",
                document.path(heading),
                text,
                trust("headings", spec.concept) * (1.0 if agrees else 0.9),
                cues,
            )
        )
    index = next(iter(document.by_tag.get("title", ())), None)
    if index is not None:
        parts = title_parts(page_title(document))
        for rank, part in enumerate(parts[1:2] or parts):
            found.append(Candidate(part, "headings", document.path(index), part, _TITLE_TRUST - 0.1 * rank))
    return found
