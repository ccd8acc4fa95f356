"""A whole Scrapyd in the test's own process, made of our scrapy.cfg: no port, no reactor; the test runs its threads."""

import importlib
import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from scrapyd.config import Config
from scrapyd.interfaces import IPoller
from scrapyd.launcher import ScrapyProcessProtocol
from sqlalchemy import Engine
from twisted.application.service import IServiceCollection
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.web.server import Site

from db import queue
from db.models import Run
from db.queue import Limits, Taken
from db.session import make_engine, session_scope
from scraper.scrapyd import answering, app, jobstorage, launcher, poller, services, webservice
from scraper.scrapyd.shared_runs import SharedRuns, shared_runs
from tests.scrapyd.servers import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Twisted's own, of Twisted, once
    importlib.import_module("scrapyd.website")

OTHER = "quotes"  # a project that is not ours
AMPLE = Limits(per_user=100, per_job=100)


@dataclass
class Threads:
    """Stands for Twisted's thread pool: work is done at once, or when the test asks for it while it `is_held`."""

    is_held: bool = False
    waiting: list[Callable[[], None]] = field(default_factory=list)
    count: int = 0

    def defer(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Deferred[Any]:
        """What deferToThread is to be meanwhile."""
        self.count += 1
        if not self.is_held:
            return maybeDeferred(function, *args, **kwargs)
        done: Deferred[Any] = Deferred()
        self.waiting.append(lambda: maybeDeferred(function, *args, **kwargs).chainDeferred(done))
        return done

    def work(self) -> None:
        """Do the work that has waited longest."""
        self.waiting.pop(0)()


class NoReactor(Clock):
    """A clock that calls at once what another thread would have had called."""

    def callFromThread(self, function: Callable[..., Any], *args: Any) -> None:  # noqa: N802
        """The reactor's way for other threads."""
        function(*args)


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)


class InProcess:
    """Scrapyd's application with our parts, two slots, and the further project `OTHER`; nothing has been started."""

    def __init__(self, folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, **options: str) -> None:
        self.threads, self.clock = Threads(), NoReactor()
        for module in (answering, jobstorage, launcher, poller, webservice):
            monkeypatch.setattr(module, "deferToThread", self.threads.defer)
        for module, name in (
            (launcher, "reactor"),
            (poller, "reactor"),
            (services, "_reactor"),
            (webservice, "_reactor"),
        ):
            monkeypatch.setattr(module, name, self.clock)
        monkeypatch.setattr(poller, "LOOK_SECONDS", 0.0)
        self.config = _config(folder, _settings_module(folder, database_url, monkeypatch), options)
        self.app = app.application(self.config)
        self.poller: Any = self.app.getComponent(IPoller)
        self.runs: SharedRuns = shared_runs(self.config)
        self.engine: Engine = make_engine(database_url)
        collection: Any = IServiceCollection(self.app)
        self.launcher: Any = collection.getServiceNamed("launcher")
        self._guard = next(each.args[1].resource for each in collection if hasattr(each, "args"))
        self.root = self._guard.guarded

    @property
    def queue(self) -> Any:
        """The queue of our project."""
        return self.poller.queues["scraper"]

    def get(self, service: str, **parameters: Any) -> Answer:
        """The service's answer to a GET."""
        return self._ask(f"GET /{service}?{urlencode(parameters, doseq=True)} HTTP/1.0", "")

    def post(self, service: str, **parameters: Any) -> Answer:
        """The service's answer to a POST of a form."""
        return self._ask(f"POST /{service} HTTP/1.0", urlencode(parameters, doseq=True))

    def options(self, service: str) -> Answer:
        """The service's answer to what a browser asks beforehand."""
        return self._ask(f"OPTIONS /{service} HTTP/1.0", "")

    def schedule(self, job_id: object, **parameters: Any) -> Answer:
        """Ask for a run of the job."""
        return self.post("schedule.json", **{"project": "scraper", "spider": "job", **parameters}, job_id=job_id)

    def run(self, run_id: object) -> Run:
        """The row of the run."""
        with session_scope(self.engine, is_read_only=True) as session:
            return session.get_one(Run, UUID(str(run_id)))

    def take(self, node: str = "elsewhere") -> Taken | None:
        """What another server takes."""
        with session_scope(self.engine) as session:
            return queue.take_next(session, limits=AMPLE, lease_seconds=60, process="there", node=node)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
        self.runs.database.dispose()

    def _ask(self, line: str, form: str) -> Answer:
        site = Site(self._guard, timeout=None)
        transport = StringTransport()
        connection = site.buildProtocol(None)
        connection.makeConnection(transport)
        head = [line, "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}", "", form]
        connection.dataReceived("\r\n".join(head).encode())
        head, _, body = transport.value().partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
        return Answer(int(first.split()[1]), headers, body)


def process(job: str, *, worker: object = "", project: str = "scraper", transport: Any = None) -> ScrapyProcessProtocol:
    """A spider's process as Scrapyd knows it."""
    made = ScrapyProcessProtocol(project, "job", job, {}, ["crawl", "-a", f"worker={worker}"] if worker else ["crawl"])
    made.transport = transport
    return made


def _settings_module(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"settings_{uuid4().hex}"
    lines = ("from scraper.settings import *", f"SCRAPER_DATABASE_URL = {database_url!r}", "SCRAPER_RUN_ATTEMPTS = 7")
    (folder / f"{name}.py").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return name


def _config(folder: Path, settings_module: str, options: dict[str, str]) -> Config:
    config = Config(values={})
    config.cp.read(ROOT / "scrapy.cfg", encoding="utf-8")
    folders = {f"{name}_dir": str(folder / name) for name in ("eggs", "dbs", "logs")}
    given = {**folders, "max_proc": "2", "run_node": "here", "http_port": "6800", **options}
    modules = {"default": settings_module, "scraper": settings_module, OTHER: "quotes.settings"}
    config.cp.read_dict({"scrapyd": given, "settings": modules})
    return config
