"""A list cut into pages that each have a URL: what is on them, what stands above and below, and what lies beyond."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.paging_site.languages import LANGUAGES, Language
from tests.paging_site.records import Kind, Shown, shown
from tests.paging_site.shells import Shell
from tests.paging_site.skins import Skin
from tests.site import HTML, Answer, Reply, Request


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`count` records of one kind in one language; the pages have `sizes` records each, in turns."""

    kind: Kind
    language: Language
    count: int
    sizes: tuple[int, ...]

    def records(self) -> list[dict[str, Any]]:
        """All records in order."""
        return [self.kind.make(self.language, number) for number in range(self.count)]

    def pages(self) -> list[range]:
        """The numbers of the records (0, 1, …) on each page."""
        pages, start = [], 0
        while start < self.count:
            end = min(self.count, start + self.sizes[len(pages) % len(self.sizes)])
            pages.append(range(start, end))
            start = end
        return pages

    def shown(self, numbers: Sequence[int]) -> list[Shown]:
        """These records as a list shows them."""
        return [shown(self.kind, self.language, self.kind.make(self.language, one), one) for one in numbers]

    def objects(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """These records as an API gives them, each with an id."""
        return [{"id": 5000 + one, **self.kind.make(self.language, one)} for one in numbers]

    def promise(self, number: int) -> str:
        """What page `number` (1, 2, …) says of the whole list, in the list's language."""
        pages = self.pages()
        page = pages[min(number, len(pages)) - 1]
        return self.language.promise.format(
            first=page[0] + 1, last=page[-1] + 1, total=self.count, page=number, pages=len(pages)
        )


def catalogue(kind: Kind, code: str, count: int, *sizes: int) -> Catalogue:
    """`count` records of `kind` in the language `code`, on pages of `sizes` in turns."""
    return Catalogue(kind, LANGUAGES[code], count, sizes)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page stands among all: its number from 1, and the URLs of all pages."""

    number: int
    urls: Sequence[str]
    language: Language

    @property
    def is_last(self) -> bool:
        return self.number >= len(self.urls)

    @property
    def following(self) -> str:
        """The next page's URL as it stands in an attribute, "" on the last page."""
        return "" if self.is_last else escape(self.urls[self.number])

    @property
    def preceding(self) -> str:
        return escape(self.urls[self.number - 2]) if self.number > 1 else ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a page says of the other pages: below its list, above it, in its head and in the headers."""

    below: str = ""
    above: str = ""
    head: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Pager = Callable[[Turn], Marks]


def gone(_: Request) -> Answer:
    """The usual answer for what there is not."""
    return Reply("<!doctype html><title>404</title><h1>404 Not Found</h1><hr>nginx", status=404)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a site: the answer to each request.

    `promise` is a sentence for each page, by default that of the catalogue's language; `beyond` answers other URLs.
    """

    catalogue: Catalogue
    urls: Sequence[str]
    pager: Pager
    skin: Skin
    shell: Shell
    promise: Callable[[int], str] | None = None
    beyond: Callable[[Request], Answer] = gone

    def answer(self, request: Request) -> Answer:
        """The page with this URL."""
        number = self.number(request.path)
        return self.page(number) if number else self.beyond(request)

    def number(self, url: str) -> int:
        """The number of the page with this URL, whatever the order of its parameters; 0 if none has it."""
        wanted = _normal(url)
        return next((number for number, each in enumerate(self.urls, 1) if _normal(each) == wanted), 0)

    def page(self, number: int) -> Reply:
        """Page `number` from 1."""
        return self.render(number, self.catalogue.pages()[number - 1])

    def render(self, number: int, records: Sequence[int]) -> Reply:
        """A page with these records that stands where page `number` stands."""
        language = self.catalogue.language
        marks = self.pager(Turn(number, self.urls, language))
        promise = (self.promise or self.catalogue.promise)(number)
        said = f'<p class="amount toolbar-amount">{escape(promise)}</p>' if promise else ""
        body = said + marks.above + self.skin(self.catalogue.shown(records)) + marks.below
        html = self.shell(language, language.menu[1], body, marks.head)
        return Reply(html, content_type=HTML, headers=marks.headers)


def _normal(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    parts = urlsplit(url)
    return parts.path, tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))


def urls(pattern: str, count: int, *, first: str = "", start: int = 2, step: int = 1) -> tuple[str, ...]:
    """`first` and the pattern filled with start, start + step, …; without `first` all `count` from the pattern."""
    if not first:
        return tuple(pattern.format(start + step * number) for number in range(count))
    return (first, *(pattern.format(start + step * number) for number in range(count - 1)))


def silent(_: int) -> str:
    """No promise at all."""
    return ""
