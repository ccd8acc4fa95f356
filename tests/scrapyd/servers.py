"""Real Scrapyd processes for tests: one that has the package, and a stock one that knows only the eggs it is sent."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
PROJECT = "scraper"
CFG = ConfigParser()
CFG.read(ROOT / "scrapy.cfg")
_OURS = ("scraper.scrapyd.services.", "scraper.scrapyd.metrics.")
SERVICES = {name: path for name, path in CFG["services"].items() if path.startswith(_OURS)}
"""The web services of docs/services.md: name -> class."""
DEADLINE_SECONDS = 120.0  # machines that run tests are busy ones
POLL_SECONDS = 0.1
TERMINATION_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Scrapyd:
    """A running Scrapyd. `home` is its working directory, with its log `scrapyd.log` and its folders."""

    url: str
    home: Path
    process: "subprocess.Popen[bytes]"
    auth: tuple[str, str] | None = None

    @property
    def log(self) -> str:
        """What it and the processes it started have written so far."""
        return (self.home / "scrapyd.log").read_text(encoding="utf-8")

    def run_log(self, job: str, *, project: str = PROJECT) -> str:
        """The log file of a spider."""
        return (self.home / "logs" / project / "job" / f"{job}.log").read_text(encoding="utf-8")

    def get(self, path: str, **parameters: Any) -> requests.Response:
        """The answer to a GET."""
        return requests.get(f"{self.url}{path}", params=parameters, auth=self.auth, timeout=DEADLINE_SECONDS)

    def post(self, path: str, **parameters: Any) -> requests.Response:
        """The answer to a POST of a form, as curl -d sends it."""
        return requests.post(f"{self.url}{path}", data=parameters, auth=self.auth, timeout=DEADLINE_SECONDS)

    def schedule(self, *, project: str = PROJECT, **parameters: Any) -> str:
        """Scrapyd's id of a job that it has taken; `jobid` is that id where it is given."""
        answer = self.post("schedule.json", project=project, spider="job", **parameters).json()
        assert answer["status"] == "ok", answer
        return str(answer["jobid"])

    def finished(self, job: str, *, project: str = PROJECT) -> str:
        """Wait until Scrapyd has seen the end of the job's process; the line that its log has of it."""
        wait_until(lambda: self.get("status.json", project=project, job=job).json()["currstate"] == "finished")
        ends = [line for line in self.log.splitlines() if f"job={job!r}" in line]
        return next(line for line in ends if "Process finished:" in line or "Process died:" in line)


@contextmanager
def running_scrapyd(
    home: Path,
    *,
    database_url: str,
    python: str = sys.executable,
    options: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Scrapyd]:
    """A Scrapyd in `home` on loopback, with these [scrapyd] options; it and its spiders are stopped at the end."""
    port = free_port()
    values = {"http_port": port, "poll_interval": 0.2, "max_proc": 4, **(options or {})}
    home.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {value}" for name, value in values.items()]
    (home / "scrapyd.conf").write_text("\n".join(["[scrapyd]", *lines, ""]), encoding="utf-8")
    given = {"SCRAPER_DATABASE_URL": database_url, "PYTHONWARNINGS": "ignore:pkg_resources", **(environment or {})}
    with (home / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(
            [python, "-m", "scrapyd"], cwd=home, env={**os.environ, **given}, stdout=log, stderr=subprocess.STDOUT
        )
    username = given.get("SCRAPYD_USERNAME") or values.get("username")
    auth = (str(username), str(given.get("SCRAPYD_PASSWORD") or values["password"])) if username else None
    server = Scrapyd(f"http://127.0.0.1:{port}/", home, process, auth)
    try:
        wait_until(lambda: _answers(server))
        yield server
    finally:
        process.terminate()
        process.wait(TERMINATION_SECONDS)


def services_home(folder: Path) -> Path:
    """A new working directory with our services and Scrapyd's own queue: what is queued stays so."""
    cfg = ConfigParser()
    cfg["settings"] = CFG["settings"]
    cfg["scrapyd"] = {"application": CFG["scrapyd"]["application"]}
    cfg["services"] = SERVICES
    folder.mkdir()
    with (folder / "scrapy.cfg").open("w", encoding="utf-8") as file:
        cfg.write(file)
    return folder


def stock_python(folder: Path) -> str:
    """A Python with everything that is installed here but this package, as on a server that gets eggs."""
    builder = venv.EnvBuilder(with_pip=False)
    builder.create(folder)
    context = builder.ensure_directories(folder)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # A .pth file's lines are added as they are: editable installs in the folder they name stay out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return str(context.env_exe)


def clean_copy(target: Path) -> Path:
    """The tree as a clone has it, without what git ignores."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    names = shutil.ignore_patterns(".git", *(pattern.rstrip("/") for pattern in ignored))
    shutil.copytree(ROOT, target, ignore=names)
    return target


def tool(name: str) -> str:
    """The path of a console script of this environment."""
    return str(Path(sysconfig.get_path("scripts")) / name)


def free_port() -> int:
    """A port that nobody listens on now; Scrapyd takes no 0."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_until(is_true: Callable[[], bool]) -> None:
    """Return when it is true; fail the test after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(POLL_SECONDS)


def _answers(server: Scrapyd) -> bool:
    assert server.process.poll() is None, server.log
    try:
        return server.get("daemonstatus.json").ok
    except requests.ConnectionError:
        return False
