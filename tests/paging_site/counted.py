"""Variants of `url_pattern`, `page_param` and `offset`: what is counted up, in URLs and in bodies."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, Turn, catalogue, gone, silent, urls
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.variant import Ask, Step, Variant, listed
from tests.site import Answer, Reply, Request, json_reply

# Beyond the end: 404; with an `end`, or where the site says how much there is, nothing lies beyond.
ENDS = ("not_found", "no_next")


def bare(_: Turn) -> Marks:
    """A list that names no other page."""
    return Marks()


def nothing_found(listing: Listing) -> Callable[[Request], Answer]:
    """Beyond the end: the site's usual page with no records on it, status 200."""
    language = listing.catalogue.language
    body = '<p class="message notice">0 ☹</p>'
    return lambda _: Reply(listing.shell(language, language.menu[1], body, ""))


def _pattern_variants() -> list[Variant]:
    news, books = catalogue(ARTICLE, "sv", 72, 12), catalogue(BOOK, "cs", 80, 10)
    cases = catalogue(CASE, "de", 100, 25)
    return [
        listed(
            "pattern_page",
            "{page} in the path",
            Listing(news, urls("/arkiv/{}.html", 6, start=1), bare, skins.teasers, shells.portal, silent),
            (
                Ask("url_pattern", {"pattern": "{site}/arkiv/{page}.html"}),
                Ask("url_template", {"pattern": "{site}/arkiv/{page}.html", "end": 6}),
            ),
            ends=ENDS,
            most_pages=7,
        ),
        listed(
            "pattern_offset",
            "{offset} in the query",
            Listing(cases, urls("/rejstrik?od={}", 4, start=0, step=25), bare, skins.table, shells.plain, silent),
            (Ask("url_pattern", {"pattern": "{site}/rejstrik?od={offset}", "start": 0, "step": 25}),),
            ends=ENDS,
            most_pages=5,
        ),
        listed(
            "pattern_range",
            "[001-008:1] in the path, filled with zeros",
            Listing(books, urls("/kniha-{:03}.htm", 8, start=1), bare, skins.table, shells.plain, silent),
            (
                Ask("url_range", {"pattern": "{site}/kniha-[001-008:1].htm"}),
                Ask("url_pattern", {"pattern": "{site}/kniha-{page}.htm", "zero_pad": 3, "end": 8}),
            ),
        ),
        listed(
            "pattern_guessed_path",
            "no pattern: the page number stands in target_url's path",
            Listing(news, urls("/2026/nyheter/page-{}/", 6, start=1), bare, skins.wordpress, shells.blog, silent),
            (Ask("url_pattern"),),
            ends=ENDS,
            most_pages=7,
        ),
        listed(
            "pattern_guessed_query",
            "no pattern: the page number stands in target_url's query beside other numbers",
            Listing(books, urls("/s?year=2026&pg={}&w=80", 8, start=1), bare, skins.catalogue, shells.plain, silent),
            (Ask("url_pattern"),),
            ends=ENDS,
            most_pages=9,
        ),
    ]


def _param_variants() -> list[Variant]:
    goods, threads = catalogue(PRODUCT, "hu", 84, 14), catalogue(THREAD, "en", 110, 20, 18)
    listing = Listing(threads, urls("/t?p={}", 6, start=0), bare, skins.phpbb, shells.portal, silent)
    empties = Listing(threads, listing.urls, bare, skins.phpbb, shells.portal, silent, nothing_found(listing))
    return [
        listed(
            "param_query",
            "the parameter page, beyond the end 404",
            Listing(goods, urls("/termekek?page={}", 6, first="/termekek"), bare, skins.magento, shells.shop),
            (Ask("page_param"), Ask("page_number", {"param": "page"})),
            ends=ENDS,
            most_pages=7,
        ),
        listed(
            "param_zero",
            "a parameter that counts from 0, beyond the end pages without records",
            empties,
            (
                Ask("page_param", {"param": "p", "start": 0}),
                Ask("page_increment", {"param": "p", "start": 0, "step": 1}),
            ),
            ends=("empty_pages", "no_next"),
            most_pages=8,
        ),
        listed(
            "param_step",
            "a parameter that counts in steps of 20",
            Listing(
                catalogue(JOB, "da", 100, 20),
                urls("/job?fra={}", 5, start=1, step=20),
                bare,
                skins.postings,
                shells.portal,
                silent,
            ),
            (Ask("page_param", {"param": "fra", "start": 1, "step": 20}),),
            ends=ENDS,
            most_pages=6,
        ),
        _posted(
            "param_json_body",
            "the parameter in a JSON body",
            {"page": 1, "query": "all"},
            {"param": "page"},
            "page_param",
        ),
        _posted("param_form_body", "the parameter in a form's body", "q=all&seite=1", {"param": "seite"}, "page_param"),
        _posted(
            "offset_json_body",
            "the offset in a JSON body",
            {"offset": 0, "limit": 15},
            {"param": "offset", "page_size": 15},
            "offset",
        ),
    ]


def _posted(name: str, about: str, body: Mapping[str, Any] | str, settings: dict[str, Any], type_: str) -> Variant:
    """A JSON API that reads what to give from the body of a POST."""
    records = catalogue(JOB, "en", 85, 15)
    param = settings["param"]
    scale = 15 if type_ == "offset" else 1
    pages = records.pages()

    def at(count: int) -> str:
        value = count * scale + (0 if scale > 1 else 1)
        if isinstance(body, str):
            return body.replace(f"{param}=1", f"{param}={value}")
        return json.dumps({**body, param: value})

    def answer(request: Request) -> Answer:
        if request.path != "/api/search" or request.method != "POST":
            return gone(request)
        fields = dict(parse_qsl(request.body.decode())) if isinstance(body, str) else json.loads(request.body)
        number = int(fields[param]) // scale - (0 if scale > 1 else 1)
        found = records.objects(pages[number]) if 0 <= number < len(pages) else []
        return json_reply({"hits": found, "numberOfHits": records.count})

    kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
    options = {"method": "POST", "body": at(0), "headers": {"Content-Type": kind}}
    return Variant(
        name=name,
        about=about,
        catalogue=records,
        site=lambda: answer,
        start="/api/search",
        asks=(Ask(type_, settings, options),),
        steps=tuple(Step("/api/search", body=at(number), method="POST") for number in range(len(pages))),
        ends=("empty_pages", "no_next"),
        most_pages=len(pages) + 2,
        promised=records.count,
    )


def sliced(
    records: Catalogue, offset: str, limit: str, render: Callable[[range], Answer]
) -> Callable[[Request], Answer]:
    """A list that gives `limit` records from `offset` on, 10 from the first one unless told."""

    def answer(request: Request) -> Answer:
        start, size = int(request.query.get(offset, 0)), int(request.query.get(limit, 10))
        return render(range(min(start, records.count), min(records.count, start + size)))

    return answer


def _offset_variants() -> list[Variant]:
    api, books = catalogue(PRODUCT, "en", 130, 25), catalogue(BOOK, "it", 90, 20)
    listing = Listing(books, ("/cerca",), bare, skins.catalogue, shells.portal, silent)

    def objects(numbers: range) -> Answer:
        return json_reply({"data": api.objects(numbers), "meta": {"total": api.count}})

    given = {"ends": ("no_next", "empty_pages")}
    return [
        Variant(
            name="offset_json",
            about="offset and limit of a JSON API that says its total",
            catalogue=api,
            site=lambda: sliced(api, "offset", "limit", objects),
            start="/api/v2/products?offset=0&limit=25",
            asks=(Ask("offset"), Ask("offset_limit", {"param": "offset", "page_size": 25, "limit_param": "limit"})),
            steps=tuple(Step(f"/api/v2/products?offset={start}&limit=25") for start in range(0, 130, 25)),
            most_pages=8,
            promised=api.count,
            **given,
        ),
        Variant(
            name="offset_limit_param",
            about="skip and take, of which target_url names neither",
            catalogue=api,
            site=lambda: sliced(api, "skip", "take", objects),
            start="/odata/products",
            asks=(Ask("skip", {"param": "skip", "page_size": 25, "limit_param": "take"}),),
            steps=tuple(Step(f"/odata/products?skip={start}&take=25") for start in range(0, 130, 25)),
            most_pages=8,
            promised=api.count,
            **given,
        ),
        Variant(
            name="offset_html",
            about="an offset in the query of HTML pages of 20",
            catalogue=books,
            site=lambda: sliced(books, "inizio", "n", lambda numbers: listing.render(1, numbers)),
            start="/cerca?inizio=0&n=20",
            asks=(Ask("offset", {"param": "inizio", "page_size": 20}),),
            steps=tuple(Step(f"/cerca?inizio={start}&n=20") for start in range(0, 90, 20)),
            most_pages=7,
            **given,
        ),
    ]


def variants() -> list[Variant]:
    """All variants of this module."""
    return [*_pattern_variants(), *_param_variants(), *_offset_variants()]
