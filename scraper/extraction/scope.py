"""What a source reads: a page or some of its subtrees, with the schema that it is read for and its locale."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from scraper.extraction.document import Document
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.resources import Resources, shipped_resources
from scraper.extraction.schema import RecordSchema

T = TypeVar("T")


class Scope:
    """A part of a page. `nodes` are the indexes of the subtrees' roots; None is the whole page.

    `resources` are the models that it is read with; without them those that are shipped.
    """

    def __init__(
        self,
        document: Document,
        schema: RecordSchema,
        nodes: tuple[int, ...] | None = None,
        resources: Resources | None = None,
    ) -> None:
        self.document = document
        self.schema = schema
        self.nodes = nodes
        self.locale: PageLocale = document.once(locale_of)
        self._resources = resources
        self._made: dict[Any, Any] = {}

    @property
    def resources(self) -> Resources:
        """The models that values are ranked with."""
        if self._resources is None:
            self._resources = shipped_resources()
        return self._resources

    @property
    def is_page(self) -> bool:
        """Whether the scope is the whole page: only then do head, URL and page-wide data speak of it."""
        return self.nodes is None

    def __contains__(self, index: int) -> bool:
        if self.nodes is None:
            return True
        return any(root <= index < self.document.ends[root] for root in self.nodes)

    def indexes(self) -> Iterator[int]:
        """The indexes of all elements of the scope, in order."""
        if self.nodes is None:
            yield from range(len(self.document))
            return
        for root in self.nodes:
            yield from self.document.subtree(root)

    def once(self, make: Callable[["Scope"], T]) -> T:
        """What `make(scope)` gives, made once a scope and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made


def locale_of(document: Document) -> PageLocale:
    """The locale of the page: its base URL and the language it declares."""
    return page_locale(document.base_url, document.language)
