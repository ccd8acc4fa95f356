"""A page without a list gives no list: menus, pagers, advertisements and link columns are no records."""

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.page import Page
from tests.extraction.reading import schema_of

WORDS = ("Garden", "Kitchen", "Lighting", "Outdoor", "Bathroom", "Office", "Bedroom", "Textiles", "Storage", "Flooring")
PROSE = "<p>" + "The lamp was made by hand in a small workshop near the river, and it took nine days. " * 8 + "</p>"
ARTICLE = (
    f"<main><article><h1>How a brass lamp is made</h1><p>By Ann Miller, 5 May 2024</p>{PROSE * 3}</article></main>"
)
PRODUCT = (
    "<main><h1>Brass lamp</h1><img src='/lamp.jpg'><p class='price'>129.00 €</p><button>Add to cart</button>"
    f"<div class='description'>{PROSE}</div></main>"
)
URL = {"type": "string", "format": "uri"}
SCHEMAS = {
    "products": schema_of(title={}, price={"type": "number"}, url=URL),
    "articles": schema_of(title={}, date={"type": "string", "format": "date"}, author={}, url=URL),
    "events": schema_of(name={}, date={"type": "string", "format": "date"}, venue={}),
}


def links(words, where="c"):
    return "".join(f"<li><a href='/{where}/{word.lower()}'>{word}</a></li>" for word in words)


def column(word):
    return f"<div class='col'><h4>{word}</h4><ul>{links(WORDS, word)}</ul></div>"


def ad(word):
    return f"<div class='ad'><a href='https://ads.example/{word}'><img src='/ad/{word}.gif' alt='{word}'></a></div>"


FURNITURE = {
    "mega menu": "<nav class='mega'>" + "".join(map(column, WORDS[:6])) + "</nav>",
    "menu without a nav": f"<div class='menu'><ul>{links(WORDS)}</ul></div>",
    "pager": "<div class='pager'>" + "".join(f"<a href='?page={n}'>{n}</a> " for n in range(1, 12)) + "</div>",
    "tag cloud": "<div class='tags'>" + "".join(f"<a class='tag' href='/t/{w}'>{w}</a> " for w in WORDS) + "</div>",
    "footer columns": "<footer>" + "".join(map(column, WORDS[:5])) + "</footer>",
    "advertisements": "<div class='ads'>" + "".join(map(ad, WORDS[:8])) + "</div>",
    "breadcrumb": f"<ol class='breadcrumb'>{links(WORDS[:4])}</ol>",
    "table of contents": "<div class='toc'><ol>"
    + "".join(f"<li><a href='#s{n}'>{n}. {word}</a></li>" for n, word in enumerate(WORDS[:8], 1))
    + "</ol></div>",
    "languages": "<ul class='lang'>"
    + "".join(f"<li><a hreflang='{c}' href='/{c}/'>{c.upper()}</a></li>" for c in ("de", "en", "fr", "it", "es", "pl"))
    + "</ul>",
    "social links": "<ul class='social'>"
    + "".join(f"<li><a href='https://{n}.example/share'>{n}</a></li>" for n in ("facebook", "x", "pinterest", "mail"))
    + "</ul>",
    "filters": "<form class='filters'>"
    + "".join(f"<label><input type='checkbox' name='f' value='{w}'> {w} ({n})</label>" for n, w in enumerate(WORDS, 3))
    + "</form>",
    "related products": "<aside class='related'><h2>You may also like</h2>"
    + "".join(
        f"<div class='card'><a href='/p/{n}'>Lamp {n}</a> <b class='price'>{n}9.00 €</b></div>" for n in range(1, 6)
    )
    + "</aside>",
}


def read(name, content, schema, mode):
    html = f"<html lang='en'><head><title>Brass lamp</title></head><body>{content}{FURNITURE[name]}</body></html>"
    return extract(
        Page.from_bytes("https://shop.example/brass-lamp", html.encode()), SCHEMAS[schema], ExtractOptions(mode=mode)
    )


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("content", [ARTICLE, PRODUCT], ids=["article", "product"])
@pytest.mark.parametrize("name", FURNITURE)
def test_beside_one_thing_it_is_not_the_records(name, content, schema):
    assert read(name, content, schema, "auto").mode == "detail"


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("name", FURNITURE)
def test_asked_for_a_list_it_gives_none(name, schema):
    assert read(name, ARTICLE, schema, "list").records == ()


COMMENTS = "".join(
    f"<div class='comment'><b class='author'>{word}</b> <time datetime='2024-06-0{n}'>{n} June 2024</time>"
    f"<p>I have one of these in my {word.lower()} and like it a lot.</p></div>"
    for n, word in enumerate(WORDS[:8], 1)
)
DATE = {"type": "string", "format": "date"}


@pytest.mark.parametrize("content", [ARTICLE, PRODUCT], ids=["article", "product"])
@pytest.mark.parametrize(
    "schema",
    [
        schema_of(title={}, author={}, date=DATE, url=URL),
        schema_of(author={}, date=DATE, text={}),
        schema_of(author={}, date=DATE),
    ],
    ids=["article", "text", "byline"],
)
def test_comments_below_a_thing_are_not_the_records(content, schema):
    html = (
        f"<html lang='en'><body>{content}<section class='comments'><h2>Comments</h2>{COMMENTS}</section></body></html>"
    )
    assert extract(Page.from_bytes("https://shop.example/lamp", html.encode()), schema).mode == "detail"


def test_comments_are_the_records_of_a_schema_that_speaks_of_them():
    html = f"<html lang='en'><body>{ARTICLE}<section class='comments'>{COMMENTS}</section></body></html>"
    schema = schema_of(author={"description": "Who wrote the comment"}, date=DATE)
    found = extract(Page.from_bytes("https://shop.example/lamp", html.encode()), schema)
    assert (found.mode, len(found.records)) == ("list", 8)
