"""A page that is open in the browser: waits until it rests, acts on it, clicks and scrolls, tells its text."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from time import monotonic
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Request

from scraper.browser.actions import Action, locator_text
from scraper.browser.controls import Control, chosen
from scraper.browser.failures import check_scheme
from scraper.browser.values import Paging

_SCRIPT = files("scraper.browser").joinpath("page.js").read_text(encoding="utf-8")
# What a page is made of: while one of these is under way it is not done. Not pictures, which say nothing here.
_AWAITED = frozenset(["document", "script", "xhr", "fetch"])
_POLL_SECONDS = 0.1
# So long nothing may change for a page to count as done, and so long a page that never rests is waited for.
_QUIET_SECONDS = 0.4
_RESTLESS_SECONDS = 4.0
_SLOW_REQUEST_SECONDS = 20.0
# How long something must come of a scroll or a click where no request is under way: sites wait for a timer of a second.
_PATIENCE_SECONDS = 2.5
# Strides of a scroll at most, those that one batch of a virtual list takes, and those back to the end of the page.
_STRIDES, _STRIDES_A_BATCH, _STRIDES_BACK = 200, 8, 3
_CLICK_MILLISECONDS = 5000.0


class Tab:
    """One page of the browser. `steps` counts clicks and scrolls since it was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.key = ""
        self.steps = 0
        self.failed_requests: list[str] = []
        self._under_way: set[Request] = set()
        self._last_request = monotonic()
        page.on("request", self._begun)
        page.on("requestfinished", self._over)
        page.on("requestfailed", self._failed)
        page.on("response", lambda response: self._answered(response.request, response.status))
        page.on("popup", lambda popup: asyncio.ensure_future(_closed(popup)))

    async def rest(self) -> None:
        """Wait until nothing is loaded and nothing changes; for a page that never rests, a few seconds."""
        changes, since, begun = -1, monotonic(), monotonic()
        while monotonic() - begun < _SLOW_REQUEST_SECONDS:
            now = await self._ask("changes")
            if self._under_way or now != changes:
                changes, since = now, monotonic()
                is_restless = monotonic() - max(begun, self._last_request) > _RESTLESS_SECONDS
                if is_restless and not self._under_way:
                    return
            elif monotonic() - since >= _QUIET_SECONDS:
                return
            await asyncio.sleep(_POLL_SECONDS)

    async def wait(self, wait_for: float | str | None) -> None:
        """Wait so many seconds, or until the selector finds something."""
        if isinstance(wait_for, str):
            await self.page.locator(locator_text(wait_for)).first.wait_for(state="attached")
        elif wait_for:
            await asyncio.sleep(wait_for)

    async def act(self, actions: Sequence[Action]) -> None:
        """Do these things one after the other."""
        for action in actions:
            for _ in range(action.times):
                await self._do(action)
                await self.rest()

    async def _do(self, action: Action) -> None:
        where = self.page.locator(locator_text(action.selector)).first if action.selector else None
        if action.type == "wait":
            await self.wait(action.selector or action.seconds)
        elif action.type == "press" and action.key:
            await (where.press(action.key) if where else self.page.keyboard.press(action.key))
        elif action.type == "scroll":
            await (where.scroll_into_view_if_needed() if where else self._ask("stride"))
        elif action.type == "write" and where:
            await where.fill(action.text or "")
        elif action.type == "click" and where:
            await where.click()

    async def text(self) -> str:
        """The whole page as HTML; what it shows is known from now on."""
        return str(await self._ask("whole"))

    async def news(self) -> str:
        """The page as HTML with what is new since it was read last, and with some of the rows before it."""
        return str(await self._ask("news"))

    async def step(self, paging: Paging) -> bool:
        """Click or scroll once; whether anything new came of it."""
        self.failed_requests.clear()
        if paging.type == "infinite_scroll":
            found = await self._scroll(paging)
        else:
            found = await self._click(paging)
        check_scheme(self.page.url)
        return found

    async def way(self, paging: Paging) -> tuple[str | None, str]:
        """How it can go on from here: the pagination type and the label of what is to be pressed; None where it cannot.

        Whether scrolling brings more is only known when it is tried.
        """
        if paging.type == "infinite_scroll":
            return paging.type, "scrolling"
        if paging.selector is not None:
            return (None, "") if await self._selected(paging) is None else (paging.type, paging.selector)
        for kind in ("load_more", "next_button") if paging.type == "auto" else (paging.type,):
            index, controls = await self._chosen(replace(paging, type=kind))
            if index is not None:
                return kind, controls[index].shown
        if paging.type == "auto" and await self._ask("isLong"):
            return "infinite_scroll", "scrolling"
        return None, ""

    async def _selected(self, paging: Paging) -> Any:
        assert paging.selector is not None
        for each in await self.page.locator(locator_text(paging.selector)).all():
            if await each.is_visible() and await each.is_enabled():
                return each
        return None

    async def _chosen(self, paging: Paging) -> tuple[int | None, list[Control]]:
        controls = [Control.from_json(each) for each in await self._ask("controls")]
        return chosen(controls, paging.type, paging.text), controls

    async def _click(self, paging: Paging) -> bool:
        if paging.selector is not None:
            place = await self._selected(paging)
        else:
            index, _ = await self._chosen(paging)
            handle = None if index is None else await self.page.evaluate_handle(f"({_SCRIPT})('control', {index})")
            place = handle.as_element() if handle else None
        if place is None:
            return False
        url = self.page.url
        try:
            await place.click(timeout=_CLICK_MILLISECONDS)
        except PlaywrightError as error:  # something lies over it, such as a question about cookies
            if "closed" in str(error) or "crashed" in str(error):
                raise
            await place.dispatch_event("click")
        return await self._found(_PATIENCE_SECONDS) or self.page.url != url

    async def _scroll(self, paging: Paging) -> bool:
        """Stride down until a batch has come; at the end of the page, wait for one.

        A page that stays as long as it is shows other rows at each place: those of some strides are one batch.
        """
        patience, found = _PATIENCE_SECONDS + (paging.scroll_delay or 0.0), 0
        height = await self._ask("height")
        for stride in range(_STRIDES):
            is_at_end = await self._ask("stride")
            await asyncio.sleep(_POLL_SECONDS)
            await self.rest()
            now = await self._ask("collect")
            is_longer = await self._ask("height") > height
            if now and (is_longer or stride >= _STRIDES_A_BATCH):
                return True
            if is_at_end and not is_longer and now == found:
                return now > 0 or await self._waited(patience)
            found = now
        return True

    async def _waited(self, patience: float) -> bool:
        """Whether rows come at the end of the page, which is left and reached once more if none do."""
        if await self._found(patience):
            return True
        await self._ask("back")
        await asyncio.sleep(_POLL_SECONDS)
        for _ in range(_STRIDES_BACK):
            await self._ask("stride")
        return await self._found(patience)

    async def _found(self, seconds: float) -> bool:
        """Whether rows come within that time, or as long as requests are under way."""
        since = monotonic()
        while monotonic() - max(since, self._last_request) < seconds or self._under_way:
            if monotonic() - since > _SLOW_REQUEST_SECONDS:
                break
            await asyncio.sleep(_POLL_SECONDS)
            if not self._under_way and await self._ask("fresh") > 0:
                await self.rest()
                if await self._ask("collect") > 0:
                    return True
        return bool(await self._ask("collect") > 0)

    async def _ask(self, command: str) -> Any:
        """What page.js answers; once more where the page is on its way to another one."""
        for _ in range(50):
            try:
                return await self.page.evaluate(f"({_SCRIPT})('{command}')")
            except PlaywrightError as error:
                if "context was destroyed" not in str(error) and "navigat" not in str(error):
                    raise
            await asyncio.sleep(_POLL_SECONDS)
        raise PlaywrightError(f"{self.page.url} goes from one page to the next and never rests")

    def _begun(self, request: Request) -> None:
        if request.resource_type in _AWAITED:
            self._under_way.add(request)
            self._last_request = monotonic()

    def _over(self, request: Request) -> None:
        if request in self._under_way:
            self._under_way.discard(request)
            self._last_request = monotonic()

    def _failed(self, request: Request) -> None:
        if request in self._under_way and "ERR_ABORTED" not in (request.failure or ""):
            self.failed_requests.append(f"{request.url} failed ({request.failure})")
        self._over(request)

    def _answered(self, request: Request, status: int) -> None:
        if status >= 400 and request.resource_type in ("xhr", "fetch", "document"):
            self.failed_requests.append(f"{request.url} answered {status}")


async def _closed(popup: Page) -> None:
    """Close a window that a page opened: what it shows is nobody's wish."""
    try:
        await popup.close()
    except PlaywrightError:
        return
