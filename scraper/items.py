"""What travels through Scrapy: the visit to make, the record as an item, and the tally of a page's records."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from scraper.coverage.values import Promise
from scraper.extraction.values import Evidence, Record


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a run: a page of the pagination or the detail page of a record.

    `fingerprint` names it within the run. `order` counts visits in the order they were found. `listed` is what a list
    page said about the record behind a detail link, as plain JSON. `headers` go with the request; `state` is the
    pagination's (`PageRequest`). The `parent…` are of the page that led here; `record_xpath` is where the list that
    this page continues has its records.
    """

    fingerprint: str
    url: str
    method: str = "GET"
    body: str | None = None
    kind: Literal["page", "detail"] = "page"
    number: int = 1
    depth: int = 0
    order: int = 0
    parent: str | None = None
    parent_url: str | None = None
    parent_signature: str | None = None
    parent_content: str | None = None
    listed: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    record_xpath: str | None = None

    @property
    def is_index(self) -> bool:
        """Whether it is a document that only names pages: no page itself, and read for no records."""
        return self.kind == "page" and self.number == 0


class RecordItem(dict[str, Any]):
    """A record as Scrapy sees it: a dict of the schema's fields. Where it came from stands in its attributes."""

    __slots__ = (
        "confidence",
        "content_hash",
        "evidence",
        "extra",
        "field_confidence",
        "is_accepted",
        "page",
        "position",
        "record_url",
        "source_url",
        "violations",
    )

    confidence: float
    content_hash: str
    evidence: dict[str, Evidence]
    extra: dict[str, Any]
    field_confidence: dict[str, float]
    is_accepted: bool
    page: "PageTally"
    position: int
    record_url: str | None
    source_url: str
    violations: list[dict[str, str]]

    @classmethod
    def from_record(cls, record: Record, *, page: "PageTally", position: int, source_url: str) -> Self:
        """The record as an item of its page; `position` counts the page's records from 0."""
        item = cls(record.data)
        item.confidence, item.field_confidence = record.confidence, dict(record.field_confidence)
        item.evidence, item.extra = dict(record.evidence), record.extra
        item.page, item.position = page, position
        item.record_url, item.source_url = record.url, source_url
        item.violations, item.content_hash, item.is_accepted = [], "", False
        return item


@dataclass(slots=True)
class PageTally:
    """What became of one visit and of each record found on it.

    The spider sets `found`, `linked` (links to records' own pages), `repeated` (links that are followed already),
    `content` (names what stands on the page), `promises` (what it says of the whole list), `tries` (how often it was
    asked for) and `trouble` (why more than once), `ends` (why the pagination came to its end here, if it did) and
    `next_visits` and calls `close`; the pipelines call `store` or `drop` for each record. When every record is
    accounted for, in whatever order that happens, `complete` is called once and `settled` is set, whatever it raises.
    """

    visit: Visit
    complete: Callable[["PageTally"], None]
    state: Literal["done", "failed", "skipped"] = "done"
    reason: str | None = None
    http_status: int | None = None
    renderer: Literal["http", "browser"] = "http"
    signature: str | None = None
    content: str | None = None
    found: int = 0
    linked: int = 0
    repeated: int = 0
    ends: str | None = None
    tries: int = 1
    trouble: str | None = None
    promises: tuple[Promise, ...] = ()
    stored: list[RecordItem] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    next_visits: list[Visit] = field(default_factory=list)
    charge: str | None = None
    usage: Mapping[str, int] | None = None
    credits: int = 0
    is_closed: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def store(self, item: RecordItem) -> None:
        """Count a record that will become a result."""
        self.stored.append(item)
        self._settle()

    def drop(self, reason: str) -> None:
        """Count a record that will not."""
        self.dropped[reason] += 1
        self._settle()

    def close(self) -> None:
        """Say that `found` and `next_visits` are final."""
        self.is_closed = True
        self._settle()

    @property
    def valid(self) -> int:
        """Records that fit the schema, those already known within the run included."""
        return len(self.stored) + self.dropped["duplicate"]

    @property
    def is_repeating_parent(self) -> bool:
        """Whether its text or its set of records is that of the page that led to it."""
        pairs = ((self.signature, self.visit.parent_signature), (self.content, self.visit.parent_content))
        return any(own is not None and own == parents for own, parents in pairs)

    @property
    def is_known(self) -> bool:
        """Whether it is a page with records or links to them, none of which is new to the run."""
        has_new = self.found > self.dropped["duplicate"] or any(each.kind == "detail" for each in self.next_visits)
        return self.found + self.linked > 0 and not has_new

    def _settle(self) -> None:
        if self.is_closed and len(self.stored) + self.dropped.total() == self.found:
            try:
                self.complete(self)
            finally:
                self.settled.set()
