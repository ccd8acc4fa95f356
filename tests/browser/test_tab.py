"""scraper.browser.tab: clicks and scrolls in a real Chromium; each row is told once, whatever the page does with it."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import async_playwright

from scraper.browser.executable import browser_executable
from scraper.browser.launching import ARGUMENTS
from scraper.browser.tab import Tab
from scraper.browser.values import Paging
from scraper.config import Config
from tests.paging_site.scripted import variants
from tests.site import Reply, document

pytestmark = pytest.mark.browser

VARIANTS = {variant.name: variant for variant in variants()}
STUBBORN = """<ul id="list"><li>Lamp of brass</li><li>Chair of oak</li><li>Desk of pine</li></ul>
<button onclick="fetch('/more').then((reply) => reply.text()).then((text) => list.innerHTML += text)">Show more</button>
<script>const list = document.getElementById('list');</script>"""


class Chromium:
    """A browser that tests of this module share, and the loop that it lives in."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner = runner

    async def start(self) -> None:
        self.playwright = await async_playwright().start()
        options = {"executable_path": browser_executable(Config()), "args": list(ARGUMENTS)}
        self.browser = await self.playwright.chromium.launch(**options)
        self.context = await self.browser.new_context(viewport={"width": 1280, "height": 900})

    async def stop(self) -> None:
        await self.browser.close()
        await self.playwright.stop()

    async def open(self, url: str) -> Tab:
        tab = Tab(await self.context.new_page())
        await tab.page.goto(url)
        await tab.rest()
        return tab

    async def batches(self, url: str, paging: Paging) -> tuple[list[list[str]], Tab]:
        """The records' links that each text of the page shows and that were not known before it, until no more come."""
        tab = await self.open(url)
        batches = [_links(await tab.text())]
        while (await tab.way(paging))[0]:
            if not await tab.step(paging):
                break
            batches.append(_links(await tab.news()))
        await tab.page.close()
        return batches, tab


def _links(text: str) -> list[str]:
    """The links of the records in the text but for those in rows that are marked as known."""
    rows = re.split(r'(?=<div class="tile")', text)[1:]
    return [link for row in rows if "data-scraper-known" not in row for link in re.findall(r'href="(/x/[^"]+)"', row)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with asyncio.Runner() as runner:
        chromium = Chromium(runner)
        runner.run(chromium.start())
        yield chromium
        runner.run(chromium.stop())


@pytest.mark.parametrize(
    ("name", "kind", "batches"),
    [
        ("js_load_more", "load_more", 6),
        ("js_infinite_scroll", "infinite_scroll", 5),
        ("js_next_button", "next_button", 6),
        ("js_virtual_list", "infinite_scroll", 3),
    ],
)
def test_every_row_is_told_once_in_the_batch_that_brought_it(chromium, name, kind, batches):
    variant = VARIANTS[name]
    with variant.serve() as site:
        told, _ = chromium.runner.run(chromium.batches(site.url + variant.start, Paging(kind)))
    links = [link for batch in told for link in batch]
    assert (len(told), len(links), len(set(links))) == (batches, variant.catalogue.count, variant.catalogue.count)


def test_the_button_that_a_selector_names_is_pressed(chromium):
    variant = VARIANTS["js_load_more"]
    with variant.serve() as site:
        told, _ = chromium.runner.run(chromium.batches(site.url + variant.start, Paging("load_more", "#more")))
    assert sum(map(len, told)) == variant.catalogue.count


@pytest.mark.parametrize(("status", "failed"), [(200, 0), (500, 1)])
def test_a_button_that_brings_nothing_is_told_from_one_whose_data_cannot_be_had(chromium, site, status, failed):
    site.route("/", document("Things", STUBBORN))
    site.route("/more", Reply("", status=status))

    async def pressed():
        tab = await chromium.open(site.url)
        await tab.text()
        found = await tab.step(Paging("load_more"))
        await tab.page.close()
        return found, len(tab.failed_requests)

    assert chromium.runner.run(pressed()) == (False, failed)
