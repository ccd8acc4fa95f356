"""Autopager (a CRF over a page's links): as its package ships it, and trained anew on the other sites' pages.

Its model labels links NEXT, PREV, PAGE or O. The prediction is the first link that it labels NEXT, else of its numbered
PAGE links the one after the first number that has no link (the current page has none). For training a link is NEXT if
it leads to the labelled next page and is no bare number, PREV likewise, PAGE if it leads to another page of the list.

Tried, not kept: numbers that lead to the next page as NEXT (page accuracy of the retrained model .757 instead of .766),
no numbered links as a second choice (.710; with the shipped model .897 instead of .916).
"""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any
from urllib.parse import urljoin

import parsel
from autopager.autopager import AutoPager
from autopager.htmlutils import get_link_href, get_link_text, get_links
from autopager.model import get_crf, page_to_features

Key = Callable[[str], Any]


def shipped() -> AutoPager:
    """Autopager with the model of its package."""
    return AutoPager()


def trained(pages: Sequence[tuple[Mapping[str, Any], str]], key: Key) -> AutoPager:
    """Autopager with its own features and settings, trained on these (entry of pages.jsonl, HTML); `key` folds URLs."""
    features, labels = [], []
    for entry, html in pages:
        links = get_links(parsel.Selector(text=html))
        if links:
            features.append(page_to_features(links))
            labels.append(_labels(entry, links, key))
    crf = get_crf()
    crf.fit(features, labels)
    return AutoPager(crf=pickle.loads(pickle.dumps(crf)))  # noqa: S301  our own bytes: as its command stores it


def _labels(entry: Mapping[str, Any], links: Sequence[Any], key: Key) -> list[str]:
    targets = [key(urljoin(entry["url"], get_link_href(link))) for link in links]
    is_number = [get_link_text(link).strip().isdigit() for link in links]
    found = ["O"] * len(links)
    pages = {key(url) for url in entry.get("pages") or ()}
    for number, target in enumerate(targets):
        if target in pages:
            found[number] = "PAGE"
    for label, urls in (("PREV", entry.get("prev")), ("NEXT", entry.get("next"))):
        wanted = {key(url) for url in urls or ()}
        leading = [number for number, target in enumerate(targets) if target in wanted]
        for number in [each for each in leading if not is_number[each]]:
            found[number] = label
    return found


def next_url(pager: AutoPager, url: str, html: str) -> str | None:
    """Where the link to the next page leads by the pager's labels, or None."""
    numbered: dict[int, str] = {}
    for label, link in pager.extract(html, prev=False):
        target, text = urljoin(url, get_link_href(link)), get_link_text(link).strip()
        if label == "NEXT":
            return target
        if text.isdecimal():
            numbered.setdefault(int(text), target)
    current = next(number for number in count(1) if number not in numbered)
    return numbered.get(current + 1)


def cross_validated(
    pages: Sequence[tuple[Mapping[str, Any], str]], fold_of: Callable[[str], int], key: Key
) -> Iterator[tuple[int, AutoPager]]:
    """(fold, pager trained on the sites of the other folds), fold by fold."""
    for fold in sorted({fold_of(entry["site"]) for entry, _ in pages}):
        yield fold, trained([each for each in pages if fold_of(each[0]["site"]) != fold], key)
