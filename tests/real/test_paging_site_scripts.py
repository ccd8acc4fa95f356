"""The scripts of the test site in a real Chromium driven by hand: clicked and scrolled, they show each record."""

import os
from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scraper.browser.executable import playwrights_own, system_browser
from tests.paging_site import VARIANTS, Variant

SCRIPTED = {variant.name: variant for variant in VARIANTS if variant.needs_browser}
SECONDS = 60
SHOWN = "[...document.querySelectorAll('#list h3 a, #results h5 a')].map(one => one.textContent)"
CLICK = "() => { const more = document.querySelector('button#more:enabled'); if (more) more.click(); }"
# Two frames: the scroll event comes with the first of them.
SCROLL = """() => new Promise(done => { scrollBy(0, innerHeight * 0.8);
requestAnimationFrame(() => requestAnimationFrame(done)); })"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("SCRAPER_BROWSER") or playwrights_own() or system_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def seen(page: Page, count: int) -> list[str]:
    """The titles that the list showed on the way, each once; clicks follow only on what the last one has changed."""
    titles: dict[str, None] = {}
    before: list[str] = []
    deadline = monotonic() + SECONDS
    while len(titles) < count and monotonic() < deadline:
        shown = page.evaluate(SHOWN)
        if shown != before:
            page.evaluate(CLICK)
        before = shown
        titles |= dict.fromkeys(shown)
        page.evaluate(SCROLL)
    return list(titles)


@pytest.mark.parametrize("variant", SCRIPTED.values(), ids=SCRIPTED)
def test_clicked_and_scrolled_a_scripted_list_shows_all_its_records(chromium: Browser, variant: Variant) -> None:
    with variant.serve() as site:
        page = chromium.new_page()
        page.goto(site.url + variant.start)
        titles = seen(page, len(variant.keys()))
        page.close()
    assert titles == variant.keys()
