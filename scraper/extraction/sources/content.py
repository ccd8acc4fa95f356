"""Candidates for long texts: the page's main text without menus, advertisements and comments (trafilatura)."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import title_keys
from scraper.extraction.scope import Scope
from scraper.extraction.trust import trust
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key

_MIN_LENGTH = 80
_SHORT_TRUST = 0.4
_PROBE = 40
_MIN_SHARE = 0.5  # of the main text that its element holds at least: spares normalising those that cannot


def content(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The main text for fields that ask for a body; nothing for others or inside a part of a page."""
    if spec.concept != "body" or spec.type not in ("string", "any") or spec.is_array or not scope.is_page:
        return []
    text, path = scope.document.once(main_text)
    if not text:
        return []
    return [
        Candidate(
            text, "content", path, text, trust("content", spec.concept) if len(text) >= _MIN_LENGTH else _SHORT_TRUST
        )
    ]


def main_text(document: Document) -> tuple[str, str]:
    """The main text, its paragraphs on lines of their own, and the path of the smallest element that holds it."""
    import trafilatura  # heavy: most pages of most jobs ask for no body

    text = trafilatura.extract(
        trafilatura.load_html(document.page.text),
        include_comments=False,
        include_tables=True,
        favor_precision=False,
        deduplicate=False,
    )
    text = _without_title(text or "", document.once(title_keys))
    if not text:
        return "", ""
    return text, document.path(_container(document, text))


def _without_title(text: str, titles: frozenset[str]) -> str:
    """The text without first lines that only repeat the page's title."""
    lines = text.splitlines()
    while lines and label_key(lines[0]) in titles:
        lines.pop(0)
    return "\n".join(lines)


def _container(document: Document, text: str) -> int:
    """The deepest element that holds the first and the last words of the text, else <body>."""
    body = next(iter(document.by_tag.get("body", ())), 0)
    probes = [label_key(line)[:_PROBE] for line in text.splitlines() if len(line) > _PROBE]
    if not probes:
        return body
    at, least = body, int(_MIN_SHARE * len(text))
    while True:
        children = (c for c in document.children(at) if document.text_length(c, least) >= least)
        inner = next((c for c in children if _holds(document, c, (probes[0], probes[-1]))), None)
        if inner is None:
            return at
        at = inner


def _holds(document: Document, index: int, probes: tuple[str, str]) -> bool:
    key = label_key(document.text(index))
    return all(probe in key for probe in probes)
