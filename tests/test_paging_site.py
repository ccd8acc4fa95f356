"""The test site of pagination keeps its word: each variant serves each of its records once on its way by the book."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.paging_site import VARIANTS, Step, Variant
from tests.site import Site

# The types and aliases of the design's table of pagination types.
TYPES = (
    "none",
    "single_page",
    "single",
    "auto",
    "next_button",
    "next_link",
    "next",
    "click_next",
    "numbered_links",
    "page_numbers",
    "numbered",
    "url_pattern",
    "url_template",
    "url_range",
    "page_param",
    "page_number",
    "page_increment",
    "offset",
    "offset_limit",
    "skip",
    "cursor",
    "token",
    "next_token",
    "link_header",
    "header_link",
    "json_link",
    "next_url",
    "load_more",
    "click_more",
    "show_more",
    "infinite_scroll",
    "scroll",
    "lazy_load",
    "url_list",
    "urls",
    "list",
    "sitemap",
    "sitemap_xml",
    "detect",
)


def walk(variant: Variant, site: Site) -> list[tuple[Step, str, str, str]]:
    """Each step with the text of its answer, its content type and its headers."""
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    walked = []
    for step in variant.steps:
        for _ in range(2):
            connection.request(step.method, step.url, body=step.body.encode() or None)
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 500:
                break
        assert reply.status == 200, step
        text = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        walked.append((step, text.decode(), str(reply.headers["Content-Type"]), str(reply.headers)))
    connection.close()
    return walked


def texts_of(text: str, content_type: str) -> str:
    """What a reader sees of an answer; nothing of a feed or a sitemap, which only lead to records."""
    if "json" in content_type:
        value = json.loads(text)
        return unescape(value["html"]) if "html" in value else json.dumps(value, ensure_ascii=False)
    return "" if "xml" in content_type or "gzip" in content_type else unescape(text)


def keys_in(variant: Variant, text: str) -> list[str]:
    """The keys of the records that an answer shows, as the whole text of an element or a whole JSON value."""
    keys = (str(record[variant.catalogue.kind.key]) for record in variant.catalogue.records())
    return [key for key in keys if f">{key}<" in text or f'": "{key}"' in text]


def by_name(variants: Iterable[Variant]) -> list[object]:
    return [pytest.param(variant, id=variant.name) for variant in variants]


@pytest.mark.parametrize("variant", by_name(VARIANTS))
def test_every_record_stands_on_exactly_one_page_of_the_way(variant: Variant) -> None:
    with variant.serve() as site:
        seen = Counter(
            key for _, text, kind, _ in walk(variant, site) for key in keys_in(variant, texts_of(text, kind))
        )
    assert seen == Counter(map(str, variant.keys()))


@pytest.mark.parametrize("variant", by_name(each for each in VARIANTS if any(step.named for step in each.steps)))
def test_each_page_names_the_next_one_where_the_way_says_so(variant: Variant) -> None:
    with variant.serve() as site:
        walked = walk(variant, site)
    told = [unescape(text) + headers for _, text, _, headers in walked]
    assert [step.named for before, (step, *_) in zip(told, walked[1:], strict=False) if step.named not in before] == []


@pytest.mark.parametrize("variant", by_name(each for each in VARIANTS if each.promised and not each.named))
def test_what_a_variant_promises_is_written_on_its_way(variant: Variant) -> None:
    with variant.serve() as site:
        walked = walk(variant, site)
    told = "".join(text + headers for _, text, _, headers in walked)
    is_sitemap = variant.asks[0].type == "sitemap"
    assert is_sitemap or re.search(rf"(?<!\d){variant.promised}(?!\d)", told)


def test_the_names_of_variants_differ() -> None:
    assert max(Counter(variant.name for variant in VARIANTS).values()) == 1


def test_every_legal_pagination_type_and_alias_is_asked_for() -> None:
    asked = {ask.type for variant in VARIANTS for ask in variant.asks}
    assert set(TYPES) - asked == set()


def test_variants_have_between_60_and_250_records() -> None:
    assert [variant.name for variant in VARIANTS if not 60 <= variant.catalogue.count <= 250] == []


def test_promises_are_made_in_many_languages() -> None:
    assert len({variant.catalogue.language.code for variant in VARIANTS if variant.promised}) >= 20
