"""`scrapy demo`: the shop that ships with the project, crawled by `scrapy crawl`."""

import os
import re
import subprocess
import sys

import pytest

from scraper.demo.catalogue import catalogue
from tests.crawls import ROOT, Crawls


@pytest.fixture(scope="module")
def demo(sqlite_template, tmp_path_factory):
    """What the command printed, and the rows of its run."""
    path = tmp_path_factory.mktemp("demo") / "scraper.db"
    path.write_bytes(sqlite_template.read_bytes())
    environment = {**os.environ, "SCRAPER_DATABASE_URL": f"sqlite:///{path}", "COLUMNS": "120"}
    command = [sys.executable, "-m", "scrapy", "demo", "--limit", "5"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    crawls = Crawls(environment["SCRAPER_DATABASE_URL"])
    yield done.stdout, crawls.outcome(crawls.runs()[0].job_id)
    crawls.close()


def test_it_goes_through_scrapy_crawl(demo):
    assert re.search(r"scrapy crawl job -a job_id=[0-9a-f-]{36}", demo[0])


def test_it_ends_with_rows_and_counters(demo):
    assert "completed, complete" in demo[0]
    assert f"{len(catalogue())} stored of {len(catalogue())} found" in demo[0]


def test_every_product_is_read_once(demo):
    assert sorted(demo[1].values("title")) == sorted(product.title for product in catalogue())


def test_every_price_is_the_one_shown(demo):
    truth = {product.title: product.price for product in catalogue()}
    found = {result.data["title"]: result.data.get("price") for result in demo[1].results}
    assert found == truth


def test_most_values_are_right(demo):
    truth = {product.title: product for product in catalogue()}
    pairs = [(result.data, truth[result.data["title"]]) for result in demo[1].results]
    right = sum(data.get("description") == product.description for data, product in pairs)
    right += sum(data.get("availability") == product.availability for data, product in pairs)
    assert right >= 0.95 * 2 * len(pairs)


def test_each_page_that_gave_a_record_is_charged_once(demo):
    assert demo[1].counters == demo[1].counted
    assert demo[1].run.credits_charged == len(catalogue())
