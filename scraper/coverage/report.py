"""The proof of coverage: what was promised, what was found, the share, and what is missing and why. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from scraper.coverage.tracking import NamedPages, Statement, Track
from scraper.coverage.values import Strength, Unit

Verdict = Literal["reached", "short", "unknown"]

# Of an approximate total ("about 1,200 results") this share is taken for all of it.
_ENOUGH_OF_ABOUT = 0.9
# A bare count is believed unless the page's own numbers contradict it: so much of it must fit into all its pages.
_MUST_FIT = 0.8
# Reasons for drops that the job itself, or the installation, asked for: such records were read and are not missing.
_SET_ASIDE = ("invalid", "empty", "other")

_SHORT: Mapping[str, str] = {
    "timeout": "timed out",
    "dns": "its host has no address",
    "connection_refused": "the connection was refused",
    "connection_lost": "the connection was lost",
    "truncated": "its body was cut short",
    "too_large": "it is too large",
    "redirect_loop": "its redirects have no end",
    "offsite": "it leaves the allowed domains",
    "unsupported_scheme": "it is no http or https URL",
    "robots_forbidden": "robots.txt forbids it",
    "robots_unreachable": "robots.txt cannot be had",
    "unusable": "it is no page that can be read",
    "extraction_error": "an error of this program",
    "download_failed": "it could not be fetched",
    "blocked_captcha": "a captcha",
    "blocked_challenge": "a browser challenge",
    "blocked_denied": "access was denied",
    "blocked_login": "a login is asked for",
    "blocked_rate_limit": "there were too many requests",
}
_STOPPED: Mapping[str, str] = {
    "no_next": "page {page} names no next page",
    "empty_pages": "the pages after page {page} are empty",
    "no_new_records": "the pages after page {page} repeat what was known",
    "loop": "what follows page {page} was seen before",
    "not_found": "there is no page after page {page}",
    "max_pages": "max_pages was reached at page {page}",
    "max_items": "max_items was reached",
    "max_duration": "max_duration was over after page {page}",
    "max_credits": "max_credits was used up after page {page}",
    "credits_exhausted": "the credits were used up after page {page}",
    "blocked": "the site let nobody in after page {page}",
    "robots_forbidden": "robots.txt forbids what follows page {page}",
    "error": "fetching ended after page {page}",
    "needs_browser": "what follows page {page} needs a browser",
    "cancelled": "the run was cancelled after page {page}",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: "page 7" and "timed out after 3 tries". `url` and `reason` where a page is meant."""

    what: str
    why: str
    url: str | None = None
    reason: str | None = None

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Got:
    """What a run has: records stored, what became of others, list pages known at the start (0: not known).

    `index_url` is a page that only names others, where it was fetched as one of them.
    """

    stored: int
    dropped: Mapping[str, int]
    stop_reason: str
    listed_pages: int = 0
    is_sitemap: bool = False
    index_url: str | None = None
    is_single_page: bool = False
    has_keys: bool = False
    links_not_followed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What was promised of records, or pages, and what was found. `statement` is None for what the job itself lists.

    `accounted` counts what the job itself put aside, too.
    """

    unit: Unit
    promised: int
    found: int
    accounted: int
    statement: Statement | None

    @property
    def share(self) -> float:
        """Of what was promised, the share that was found, at most 1; never 1 where anything is missing."""
        return 1.0 if self.found >= self.promised else min(0.9999, round(self.found / self.promised, 4))

    @property
    def is_approximate(self) -> bool:
        """Whether the promise is "about" or "more than"."""
        return self.statement is not None and self.statement.promise.is_approximate

    @property
    def is_reached(self) -> bool:
        """Whether all of it was found, or enough of "about"."""
        wanted = self.promised * _ENOUGH_OF_ABOUT if self.is_approximate else self.promised
        return self.accounted >= wanted

    @property
    def is_bare(self) -> bool:
        """Whether it is a count that may be of something else."""
        return self.statement is not None and self.statement.promise.strength <= Strength.COUNT

    def __str__(self) -> str:
        about = "about " if self.is_approximate else ""
        share = "100 %" if self.share >= 1 else f"{min(99.9, self.share * 100):.3g} %"
        return f"{self.found} of {about}{self.promised} {self.unit} ({share})"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The proof: records stored, and the promises that they are held against, the deciding one first."""

    found: int
    counts: tuple[Count, ...]
    missing: tuple[Gap, ...]
    unnamed: int
    remarks: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether all that was promised was found."""
        if not self.counts:
            return "unknown"
        return "reached" if self.counts[0].is_reached else "short"

    @property
    def is_proven(self) -> bool:
        """Whether a run that a limit ended has it all nevertheless: a bare count must be met exactly."""
        if self.verdict != "reached" or self.counts[0].unit == "pages" or self.counts[0].is_approximate:
            return False
        return not self.counts[0].is_bare or self.counts[0].accounted == self.counts[0].promised

    def __str__(self) -> str:
        return str(self.counts[0]) if self.counts else f"{self.found} records, nothing promised"

    def as_metadata(self) -> dict[str, Any]:
        """The proof as JSON, for `runs.metadata`: `promised` and `found` are records, `pages` has the same of pages."""
        by_unit = {count.unit: count for count in self.counts}
        records, pages = by_unit.get("records"), by_unit.get("pages")
        proof: dict[str, Any] = {
            "promised": records.promised if records else None,
            "found": self.found,
            "share": self.counts[0].share if self.counts else None,
            "verdict": self.verdict,
            "is_approximate": records is not None and records.is_approximate,
            "evidence": _evidence(records.statement if records else None),
            "missing": [{name: value for name, value in asdict(each).items() if value} for each in self.missing],
            "remarks": list(self.remarks),
        }
        if pages is not None:
            evidence = _evidence(pages.statement)
            proof["pages"] = {"promised": pages.promised, "found": pages.found, "evidence": evidence}
        if self.unnamed:
            proof["missing_unnamed"] = self.unnamed
        return proof


def coverage(track: Track, got: Got) -> Coverage:
    """The proof of a run that ended for `got.stop_reason`."""
    counts = tuple(_counts(track, got))
    gaps = list(_gaps(track, got, is_short=bool(counts) and not counts[0].is_reached))
    if counts and not counts[0].is_reached:
        missing = counts[0].promised - counts[0].accounted
        if not _is_explained(missing, counts[0].unit, track):
            gaps.append(_rest(missing, counts[0].unit, track, got))
    unnamed = track.failed.count - len(track.failed.first)
    return Coverage(got.stored, counts, tuple(gaps), unnamed, tuple(_remarks(track, counts)))


def _counts(track: Track, got: Got) -> Iterable[Count]:
    """What is promised, the count to be believed first."""
    believed = _believed(track)
    statements = [believed] if believed else []
    statements += [each for each in (*track.ranked("records")[:1], *track.ranked("pages")[:1]) if each is not believed]
    if believed is not None and believed.promise.unit == "pages":
        statements = [believed]  # a count of records that the pages have no room for is of something else
    if got.listed_pages and got.is_sitemap and track.largest_page <= 1:  # a page of its own for each record
        yield Count("records", got.listed_pages, got.stored, got.stored + _set_aside(got), None)
    if got.listed_pages:
        yield Count("pages", got.listed_pages, track.pages, track.pages, None)
        return
    for each in statements:
        value = each.promise.value
        if each.promise.unit == "records":
            yield Count("records", value, got.stored, got.stored + _set_aside(got), each)
        else:
            yield Count("pages", value, track.full_pages, track.full_pages, each)


def _believed(track: Track) -> Statement | None:
    """The statement that the run is held against: about records, unless its pages have no room for as many."""
    records, pages = track.ranked("records")[:1], track.ranked("pages")[:1]
    if not records or not pages:
        return (records or pages or [None])[0]  # type: ignore[list-item]
    by_records, by_pages = records[0], pages[0]
    room = by_pages.promise.value * track.largest_page
    is_bare = by_records.promise.strength <= Strength.COUNT
    is_sure = by_pages.promise.strength >= Strength.PLACE
    if is_bare and is_sure and room < by_records.promise.value * _MUST_FIT:
        return by_pages
    return by_records


def _gaps(track: Track, got: Got, *, is_short: bool) -> Iterable[Gap]:
    for page in track.failed.first:
        yield Gap(_name(page), _failure(page), page["url"], page["reason"])
    for page in track.empty.first:
        if (page["page"] < track.last_page or is_short) and page["url"] != got.index_url:
            yield Gap(f"page {page['page']}", "no record is on it", page["url"], "empty")
    for url, why in (got.links_not_followed or {}).items():
        yield Gap("a link", why, url, "not_followed")
    if (count := got.dropped.get("invalid", 0)) > 0:
        yield Gap(f"{count} records", "they do not fit the schema (strict_validation)", reason="invalid")
    if (count := got.dropped.get("duplicate", 0)) > 0 and not got.has_keys and is_short:
        yield Gap(
            f"{count} records", "they came more than once; others may have moved from page to page", reason="duplicate"
        )
    if (count := got.dropped.get("error", 0)) > 0:
        yield Gap(f"{count} records", "an error while they were processed", reason="error")


def _set_aside(got: Got) -> int:
    reasons = (*_SET_ASIDE, "duplicate") if got.has_keys else _SET_ASIDE
    return sum(got.dropped.get(reason, 0) for reason in reasons)


def _name(page: Mapping[str, Any]) -> str:
    return f"the page of a record of page {page['page']}" if page.get("kind") == "detail" else f"page {page['page']}"


def _failure(page: Mapping[str, Any]) -> str:
    tries = int(page.get("tries", 1))
    return f"{_in_words(page['reason'])} after {tries} tries" if tries > 1 else _in_words(page["reason"])


def _in_words(reason: str | None) -> str:
    """A reason of a failed page for a sentence."""
    if reason is None:
        return "it failed before"
    return f"HTTP {reason.removeprefix('http_')}" if reason.startswith("http_") else _SHORT.get(reason, reason)


def _is_explained(missing: int, unit: Unit, track: Track) -> bool:
    """Whether the pages that failed or are empty have room for all that is missing."""
    early = [each for each in track.empty.first if each["page"] <= track.last_page]
    pages = _of_pagination(track.failed) + len(early)
    room = pages if unit == "pages" else pages * track.largest_page
    return room >= missing


def _of_pagination(failed: NamedPages) -> int:
    named = len([each for each in failed.first if each.get("kind") != "detail"])
    return named + failed.count - len(failed.first)


def _rest(missing: int, unit: Unit, track: Track, got: Got) -> Gap:
    """What is missing besides the pages that are named, by why the run ended."""
    what = f"{missing} {unit if missing > 1 else unit[:-1]}"
    if got.is_single_page:
        return Gap(what, "pagination_type none fetches one page only", reason="single_page")
    sentence = _STOPPED.get(got.stop_reason, "fetching ended after page {page}").format(page=max(1, track.last_page))
    if got.stop_reason in ("no_next", "not_found", "empty_pages", "no_new_records", "loop"):
        sentence += "; or the site counts more than it shows"
    return Gap(what, sentence, reason=got.stop_reason)


def _remarks(track: Track, counts: tuple[Count, ...]) -> Iterable[str]:
    for page in track.healed.first:
        trouble = _in_words(page.get("trouble"))
        yield f"{_name(page)}: answered at try {page['tries']} (before that: {trouble})"
    if track.healed.count > len(track.healed.first):
        yield f"{track.healed.count} pages answered at a second or later try"
    for count in counts:
        yield from _of_count(track, count)


def _of_count(track: Track, count: Count) -> Iterable[str]:
    """What else the site says, and that there is more than it says."""
    if count.statement is None:
        return
    promise = count.statement.promise
    for other in track.ranked(count.unit):
        is_as_sure = other.promise.strength == promise.strength > Strength.STRIP
        if other.promise.value != promise.value and is_as_sure:
            yield f"the site also says {other.promise.value} {count.unit} (page {other.page}: {other.promise.text})"
    if count.found > promise.value and not promise.is_approximate and count.unit == "records":
        yield f"the site counts {promise.value} records, its pages show {count.found}: its total may be wrong"


def _evidence(statement: Statement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    promise = statement.promise
    read = {"source": promise.source, "text": promise.text, "path": promise.path}
    return read | {"page": statement.page, "url": statement.url, "pages": statement.pages}
