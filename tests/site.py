"""A web site on loopback for tests: routes given as texts or functions, a log of requests, and ready-made lists.

    with Site({"/": "<p>hello</p>"}) as site:
        site.route("/slow", Reply("late", delay_seconds=2))
        ...
        assert site.paths == ["/robots.txt", "/"]

It listens on 127.0.0.1, on a port of its own, in a thread; leaving the block stops it and waits for its threads.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from struct import pack
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in. `query` holds the last value of each parameter."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `resets` closes the connection with a TCP reset instead; a delay ends early when the site stops."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0
    resets: bool = False


Answer = str | bytes | Reply
Route = Answer | Callable[[Request], Answer]


class Site:
    """A site of its own on loopback. A route's path has no query: it sees `query`.

    Paths without a route are answered by `otherwise`, by default with 404.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None, *, otherwise: Route | None = None) -> None:
        self.requests: list[Request] = []
        self._routes: dict[str, Route] = dict(routes or {})
        self._otherwise: Route = otherwise or Reply("<h1>Not found</h1>", status=404)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> "Site":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The site's root without a closing slash: http://127.0.0.1:PORT."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far, in order, each with its query."""
        with self._lock:
            return [request.path for request in self.requests]

    def count(self, path: str) -> int:
        """How often `path` (with its query) was asked for."""
        return self.paths.count(path)

    def route(self, path: str, route: Route) -> None:
        """Answer `path` (without query) with `route` from now on."""
        self._routes[path] = route

    def robots(self, *rules: str) -> None:
        """Answer /robots.txt with these lines for all user agents: site.robots("Disallow: /private")."""
        self._routes["/robots.txt"] = Reply("\n".join(["User-agent: *", *rules, ""]), content_type="text/plain")

    def answer(self, request: Request) -> Reply:
        """The reply to a request, which is logged; waits as long as the reply says."""
        with self._lock:
            self.requests.append(request)
        route = self._routes.get(urlsplit(request.path).path, self._otherwise)
        answer = route(request) if callable(route) else route
        reply = answer if isinstance(answer, Reply) else Reply(answer)
        if reply.delay_seconds:
            self._stopping.wait(reply.delay_seconds)
        return reply


class _Server(ThreadingHTTPServer):
    """Waits for its threads when it closes, and keeps quiet about clients that hang up."""

    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client that closes its connection early is no fault of the site."""


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    """The request handler class that answers for `site`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            _send(self, site.answer(Request(self.command, self.path, query, headers, self.rfile.read(length))))

        do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: `site.requests` is the log."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Write the reply, or reset the connection if it says so."""
    if reply.resets:
        # Lingering for 0 s makes close() send RST instead of FIN.
        handler.connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
        handler.close_connection = True
        return
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    handler.send_response(reply.status)
    for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


@dataclass(frozen=True, slots=True)
class PagedList:
    """A list of `pages` pages with `per_page` records each and a detail page a record.

    Pages are PATH, PATH?page=2, …; details are /item/1, /item/2, …. `next_as` says how a page names the next: "rel"
    (link in the head and in the page), "text" (only a link saying `next_text`), "numbers" (1 2 3) or "" (not at all).
    """

    pages: int = 3
    per_page: int = 5
    path: str = "/list"
    next_as: str = "rel"
    next_text: str = "Next"
    has_details: bool = True

    def records(self) -> list[dict[str, Any]]:
        """All records in order: {"title", "price", "url"}, `url` being the path of the detail page."""
        return [record(number) for number in range(1, self.pages * self.per_page + 1)]

    def install(self, site: Site) -> None:
        """Add the routes of the list, and of its details, to `site`."""
        site.route(self.path, self._answer)
        if self.has_details:
            for number in range(1, self.pages * self.per_page + 1):
                site.route(f"/item/{number}", detail_page(record(number)))

    def page(self, number: int) -> str:
        """The HTML of page `number`."""
        start = (number - 1) * self.per_page
        cards = "".join(card(one) for one in self.records()[start : start + self.per_page])
        head, foot = self._next(number)
        return document(f"Things, page {number}", f'<div class="things">{cards}</div>{foot}', head=head)

    def _answer(self, request: Request) -> Answer:
        number = int(request.query.get("page", "1"))
        if not 1 <= number <= self.pages:
            return Reply(document("Not found", "<h1>Not found</h1>"), status=404)
        return self.page(number)

    def _next(self, number: int) -> tuple[str, str]:
        """What stands in the head and below the records of page `number`."""
        url = f"{self.path}?page={number + 1}"
        if self.next_as == "numbers":
            return "", f'<div class="pages">{"".join(self._number(n, number) for n in range(1, self.pages + 1))}</div>'
        if number >= self.pages or not self.next_as:
            return "", ""
        head = f'<link rel="next" href="{url}">' if self.next_as == "rel" else ""
        rel = ' rel="next"' if self.next_as == "rel" else ""
        return head, f'<p><a{rel} href="{url}">{escape(self.next_text)}</a></p>'

    def _number(self, number: int, current: int) -> str:
        return f"<b>{number}</b> " if number == current else f'<a href="{self.path}?page={number}">{number}</a> '


def record(number: int) -> dict[str, Any]:
    """Record `number` of every paged list: title and price tell it from all others."""
    return {"title": f"Thing number {number}", "price": round(number * 1.5 + 0.49, 2), "url": f"/item/{number}"}


def card(one: Mapping[str, Any]) -> str:
    """One record as it stands in a list."""
    title, price = escape(one["title"]), f"${one['price']:.2f}"
    return f'<div class="card"><h3><a href="{one["url"]}">{title}</a></h3><p class="amount">{price}</p></div>'


def detail_page(one: Mapping[str, Any]) -> str:
    """The page of one record alone."""
    body = f"<h1>{escape(one['title'])}</h1><p>Price: ${one['price']:.2f}</p><p>{'Sturdy and well made. ' * 5}</p>"
    return document(one["title"], body)


def document(title: str, body: str, *, head: str = "") -> str:
    """A whole HTML document with a menu and a footer around `body`."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body>'
        f'<ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul>'
        f"{body}<footer>Made for tests</footer></body></html>"
    )


def json_reply(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON body, as an API answers."""
    return Reply(json.dumps(value), status=status, content_type="application/json", headers=headers or {})


def json_list(records: list[dict[str, Any]], *, per_page: int, path: str) -> Callable[[Request], Answer]:
    """A route that serves `records` as {"items", "total", "page", "next"} by ?page=; `next` is a path or null."""

    def answer(request: Request) -> Answer:
        number = int(request.query.get("page", "1"))
        items = records[(number - 1) * per_page : number * per_page]
        has_more = number * per_page < len(records)
        following = f"{path}?page={number + 1}" if has_more else None
        return json_reply({"items": items, "total": len(records), "page": number, "next": following})

    return answer


@contextmanager
def paged_site(**settings: Any) -> Iterator[tuple[Site, PagedList]]:
    """A running site with one PagedList of these settings: `with paged_site(pages=3) as (site, things): …`."""
    things = PagedList(**settings)
    with Site() as site:
        things.install(site)
        yield site, things
