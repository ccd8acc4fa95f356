"""Answers of the web services: JSON, proper HTTP statuses, work in threads. The services themselves are `services`."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET

from db.exceptions import DatabaseAway, DiskFull, NotFound, NotMigrated
from db.failures import cause_of, is_disk_full, is_passing
from db.migrate import is_migrated
from scraper.exceptions import JobError
from scraper.scrapyd.parameters import Parameter, Refused, read_parameters
from scraper.scrapyd.shared_runs import shared_runs

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
FOREIGN = "a page of another site may not ask for this"
UNEXPECTED = "something unexpected happened; Scrapyd's log has the details"
JSON = "application/json"
READING = (b"GET", b"HEAD", b"OPTIONS")  # methods that change nothing (RFC 9110, section 9.2.1)


@dataclass(frozen=True, slots=True)
class Text:
    """An answer that is no JSON."""

    body: bytes
    content_type: str


Answer = tuple[int, Mapping[str, Any] | Text]
"""An HTTP status and what is said."""


class JsonService(Resource):
    """A web service: `answer` gets the values of its `parameters` in a thread and gives a status and a JSON object.

    What it raises becomes an error of the same form, without a traceback; who hangs up meanwhile is forgotten.
    """

    isLeaf = True  # noqa: N815
    method: ClassVar[str] = "GET"
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    is_bare: ClassVar[bool] = False
    """Whether an answer that is no error goes out as it is, without Scrapyd's `status` and `node_name`."""

    def __init__(self, root: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.node_name: str = root.node_name
        self.poller = root.poller
        runs = shared_runs(root.poller.config)
        self.config, self.database = runs.config, runs.database

    def answer(self, values: Mapping[str, Any]) -> Answer:
        """The HTTP status and what is answered. Called in a thread."""
        raise NotImplementedError

    def render(self, request: Request) -> Any:
        """Twisted's way in, in the reactor's thread."""
        hung_up: list[bool] = []
        request.notifyFinish().addErrback(lambda _: hung_up.append(True))
        try:
            values = self._values(request)
        except Refused as error:
            self._send(request, self._error(error.status, str(error)))
            return NOT_DONE_YET
        answered: Deferred[Answer] = deferToThread(self._work, values)
        answered.addErrback(self._failed)
        answered.addCallback(lambda answer: None if hung_up else self._send(request, answer))
        answered.addErrback(lambda failure: logger.error("An answer could not be sent: %s", failure))
        return NOT_DONE_YET

    def _work(self, values: Mapping[str, Any]) -> Answer:
        try:
            return self._encoded(self.answer(values))  # here: the reactor serves others meanwhile
        except DBAPIError as error:
            if not is_passing(error) and not is_disk_full(error):
                check_migrated(self.database)  # says what to do where that is the reason
            raise

    def _values(self, request: Request) -> dict[str, Any]:
        asked = request.method.decode("ascii", "replace")
        if asked not in ((self.method, "HEAD") if self.method == "GET" else (self.method,)):
            request.setHeader("Allow", self.method)
            raise Refused(405, f"{asked} is not possible here: use {self.method}")
        if is_foreign(request):
            raise Refused(403, FOREIGN)
        return read_parameters(self.parameters, request.args or {})

    def _failed(self, failure: Failure) -> Answer:
        error = failure.value
        status = http_status(error) if isinstance(error, Exception) else 500
        if status == 500:
            logger.error("%s failed", type(self).__name__, exc_info=error)
            return self._error(500, UNEXPECTED)
        if isinstance(error, DBAPIError):
            return self._error(status, f"the database cannot be used now: {cause_of(error)}")
        return self._error(status, str(error))

    def _error(self, status: int, message: str) -> Answer:
        return status, {"status": "error", "message": message, "node_name": self.node_name}

    def _send(self, request: Request, answer: Answer) -> None:
        status, text = self._encoded(answer)
        if status == 503:
            request.setHeader("Retry-After", str(RETRY_AFTER_SECONDS))
        send(request, status, text.body, text.content_type)

    def _encoded(self, answer: Answer) -> tuple[int, Text]:
        status, said = answer
        if isinstance(said, Text):
            return status, said
        is_whole = self.is_bare or status >= 400
        whole = said if is_whole else {**said, "status": "ok", "node_name": self.node_name}
        return status, Text(json_bytes(whole), JSON)


def http_status(error: Exception) -> int:
    """The HTTP status that stands for the error; 500 where nobody thought of it."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, JobError):
        return 422
    if isinstance(error, DatabaseAway | DiskFull | NotMigrated) or is_passing(error) or is_disk_full(error):
        return 503
    return 500


def send_json(request: Request, status: int, value: Mapping[str, Any]) -> None:
    """Finish the request with this status and value."""
    send(request, status, json_bytes(value), JSON)


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """A line of JSON, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, default=_json_text).encode() + b"\n"


def send(request: Request, status: int, body: bytes, content_type: str) -> None:
    """Finish the request with these bytes, which are nobody's to keep or to take for something else."""
    request.setResponseCode(status)
    request.setHeader("Content-Type", content_type)
    request.setHeader("Content-Length", str(len(body)))
    request.setHeader("Cache-Control", "no-store")
    request.setHeader("X-Content-Type-Options", "nosniff")
    if request.method != b"HEAD":
        request.write(body)
    request.finish()


def check_migrated(engine: Engine) -> None:
    """Return if the database is at this code's revision. Raises NotMigrated."""
    if not is_migrated(engine):
        raise NotMigrated("the database has no tables of this version yet; run: scrapy migrate")


def is_foreign(request: Request) -> bool:
    """Whether a browser wants the page of another site to change something here: forms need no leave of ours (CSRF).

    What is no browser sends neither header. Sec-Fetch-Site, which no page can write, knows what is behind a proxy.
    """
    if request.method in READING:
        return False
    site, origin = request.getHeader("sec-fetch-site"), request.getHeader("origin")
    if site not in (None, "none"):
        return site != "same-origin"
    return origin is not None and origin.partition("://")[2].lower() != (request.getHeader("host") or "").lower()


def _json_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
