"""Crawls that ask a language model: one that helps, one that lies, one that is down."""

import json
import random

import pytest

from tests.llm_server import asked_in, candidates_in, llm_server
from tests.site import Reply, Site, paged_site

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "weight": {"type": "number", "description": "net weight in kg"}},
}
# Two labels alike: nothing on the page says which is the net weight, but the text around it does.
LAMP = """<html><head><title>Lamp</title></head><body><h1>Lamp</h1><section><h2>Parcel</h2><dl><dt>Weight</dt><dd>{} kg
</dd></dl></section><section><h2>The lamp alone, unpacked</h2><dl><dt>Weight</dt><dd>{} kg</dd></dl></section></body>"""
ASKING = {"enabled": True, "threshold": 1.0}
LIES = (
    lambda chance, keys: {key: chance.randint(-9, 99) for key in keys},
    lambda chance, keys: dict.fromkeys(keys, "Golden Lamp"),
    lambda chance, keys: "The weight is 77 kg and the title is Golden Lamp.",
    lambda chance, keys: "<h1>Golden Lamp</h1>",
    lambda chance, keys: '{"title": "Golden',
    lambda chance, keys: {**dict.fromkeys(keys), "title": {"id": 1}, "extra": "Golden Lamp"},
)


@pytest.fixture
def lamps():
    """A site with two lamps, and their addresses."""
    with Site({"/1": LAMP.format(5, 2), "/2": LAMP.format(7, 3)}) as site:
        yield site


def crawl_lamps(crawls, lamps, server_url, **llm):
    """The run of a job that reads both lamps and asks the model there."""
    job_id = crawls.job(
        f"{lamps.url}/1",
        "url_list",
        schema_id=crawls.schema(SCHEMA),
        pagination={"urls": [f"{lamps.url}/1", f"{lamps.url}/2"]},
        extract={"mode": "detail", "llm": {**ASKING, **llm}},
    )
    return crawls.run(job_id, f"-s SCRAPER_LLM_BASE_URL={server_url}", "-s SCRAPER_LLM_TRUST=0.99")


def lighter(body):
    """Chooses the smaller weight, as somebody does who reads what stands around it."""
    values = candidates_in(body)
    numbers = {number: float(values[number]) for number in asked_in(body).get("weight", ()) if number in values}
    return {"weight": min(numbers, key=numbers.get)} if numbers else {}


@pytest.mark.parametrize("takes", ["json_schema", "text"])
def test_a_model_chooses_among_what_the_page_offers(sqlite_crawls, lamps, takes):
    with llm_server(lighter, takes=[takes], refusal=500) as server:
        crawled = crawl_lamps(sqlite_crawls, lamps, server.url)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("weight") == [2, 3]


def test_the_evidence_says_who_chose_and_the_run_what_it_cost(crawls, lamps):
    with llm_server(lighter) as server:
        crawled = crawl_lamps(crawls, lamps, server.url)
    counted = crawled.run.run_metadata["llm"]
    assert "chosen by model" in crawled.results[0].evidence["weight"]["transformation"]
    assert (counted["pages_asked"], counted["tokens_in"], counted["values_changed"]) == (2, 200, 2)


def test_a_server_that_lies_gets_nothing_into_a_record(sqlite_crawls):
    chance = random.Random(3)
    turn = iter(range(10_000))
    with paged_site(pages=4, per_page=5) as (site, things):
        lie = lambda body: LIES[next(turn) % len(LIES)](chance, asked_in(body))  # noqa: E731
        with llm_server(lie) as server:
            job_id = sqlite_crawls.job(site.url + things.path, "next_button", extract={"llm": ASKING})
            crawled = sqlite_crawls.run(job_id, f"-s SCRAPER_LLM_BASE_URL={server.url}")
            asked = len(server.bodies)
    shown = {one["title"] for one in things.records()}
    assert (crawled.exit_code, len(crawled.results), asked > 0) == (0, 20, True)
    assert "Golden" not in json.dumps([result.data for result in crawled.results])
    assert {title for title in crawled.values("title") if title is not None} <= shown


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_down_costs_a_warning_and_no_record(sqlite_crawls, lamps, status):
    with llm_server(lambda body: Reply("no", status)) as server:
        crawled = crawl_lamps(sqlite_crawls, lamps, server.url)
    assert (crawled.exit_code, len(crawled.results)) == (0, 2)
    assert f"answered with status {status}" in " ".join(crawled.run.run_metadata["warnings"])


def test_a_budget_holds_for_the_whole_run(sqlite_crawls, lamps):
    with llm_server(lighter, usage={"prompt_tokens": 700, "completion_tokens": 50}) as server:
        crawled = crawl_lamps(sqlite_crawls, lamps, server.url, budget=1000)
    counted = crawled.run.run_metadata["llm"]
    assert counted["tokens_in"] + counted["tokens_out"] <= 1000
    assert "budget of 1,000 tokens is used up" in " ".join(crawled.run.run_metadata["warnings"])


def test_a_server_that_nobody_configured_stops_the_job_before_any_request(sqlite_crawls, lamps):
    job_id = sqlite_crawls.job(f"{lamps.url}/1", schema_id=sqlite_crawls.schema(SCHEMA), extract={"llm": True})
    crawled = sqlite_crawls.start(job_id)
    _, log = crawled.communicate(timeout=60)
    assert (crawled.returncode, lamps.requests) == (2, [])
    assert "no language model server of this installation" in log


def test_a_job_that_does_not_ask_is_never_asked_about(sqlite_crawls, lamps):
    with llm_server(lighter) as server:
        job_id = sqlite_crawls.job(f"{lamps.url}/1", schema_id=sqlite_crawls.schema(SCHEMA))
        sqlite_crawls.run(job_id, f"-s SCRAPER_LLM_BASE_URL={server.url}")
    assert server.bodies == []
