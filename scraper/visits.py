"""Makes the visits of a run: from what a pagination or a page names to a request with a fingerprint and an order."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Protocol

from scrapy import Request

from scraper.browser.values import STATE
from scraper.canonical import resource_url
from scraper.items import Visit
from scraper.job import Job
from scraper.page import Page
from scraper.pagination import PageRequest, Step, following
from scraper.reading import Reading, is_allowed_host, is_excluded, is_on_host
from scraper.runs.run import LiveRun

# After these a pagination that counts would only ask for more of the same.
_FINAL_FAILURES = frozenset({"not_found", "blocked", "robots_forbidden"})


Browse = Callable[[Visit, Step], Step]
"""What follows a page that a browser shows, where its pagination finds that step in its text."""


# Types that take whatever address a link has: a site may write a session into it, a new one on each page.
_FOLLOWING_LINKS = frozenset({"next_button", "numbered_links"})


class Fingerprinter(Protocol):
    """Scrapy's request fingerprinter."""

    def fingerprint(self, request: Request) -> bytes: ...


class VisitMaker:
    """Visits in the order they are found, each within the limits and the allowed hosts of the job."""

    def __init__(self, run: LiveRun, fingerprinter: Fingerprinter, browse: Browse | None = None) -> None:
        self.run = run
        self.job = run.job
        self.fingerprinter = fingerprinter
        self.browse = browse

    def first(self) -> list[Visit]:
        """The pages that the pagination starts with; the job's own method and body go with them."""
        pages = self.job.pagination.first(self.job.target, self.job.options.pagination)
        return self.run.enroll(self._visit(_of_request(Visit("", ""), page)) for page in pages)

    def next_pages(self, page: Page, visit: Visit, reading: Reading) -> list[Visit]:
        """The pages that follow a page that was read; with none, the pagination is finished."""
        if self._is_led_back(page, visit):
            self.run.finish("loop")
            return []
        step = following(self.job.pagination, self.job.options.pagination, page, _page_request(visit))
        if self.browse is not None:
            step = self.browse(visit, step)
        if step.choice:
            self.run.notes.pagination.update(step.choice)
        if step.stop:
            self.run.finish(step.stop)
        if step.stop in ("needs_browser", "error"):
            self.run.notes.warn(step.reason)
        return self._follow(step.requests, visit, page.url, reading)

    def plain_step(self, page: Page, visit: Visit) -> Step | None:
        """What the pagination finds in the page's text; None for a record's own page. Changes nothing."""
        if visit.kind != "page":
            return None
        return following(self.job.pagination, self.job.options.pagination, page, _page_request(visit))

    def past_failure(self, visit: Visit, stop_reason: str) -> list[Visit]:
        """The pages that follow one that could not be had, for a pagination that can tell; else it is finished."""
        if self.job.is_listed(visit.state):
            return []
        step = following(self.job.pagination, self.job.options.pagination, None, _page_request(visit))
        if stop_reason in _FINAL_FAILURES or not step.requests or visit.number == 1:
            self.run.finish(stop_reason)
            return []
        return self._follow(step.requests, visit, visit.url, None)

    def details(self, visit: Visit, reading: Reading) -> list[Visit]:
        """The records' own pages."""
        parent = _child(visit, reading)
        return self.run.enroll(
            self._visit(replace(parent, url=link.url, kind="detail", depth=visit.depth + 1, listed=link.listed))
            for link in reading.details
        )

    def _follow(
        self, requests: Sequence[PageRequest], visit: Visit, page_url: str, reading: Reading | None
    ) -> list[Visit]:
        """Visits of the requests that stay on the allowed hosts; the others are named in the run."""
        followed = []
        for request in requests:
            if not is_allowed_host(request.url, self.job, page_url):
                self.run.notes.leave_out(request.url, "it leaves the allowed domains")
            elif is_excluded(request.url, self.job):
                self.run.notes.leave_out(request.url, "exclude_urls matches it")
            else:
                child = replace(
                    _child(visit, reading), record_xpath=reading.record_xpath if reading else visit.record_xpath
                )
                followed.append(_of_request(child, request))
        if requests and not followed and not self.job.is_listed(requests[0].state):
            self.run.finish("no_next")
        return self.run.enroll(map(self._visit, followed))

    def _fingerprint(self, visit: Visit) -> str:
        """What names the visit: its URL, method and body; of links to pages without what names a session."""
        is_linked = visit.kind == "page" and self.job.way(visit.state)[0].name in _FOLLOWING_LINKS
        url = resource_url(visit.url) if is_linked else visit.url
        return self.fingerprinter.fingerprint(Request(url, method=visit.method, body=visit.body or "")).hex()

    def _is_led_back(self, page: Page, visit: Visit) -> bool:
        """Whether a redirect ended on a page of the pagination that the run has asked for: most often the first."""
        if page.url == visit.url or visit.number <= 1 or self.job.is_listed(visit.state):
            return False
        landed = self._fingerprint(replace(visit, url=page.url))
        return landed != visit.fingerprint and landed in self.run.seen

    def _visit(self, visit: Visit) -> Visit:
        """The visit with its fingerprint and its place in the order."""
        request = Request(visit.url, method=visit.method, body=visit.body or "")
        fingerprint = self._fingerprint(visit)
        if STATE in visit.state:  # one page, changed by a click or a scroll
            fingerprint += f"-{visit.state[STATE]['step']}"
        if visit.kind == "detail":  # a record may link to what is a page of the pagination, too
            fingerprint += "-detail"
        order = self.run.counters.visits
        self.run.counters.visits += 1
        return replace(visit, fingerprint=fingerprint, url=request.url, order=order)


def _child(visit: Visit, reading: Reading | None) -> Visit:
    """A visit that `visit` led to, still without a URL."""
    return Visit(
        "",
        "",
        depth=visit.depth,
        number=visit.number,
        parent=visit.fingerprint,
        parent_url=visit.url,
        parent_signature=reading.signature if reading else None,
        parent_content=reading.content if reading else None,
    )


def _of_request(visit: Visit, request: PageRequest) -> Visit:
    """The visit with all that the pagination asks for."""
    return replace(
        visit,
        url=request.url,
        method=request.method,
        body=request.body,
        number=request.number,
        headers=request.headers,
        state=request.state,
    )


def _page_request(visit: Visit) -> PageRequest:
    return PageRequest(visit.url, visit.number, visit.method, visit.body, visit.headers, visit.state)


def request_of(visit: Visit, job: Job, own_hosts: Collection[str]) -> Request:
    """The request that makes the visit: the job's headers and cookies go to its own hosts only."""
    options = job.options
    is_own = is_on_host(visit.url, own_hosts)
    return Request(
        visit.url,
        method=visit.method,
        body=visit.body or "",
        headers={**(options.headers if is_own else {}), **visit.headers},
        cookies=[{"name": name, "value": value} for name, value in options.cookies.items()] if is_own else None,
        cb_kwargs={"visit": visit},
        priority=1 if visit.kind == "detail" else 0,  # before the next list page: fewer requests wait
    )
