"""The demo shop on its loopback port."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from scraper.demo.server import serve_shop
from scraper.demo.shop import page


@pytest.fixture(scope="module")
def base_url():
    with serve_shop() as url:
        yield url


def get(base_url, path):
    connection = HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.headers["Content-Type"], response.read()
    finally:
        connection.close()


def test_it_listens_on_loopback_only(base_url):
    assert urlsplit(base_url).hostname == "127.0.0.1"


def test_a_page_comes_as_html(base_url):
    assert get(base_url, "/?page=2") == (200, "text/html; charset=utf-8", page("/?page=2").encode())


@pytest.mark.parametrize(
    ("path", "status", "content_type"),
    [
        ("/media/001-a.png", 200, "image/png"),
        ("/media/a41c9e.css", 200, "text/css"),
        ("/robots.txt", 200, "text/plain"),
        ("/nothing", 404, "text/plain"),
    ],
)
def test_other_files_have_their_status_and_type(base_url, path, status, content_type):
    assert get(base_url, path)[:2] == (status, content_type)


def test_two_shops_run_beside_each_other(base_url):
    with serve_shop() as other:
        assert other != base_url
