"""scraper.scrapyd.app: no Scrapyd that other machines can reach without a password, or other pages at all."""

import os
import subprocess
import sys

import pytest
from scrapyd.config import Config
from twisted.internet.testing import StringTransport
from twisted.web.resource import Resource
from twisted.web.server import Site
from twisted.web.static import Data

from scraper.scrapyd import app
from scraper.scrapyd.app import Guard
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


class Service(Data):
    """Stands for one of Scrapyd's own services."""

    render_POST = Data.render_GET  # noqa: N815


def _status(method, *headers, credentials=("", "")):
    """The HTTP status of a request for `/addversion.json`."""
    transport, root = StringTransport(), Resource()
    root.putChild(b"addversion.json", Service(b"done", "text/plain"))
    connection = Site(Guard(root, *credentials), timeout=None).buildProtocol(None)
    connection.makeConnection(transport)
    head = [f"{method} /addversion.json HTTP/1.1", "Connection: close", "Content-Length: 0", *headers, "", ""]
    connection.dataReceived("\r\n".join(head).encode())
    return int(transport.value().split()[1])


LOCAL = "Host: 127.0.0.1:6800"
BASIC = "Authorization: Basic YTpi"  # a:b
FOREIGN = {
    "a form": ("Origin: https://evil.example",),
    "a form without a referrer": ("Origin: null",),
    "another port of this machine": ("Origin: http://127.0.0.1:8000", "Sec-Fetch-Site: same-site"),
    "the same by its origin alone": ("Origin: http://127.0.0.1:8000",),
    "no origin": ("Sec-Fetch-Site: cross-site",),
}
OWN = {
    "curl": (),
    "a page of Scrapyd's": ("Origin: http://127.0.0.1:6800", "Sec-Fetch-Site: same-origin"),
    "a page of Scrapyd's in an old browser": ("Origin: http://127.0.0.1:6800",),
    "a page of Scrapyd's behind a proxy": ("Origin: https://scrapyd.example", "Sec-Fetch-Site: same-origin"),
    "a person": ("Sec-Fetch-Site: none",),
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_the_pages_of_other_sites_change_nothing_with_a_password_or_without(headers):
    assert _status("POST", LOCAL, *headers) == 403
    assert _status("POST", LOCAL, BASIC, *headers, credentials=("a", "b")) == 403


@pytest.mark.parametrize("headers", OWN.values(), ids=OWN)
def test_programs_and_pages_of_its_own_work(headers):
    assert _status("POST", LOCAL, *headers) == 200
    assert _status("POST", LOCAL, BASIC, *headers, credentials=("a", "b")) == 200


def test_whoever_may_read_may_read_from_anywhere():
    assert _status("GET", LOCAL, *FOREIGN["a form"]) == 200


@pytest.mark.parametrize("service", ["listprojects.json", "listversions.json", "daemonstatus.json", "openapi.json"])
def test_no_page_of_another_site_may_read_an_answer(scrapyd, service):
    answers = [scrapyd.get(service, project="quotes"), scrapyd.options(service)]
    assert [name for each in answers for name in each.headers if name.startswith("access-control-")] == []
    assert "content-type" in answers[0].headers


def test_a_name_that_a_page_has_given_this_machine_changes_nothing_without_a_password():
    rebound = ("Host: evil.example:6800", "Origin: http://evil.example:6800", "Sec-Fetch-Site: same-origin")
    assert _status("POST", *rebound) == 403
    assert _status("POST", BASIC, *rebound, credentials=("a", "b")) == 200
    assert [_status("POST", f"Host: {name}", f"Origin: http://{name}") for name in ("[::1]:6800", "localhost")] == [
        200,
        200,
    ]


def test_a_wrong_password_opens_nothing():
    assert [_status("GET", LOCAL, *each, credentials=("a", "c")) for each in ((), (BASIC,))] == [401, 401]
