"""Refuses requests that leave the job's allowed_domains, redirects included. Other hosts than those are `reading`'s."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.failures import OffsiteRequest
from scraper.reading import is_on_host
from scraper.runs.run import live_run


class AllowedDomainsMiddleware:
    """Takes the place of Scrapy's OffsiteMiddleware, which drops a redirect without a word: no errback, a lost page."""

    def __init__(self, domains: tuple[str, ...]) -> None:
        self.domains = domains

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        domains = live_run(crawler).job.options.allowed_domains
        if not domains:
            raise NotConfigured
        return cls(tuple(domain.lower() for domain in domains))

    def process_request(self, request: Request) -> None:
        """Raise OffsiteRequest for another domain; the request's errback names the page in the run."""
        if not is_on_host(request.url, self.domains):
            raise OffsiteRequest
