"""Unpacks compressed bodies; one that is cut short is marked, so that it is fetched again instead of read."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from scraper.network.decompression import CutBody, TooLarge, unpacked

DATALOSS = "dataloss"
"""Scrapy's own flag of a response that is not whole."""


class WholeBodyMiddleware(HttpCompressionMiddleware):
    """Takes the place of Scrapy's middleware, which gives as much of a cut body as it can and says nothing."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        try:
            return super().process_response(request, response)
        except CutBody:
            return response.replace(flags=[*response.flags, DATALOSS])

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        try:
            return unpacked(body, encoding.decode("ascii"), max_size=max_size)
        except TooLarge as error:
            raise _DecompressionMaxSizeExceeded(error.size, max_size) from error
