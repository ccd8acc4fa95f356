"""Real runs with an installation's own pipelines and credit policies: their faults end the run and name themselves."""

import json
import time
from itertools import count

import pytest

from scraper import settings
from tests.site import Reply, card, document, paged_site, record

_calls = count(1)
_LISTS = {"/a": range(1, 6), "/b": range(6, 11), "/c": range(6, 11)}  # which records stand on which page


def failing_policy(_usage):
    """A credit policy that cannot say what its fifth page costs."""
    if next(_calls) == 5:
        raise RuntimeError("no tariff")
    return 1


class ToDict:
    """A pipeline that returns something else than what it was given."""

    def process_item(self, item):
        return dict(item)


class Breaks:
    """A pipeline that fails."""

    def process_item(self, item):
        raise RuntimeError("no room")


def _with_pipeline(name):
    pipelines = settings.ITEM_PIPELINES | {f"tests.test_crawl_extensions.{name}": 400}
    return f"-s ITEM_PIPELINES={json.dumps(pipelines)}"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        pytest.param(
            "-s SCRAPER_CREDIT_POLICY=tests.test_crawl_extensions.failing_policy",
            "RuntimeError: no tariff",
            id="policy",
        ),
        pytest.param(_with_pipeline("ToDict"), "returned a dict that does not know its page: let each", id="pipeline"),
    ],
)
def test_a_fault_while_a_page_is_completed_ends_the_run_at_once(sqlite_crawls, setting, said):
    with paged_site(pages=8, per_page=3) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        started = time.monotonic()
        process = sqlite_crawls.start(job_id, setting)
        output, log = process.communicate(timeout=60)
    crawled = sqlite_crawls.outcome(job_id, process.returncode, output, log)
    assert time.monotonic() - started < 45
    assert (crawled.exit_code, crawled.end[:2]) == (1, ("failed", "error"))
    assert said in crawled.run.error_message
    assert crawled.counters == crawled.counted


def test_records_that_broke_a_pipeline_are_counted_and_charged_nothing(sqlite_crawls):
    with paged_site(pages=2, per_page=3) as (site, things):
        crawled = sqlite_crawls.run(sqlite_crawls.job(site.url + things.path, "next_button"), _with_pipeline("Breaks"))
    assert crawled.end == ("completed", "no_next", "empty")
    assert (crawled.run.run_metadata["dropped"], crawled.run.credits_charged) == ({"error": 6}, 0)


def test_no_page_is_charged_for_what_another_had_beyond_max_items(sqlite_crawls, site):
    cards = {path: "".join(card(record(n)) for n in numbers) for path, numbers in _LISTS.items()}
    for delay, (path, body) in enumerate(cards.items()):
        site.route(path, Reply(document(path, f'<div class="things">{body}</div>'), delay_seconds=delay / 2))
    urls = [site.url + path for path in cards]
    given = {"concurrent_requests": 3, "max_items": 5, "extract": {"mode": "list"}}
    crawled = sqlite_crawls.crawl(urls[0], "url_list", pagination={"urls": urls}, **given)
    assert [request.credits for request in crawled.requests] == [1, 0, 0]
    assert (crawled.run.items_extracted, crawled.run.run_metadata["dropped"]) == (5, {"max_items": 10})
