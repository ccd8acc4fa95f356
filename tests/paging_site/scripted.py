"""Variants that need a browser: lists that scripts build, turn, grow and drop again."""

import json
from collections.abc import Callable
from typing import Any

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, gone, silent
from tests.paging_site.records import ARTICLE, BOOK, JOB, PRODUCT, THREAD
from tests.paging_site.variant import Ask, Step, Variant
from tests.site import Answer, Reply, Request, json_reply

RENDERED = {"render_js": True}
AS_NEEDED = {"render_js": "auto"}

_CARD = """
function card(one) {
  const box = document.createElement('div'); box.className = 'tile';
  const head = document.createElement('h3'); const link = document.createElement('a');
  link.href = '/x/' + one.id; link.textContent = one.title; head.append(link); box.append(head);
  for (const name in one) if (name !== 'id' && name !== 'title') {
    const line = document.createElement('p'); line.className = name;
    line.textContent = name === 'price' ? '$ ' + one[name].toFixed(2) : one[name]; box.append(line); }
  return box; }
"""

# Each script sees `api` (a path), `count` (pages) and #list; `call` names each part without a guess of the next.
_CLICKED = """
let page = 1; const list = document.getElementById('list'); const more = document.getElementById('more');
async function load() {
  const answer = await fetch(api, {method: 'POST', body: JSON.stringify({key: keys[page - 1]})});
  for (const one of (await answer.json()).items) list.append(card(one));
  if (++page > count) more.remove(); }
more.addEventListener('click', load); load();
"""
_SCROLLED = """
let page = 1, busy = false; const list = document.getElementById('list'); const end = document.getElementById('more');
async function load() {
  if (busy || page > count) return; busy = true;
  const answer = await fetch(api, {method: 'POST', body: JSON.stringify({key: keys[page - 1]})});
  for (const one of (await answer.json()).items) list.append(card(one));
  page++; busy = false; if (page > count) { watch.disconnect(); end.remove(); } else { watch.unobserve(end); watch.observe(end); } }
const watch = new IntersectionObserver(seen => { if (seen[0].isIntersecting) load(); }); watch.observe(end);
"""
_TURNED = """
let page = 1; const list = document.getElementById('list'); const more = document.getElementById('more');
async function turn() {
  const answer = await fetch(api, {method: 'POST', body: JSON.stringify({key: keys[page - 1]})});
  list.replaceChildren(...(await answer.json()).items.map(card));
  more.disabled = page >= count; more.setAttribute('aria-disabled', page >= count); }
more.addEventListener('click', () => { page++; turn(); }); turn();
"""
_VIRTUAL = """
const list = document.getElementById('list'), high = 80; list.style.cssText = 'position:relative;height:' + all.length * high + 'px';
function draw() {
  const first = Math.max(0, Math.floor(scrollY / high) - 2), shown = all.slice(first, first + Math.ceil(innerHeight / high) + 4);
  list.replaceChildren(...shown.map((one, place) => { const box = card(one);
    box.style.cssText = 'position:absolute;height:' + high + 'px;overflow:hidden;top:' + (first + place) * high + 'px'; return box; })); }
addEventListener('scroll', draw); draw();
"""
_PUBLIC = """
let next = api + '?page=1'; const list = document.getElementById('list'), end = document.getElementById('more');
async function load() {
  if (!next) return; const url = next; next = null;
  const answer = await (await fetch(url)).json();
  for (const one of answer.items) list.append(card(one));
  next = answer.next; if (!next) { watch.disconnect(); end.remove(); } else { watch.unobserve(end); watch.observe(end); } }
const watch = new IntersectionObserver(seen => { if (seen[0].isIntersecting) load(); }); watch.observe(end);
"""


def scripted(name: str, about: str, records: Catalogue, script: str, end: str, **more: Any) -> Variant:
    """A page without records in its markup; `script` gets them, `end` is the button or the sentinel below them.

    Parts are asked for by POST with a key that only the script knows, so that plain HTTP has nothing to go by.
    """
    pages, start, api = records.pages(), "/app", "/app/part"
    keys = [f"k{(number + 3) * 104729 % 99991:05}" for number in range(len(pages))]

    def answer(request: Request) -> Answer:
        if request.path == start:
            return _page(records, {"api": api, "count": len(pages), "keys": keys}, script, end)
        if request.path != api or request.method != "POST":
            return gone(request)
        number = keys.index(json.loads(request.body)["key"])
        return json_reply({"items": records.objects(pages[number])})

    posts = (Step(api, body=json.dumps({"key": key}), method="POST") for key in keys)
    given = {"site": lambda: answer, "start": start, "steps": (Step(start), *posts), "most_pages": len(pages) + 2}
    return Variant(name=name, about=about, catalogue=records, needs_browser=True, **(given | more))


def _page(records: Catalogue, constants: dict[str, Any], script: str, end: str) -> Reply:
    values = "".join(f"const {name} = {json.dumps(value)};" for name, value in constants.items())
    body = f'<div id="list"></div>{end}<script>{values}{_CARD}{script}</script>'
    language = records.language
    return Reply(shells.shop(language, language.menu[1], body, ""))


def _virtual() -> Variant:
    """A list of which only the rows in view are in the document."""
    records = catalogue(JOB, "en", 150, 150)

    def answer(request: Request) -> Answer:
        if request.path != "/virtual":
            return gone(request)
        return _page(records, {"all": records.objects(range(records.count))}, _VIRTUAL, "")

    return Variant(
        name="js_virtual_list",
        about="a virtual list: rows that were scrolled past are dropped from the document",
        catalogue=records,
        site=lambda: answer,
        start="/virtual",
        asks=(Ask("infinite_scroll", {}, RENDERED), Ask("scroll", {"max_scrolls": 60}, RENDERED)),
        steps=(Step("/virtual"),),
        most_pages=60,
        needs_browser=True,
    )


def _public(answer_page: Callable[[Catalogue], Reply]) -> Variant:
    """A scrolling list whose network traffic gives its JSON endpoint away."""
    records = catalogue(PRODUCT, "en", 120, 20)
    pages = records.pages()

    def answer(request: Request) -> Answer:
        if request.path == "/stream":
            return answer_page(records)
        number = int(request.query.get("page", "0"))
        if not request.path.startswith("/stream/data") or not 1 <= number <= len(pages):
            return gone(request)
        following = f"/stream/data?page={number + 1}" if number < len(pages) else None
        return json_reply({"items": records.objects(pages[number - 1]), "total": records.count, "next": following})

    return Variant(
        name="js_scroll_public_endpoint",
        about="scrolling that fetches a JSON endpoint, which plain HTTP can follow once it is seen",
        catalogue=records,
        site=lambda: answer,
        start="/stream",
        asks=(Ask("infinite_scroll", {}, RENDERED), Ask("auto", {}, AS_NEEDED)),
        steps=(Step("/stream"), *(Step(f"/stream/data?page={number}") for number in range(1, 7))),
        most_pages=8,
        needs_browser=True,
    )


def _plain_list_with_script() -> Variant:
    """A list that is whole without a script, asked for with render_js auto: no browser is to be needed."""
    records = catalogue(THREAD, "en", 60, 12)
    paths = ("/calm", *(f"/calm?page={number}" for number in range(2, 6)))
    listing = Listing(
        records,
        paths,
        lambda turn: Marks(
            f'<p><a href="{turn.following}">Next</a></p><script>let x = 1;</script>' if turn.following else ""
        ),
        skins.phpbb,
        shells.portal,
        silent,
    )
    return Variant(
        name="js_not_needed",
        about="render_js auto on a list that is whole without a script",
        catalogue=records,
        site=lambda: listing.answer,
        start="/calm",
        asks=(Ask("next_button", {}, AS_NEEDED), Ask("auto", {}, AS_NEEDED)),
        steps=tuple(Step(path) for path in paths),
        most_pages=5,
    )


def variants() -> list[Variant]:
    """All variants of this module."""
    button = '<p><button id="more" class="btn" type="button">{}</button></p>'
    return [
        scripted(
            "js_load_more",
            "a button that a script serves, gone after the last click",
            catalogue(PRODUCT, "en", 80, 15, 14),
            _CLICKED,
            button.format("Load more"),
            asks=(
                Ask("load_more", {}, RENDERED),
                Ask("click_more", {"selector": "#more", "max_clicks": 20}, RENDERED),
                Ask("auto", {}, AS_NEEDED),
            ),
        ),
        scripted(
            "js_infinite_scroll",
            "IntersectionObserver and fetch by POST",
            catalogue(ARTICLE, "en", 100, 20),
            _SCROLLED,
            '<div id="more" style="height:40px">…</div>',
            asks=(
                Ask("infinite_scroll", {}, RENDERED),
                Ask("scroll", {"scroll_delay": 0.2}, RENDERED),
                Ask("auto", {}, AS_NEEDED),
            ),
        ),
        scripted(
            "js_next_button",
            "a next button that is no link and replaces the list",
            catalogue(BOOK, "en", 72, 12),
            _TURNED,
            button.format("Next"),
            asks=(
                Ask("next_button", {}, RENDERED),
                Ask("next_button", {"selector": "#more"}, RENDERED),
                Ask("auto", {}, AS_NEEDED),
            ),
        ),
        _virtual(),
        _public(
            lambda records: _page(
                records, {"api": "/stream/data"}, _PUBLIC, '<div id="more" style="height:40px">…</div>'
            )
        ),
        _plain_list_with_script(),
    ]
