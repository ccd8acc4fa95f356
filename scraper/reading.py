"""Reads one page for a job: its records, and the links to the records' own pages. Pure."""

import contextlib
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, cast
from urllib.parse import urlsplit

from lxml import etree

from scraper.browser.known import without_known
from scraper.canonical import canonical_json, clean, resource_url
from scraper.exceptions import UnusablePage
from scraper.extraction import extract
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.values import Evidence, Extraction, ExtractOptions, Record
from scraper.extraction.wrappers import Templates
from scraper.extraction.wrappers.following import continued, record_xpath
from scraper.items import Visit
from scraper.job import Job, host_of
from scraper.page import Page
from scraper.pagination.sitemap import is_sitemap

_VISIBLE_TEXTS = etree.XPath("//text()[not(parent::script or parent::style or parent::noscript or parent::template)]")


@dataclass(frozen=True, slots=True)
class DetailLink:
    """The link to a record's own page and what the list page said about the record, as plain JSON."""

    url: str
    listed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave. `signature` names the set of its records, `content` the page as it is seen.

    `repeated` records have the link of another one on the page, which is followed once. `record_xpath` is where a list
    has its records, for the pages that follow. `is_list`: it was read as a list.
    """

    records: tuple[Record, ...]
    details: tuple[DetailLink, ...]
    signature: str
    content: str
    warnings: tuple[str, ...] = ()
    repeated: int = 0
    record_xpath: str | None = None
    is_list: bool = False

    @property
    def found(self) -> int:
        """Records on the page, those that will be read from their own pages included."""
        return len(self.records) + len(self.details) + self.repeated


def read_page(page: Page, visit: Visit, job: Job, templates: Templates | None = None) -> Reading:
    """The records of `page`. Raises UnusablePage where no extractor will help."""
    return reading_of(extraction_of(page, visit, job, templates), page, visit, job)


def extraction_of(page: Page, visit: Visit, job: Job, templates: Templates | None = None) -> Extraction:
    """What extraction finds on `page`, read as what the visit is for. Raises UnusablePage.

    With `templates` the page is read by its template's wrapper where there is one, and learnt from where not.

    Whoever improves it (a language model) does so before `reading_of` makes a reading of it.
    """
    if visit.kind == "detail" and _is_led_away(page, visit):
        raise UnusablePage(f"it leads to {page.url}, which is no page of one record")
    if visit.is_index or (visit.kind == "page" and job.pagination.name == "auto" and is_sitemap(page)):
        return Extraction((), "list")
    if visit.state.get("is_fragment"):
        page = page.fragment
    options = extract_options(visit, job)
    read = extract(page, job.schema, options) if templates is None else templates.read(page, options)
    if visit.record_xpath is not None:
        read = continued(page, read, visit.record_xpath, (job.schema, options))
    return without_known(read, page)


def extract_options(visit: Visit, job: Job) -> ExtractOptions:
    """How the visit's page is read: as the job says, but a record's own page as one record."""
    options = job.options.extract
    return options if visit.kind == "page" else detail_options(options)


def detail_options(options: ExtractOptions) -> ExtractOptions:
    """The options that a record's own page is read with."""
    return replace(options, mode="detail", record_selector=None)


def reading_of(extraction: Extraction, page: Page, visit: Visit, job: Job) -> Reading:
    """What the extraction of the visit's page means for the job: records to keep, links to follow."""
    if visit.kind == "detail":
        return _read_detail(extraction, page, visit, job)
    reading = _read_listing(extraction, page, job)
    if job.is_fixed_list or visit.parent is not None:
        return replace(reading, record_xpath=visit.record_xpath)
    return replace(reading, record_xpath=record_xpath(page, extraction))


def _read_listing(extraction: Extraction, page: Page, job: Job) -> Reading:
    if not job.is_following_details or extraction.mode == "detail":
        return _reading(page, extraction, extraction.records)
    direct = [record for record in extraction.records if not _is_followed(record, job, page)]
    followed, variants, repeated = _apart([record for record in extraction.records if _is_followed(record, job, page)])
    reading = _reading(page, extraction, (*direct, *variants))
    return replace(reading, details=_detail_links(followed), repeated=repeated)


def _apart(records: Sequence[Record]) -> tuple[list[Record], list[Record], int]:
    """The records to follow, those that are another part (#red) of a page which is followed, and how many repeat."""
    followed: dict[str, Record] = {}
    variants: dict[str, Record] = {}
    for record in records:
        resource, url = resource_url(record.url or ""), record.url or ""
        first = followed.setdefault(resource, record)
        if first.url != url:
            variants.setdefault(url, record)
    return list(followed.values()), list(variants.values()), len(records) - len(followed) - len(variants)


def _reading(page: Page, extraction: Extraction, records: tuple[Record, ...]) -> Reading:
    """`records` of all that extraction found on the page."""
    is_list, signature = extraction.mode == "list", _signature(extraction.records)
    return Reading(records, (), signature, _content(page, signature), extraction.warnings, is_list=is_list)


def _content(page: Page, signature: str) -> str:
    """Names what a reader sees: the visible text and the records with their links.

    What changes unseen (tokens in forms, sessions in links, times in scripts) makes no other page.
    """
    text = page.text
    if not page.is_json:
        with contextlib.suppress(UnusablePage):
            text = " ".join(" ".join(cast("list[str]", _VISIBLE_TEXTS(page.root))).split())
    return hashlib.sha256(f"{signature}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def listed_record(listed: Mapping[str, Any], job: Job) -> Record:
    """The record as its list page showed it: what is kept when its own page cannot be had."""
    return _merged(None, listed, job)


def _read_detail(extraction: Extraction, page: Page, visit: Visit, job: Job) -> Reading:
    found = extraction.records[0] if extraction.records else None
    record = _merged(found, visit.listed, job) if visit.listed else found
    records = () if record is None or not record.data else (replace(record, url=visit.url),)
    return _reading(page, replace(extraction, records=records), records)


def _is_led_away(page: Page, visit: Visit) -> bool:
    """Whether a redirect ended on the list that the record stands on or on the site's front page: it is gone."""
    if resource_url(page.url) == resource_url(visit.url):
        return False
    is_front = urlsplit(page.url).path in ("", "/") and not urlsplit(page.url).query
    is_list = visit.parent_url is not None and resource_url(page.url) == resource_url(visit.parent_url)
    return is_front or is_list


def _is_followed(record: Record, job: Job, page: Page) -> bool:
    """Whether the record's own page is to be fetched: it has one, elsewhere, on an allowed host, not excluded."""
    if record.url is None or resource_url(record.url) == resource_url(page.url):
        return False
    is_wanted = _is_included(record.url, job) and not is_excluded(record.url, job)
    return is_wanted and is_allowed_host(record.url, job, page.url)


def own_hosts(job: Job) -> frozenset[str]:
    """The hosts that the job names itself: only they get its headers and cookies, wherever links and redirects lead."""
    named = (page.url for page in job.pagination.first(job.target, job.options.pagination))
    hosts = job.options.allowed_domains or (host_of(job.target_url), *map(host_of, named))
    return frozenset(host.lower() for host in hosts)


def is_on_host(url: str, hosts: Collection[str]) -> bool:
    """Whether the URL's host is one of `hosts` or a subdomain of one."""
    host = (urlsplit(url).hostname or "").lower()
    return any(host == name or host.endswith(f".{name}") for name in hosts)


def is_allowed_host(url: str, job: Job, page_url: str) -> bool:
    """Whether `url` stays on the hosts that the job names, or else on those of its target and of the page it is on."""
    allowed = job.options.allowed_domains or (host_of(job.target_url), host_of(page_url))
    return is_on_host(url, [name.lower() for name in allowed])


def is_excluded(url: str, job: Job) -> bool:
    """Whether one of the job's exclude_urls fits `url`; * stands for any text."""
    return any(_fits(url, pattern) for pattern in job.options.exclude_urls)


def _is_included(url: str, job: Job) -> bool:
    """Whether the job names no include_urls, or one of them fits `url`; they are for detail pages."""
    return not job.options.include_urls or any(_fits(url, pattern) for pattern in job.options.include_urls)


def _fits(url: str, pattern: str) -> bool:
    """Whether the whole URL fits; of fnmatch's special characters only * is special, as URLs hold the others."""
    return fnmatchcase(url, pattern.replace("[", "[[]").replace("?", "[?]"))


def _detail_links(records: Sequence[Record]) -> tuple[DetailLink, ...]:
    return tuple(
        DetailLink(
            record.url or "",
            {
                "data": clean(record.data),
                "confidence": record.confidence,
                "field_confidence": record.field_confidence,
                "evidence": {name: clean(evidence.as_dict()) for name, evidence in record.evidence.items()},
                "extra": clean(record.extra),
                "url": record.url,
            },
        )
        for record in records
    )


def _merged(detail: Record | None, listed: Mapping[str, Any], job: Job) -> Record:
    """The detail page's values, with the list's in the gaps, in the schema's order."""
    own = detail or Record({}, 0.0, {}, {})
    names = [field.name for field in job.schema.fields if field.name in own.data or field.name in listed["data"]]
    confidence = {name: own.field_confidence.get(name, listed["field_confidence"].get(name, 0.0)) for name in names}
    listed_evidence = {
        name: Evidence.from_dict(evidence) for name, evidence in listed["evidence"].items() if name in names
    }
    return Record(
        data={name: own.data.get(name, listed["data"].get(name)) for name in names},
        confidence=record_confidence(job.schema, confidence) if own.data else listed["confidence"],
        field_confidence=confidence,
        evidence=listed_evidence | dict(own.evidence),
        url=listed.get("url"),
        extra=dict(listed["extra"]) | own.extra,
    )


def _by_resource(record: Record) -> dict[str, Any]:
    """The record's data, its own link without tracking and session parameters."""
    own = resource_url(record.url) if record.url else None
    return {name: own if own and value == record.url else value for name, value in record.data.items()}


def _signature(records: Sequence[Record]) -> str:
    """Names the set of records, their links included; the empty set too."""
    lines = sorted(canonical_json(clean([_by_resource(record), resource_url(record.url or "")])) for record in records)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()
