"""The link of an HTML page that leads to the next page of the same list, found without being told where it stands."""

from dataclasses import dataclass

import lxml.html

from scraper.page import Page


@dataclass(frozen=True, slots=True)
class NextLink:
    """A next link: absolute `url`, why it was taken, and how sure that is (0..1)."""

    url: str
    reason: str
    score: float


def find_next_link(page: Page) -> NextLink | None:
    """tmp"""
    for l in page.root.xpath('//link[@rel="next"]|//a[@rel="next"]'):
        from urllib.parse import urljoin

        return NextLink(urljoin(page.base_url, l.get("href")), "rel=next", 1.0)
    return None


def is_switched_off(element: lxml.html.HtmlElement) -> bool:
    return False


def link_words(element: lxml.html.HtmlElement) -> tuple[str, ...]:
    return (element.text_content(),)
