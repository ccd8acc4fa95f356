"""PostgreSQL is killed under a crawl: twenty times in a row, and once for a minute. Nothing is lost."""

import time

import pytest

from tests.outages import assert_whole, outages

pytestmark = pytest.mark.postgres

RESTARTS = 20
OUTAGE_SECONDS = 60
NOTICED_SECONDS = 10  # after which nothing is fetched any more
GROWTH_LIMIT_MB = 64
# Commits all the time: a kill falls into one often.
SETTINGS = ("-s SCRAPER_WRITE_BATCH_RESULTS=40", "-s SCRAPER_WRITE_LINGER_SECONDS=0.02")


def test_twenty_restarts_lose_and_double_nothing():
    with outages(pages=12 * (RESTARTS + 2)) as crawl:

        def trouble():
            for number in range(1, RESTARTS + 1):
                crawl.wait_for(12 * number)
                crawl.server.restart()

        crawled = crawl.crawl(trouble, *SETTINGS)
    said = crawled.log.count("The database is away")
    print(f"\n{RESTARTS} restarts, {said} noticed by the crawl, {crawled.run.pages_fetched} pages")
    assert_whole(crawled, crawl.things)
    assert said >= RESTARTS // 2


def test_an_outage_of_a_minute_pauses_the_crawl():
    with outages(pages=300) as crawl:
        moments = []

        def trouble():
            crawl.wait_for(100)
            crawl.server.stop()
            moments.append(time.monotonic())
            time.sleep(NOTICED_SECONDS)
            moments.append(crawl.served)
            time.sleep(OUTAGE_SECONDS - NOTICED_SECONDS)
            moments.append(crawl.served)
            crawl.server.restart()

        crawled = crawl.crawl(trouble, *SETTINGS)
        since, noticed, after = moments
        growth = crawl.growth_mb(since)
    print(f"\n{OUTAGE_SECONDS} s away, {noticed - 100} pages more were fetched, then none; {growth:.0f} MB more")
    assert_whole(crawled, crawl.things)
    assert after == noticed
    assert growth <= GROWTH_LIMIT_MB
