"""The test site itself: what the other tests rely on."""

import http.client
import json
import urllib.error
import urllib.request

import pytest

from tests.site import PagedList, Reply, Site, json_list, paged_site


def get(url, **options):
    try:
        with urllib.request.urlopen(url, timeout=5, **options) as response:
            return response.status, response.headers["Content-Type"], response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


@pytest.fixture
def site():
    with Site() as site:
        yield site


def test_it_answers_a_route_with_its_text(site):
    site.route("/a", "<p>hello</p>")
    assert get(site.url + "/a") == (200, "text/html; charset=utf-8", "<p>hello</p>")


def test_it_answers_404_without_a_route(site):
    assert get(site.url + "/nowhere")[0] == 404


def test_a_function_sees_the_query_and_the_body(site):
    site.route("/echo", lambda request: f"{request.method} {request.query['q']} {request.body.decode()}")
    assert get(site.url + "/echo?q=7", data=b"x=1")[2] == "POST 7 x=1"


def test_it_logs_every_request_with_its_query(site):
    get(site.url + "/a?b=1")
    get(site.url + "/c")
    assert site.paths == ["/a?b=1", "/c"]


def test_it_serves_robots_txt(site):
    site.robots("Disallow: /private")
    assert get(site.url + "/robots.txt")[1:] == ("text/plain", "User-agent: *\nDisallow: /private\n")


def test_it_gives_status_codes_headers_and_binary_bodies(site):
    site.route("/pdf", Reply(b"%PDF-1.7", status=203, content_type="application/pdf"))
    assert get(site.url + "/pdf") == (203, "application/pdf", "%PDF-1.7")


def test_it_resets_connections(site):
    site.route("/reset", Reply(resets=True))
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        get(site.url + "/reset")


def test_a_slow_answer_outlasts_the_client_and_not_the_site():
    with Site({"/slow": Reply("late", delay_seconds=60)}) as site, pytest.raises(TimeoutError):
        urllib.request.urlopen(site.url + "/slow", timeout=0.1)


def test_a_json_api_gives_its_records_page_by_page(site):
    site.route("/api", json_list([{"n": 1}, {"n": 2}, {"n": 3}], per_page=2, path="/api"))
    assert [json.loads(get(f"{site.url}/api?page={number}")[2]) for number in (1, 2)] == [
        {"items": [{"n": 1}, {"n": 2}], "total": 3, "page": 1, "next": "/api?page=2"},
        {"items": [{"n": 3}], "total": 3, "page": 2, "next": None},
    ]


def test_a_paged_list_ends_with_404_past_its_last_page():
    with paged_site(pages=2) as (site, _):
        assert [get(f"{site.url}/list?page={number}")[0] for number in (1, 2, 3)] == [200, 200, 404]


def test_a_paged_list_has_a_detail_page_for_each_record():
    with paged_site(pages=2, per_page=2) as (site, things):
        assert [get(site.url + one["url"])[0] for one in things.records()] == [200] * 4


@pytest.mark.parametrize(
    ("next_as", "has_rel", "has_text"),
    [("rel", True, True), ("text", False, True), ("", False, False)],
    ids=["rel", "text", "none"],
)
def test_a_paged_list_names_its_next_page_as_asked(next_as, has_rel, has_text):
    html = PagedList(next_as=next_as, next_text="Weiter").page(1)
    assert ('rel="next"' in html, ">Weiter<" in html) == (has_rel, has_text)
