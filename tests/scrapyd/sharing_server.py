"""Real Scrapyd servers on loopback, with this package's parts, over a database of the test's own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

PARTS = """
[settings]
scraper = site_settings
default = site_settings
{other}
[scrapyd]
run_projects = scraper default
spiderqueue  = scraper.scrapyd.queue.spider_queue
poller       = scraper.scrapyd.poller.RunPoller
launcher     = scraper.scrapyd.launcher.RunLauncher
jobstorage   = scraper.scrapyd.jobstorage.RunJobStorage
http_port    = {port}
max_proc     = {max_proc}
poll_interval = {poll_interval}
runner       = {runner}

[services]
schedule.json     = scraper.scrapyd.webservice.Schedule
cancel.json       = scraper.scrapyd.webservice.Cancel
status.json       = scraper.scrapyd.webservice.Status
listjobs.json     = scraper.scrapyd.webservice.ListJobs
daemonstatus.json = scraper.scrapyd.webservice.DaemonStatus
"""
OTHER_SPIDER = """
import scrapy

class Quotes(scrapy.Spider):
    name = "quotes"

    async def start(self):
        self.logger.info("quotes ran with %s", getattr(self, "tag", None))
        return
        yield
"""
START_SECONDS = 240  # on a machine that is overloaded


class ScrapydServer:
    """A Scrapyd server in a folder of its own; with another project, `other`, whose spider is `quotes`."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        max_proc: int = 2,
        poll_interval: float = 0.5,
        runner: str = "scrapyd.runner",
        **settings: Any,
    ) -> None:
        self.folder, self.database_url, self.runner = folder, database_url, runner
        self.port = _free_port()
        folder.mkdir(parents=True, exist_ok=True)
        lines = ["from scraper.settings import *", *(f"{name} = {value!r}" for name, value in settings.items())]
        (folder / "site_settings.py").write_text("\n".join(lines) + "\n")
        (folder / "other_settings.py").write_text('SPIDER_MODULES = ["other_spiders"]\nTELNETCONSOLE_ENABLED = False\n')
        (folder / "other_spiders.py").write_text(OTHER_SPIDER)
        options = {"port": self.port, "max_proc": max_proc, "poll_interval": poll_interval, "runner": runner}
        (folder / "scrapy.cfg").write_text(PARTS.format(other="other = other_settings", **options))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The server's root, with a closing slash."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> str:
        """What the server has logged so far, over all its lives."""
        return (self.folder / "scrapyd.log").read_text()

    def start(self) -> None:
        """Start the server, and return when it answers."""
        self.launch()
        deadline = time.monotonic() + START_SECONDS
        while not self.is_up:
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)  # polling what another process does

    def launch(self) -> None:
        """Start the server; it answers some time later."""
        root = str(Path(__file__).parents[2])
        env = {**os.environ, "SCRAPER_DATABASE_URL": self.database_url, "PYTHONPATH": root}
        with (self.folder / "scrapyd.log").open("ab") as log:
            command = [sys.executable, "-m", "scrapyd", "--pidfile="]
            self.process = subprocess.Popen(command, cwd=self.folder, env=env, stdout=log, stderr=log)

    @property
    def is_up(self) -> bool:
        """Whether the server answers; one that was launched must not have ended."""
        assert self.process is not None
        assert self.process.poll() is None, self.log
        return self._answers()

    def kill(self, signum: int = signal.SIGKILL) -> None:
        """End the server; the processes that it started live on."""
        if self.process is not None:
            self.process.send_signal(signum)
            self.process.wait(30)
            self.process = None

    def get(self, service: str, **parameters: Any) -> dict[str, Any]:
        """The service's answer to a GET."""
        return requests.get(f"{self.url}{service}.json", params=parameters, timeout=60).json()

    def post(self, service: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
        """The status and answer of a POST."""
        answer = requests.post(f"{self.url}{service}.json", data=parameters, timeout=60)
        return answer.status_code, answer.json()

    def schedule(self, job_id: object, **parameters: Any) -> str:
        """Schedule a run of the job; its jobid."""
        code, answer = self.post("schedule", project="scraper", spider="job", job_id=str(job_id), **parameters)
        assert code == 200, answer
        return answer["jobid"]

    def spiders(self) -> Mapping[int, str]:
        """The living spider processes of this server's folder, from before a restart too: command line by pid."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if f"{self.runner} crawl" in line and (entry / "cwd").resolve() == self.folder.resolve():
                    found[int(entry.name)] = line
            except OSError:  # it has gone
                continue
        return found

    def __enter__(self) -> "ScrapydServer":
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.kill()
        for pid in self.spiders():
            os.kill(pid, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            return self.get("daemonstatus")["status"] == "ok"
        except requests.ConnectionError:
            return False


def _free_port() -> int:
    """One below those that systems give to whoever wants any: nobody takes it while the server is being restarted."""
    while True:
        port = random.randint(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
