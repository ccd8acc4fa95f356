"""A line on the terminal that says how far the run is. Switched on by the commands that show one."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressDisplay
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.runs.run import LiveRun, live_run


class Progress:
    """Draws pages, records and credits while the crawl runs; nothing where stderr is no terminal."""

    def __init__(self, run: LiveRun, console: Console) -> None:
        self.run = run
        self.display = ProgressDisplay(
            SpinnerColumn(),
            TextColumn("{task.fields[status]}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self.task = self.display.add_task("run", total=None, status="starting")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run, console = live_run(crawler), Console(stderr=True)
        if not run.config.progress_enabled or not console.is_terminal:
            raise NotConfigured  # without a message: Scrapy would warn of it
        progress = cls(run, console)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.response_received, signal=signals.response_received)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        self.display.start()

    def response_received(self) -> None:
        counters = self.run.counters
        self.display.update(
            self.task,
            completed=counters.pages_done,
            total=max(counters.visits, counters.pages_done),
            status=f"{counters.items_accepted} records, {counters.credits_charged} credits",
        )

    def spider_closed(self) -> None:
        self.display.stop()
