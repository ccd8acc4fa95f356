"""How lists look on the test site: the markup of one record after another, as well-known platforms write it."""

from collections.abc import Callable, Sequence
from html import escape

from tests.paging_site.records import Shown

Skin = Callable[[Sequence[Shown]], str]
# What holds the cards of `bootstrap`.
GRID = '<div class="row g-3" id="results">'


def magento(records: Sequence[Shown]) -> str:
    """A shop's product list as Magento 2 writes it."""
    items = "".join(
        f'<li class="item product product-item"><div class="product-item-info"><a href="{one.url}" class="product photo '
        f'product-item-photo" tabindex="-1"><img class="product-image-photo" src="/media{one.url}.jpg" alt=""></a>'
        f'<strong class="product name product-item-name"><a class="product-item-link" href="{one.url}">'
        f"{escape(one.title)}</a></strong>{_prices(one)}</div></li>"
        for one in records
    )
    return f'<div class="products wrapper grid"><ol class="products list items product-items">{items}</ol></div>'


def _prices(one: Shown) -> str:
    return "".join(
        f'<div class="price-box"><span class="price-wrapper"><span class="price">{escape(text)}</span></span></div>'
        for _, text in one.details
    )


def bitrix(records: Sequence[Shown]) -> str:
    """A shop's section as 1C-Bitrix writes it."""
    items = "".join(
        f'<div class="product-item-container" id="bx_{3966226736 + number}_{abs(hash_of(one.title))}">'
        f'<div class="product-item"><div class="product-item-title"><a href="{one.url}" title="{escape(one.title)}">'
        f'{escape(one.title)}</a></div><div class="product-item-info-container product-item-price-container">'
        + "".join(f'<span class="product-item-price-current">{escape(text)}</span>' for _, text in one.details)
        + "</div></div></div>"
        for number, one in enumerate(records)
    )
    return f'<div class="catalog-section bx-blue" data-entity="container-1">{items}</div>'


def hash_of(text: str) -> int:
    """A number for the ids of Bitrix, the same in every run."""
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(text))


def wordpress(records: Sequence[Shown]) -> str:
    """A blog's posts as WordPress's themes write them."""
    posts = "".join(
        f'<article id="post-{1000 + hash_of(one.url)}" class="post type-post status-publish format-standard hentry">'
        f'<header class="entry-header"><h2 class="entry-title"><a href="{one.url}" rel="bookmark">{escape(one.title)}'
        f'</a></h2><div class="entry-meta">{_spans(one, "posted-")}</div></header></article>'
        for one in records
    )
    return f'<main id="main" class="site-main" role="main">{posts}</main>'


def _spans(one: Shown, prefix: str = "meta-") -> str:
    return "".join(
        f'<span class="{prefix}{number}"><span class="label">{escape(label)}:</span> <b>{escape(text)}</b></span> '
        for number, (label, text) in enumerate(one.details)
    )


def phpbb(records: Sequence[Shown]) -> str:
    """A forum's topics as phpBB writes them."""
    rows = "".join(
        f'<li class="row bg{number % 2 + 1}"><dl class="row-item topic_read"><dt><div class="list-inner">'
        f'<a href="{one.url}" class="topictitle">{escape(one.title)}</a></div></dt>'
        + "".join(f'<dd class="posts"><dfn>{escape(label)}</dfn> {escape(text)}</dd>' for label, text in one.details)
        + "</dl></li>"
        for number, one in enumerate(records)
    )
    return f'<div class="forumbg"><div class="inner"><ul class="topiclist topics">{rows}</ul></div></div>'


def table(records: Sequence[Shown]) -> str:
    """A register as a plain table with a head."""
    heads = "".join(f"<th>{escape(label)}</th>" for label, _ in (records[0].details if records else ()))
    rows = "".join(
        f'<tr><td><a href="{one.url}">{escape(one.title)}</a></td>'
        + "".join(f"<td>{escape(text)}</td>" for _, text in one.details)
        + "</tr>"
        for one in records
    )
    return f'<table class="register" border="1" cellpadding="3"><tr><th>№</th>{heads}</tr>{rows}</table>'


def gridview(records: Sequence[Shown]) -> str:
    """A register as ASP.NET's GridView writes it, without its pager."""
    rows = "".join(
        f'<tr style="background-color:#EFF3FB;"><td><a href="{one.url}">{escape(one.title)}</a></td>'
        + "".join(f"<td>{escape(text)}</td>" for _, text in one.details)
        + "</tr>"
        for one in records
    )
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for label, _ in (records[0].details if records else ()))
    return (
        '<table cellspacing="0" rules="all" id="ctl00_Main_GridView1" style="border-collapse:collapse;">'
        f'<tr><th scope="col">Nr</th>{heads}</tr>{rows}</table>'
    )


def bootstrap(records: Sequence[Shown]) -> str:
    """Cards in a grid as Bootstrap's users write them."""
    cards = "".join(
        '<div class="col-sm-6 col-lg-4"><div class="card h-100"><div class="card-body">'
        f'<h5 class="card-title"><a href="{one.url}">{escape(one.title)}</a></h5>'
        + "".join(
            f'<p class="card-text small"><span class="text-muted">{escape(label)}</span> <strong>{escape(text)}</strong></p>'
            for label, text in one.details
        )
        + "</div></div></div>"
        for one in records
    )
    return f"{GRID}{cards}</div>"


def catalogue(records: Sequence[Shown]) -> str:
    """Hits of a library's catalogue, one below the other."""
    hits = "".join(
        f'<div class="result" id="hit{hash_of(one.url)}"><div class="resultTitle"><a href="{one.url}" class="title">'
        f'{escape(one.title)}</a></div><dl class="dl-horizontal">'
        + "".join(f"<dt>{escape(label)}:</dt><dd>{escape(text)}</dd>" for label, text in one.details)
        + "</dl></div>"
        for one in records
    )
    return f'<form name="hits" id="searchresults">{hits}</form>'


def teasers(records: Sequence[Shown]) -> str:
    """Teasers of a newspaper's archive."""
    items = "".join(
        f'<section class="teaser"><h3 class="teaser__headline"><a href="{one.url}">{escape(one.title)}</a></h3>'
        f'<p class="teaser__meta">{_spans(one, "teaser__")}</p></section>'
        for one in records
    )
    return f'<div class="archive-list">{items}</div>'


def postings(records: Sequence[Shown]) -> str:
    """Postings of a job board."""
    items = "".join(
        f'<li class="job-listing" data-jk="{hash_of(one.url):x}"><h2 class="job-title"><a href="{one.url}">'
        f"{escape(one.title)}</a></h2>"
        + "".join(
            f'<div class="{css}">{escape(text)}</div>'
            for css, (_, text) in zip(("company", "location"), one.details, strict=False)
        )
        + "</li>"
        for one in records
    )
    return f'<ul class="jobs-search__results">{items}</ul>'
