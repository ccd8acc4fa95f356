"""`scrapy crawl`, as Scrapy has it, with this project's errors as one line and its exit codes."""

import argparse

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from scraper.console.crawling import crawl


class Command(CrawlCommand):
    """Runs a spider by name; `job` with -a job_id=… or -a run_id=…."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "example:\n  scrapy crawl job -a job_id=2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d -o records.jsonl"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider, for example: scrapy crawl job -a job_id=UUID", print_help=False)
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        self.exitcode = int(crawl(self.crawler_process, crawler, opts.spargs))
