"""Scrapyd's application with this package's rules: no open door to other machines, and refusals in JSON."""

import hmac
import ipaddress
import os
from typing import Any

from scrapyd.app import application as scrapyd_application
from twisted.application.internet import TCPServer, UNIXServer
from twisted.application.service import IServiceCollection
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET

from scraper.exceptions import ScraperError
from scraper.scrapyd.answering import send_json
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
    if all(credentials):
        services: Any = IServiceCollection(app)
        for service in services:
            if isinstance(service, TCPServer | UNIXServer):
                site = service.args[1]
                site.resource = Guard(site.resource, *credentials)
    return app


class Guard(Resource):
    """What stands before all of Scrapyd: 401 in JSON for whoever does not know user name and password."""

    def __init__(self, guarded: Any, username: str, password: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._guarded = guarded
        self._username = username.encode()
        self._password = password.encode()

    def getChildWithDefault(self, path: bytes, request: Request) -> Any:  # noqa: N802
        """Twisted's way to the resource of a path."""
        # Both are compared whole, so that the time of an answer says nothing of either.
        is_user = hmac.compare_digest(request.getUser() or b"", self._username)
        is_password = hmac.compare_digest(request.getPassword() or b"", self._password)
        return self._guarded.getChildWithDefault(path, request) if is_user & is_password else _Unauthorized()  # type: ignore[no-untyped-call]


class _Unauthorized(Resource):
    isLeaf = True  # noqa: N815

    def render(self, request: Request) -> int:
        request.setHeader("WWW-Authenticate", 'Basic realm="Scrapyd"')
        send_json(request, 401, {"status": "error", "message": UNAUTHORIZED})
        return NOT_DONE_YET


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
