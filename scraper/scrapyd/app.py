"""Scrapyd's application with this package's rules: no open door to other machines or pages, and refusals in JSON."""

import hmac
import ipaddress
import os
from typing import Any

from scrapyd.app import application as scrapyd_application
from twisted.application.internet import TCPServer, UNIXServer
from twisted.application.service import IServiceCollection
from twisted.web.http import Request
from twisted.web.http_headers import Headers
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET

from scraper.exceptions import ScraperError
from scraper.scrapyd.answering import FOREIGN, READING, is_foreign, send_json
from scraper.scrapyd.cron_service import add_cron
from scraper.scrapyd.shared_runs import shared_runs

UNAUTHORIZED = "this server wants a user name and a password (HTTP basic authentication)"


def application(config: Any) -> Any:
    """Scrapyd as its own `scrapyd.app.application` makes it, guarded; for `application` in [scrapyd].

    Ends the process with a sentence where it would listen to other machines without asking who they are, or where our
    settings cannot work.
    """
    credentials = _credentials(config)
    if (address := _address(config)) and not _is_loopback(address) and not all(credentials):
        raise SystemExit(
            f"Scrapyd does not start: bind_address is {address}, which other machines can reach, and whoever reaches it"
            " may run code here. Set username and password in [scrapyd], or the environment variables SCRAPYD_USERNAME"
            " and SCRAPYD_PASSWORD; or bind_address = 127.0.0.1"
        )
    try:
        shared_runs(config)
    except ScraperError as error:
        raise SystemExit(f"Scrapyd does not start: {error}") from error
    app = scrapyd_application(config)
    add_cron(app, config)
    services: Any = IServiceCollection(app)
    for service in services:
        if isinstance(service, TCPServer | UNIXServer):
            site = service.args[1]
            site.resource = Guard(site.resource, *credentials)
    return app


class Guard(Resource):
    """What stands before all of Scrapyd, its own services and pages, too: refusals in JSON.

    401 for whoever does not know user name and password, where there are both; 403 for what a browser sends on behalf
    of another site's page, which needs no leave of ours for it and may have the password from the browser. Nor may such
    a page read what is answered here.
    """

    def __init__(self, guarded: Any, username: str, password: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.guarded = guarded
        self._is_open = not (username and password)
        self._username = username.encode()
        self._password = password.encode()

    def getChildWithDefault(self, path: bytes, request: Request) -> Any:  # noqa: N802
        """Twisted's way to the resource of a path."""
        request.responseHeaders = _ClosedHeaders(dict(request.responseHeaders.getAllRawHeaders()))
        if is_foreign(request) or (self._is_open and _is_rebound(request)):
            return _Refusal(403, FOREIGN)
        return self.guarded.getChildWithDefault(path, request) if self._is_known(request) else _Unauthorized()

    def _is_known(self, request: Request) -> bool:
        if self._is_open:
            return True
        # Both are compared whole, so that the time of an answer says nothing of either.
        is_user = hmac.compare_digest(request.getUser() or b"", self._username)
        is_password = hmac.compare_digest(request.getPassword() or b"", self._password)
        return is_user & is_password


class _ClosedHeaders(Headers):
    """Headers that give no page of another site leave to read the answer, as Scrapyd's own services would."""

    def setRawHeaders(self, name: str | bytes, values: Any) -> None:  # noqa: N802
        """Twisted's way for a response to get a header."""
        if not (name if isinstance(name, bytes) else name.encode()).lower().startswith(b"access-control-"):
            super().setRawHeaders(name, values)


class _Refusal(Resource):
    isLeaf = True  # noqa: N815

    def __init__(self, status: int, message: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._status, self._message = status, message

    def render(self, request: Request) -> int:
        send_json(request, self._status, {"status": "error", "message": self._message})
        return NOT_DONE_YET


class _Unauthorized(_Refusal):
    def __init__(self) -> None:
        super().__init__(401, UNAUTHORIZED)

    def render(self, request: Request) -> int:
        request.setHeader("WWW-Authenticate", 'Basic realm="Scrapyd"')
        return super().render(request)


def _is_rebound(request: Request) -> bool:
    """Whether a browser changes something under a name that is not this machine's: its DNS may be the page's own."""
    is_browsers = request.getHeader("origin") is not None or request.getHeader("sec-fetch-site") is not None
    host = request.getHeader("host") or ""
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return request.method not in READING and is_browsers and not _is_loopback(name)


def _credentials(config: Any) -> tuple[str, str]:
    """User name and password as Scrapyd reads them."""
    username = os.environ.get("SCRAPYD_USERNAME") or config.get("username", "")
    return username, os.environ.get("SCRAPYD_PASSWORD") or config.get("password", "")


def _address(config: Any) -> str:
    """Where Scrapyd listens on TCP; empty where it does not."""
    port = int(os.environ.get("SCRAPYD_HTTP_PORT") or config.getint("http_port", "6800"))
    address = os.environ.get("SCRAPYD_BIND_ADDRESS") or config.get("bind_address", "127.0.0.1")
    return str(address).strip() if port else ""


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return address.lower() == "localhost"
