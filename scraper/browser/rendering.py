"""Which pages of a run are loaded in a browser, and how a page that is open there goes on."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Literal

from scraper.browser.controls import waiting_button
from scraper.browser.values import SEEN, STATE, TASK, BrowserTask, Paging, Seen
from scraper.extraction.values import Extraction
from scraper.items import Visit
from scraper.page import Page
from scraper.pagination import PageRequest, Step
from scraper.runs.run import LiveRun

logger = logging.getLogger(__name__)

# Pagination types that click or scroll where there is no link to follow; auto takes the first that finds something.
WAYS = ("load_more", "next_button", "infinite_scroll")
_LIMITS = {"load_more": "max_clicks", "infinite_scroll": "max_scrolls"}
# So often a browser is tried in vain for pages of one kind; then they are taken as they are.
_TRIES_IN_VAIN = 2


class Rendering:
    """Decides for each visit of a run whether a browser loads its page, and what follows from what was seen there.

    With render_js "auto" a page is fetched plainly first. `run.notes.browser` keeps for which kinds of pages ("page",
    "detail") a browser turned out to be needed, and why: the others of the kind are loaded there at once.
    """

    def __init__(self, run: LiveRun) -> None:
        self.run = run
        self.job = run.job
        self._is_auto = run.job.options.render_js == "auto"
        self._seen: dict[str, Seen] = {}
        self._asked: dict[str, str] = {}  # by fingerprint, why a page is asked for again, in the browser
        self._in_browser: set[str] = set()
        self._in_vain: Counter[str] = Counter()
        self._plain: set[str] = set()  # kinds of pages that plain HTTP gave records of

    def meta(self, visit: Visit) -> dict[str, Any]:
        """What goes into the meta of the visit's request."""
        options = self.job.options
        meta: dict[str, Any] = {"proxy": self.run.config.proxies[options.proxy]} if options.proxy else {}
        if self._is_rendered(visit):
            step = visit.state.get(STATE, {}).get("step", 0)
            meta[TASK] = BrowserTask(f"{visit.method} {visit.url} {visit.body}", step, self._paging(visit))
            self._in_browser.add(visit.fingerprint)
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

    def is_lacking(self, page: Page, visit: Visit, extraction: Extraction, plain: Callable[[], Step | None]) -> bool:
        """Whether the page is to be asked for once more, in the browser: what it lacks without one may be there.

        `plain` tells what the pagination finds in its text (None for a record's own page).
        """
        if not self._is_auto or visit.is_index:
            return False
        is_poor = self._is_poor(extraction, visit)
        if visit.fingerprint in self._in_browser:
            self._learn(visit, is_poor=is_poor, plain=plain())
            return False
        if not is_poor:
            self._plain.add(visit.kind)
        has_scripts = not page.is_json and "<script" in page.text
        why = self._lack(page, visit, is_poor=is_poor, plain=plain()) if has_scripts else None
        if why is None or self._in_vain[visit.kind] >= _TRIES_IN_VAIN:
            return False
        if not self.run.budget.hold_browser(visit.fingerprint):
            self.run.notes.warn(
                f"{visit.url} was read without the browser, for which the run's credits do not pay: {why}"
            )
            self.run.finish("needs_browser")
            return False
        logger.info("%s is loaded in the browser: %s", visit.url, why)
        self._asked[visit.fingerprint] = why
        return True

    def following(self, visit: Visit, step: Step) -> Step:
        """What follows the visit's page: `step`, what the pagination finds in its text, or a click or a scroll."""
        seen, paging = self._seen.get(visit.fingerprint), self._paging(visit)
        if seen is None or paging is None or (step.requests and paging.type not in _LIMITS):
            return step
        if seen.way is None:
            choice = step.choice if paging.type == "auto" else None
            return Step(stop="no_next", reason="the page shows nothing that leads on", choice=choice)
        limit = _LIMITS.get(seen.way)
        most = self.job.options.pagination.get(limit) if limit else None
        if most is not None and seen.step >= most:
            self.run.notes.warn(f"{limit} is reached: {most}")
            return Step(stop="max_pages", reason=f"{limit} is reached")
        state = {**visit.state, STATE: {"step": seen.step + 1, "type": seen.way}}
        request = PageRequest(visit.url, visit.number + 1, visit.method, visit.body, visit.headers, state)
        reason = f"{seen.way} in the browser: {seen.label}"
        return Step((request,), reason=reason, choice={"type": seen.way, "reason": reason})

    def settled(self, visit: Visit) -> Literal["http", "browser"]:
        """What loaded the visit's page, of which nothing more is asked."""
        self._seen.pop(visit.fingerprint, None)
        self._asked.pop(visit.fingerprint, None)
        is_rendered = visit.fingerprint in self._in_browser
        self._in_browser.discard(visit.fingerprint)
        return "browser" if is_rendered else "http"

    def _is_rendered(self, visit: Visit) -> bool:
        if not self._is_auto:
            return self.job.options.render_js is True
        if STATE in visit.state or visit.fingerprint in self._asked:
            return True
        return visit.kind in self.run.notes.browser and self.run.budget.hold_browser(visit.fingerprint)

    def _is_poor(self, extraction: Extraction, visit: Visit) -> bool:
        """Whether there is no record, or one that is hardly any: a frame without its list has a heading, too."""
        if not extraction.records or extraction.mode == "list":
            return not extraction.records
        is_list_wanted = visit.kind == "page" and self.job.way(visit.state)[0].name != "none"
        is_detail_wanted = self.job.options.extract.mode == "detail"
        is_thin = len(extraction.records[0].data) * 2 <= len(self.job.schema.fields)
        return is_thin or (is_list_wanted and not is_detail_wanted and visit.number == 1)

    def _lack(self, page: Page, visit: Visit, *, is_poor: bool, plain: Step | None) -> str | None:
        """What the plain page lacks; None for nothing. Pages after one that had all are what they are."""
        if is_poor:
            return None if visit.kind in self._plain else "without it the page shows no record"
        if plain is None or visit.number > 1 or plain.requests:
            return None
        if plain.stop == "needs_browser":
            return plain.reason or "without it there is no way to further pages"
        paging = self._paging(visit)
        label = waiting_button(page) if paging and paging.type in ("next_button", "auto") else None
        return None if label is None else f"without it nothing comes of pressing {label!r}"

    def _learn(self, visit: Visit, *, is_poor: bool, plain: Step | None) -> None:
        """Remember whether the browser, which a page was asked for in, had what the page lacked."""
        why = self._asked.get(visit.fingerprint)
        if why is None:
            return
        seen = self._seen.get(visit.fingerprint)
        leads_on = plain is None or bool(plain.requests) or (seen is not None and seen.way is not None)
        if not is_poor and (leads_on or visit.kind not in self._plain):
            self.run.notes.browser.setdefault(visit.kind, why)
            self.run.budget.render()
        else:
            self._in_vain[visit.kind] += 1

    def _paging(self, visit: Visit) -> Paging | None:
        """How the page of the visit may be made to show more; None where no click or scroll is to be tried."""
        if visit.kind != "page" or self.job.is_listed(visit.state):
            return None
        pagination, settings = self.job.way(visit.state)
        kind = visit.state.get(STATE, {}).get("type") or pagination.name
        if kind not in (*WAYS, "auto"):
            return None
        return Paging(kind, settings.get("selector"), settings.get("text"), settings.get("scroll_delay"))
