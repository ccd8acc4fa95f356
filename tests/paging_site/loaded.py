"""Variants of `load_more` and `infinite_scroll` that HTTP alone can follow: the markup names what is loaded."""

import json
from collections.abc import Callable
from html import escape

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, gone, silent
from tests.paging_site.records import ARTICLE, BOOK, JOB, PRODUCT, THREAD
from tests.paging_site.skins import Skin
from tests.paging_site.variant import AUTO, Ask, Step, Variant
from tests.site import Answer, Reply, Request, json_reply

LOAD = (Ask("load_more"), Ask("show_more"), AUTO)
SCROLL = (Ask("infinite_scroll"), Ask("lazy_load"), AUTO)

# The button under a list, from the URL of what it loads ("" on the last part).
Button = Callable[[str], str]


def grown(
    name: str,
    about: str,
    records: Catalogue,
    paths: tuple[str, str],
    skin: Skin,
    button: Button,
    *,
    wraps: bool = False,
) -> Variant:
    """A list whose first page stands at paths[0]; part n (from 2) is a fragment at paths[1] filled with n.

    The fragment has the records and the next button alone; with `wraps` it stands in a JSON body, at `html`.
    """
    start, pattern = paths
    pages = records.pages()
    parts = {pattern.format(number): number for number in range(2, len(pages) + 1)}
    says = "{total}" in records.language.promise

    def following(number: int) -> str:
        return pattern.format(number + 1) if number < len(pages) else ""

    def answer(request: Request) -> Answer:
        if request.path == start:
            below = Marks(f'<div class="load-more">{button(escape(following(1)))}</div>')
            return Listing(records, (start,), lambda _: below, skin, shells.shop).page(1)
        number = parts.get(request.path)
        if number is None:
            return gone(request)
        fragment = skin(records.shown(pages[number - 1])) + button(escape(following(number)))
        return json_reply({"html": fragment, "hasMore": number < len(pages)}) if wraps else Reply(fragment)

    return Variant(
        name=name,
        about=about,
        catalogue=records,
        site=lambda: answer,
        start=start,
        asks=LOAD,
        steps=(Step(start), *(Step(path, named="" if button is _form else path) for path in parts)),
        most_pages=len(pages),
        promised=records.count if says else None,
    )


def _only_if(form: str) -> Button:
    """The button of this form while there is more."""
    return lambda url: form.format(url=url) if url else ""


def _form(url: str) -> str:
    """A button in a form with GET, its parameters in hidden fields."""
    path, _, number = url.partition("?part=")
    fields = f'<input type="hidden" name="part" value="{number}">'
    return (
        f'<form method="get" action="{path}">{fields}<button class="btn">Load more jobs</button></form>' if url else ""
    )


def scrolled(name: str, about: str, records: Catalogue, *, hint: str) -> Variant:
    """A list that grows by scrolling; the markup names its JSON endpoint, as an attribute or as a script's setting."""
    pages = records.pages()
    start, endpoint = "/feed", "/feed/items.json"

    def answer(request: Request) -> Answer:
        if request.path == start:
            settings = json.dumps({"endpoint": endpoint, "page": 1, "pages": len(pages)})
            attribute = (
                f'<div class="infinite-scroll" data-next-url="{endpoint}?page=2" data-total-pages="{len(pages)}"></div>'
            )
            script = f'<script id="feed-settings" type="application/json">{settings}</script>'
            rel = f'<div id="sentinel"></div><a class="infinite-more-link" href="/feed?page=2" hidden>{records.language.next}</a>'
            below = Marks({"attribute": attribute, "script": script, "link": rel}[hint])
            return Listing(records, (start,), lambda _: below, skins.bootstrap, shells.portal, silent).page(1)
        number = int(request.query.get("page", "0"))
        if not 2 <= number <= len(pages):
            return gone(request)
        if request.path.startswith(endpoint):
            more = f"{endpoint}?page={number + 1}" if number < len(pages) else None
            return json_reply({"items": records.objects(pages[number - 1]), "next": more})
        link = f'<a class="infinite-more-link" href="/feed?page={number + 1}" hidden>{records.language.next}</a>'
        below = Marks('<div id="sentinel"></div>' + (link if number < len(pages) else ""))
        return Listing(records, (start,), lambda _: below, skins.bootstrap, shells.portal, silent).render(
            1, pages[number - 1]
        )

    base = start if hint == "link" else endpoint
    steps = [
        Step(f"{base}?page={number}", named="" if hint == "script" else f"?page={number}")
        for number in range(2, len(pages) + 1)
    ]
    return Variant(
        name=name,
        about=about,
        catalogue=records,
        site=lambda: answer,
        start=start,
        asks=SCROLL,
        steps=(Step(start), *steps),
        most_pages=len(pages) + (1 if hint == "script" else 0),
        ends=("no_next", "not_found") if hint == "script" else ("no_next",),
    )


def variants() -> list[Variant]:
    """All variants of this module."""
    return [
        grown(
            "more_data_url",
            "a button with data-url; fragments of HTML",
            catalogue(PRODUCT, "en", 90, 16, 15),
            ("/new-in", "/new-in/part/{}"),
            skins.magento,
            _only_if('<button class="btn" type="button" data-url="{url}">Load more</button>'),
        ),
        grown(
            "more_href",
            "a link that a script takes over; fragments of HTML",
            catalogue(ARTICLE, "de", 72, 12),
            ("/aktuell", "/aktuell?teil={}"),
            skins.teasers,
            _only_if('<a class="js-load-more" href="{url}">Mehr anzeigen</a>'),
        ),
        grown(
            "more_htmx",
            "a button with hx-get",
            catalogue(THREAD, "fr", 80, 15),
            ("/sujets", "/sujets/_suite?p={}"),
            skins.phpbb,
            _only_if('<button hx-get="{url}" hx-target="closest div" hx-swap="outerHTML">Afficher plus</button>'),
        ),
        grown(
            "more_form",
            "a button in a form with GET",
            catalogue(JOB, "en", 66, 14),
            ("/jobs", "/jobs?part={}"),
            skins.postings,
            _form,
        ),
        grown(
            "more_json_html",
            "a button with data-href; the fragment of HTML stands in a JSON body",
            catalogue(BOOK, "es", 70, 15),
            ("/libros", "/ajax/libros?pagina={}"),
            skins.catalogue,
            _only_if('<button class="ver-mas" data-href="{url}">Ver más</button>'),
            wraps=True,
        ),
        scrolled(
            "scroll_attribute", "an endpoint in data-next-url", catalogue(ARTICLE, "en", 96, 20), hint="attribute"
        ),
        scrolled(
            "scroll_script", "an endpoint in a script's settings", catalogue(PRODUCT, "en", 84, 20), hint="script"
        ),
        scrolled("scroll_link", "a hidden link for those without a script", catalogue(JOB, "en", 75, 20), hint="link"),
    ]
