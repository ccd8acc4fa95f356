"""Real spiders under real Scrapyd servers: kill -9 of either while they crawl changes nothing about any run."""

import os

import pytest

from tests.reliability.scrapyd_spiders import crawling_servers, kill_while_crawling

SPIDER_KILLS = int(os.environ.get("SCRAPYD_SPIDER_KILLS", "2"))  # by hand 50
SERVER_KILLS = int(os.environ.get("SCRAPYD_SERVER_KILLS", "1"))  # and 20
KINDS = int(os.environ.get("SCRAPYD_KINDS", "2"))  # and 4
MAX_PROC = 2


@pytest.mark.postgres
def test_spiders_and_servers_that_are_killed_in_the_middle_of_crawls_change_nothing_about_any_run(
    postgres_url, tmp_path
):
    with crawling_servers(tmp_path, postgres_url, max_proc=MAX_PROC, kinds=KINDS) as spiders:
        kill_while_crawling(spiders, kills=SPIDER_KILLS, server_kills=SERVER_KILLS, seed=7)
        print(f"\n{len(spiders.runs)} runs, killed: {dict(spiders.killed)}")
        assert (spiders.killed["spider"], spiders.faults()) == (SPIDER_KILLS, [])
