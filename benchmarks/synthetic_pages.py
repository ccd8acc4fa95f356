"""Pages that are made up, for measurements without a corpus: a product, an article, a list, each in any size."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

Definition = dict[str, Any]
_TEXT: Definition = {"type": "string"}
_PRODUCT: Definition = {
    "title": _TEXT,
    "price": {"type": "number"},
    "currency": _TEXT,
    "sku": _TEXT,
    "brand": _TEXT,
    "availability": {"type": "string", "enum": ["InStock", "OutOfStock"]},
    "description": _TEXT,
}
_ARTICLE: Definition = {"title": _TEXT, "author": _TEXT, "date": {"type": "string", "format": "date"}, "body": _TEXT}
_CARD: Definition = {"title": _TEXT, "price": {"type": "number"}, "url": {"type": "string", "format": "uri"}}
_PROSE = "The lamp was made by hand in a small town near the sea, and it has stood there for many a year. "
_MEGABYTE = 1_000_000


class MadeUpPage(NamedTuple):
    """A page in bytes, what it is called in tables, and the JSON Schema it is read with."""

    name: str
    body: bytes
    definition: Definition


def synthetic_pages() -> Iterator[MadeUpPage]:
    """Pages of the usual sizes, and each kind again with some 5 MB."""
    for name, size in (("", 120_000), (" of 5 MB", 5 * _MEGABYTE)):
        yield MadeUpPage(f"product{name}", product(size), _object(_PRODUCT))
        yield MadeUpPage(f"article{name}", article(size), _object(_ARTICLE))
        yield MadeUpPage(f"list{name}", card_list(size // 560), _object(_CARD))
    yield MadeUpPage("scripts of 5 MB", scripts(5 * _MEGABYTE), _object(_PRODUCT))


def _object(properties: Definition) -> Definition:
    return {"type": "object", "properties": properties}


def product(size: int) -> bytes:
    """A product with JSON-LD, a table of its data, cards of other products and a menu; reviews fill up the size."""
    item = {"@type": "Product", "name": "Brass lamp", "sku": "L-4711", "offers": {"price": "49.90"}}
    rows = "".join(f"<tr><th>Property {n}</th><td>value {n} cm</td></tr>" for n in range(40))
    cards = "".join(
        f'<div class="card"><a href="/p/{n}"><img src="/i/{n}.jpg">Lamp {n}</a><b>{n}.50 €</b></div>' for n in range(24)
    )
    review = f'<div class="review"><h4>A reader</h4><time>2024-03-05</time><p class="text">{_PROSE * 3}</p></div>'
    body = (
        f'<script type="application/ld+json">{json.dumps(item)}</script>{_menu()}<main><h1>Brass lamp</h1>'
        f'<div class="price-box"><span class="price">49.90 €</span></div><p>In stock</p><button>Add to cart</button>'
        f'<table>{rows}</table></main><div class="related">{cards}</div>'
    )
    return _page("Brass lamp | Shop", body, review, size)


def article(size: int) -> bytes:
    """An article whose paragraphs fill up the size, with a byline and a menu."""
    body = f'{_menu()}<article><h1>On lamps</h1><p class="byline">By Ann Other, <time>5 March 2024</time></p>'
    return _page("On lamps - Paper", body, f"<p>{_PROSE * 4}<a href='/more'>More</a></p>", size)


def card_list(count: int) -> bytes:
    """A list of so many products."""
    cards = "".join(
        f'<li class="card product-{n}"><a class="pic" href="/p/{n}"><img src="/i/{n}.jpg" alt="Lamp no {n}"></a>'
        f'<h3 class="name"><a href="/p/{n}">Lamp no {n}</a></h3><p class="note">{_PROSE}</p>'
        f'<div class="prices"><span class="old">{n + 9}.90 €</span> <span class="price">{n}.90 €</span></div>'
        f'<span class="stars" title="4 of 5">****</span><span class="count">({n})</span>'
        f'<button class="buy" data-id="{n}">Add to cart</button></li>'
        for n in range(1, count + 1)
    )
    return _page("Lamps", f'{_menu()}<h1>Lamps</h1><ul class="grid">{cards}</ul>', "", 0)


def scripts(size: int) -> bytes:
    """A product whose state stands in scripts of so many bytes."""
    state = {"products": [{"id": n, "name": f"Lamp {n}", "price": n, "text": _PROSE} for n in range(size // 170)]}
    script = f'<script type="application/json">{json.dumps(state)}</script>'
    return product(60_000).replace(b"</body>", script.encode() + b"</body>")


def _menu() -> str:
    return "<nav><ul>" + "".join(f'<li><a href="/c/{n}">Category {n}</a></li>' for n in range(60)) + "</ul></nav>"


def _page(title: str, body: str, filler: str, size: int) -> bytes:
    start = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}'
    times = max(0, size - len(start)) // len(filler) if filler else 0
    return f"{start}{filler * times}</body></html>".encode()
