"""Makes a page of a Scrapy response: its text, also where it is a packed file. The last place that sees a response."""

from scrapy.http import Response

from scraper.exceptions import UnusablePage
from scraper.network.decompression import CutBody, TooLarge, unpacked
from scraper.page import Page

_GZIP_MAGIC = b"\x1f\x8b"


def page_of(response: Response, *, max_size: int) -> Page:
    """The response as a page; a gzipped file (sitemap.xml.gz) is unpacked to up to `max_size` bytes (0: any size).

    Raises UnusablePage for what is neither text nor JSON, and for a packed file that is damaged or too large.
    """
    headers, body = response_headers(response), response.body
    if body.startswith(_GZIP_MAGIC):
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        try:
            body = unpacked(body, "gzip", max_size=max_size)
        except TooLarge as error:
            raise UnusablePage(f"it unpacks to more than {max_size:,} bytes, which DOWNLOAD_MAXSIZE allows") from error
        except CutBody as error:
            raise UnusablePage(f"it is a damaged gzip file: {error}") from error
    return Page.from_bytes(response.url, body, status=response.status, headers=headers)


def response_headers(response: Response) -> dict[str, str]:
    """The response's headers as text (Latin-1: RFC 9110, section 5.5), several values of one name joined."""
    headers = response.headers.items()
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in headers}
