"""Which pages of a run are loaded in a browser, and how a page that is open there goes on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from scraper.browser.values import SEEN, STATE, TASK, BrowserTask, Paging, Seen
from scraper.items import Visit
from scraper.pagination import PageRequest, Step
from scraper.runs.run import LiveRun

# Pagination types that click or scroll where there is no link to follow; auto takes the first that finds something.
WAYS = ("load_more", "next_button", "infinite_scroll")
_LIMITS = {"load_more": "max_clicks", "infinite_scroll": "max_scrolls"}


class Rendering:
    """Decides for each visit of a run whether a browser loads its page, and what follows from what was seen there."""

    def __init__(self, run: LiveRun) -> None:
        self.run = run
        self.job = run.job
        self._seen: dict[str, Seen] = {}

    def renderer(self, visit: Visit) -> Literal["http", "browser"]:
        """What loads the visit's page."""
        return "browser" if self.job.options.render_js is True else "http"

    def meta(self, visit: Visit) -> dict[str, Any]:
        """What goes into the meta of the visit's request."""
        options = self.job.options
        meta: dict[str, Any] = {"proxy": self.run.config.proxies[options.proxy]} if options.proxy else {}
        if self.renderer(visit) == "browser":
            step = visit.state.get(STATE, {}).get("step", 0)
            meta[TASK] = BrowserTask(f"{visit.method} {visit.url} {visit.body}", step, self._paging(visit))
        return meta

    def saw(self, visit: Visit, meta: Mapping[str, Any]) -> bool:
        """Keep what the browser says of the visit's page; whether there is a page: a step may bring nothing."""
        seen = meta.get(SEEN)
        if not isinstance(seen, Seen):
            return True
        self._seen[visit.fingerprint] = seen
        if seen.has_news:
            return True
        if seen.way in ("load_more", "next_button"):
            self.run.notes.warn(f"{seen.label!r} can still be pressed at {visit.url}, but nothing more comes of it")
        self.run.finish("no_next")
        return False

    def following(self, visit: Visit, step: Step) -> Step:
        """What follows the visit's page: `step`, what the pagination finds in its text, or a click or a scroll."""
        seen, paging = self._seen.get(visit.fingerprint), self._paging(visit)
        if seen is None or paging is None or (step.requests and paging.type not in _LIMITS):
            return step
        if seen.way is None:
            return replace(step, requests=(), stop="no_next", reason="the page shows nothing that leads on")
        limit = _LIMITS.get(seen.way)
        most = self.job.options.pagination.get(limit) if limit else None
        if most is not None and seen.step >= most:
            self.run.notes.warn(f"{limit} is reached: {most}")
            return Step(stop="max_pages", reason=f"{limit} is reached")
        state = {**visit.state, STATE: {"step": seen.step + 1, "type": seen.way}}
        request = PageRequest(visit.url, visit.number + 1, visit.method, visit.body, visit.headers, state)
        return Step((request,), reason=f"{seen.way} in the browser: {seen.label}")

    def settled(self, visit: Visit) -> Literal["http", "browser"]:
        """What loaded the visit's page, of which nothing more is asked."""
        self._seen.pop(visit.fingerprint, None)
        return self.renderer(visit)

    def _paging(self, visit: Visit) -> Paging | None:
        """How the page of the visit may be made to show more; None where no click or scroll is to be tried."""
        if visit.kind != "page" or self.job.is_listed(visit.state):
            return None
        pagination, settings = self.job.way(visit.state)
        kind = visit.state.get(STATE, {}).get("type") or pagination.name
        if kind not in (*WAYS, "auto"):
            return None
        return Paging(kind, settings.get("selector"), settings.get("text"), settings.get("scroll_delay"))
