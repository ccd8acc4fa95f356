"""Variants of `cursor`, `link_header` and `json_link`: lists whose answers say where the next part is."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, gone, silent
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.variant import AUTO, Ask, Step, Variant
from tests.site import Answer, Reply, Request, json_reply

# What one page (its number from 0, its records, the token of the next or None, the site's root) answers.
Render = Callable[[int, range, str | None, str], Answer]


def token_of(number: int) -> str:
    """The token that asks for page `number` (from 0), as opaque as those of real APIs."""
    return urlsafe_b64encode(f"after:{number * 7919}".encode()).decode().rstrip("=")


def tokened(records: Catalogue, param: str, render: Render) -> Callable[[Request], Answer]:
    """A list whose parts are asked for by the token in `param`: in the query, or in a JSON body (in `variables`)."""
    pages = records.pages()
    numbers = {token_of(number): number for number in range(1, len(pages))}

    def answer(request: Request) -> Answer:
        given = request.query.get(param)
        if request.method == "POST":
            body = json.loads(request.body)
            given = body.get("variables", body).get(param)
        if given and given not in numbers:
            return json_reply({"error": "unknown token"}, status=400)
        number = numbers[given] if given else 0
        following = token_of(number + 1) if number + 1 < len(pages) else None
        return render(number, pages[number], following, f"http://{request.headers['host']}")

    return answer


def _api(name: str, about: str, records: Catalogue, start: str, ask: Ask, render: Render, **more: Any) -> Variant:
    """A variant of a tokened list at `start`."""
    param = ask.settings["param"]
    join = "&" if "?" in start else "?"
    count = len(records.pages())
    steps = [Step(start), *(Step(f"{start}{join}{param}={token_of(n)}", named=token_of(n)) for n in range(1, count))]
    given = {"asks": (ask,), "most_pages": count, "steps": tuple(steps)}
    site = tokened(records, param, render)
    return Variant(name=name, about=about, catalogue=records, site=lambda: site, start=start, **(given | more))


def _cursor_variants() -> list[Variant]:
    jobs, news = catalogue(JOB, "en", 88, 20), catalogue(ARTICLE, "de", 66, 12, 10)
    goods, threads = catalogue(PRODUCT, "fr", 95, 25), catalogue(THREAD, "en", 72, 15, 14)
    books = catalogue(BOOK, "en", 60, 13)
    listing = Listing(news, ("/meldungen",), lambda _: Marks(), skins.teasers, shells.portal, silent)

    def in_html(number: int, numbers: range, following: str | None, _: str) -> Answer:
        page = listing.render(1, numbers)
        more = f'<div id="more" data-after="{following}"></div></body>' if following else "</body>"
        return Reply(str(page.body).replace("</body>", more))

    def graphql(_: int, numbers: range, following: str | None, __: str) -> Answer:
        edges = [
            {"cursor": token_of(number), "node": one}
            for number, one in zip(numbers, threads.objects(numbers), strict=True)
        ]
        info = {"hasNextPage": following is not None, "endCursor": following}
        return json_reply({"data": {"threads": {"totalCount": threads.count, "edges": edges, "pageInfo": info}}})

    body = json.dumps(
        {"query": "query($after: String) { threads(after: $after) { totalCount } }", "variables": {"after": None}}
    )

    def posted(number: int) -> str:
        return body.replace("null", f'"{token_of(number)}"') if number else body

    post = {"method": "POST", "body": body, "headers": {"Content-Type": "application/json"}}
    return [
        _api(
            "cursor_json",
            "a token at meta.next_token, null on the last page",
            jobs,
            "/v1/jobs?q=all",
            Ask("cursor", {"param": "cursor", "cursor_path": "meta.next_token"}),
            lambda _, numbers, following, __: json_reply(
                {"jobs": jobs.objects(numbers), "meta": {"next_token": following}}
            ),
            asks=(
                Ask("cursor", {"param": "cursor", "cursor_path": "meta.next_token"}),
                Ask("next_token", {"param": "cursor", "cursor_path": "$.meta.next_token"}),
            ),
        ),
        _api(
            "cursor_selector",
            "a token in an attribute of an HTML page",
            news,
            "/meldungen",
            Ask("cursor", {"param": "nach", "cursor_path": "#more::attr(data-after)"}),
            in_html,
        ),
        _api(
            "cursor_header",
            "a token in the header X-Next-Cursor, the total in X-Total-Count",
            goods,
            "/api/articles",
            Ask("token", {"param": "cursor", "cursor_path": "X-Next-Cursor"}),
            lambda _, numbers, following, __: json_reply(
                goods.objects(numbers),
                headers={"X-Total-Count": "95", **({"X-Next-Cursor": following} if following else {})},
            ),
            promised=95,
        ),
        _api(
            "cursor_body",
            "GraphQL: endCursor goes into the variables of a POST",
            threads,
            "/graphql",
            Ask("cursor", {"param": "after", "cursor_path": "data.threads.pageInfo.endCursor"}, post),
            graphql,
            steps=tuple(Step("/graphql", token_of(n) if n else "", posted(n), "POST") for n in range(5)),
            promised=72,
        ),
        _api(
            "cursor_auto",
            "a token under a usual name beside has_more",
            books,
            "/api/books?limit=13",
            Ask("cursor", {"param": "cursor", "cursor_path": "next_cursor"}),
            lambda _, numbers, following, __: json_reply(
                {
                    "object": "list",
                    "data": books.objects(numbers),
                    "has_more": following is not None,
                    "next_cursor": following,
                }
            ),
            asks=(AUTO, Ask("cursor", {"param": "cursor", "cursor_path": "next_cursor"})),
        ),
    ]


Following = Callable[[int, str], str]


def _linked(
    name: str, about: str, records: Catalogue, start: str, url: Following, render: Callable[..., Answer], **more: Any
) -> Variant:
    """A list whose answers name the next URL: `url` of page n (from 2), `render` of numbers, next URL and last URL."""
    pages = records.pages()
    count = len(pages)
    paths = [start, *(url(number, "") for number in range(2, count + 1))]

    def answer(request: Request) -> Answer:
        path = unquote(request.path)
        if path not in paths:
            return gone(request)
        number, root = paths.index(path) + 1, f"http://{request.headers['host']}"
        return render(pages[number - 1], url(number + 1, root) if number < count else None, url(count, root))

    steps = tuple(Step(path, named=path.partition("?")[2] if number else "") for number, path in enumerate(paths))
    given = {"most_pages": count, "steps": steps}
    return Variant(name=name, about=about, catalogue=records, site=lambda: answer, start=start, **(given | more))


def _link_variants() -> list[Variant]:
    cases, goods = catalogue(CASE, "en", 90, 20, 18), catalogue(PRODUCT, "en", 120, 30)
    news, jobs = catalogue(ARTICLE, "en", 75, 20), catalogue(JOB, "es", 64, 10)
    posts = catalogue(ARTICLE, "fi", 70, 15)
    listing = Listing(posts, ("/uutiset",), lambda _: Marks(), skins.teasers, shells.portal, silent)

    def links(numbers: range, following: str | None, last: str) -> dict[str, str]:
        rels = [f'<{following}>; rel="next"'] if following else []
        return {"Link": ", ".join([*rels, f'<{last}>; rel="last"'])}

    def odata(numbers: range, following: str | None, _: str) -> Answer:
        more = {"@odata.nextLink": following} if following else {}
        return json_reply({"@odata.count": goods.count, "value": goods.objects(numbers), **more})

    return [
        _linked(
            "link_header_json",
            "a JSON list with a Link header of two relations and X-Total-Count",
            cases,
            "/repos/cases?per_page=20",
            lambda number, root: f"{root}/repos/cases?per_page=20&page={number}",
            lambda numbers, following, last: json_reply(
                cases.objects(numbers), headers={"X-Total-Count": "90", **links(numbers, following, last)}
            ),
            asks=(Ask("link_header"), Ask("header_link"), AUTO),
            promised=90,
        ),
        _linked(
            "link_header_html",
            "an HTML list with a relative URL in its Link header",
            posts,
            "/uutiset",
            lambda number, _: f"/uutiset?sivu={number}",
            lambda numbers, following, last: Reply(
                listing.render(1, numbers).body, headers=links(numbers, following, last)
            ),
            asks=(Ask("link_header"), AUTO),
        ),
        _linked(
            "json_link_absolute",
            "count and next, as Django REST framework has them",
            news,
            "/api/articles/?format=json",
            lambda number, root: f"{root}/api/articles/?format=json&page={number}",
            lambda numbers, following, _: json_reply(
                {"count": news.count, "next": following, "previous": None, "results": news.objects(numbers)}
            ),
            asks=(Ask("json_link"), Ask("next_url", {"path": "next"}), AUTO),
            promised=75,
        ),
        _linked(
            "json_link_relative",
            "a relative URL at links.next, as Laravel and JSON:API have it",
            jobs,
            "/api/empleos",
            lambda number, _: f"/api/empleos?page={number}",
            lambda numbers, following, _: json_reply(
                {"data": jobs.objects(numbers), "links": {"next": following}, "meta": {"total": 64}}
            ),
            asks=(Ask("json_link", {"path": "links.next"}), AUTO),
            promised=64,
        ),
        _linked(
            "json_link_odata",
            "@odata.nextLink",
            goods,
            "/odata/v4/Products",
            lambda number, root: f"{root}/odata/v4/Products?$skiptoken={number * 31}",
            odata,
            asks=(Ask("json_link", {"path": '"@odata.nextLink"'}), AUTO),
            promised=120,
        ),
    ]


def variants() -> list[Variant]:
    """All variants of this module."""
    return [*_cursor_variants(), *_link_variants()]
