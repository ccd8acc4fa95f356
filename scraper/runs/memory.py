"""What a run remembers besides its counters: its notes and its pagination. Both go into `runs.metadata` and back."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from scraper.coverage.tracking import Track
from scraper.failures import FailedFetch
from scraper.items import Visit

# How many failures, warnings and refused links a run's metadata names one by one; the rest is counted.
NAMED_IN_METADATA = 20
# A site may write links of any length; the database takes 1 MB of metadata.
_NOTE_CHARACTERS = 1000

# So many addresses with the same small page confirm the suspicion that it keeps us out.
_ADDRESSES_THAT_CONFIRM = 3
_REMEMBERED_SUSPECTS = 20


def noted(text: str) -> str:
    """The text, cut to what the metadata keeps of one."""
    return text if len(text) <= _NOTE_CHARACTERS else text[: _NOTE_CHARACTERS - 1] + "…"


@dataclass(slots=True)
class RunNotes:
    """What a person wants to be told of a run besides its counters; becomes `runs.metadata`."""

    warnings: dict[str, None] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    blocked: Counter[str] = field(default_factory=Counter)
    links_not_followed: dict[str, str] = field(default_factory=dict)
    llm: Counter[str] = field(default_factory=Counter)
    quality: dict[str, Any] = field(default_factory=dict)
    browser: dict[str, str] = field(default_factory=dict)
    pagination: dict[str, str] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)
    forecast: dict[str, Any] = field(default_factory=dict)
    first_failure: FailedFetch | None = None
    first_failure_reason: str | None = None

    def as_metadata(self) -> dict[str, Any]:
        """The notes as JSON; what there is nothing to say about is left out."""
        notes = {
            "warnings": list(self.warnings),
            "failures": self.failures,
            "dropped": dict(self.dropped),
            "blocked": dict(self.blocked),
            "links_not_followed": self.links_not_followed,
            "llm": dict(self.llm),
            "quality": self.quality,
            "browser": self.browser,
            "pagination": self.pagination,
            "coverage": self.coverage,
            "forecast": self.forecast,
        }
        return {name: value for name, value in notes.items() if value}

    def name_failure(self, visit: Visit, failure: FailedFetch, stop_reason: str) -> None:
        """Name a page that could not be had, once: it may have been tried by an earlier attempt, too.

        Failures stand in the order of their pages, not of their ends, which chance decides where pages are fetched
        side by side.
        """
        if any(each["url"] == noted(visit.url) for each in self.failures):
            return
        texts = {"url": visit.url, "reason": failure.reason, "message": failure.sentence}
        note = {"page": visit.number, **{name: noted(text) for name, text in texts.items()}}
        insort(self.failures, note, key=_place)
        del self.failures[NAMED_IN_METADATA:]
        if self.failures[0] is note:
            self.first_failure, self.first_failure_reason = failure, stop_reason

    def leave_out(self, url: str, reason: str) -> None:
        """Name a link that is not followed, in the run's metadata."""
        if len(self.links_not_followed) < NAMED_IN_METADATA:
            self.links_not_followed.setdefault(noted(url), reason)

    def warn(self, warning: str) -> None:
        """Keep a sentence for the run's metadata, once."""
        if len(self.warnings) < NAMED_IN_METADATA:
            self.warnings.setdefault(noted(warning))

    def merge(self, others: Self) -> None:
        """Add the warnings, links and failures that another process noted; what it counted is counted elsewhere."""
        for warning in others.warnings:
            self.warn(warning)
        for url, reason in others.links_not_followed.items():
            self.leave_out(url, reason)
        self.pagination.update(others.pagination)
        self.browser.update(others.browser)
        for note in others.failures:
            if any(each["url"] == note["url"] for each in self.failures):
                continue
            insort(self.failures, note, key=_place)
            del self.failures[NAMED_IN_METADATA:]
            if self.failures[0] is note:
                self.first_failure, self.first_failure_reason = others.first_failure, others.first_failure_reason

    def restore(self, metadata: Mapping[str, Any], *, first_failure_reason: str | None) -> None:
        """Put what an earlier attempt noted before the notes of this one."""
        self.warnings = dict.fromkeys([*metadata.get("warnings", ()), *self.warnings])
        self.failures = sorted([*metadata.get("failures", ()), *self.failures], key=_place)
        self.dropped.update(metadata.get("dropped", {}))
        self.forecast = dict(metadata.get("forecast", {}))
        self.blocked.update(metadata.get("blocked", {}))
        self.pagination = {**metadata.get("pagination", {}), **self.pagination}
        self.llm.update(metadata.get("llm", {}))
        self.links_not_followed = {**metadata.get("links_not_followed", {}), **self.links_not_followed}
        self.browser = {**metadata.get("browser", {}), **self.browser}
        if self.failures and first_failure_reason:
            first = self.failures[0]
            self.first_failure = FailedFetch(first["reason"], first["message"])
            self.first_failure_reason = first_failure_reason


def _place(failure: Mapping[str, Any]) -> tuple[int, str]:
    """Where a failure stands among others: at its page, the pages of one list page by their addresses."""
    return failure.get("page", 0), failure["url"]


@dataclass(slots=True)
class Paging:
    """Where a pagination stands: pages in a row of each kind, the contents seen, whether it is over.

    `track` is what the proof of coverage needs to know of the pages.
    `suspects` are pages that may keep us out: what they look like -> the first addresses that gave such a page.
    """

    empty_pages: int = 0
    known_pages: int = 0
    blocked_pages: int = 0
    failed_pages: int = 0
    is_over: bool = False
    suspects: dict[str, list[str]] = field(default_factory=dict)
    track: Track = field(default_factory=Track)
    contents: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON, without the contents: each stands in the row of its page."""
        return {name: value for name, value in asdict(self).items() if name != "contents"}

    @classmethod
    def from_json(cls, value: Mapping[str, Any], contents: Iterable[str] = ()) -> Self:
        """What `as_json` gave, with these contents; nothing seen yet for an empty one."""
        known = {each.name for each in fields(cls)} - {"contents", "track"}
        plain = {name: each for name, each in value.items() if name in known}
        return cls(**plain, track=Track.from_json(value.get("track", {})), contents=set(contents))

    def is_repeated(self, key: str, url: str) -> bool:
        """Whether a page that looks like this came from several other addresses, too; remembers this one."""
        urls = self.suspects.setdefault(key, [])
        if len(self.suspects) > _REMEMBERED_SUSPECTS:
            del self.suspects[next(iter(self.suspects))]
        if noted(url) not in urls and len(urls) < _ADDRESSES_THAT_CONFIRM:
            urls.append(noted(url))
        return len(urls) >= _ADDRESSES_THAT_CONFIRM
