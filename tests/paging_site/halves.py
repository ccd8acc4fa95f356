"""Variants whose first part stands in the markup and whose rest only a script can load: with a browser, and without."""

import json
from typing import Any

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, gone
from tests.paging_site.records import JOB, PRODUCT
from tests.paging_site.scripted import AS_NEEDED, RENDERED
from tests.paging_site.variant import Ask, Step, Variant
from tests.site import Answer, Reply, Request

_LOAD = """
let part = 1; const more = document.getElementById('more');
async function load() {
  const answer = await fetch('/rest', {method: 'POST', body: JSON.stringify({key: keys[part - 1]})});
  document.getElementById('results').insertAdjacentHTML('beforeend', await answer.text());
  if (++part > keys.length) more.remove(); return part <= keys.length; }
"""
_BY_CLICK = _LOAD + "more.addEventListener('click', load);"
_BY_SCROLL = (
    _LOAD
    + """
const watch = new IntersectionObserver(async seen => { if (!seen[0].isIntersecting) return;
  watch.unobserve(more); if (await load()) watch.observe(more); }); watch.observe(more);
"""
)
_BUTTON = '<button id="more" type="button" class="btn btn-primary">Load more</button>'
_SENTINEL = '<div id="more" class="infinite-scroll-loader" style="height:30px"><img src="/img/spinner.gif" alt="Loading…"></div>'


def half(name: str, about: str, records: Catalogue, end: str, script: str, **more: Any) -> Variant:
    """A list whose first page is in the markup; its script asks for the others by POST, with keys that it alone knows."""
    pages = records.pages()
    keys = [f"r{(number + 5) * 86028121 % 99991:05}" for number in range(1, len(pages))]
    below = f"{end}<script>const keys = {json.dumps(keys)};{script}</script>"

    def answer(request: Request) -> Answer:
        if request.path == "/half":
            return Listing(records, ("/half",), lambda _: Marks(below), skins.bootstrap, shells.shop).page(1)
        if request.path != "/rest" or request.method != "POST":
            return gone(request)
        cards = skins.bootstrap(records.shown(pages[keys.index(json.loads(request.body)["key"]) + 1]))
        return Reply(cards.removeprefix(skins.GRID).removesuffix("</div>"))

    steps = (Step("/half"), *(Step("/rest", body=json.dumps({"key": key}), method="POST") for key in keys))
    given = {"steps": steps, "most_pages": len(pages) + 2, "promised": records.count, "needs_browser": True}
    return Variant(name=name, about=about, catalogue=records, site=lambda: answer, start="/half", **{**given, **more})


def _unreachable(records: Catalogue) -> dict[str, Any]:
    """What is left of a half list without a browser."""
    first = records.pages()[0]
    return {
        "lost": frozenset(range(first.stop, records.count)),
        "steps": (Step("/half"),),
        "ends": ("needs_browser",),
        "named": ("browser",),
        "needs_browser": False,
        "most_pages": 1,
    }


def variants() -> list[Variant]:
    """All variants of this module."""
    goods, jobs = catalogue(PRODUCT, "en", 72, 12), catalogue(JOB, "en", 75, 15)
    return [
        half(
            "js_rest_by_button",
            "the first part in the markup, the rest by a button",
            goods,
            _BUTTON,
            _BY_CLICK,
            asks=(Ask("load_more", {}, RENDERED), Ask("load_more", {}, AS_NEEDED), Ask("auto", {}, AS_NEEDED)),
        ),
        half(
            "js_rest_by_scrolling",
            "the first part in the markup, the rest by scrolling",
            jobs,
            _SENTINEL,
            _BY_SCROLL,
            asks=(Ask("infinite_scroll", {}, RENDERED), Ask("infinite_scroll", {}, AS_NEEDED)),
        ),
        half(
            "plain_rest_by_button",
            "the same button without a browser: never a quiet one-page success",
            goods,
            _BUTTON,
            _BY_CLICK,
            **_unreachable(goods),
            asks=(Ask("load_more"), Ask("auto")),
        ),
        half(
            "plain_rest_by_scrolling",
            "the same scrolling without a browser: never a quiet one-page success",
            jobs,
            _SENTINEL,
            _BY_SCROLL,
            **_unreachable(jobs),
            asks=(Ask("infinite_scroll"),),
        ),
    ]
