"""scraper.middlewares.allowed_domains: which hosts a job may fetch from, redirects included."""

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from scraper.failures import OffsiteRequest
from scraper.middlewares.allowed_domains import AllowedDomainsMiddleware
from tests.live import job, live


def _crawler(options=None):
    crawler = get_crawler(Spider)
    crawler.spider = Spider("job")
    crawler.spider.run = live(job(options))[0]
    return crawler


def _middleware():
    return AllowedDomainsMiddleware.from_crawler(_crawler({"allowed_domains": ["shop.example"]}))


@pytest.mark.parametrize("host", ["shop.example", "www.shop.example", "a.b.shop.example", "SHOP.example"])
def test_an_allowed_domain_and_its_subdomains_are_fetched(host):
    assert _middleware().process_request(Request(f"https://{host}/list")) is None


@pytest.mark.parametrize("host", ["example", "other.example", "notshop.example", "shop.example.org", "127.0.0.1"])
def test_another_host_is_refused(host):
    with pytest.raises(OffsiteRequest):
        _middleware().process_request(Request(f"https://{host}/list"))


def test_a_job_without_allowed_domains_has_no_such_middleware():
    with pytest.raises(NotConfigured):
        AllowedDomainsMiddleware.from_crawler(_crawler())


def test_a_spider_without_a_run_has_no_such_middleware():
    crawler = get_crawler(Spider)
    crawler.spider = Spider("other")
    with pytest.raises(NotConfigured):
        AllowedDomainsMiddleware.from_crawler(crawler)
