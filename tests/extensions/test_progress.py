"""scraper.extensions.progress: the line on the terminal."""

from io import StringIO

import pytest
from rich.console import Console
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from scraper.extensions.progress import Progress
from scraper.runs.counters import Counters
from tests.live import live


def _terminal():
    return Console(force_terminal=True, file=StringIO(), width=120)


def _drawn(counters):
    """What stands on a terminal once a response was received, as plain text."""
    run, _ = live()
    run.counters = counters
    terminal = _terminal()
    progress = Progress(run, terminal)
    progress.spider_opened()
    progress.response_received()
    progress.display.refresh()
    progress.spider_closed()
    return terminal.file.getvalue()


def _crawler(**config):
    crawler = get_crawler(Spider)
    crawler.spider = Spider("job")
    crawler.spider.run = live(**config)[0]
    return crawler


def test_records_and_credits_are_drawn():
    assert "12 records, 3 credits" in _drawn(Counters(items_accepted=12, credits_charged=3))


def test_pages_are_counted_out_of_those_known():
    assert "3/7" in _drawn(Counters(pages_done=3, visits=7))


def test_more_pages_done_than_known_are_not_drawn_as_more_than_all():
    assert "3/3" in _drawn(Counters(pages_done=3, visits=2))


def test_a_closed_spider_leaves_the_terminal_to_others():
    run, _ = live()
    progress = Progress(run, _terminal())
    progress.spider_opened()
    progress.spider_closed()
    assert not progress.display.live.is_started


@pytest.mark.parametrize("is_enabled", [True, False])
def test_nothing_is_drawn_where_it_is_off_or_stderr_is_no_terminal(is_enabled):
    with pytest.raises(NotConfigured):
        Progress.from_crawler(_crawler(progress_enabled=is_enabled))


def test_the_line_follows_the_signals_of_the_crawl(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich: a terminal whatever stderr is
    crawler = _crawler(progress_enabled=True)
    progress = Progress.from_crawler(crawler)
    progress.run.counters = Counters(pages_done=2, visits=5)
    progress.response_received()
    task = progress.display.tasks[0]
    assert (task.completed, task.total) == (2, 5)
