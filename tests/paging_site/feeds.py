"""Variants of `none`, `url_list` and `sitemap`: URLs that a job, a sitemap or a feed names."""

import gzip
from collections.abc import Callable, Mapping
from html import escape

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, gone, silent, urls
from tests.paging_site.records import ARTICLE, BOOK, JOB, PRODUCT
from tests.paging_site.variant import AUTO, SITE, Ask, Step, Variant, listed
from tests.site import Answer, Reply, Request

XML = "application/xml; charset=utf-8"

# A document of the site, from the site's root.
Document = Callable[[str], Reply]


def detail(records: Catalogue, number: int) -> Reply:
    """The page of one record alone."""
    [one] = records.shown([number])
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in one.details)
    body = f'<div class="detail"><h2 class="title">{escape(one.title)}</h2><dl>{rows}</dl></div>'
    html = shells.portal(records.language, one.title, body, "")
    return Reply(html.replace(f"<h1>{escape(one.title)}</h1>", "", 1))


def mapped(name: str, about: str, records: Catalogue, documents: Mapping[str, Document], **more: object) -> Variant:
    """A site of detail pages at /KIND/1, /KIND/2, … and these documents, the first of which is target_url."""
    prefix = f"/{records.kind.name}/"

    def answer(request: Request) -> Answer:
        if request.path in documents:
            return documents[request.path](f"http://{request.headers['host']}")
        number = request.path.removeprefix(prefix)
        if not request.path.startswith(prefix) or not number.isdigit() or not 1 <= int(number) <= records.count:
            return gone(request)
        return detail(records, int(number) - 1)

    start = next(iter(documents))
    details = [Step(f"{prefix}{number}") for number in range(1, records.count + 1)]
    given = {
        "asks": (Ask("sitemap"), Ask("sitemap_xml"), AUTO),
        "start": start,
        "steps": (*(Step(path) for path in documents), *details),
        "most_pages": len(documents) + records.count,
        "promised": records.count,
    }
    return Variant(name=name, about=about, catalogue=records, site=lambda: answer, **{**given, **more})  # type: ignore[arg-type]


def url_set(paths: list[str], *, is_packed: bool = False) -> Document:
    """A sitemap of these paths, gzipped if packed."""

    def document(root: str) -> Reply:
        locations = "".join(f"<url><loc>{root}{path}</loc><lastmod>2026-11-01</lastmod></url>" for path in paths)
        xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
        if is_packed:
            return Reply(gzip.compress(xml.encode(), mtime=0), content_type="application/x-gzip")
        return Reply(xml, content_type=XML)

    return document


def index(paths: list[str]) -> Document:
    """A sitemap index of these sitemaps."""

    def document(root: str) -> Reply:
        maps = "".join(f"<sitemap><loc>{root}{path}</loc></sitemap>" for path in paths)
        return Reply(
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>', content_type=XML
        )

    return document


def rss(records: Catalogue) -> Document:
    """An RSS 2.0 feed of all records."""

    def document(root: str) -> Reply:
        items = "".join(
            f"<item><title>{escape(one.title)}</title><link>{root}{one.url}</link><guid>{root}{one.url}</guid></item>"
            for one in records.shown(range(records.count))
        )
        channel = f"<channel><title>All</title><link>{root}/</link><description>All</description>{items}</channel>"
        return Reply(f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>', content_type="application/rss+xml")

    return document


def atom(records: Catalogue) -> Document:
    """An Atom feed of all records."""

    def document(root: str) -> Reply:
        entries = "".join(
            f'<entry><title>{escape(one.title)}</title><link rel="alternate" href="{root}{one.url}"/>'
            f'<link rel="edit" href="{root}/edit{one.url}"/><id>{root}{one.url}</id><updated>2026-11-01T00:00:00Z</updated></entry>'
            for one in records.shown(range(records.count))
        )
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title><link rel="self" href="{root}/atom"/>{entries}</feed>'
        return Reply(feed, content_type="application/atom+xml")

    return document


def _paths(records: Catalogue, start: int = 0, end: int | None = None) -> list[str]:
    return [one.url for one in records.shown(range(start, end if end is not None else records.count))]


def _sitemaps() -> list[Variant]:
    goods, jobs = catalogue(PRODUCT, "en", 60, 60), catalogue(JOB, "en", 62, 62)
    books, posts = catalogue(BOOK, "en", 61, 61), catalogue(ARTICLE, "en", 64, 64)
    others = ["/about", "/tag/1", "/product-care", "/job/1/apply"]
    packed = ["/maps/a.xml.gz", "/maps/b.xml.gz", "/maps/c.xml"]
    parts = (_paths(goods, 0, 25), _paths(goods, 25, 48), _paths(goods, 48))
    filters = {"include": ["*/job/*"], "exclude": ["*/apply"]}
    return [
        mapped("sitemap_plain", "a sitemap", books, {"/sitemap.xml": url_set(_paths(books))}),
        mapped(
            "sitemap_index_gz",
            "an index of two gzipped sitemaps and a plain one",
            goods,
            {
                "/sitemap_index.xml": index(packed),
                **{
                    path: url_set(part, is_packed=path.endswith("gz")) for path, part in zip(packed, parts, strict=True)
                },
            },
        ),
        mapped(
            "sitemap_filters",
            "a sitemap with other pages in it: the settings include and exclude",
            jobs,
            {"/sitemap.xml": url_set([*others, *_paths(jobs)])},
            asks=(Ask("sitemap", filters),),
        ),
        mapped("feed_rss", "an RSS feed", posts, {"/feed/": rss(posts)}),
        mapped("feed_atom", "an Atom feed", posts, {"/atom.xml": atom(posts)}),
    ]


def variants() -> list[Variant]:
    """All variants of this module."""
    goods, posts = catalogue(PRODUCT, "it", 84, 14), catalogue(ARTICLE, "nl", 60, 60)
    paths = urls("/reparto/{}/", 6, start=11, step=7)
    whole = Listing(posts, ("/alles",), lambda _: Marks(), skins.teasers, shells.portal, silent)
    lists = Listing(goods, paths, lambda _: Marks(), skins.bootstrap, shells.shop, silent)
    given = {"urls": [SITE + path for path in paths]}
    return [
        listed(
            "none",
            "all on one page",
            whole,
            (Ask("none"), Ask("single_page"), Ask("single"), Ask(""), Ask("detect"), AUTO),
        ),
        listed(
            "url_list", "a fixed list of URLs", lists, (Ask("url_list", given), Ask("urls", given), Ask("list", given))
        ),
        *_sitemaps(),
    ]
