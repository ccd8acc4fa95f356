"""scraper.middlewares.compression: cut bodies are marked, whole ones unpacked."""

import gzip

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from scraper.middlewares.compression import DATALOSS, WholeBodyMiddleware

_TEXT = b"<html><body>" + b"<p>some text</p>" * 500 + b"</body></html>"
_REQUEST = Request("http://shop.example/")


def processed(body, coding=b"gzip", **settings):
    crawler = get_crawler(Spider, settings)
    middleware = WholeBodyMiddleware.from_crawler(crawler)
    headers = {"Content-Encoding": coding, "Content-Type": "text/html"}
    return middleware.process_response(_REQUEST, Response(_REQUEST.url, body=body, headers=headers))


def test_a_whole_body_is_unpacked():
    response = processed(gzip.compress(_TEXT))
    assert isinstance(response, HtmlResponse)
    assert (response.body, response.flags) == (_TEXT, [])


def test_a_cut_body_is_marked_and_stays_packed():
    packed = gzip.compress(_TEXT)[:40]
    response = processed(packed)
    assert (response.body, response.flags) == (packed, [DATALOSS])


def test_a_body_that_is_too_large_when_unpacked_is_refused():
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        processed(gzip.compress(_TEXT), DOWNLOAD_MAXSIZE=1000)


def test_codings_are_taken_off_in_their_order():
    assert processed(gzip.compress(gzip.compress(_TEXT)), b"gzip, gzip").body == _TEXT
