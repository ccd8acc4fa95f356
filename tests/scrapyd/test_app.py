"""scraper.scrapyd.app: no Scrapyd that other machines can reach without a password."""

import os
import subprocess
import sys

import pytest
from scrapyd.config import Config

from scraper.scrapyd import app
from tests.scrapyd.servers import ROOT


@pytest.fixture
def start(monkeypatch):
    """Makes the application of these [scrapyd] options; Scrapyd's own part of it is a word."""
    for name in ("BIND_ADDRESS", "HTTP_PORT", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"SCRAPYD_{name}", raising=False)
    monkeypatch.setattr(app, "scrapyd_application", lambda config: [])
    monkeypatch.setattr(app, "IServiceCollection", list)
    return lambda **options: app.application(Config(values=options))


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="the default"),
        pytest.param({"bind_address": "127.0.0.2"}, id="loopback"),
        pytest.param({"bind_address": "::1"}, id="loopback of IPv6"),
        pytest.param({"bind_address": "localhost"}, id="loopback by name"),
        pytest.param({"bind_address": "0.0.0.0", "http_port": "0"}, id="no port"),
        pytest.param({"bind_address": "0.0.0.0", "username": "a", "password": "b"}, id="credentials"),
    ],
)
def test_a_server_that_is_safe_starts(start, options):
    assert start(**options) == []


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"bind_address": "0.0.0.0"}, id="all addresses"),
        pytest.param({"bind_address": "::"}, id="all addresses of IPv6"),
        pytest.param({"bind_address": "10.0.0.7"}, id="a private address"),
        pytest.param({"bind_address": "scrapyd.example"}, id="a name"),
        pytest.param({"bind_address": "0.0.0.0", "username": "a"}, id="no password"),
        pytest.param({"bind_address": "0.0.0.0", "password": "b"}, id="no user name"),
    ],
)
def test_a_server_that_others_can_reach_wants_credentials(start, options):
    with pytest.raises(SystemExit, match=r"bind_address is .*SCRAPYD_PASSWORD"):
        start(**options)


def test_the_environment_counts_as_scrapyd_counts_it(start, monkeypatch):
    monkeypatch.setenv("SCRAPYD_BIND_ADDRESS", "0.0.0.0")
    with pytest.raises(SystemExit, match=r"bind_address is 0\.0\.0\.0"):
        start()
    monkeypatch.setenv("SCRAPYD_USERNAME", "a")
    monkeypatch.setenv("SCRAPYD_PASSWORD", "b")
    assert start() == []


def test_a_real_scrapyd_says_so_in_one_sentence_and_ends(tmp_path):
    cfg = "[scrapyd]\napplication = scraper.scrapyd.app.application\nbind_address = 0.0.0.0\n"
    (tmp_path / "scrapy.cfg").write_text(cfg, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scrapyd"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "Scrapyd does not start: bind_address is 0.0.0.0" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
