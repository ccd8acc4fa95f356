"""Pages made to hurt: too deep, too wide, too long, cut, in no known encoding. Name -> the body's bytes."""

import json

from tests.extraction.reading import schema_of

MANY = 100_000
HEAD = '<html lang="en"><head><title>Brass lamp | Shop</title></head><body><h1>Brass lamp</h1>'
SCHEMA = schema_of(
    title={"type": "string"},
    price={"type": "number"},
    currency={"type": "string"},
    sku={"type": "string"},
    brand={"type": "string"},
    availability={"type": "string", "enum": ["InStock", "OutOfStock"]},
    date={"type": "string", "format": "date"},
    author={"type": "string"},
    rating={"type": "number"},
    cook_time={"type": "number", "description": "in minutes"},
    image={"type": "string", "format": "uri"},
    topics={"type": "array", "items": {"type": "string"}},
    instructions={"type": "array", "items": {"type": "string"}},
    hull_length={"type": "number", "description": "in metres"},
    description={"type": "string"},
)
LIST_SCHEMA = schema_of(
    title={"type": "string"}, price={"type": "number"}, url={"type": "string", "format": "uri"}, author={}, date={}
)
BODY_SCHEMA = schema_of(title={"type": "string"}, article_body={"type": "string", "description": "full text"})


def body(html):
    return (HEAD + html).encode()


def _deep_json(levels):
    return '{"name": "Brass lamp", "a": ' * levels + "1" + "}" * levels


def _wide_json(size):
    offers = [{"@type": "Offer", "price": str(n), "sku": f"L-{n}", "name": "Brass lamp"} for n in range(size // 70)]
    return json.dumps({"@type": "Product", "name": "Brass lamp", "offers": offers})


def _script(text, kind="application/ld+json"):
    return f'<script type="{kind}">{text}</script>'


def _card(n):
    return f'<div class="card c{n}"><a href="/p/{n}">Lamp {n}</a> <b class="price">{n}.90 €</b></div>'


def _whole_card(n):
    rest = f"<i class='author'>Ann Miller</i> <time>2024-05-{n % 28 + 1:02}</time><p>{'Made by hand. ' * 30}</p>"
    return _card(n).replace("</div>", f"{rest}</div>")


def _nested_spans(levels):
    table = "x"
    for _ in range(levels):
        table = f"<table><tr><td rowspan=4>{table}</td></tr>{'<tr></tr>' * 3}</table>"
    return table


def _spanned(cells, rows):
    """A table whose first row's cells belong to all its rows."""
    shown = "".join(f"<tr><td><a href='/p/{n}'>Lamp {n}</a></td><td>{n}.90 €</td></tr>" for n in range(rows))
    return f"<table><tr>{''.join(f'<td rowspan=9999>{cell}</td>' for cell in cells)}</tr>{shown}</table>"


def _in_many_lists(lists, count):
    items = [{"@type": "Product", "name": f"Lamp {n}", "url": f"/p/{n}"} for n in range(count)]
    listed = [{"@type": "ItemList", "itemListElement": items}] * lists
    return body(_script(json.dumps(listed)) + "".join(map(_card, range(count))))


def _in_other_lists(lists, count):
    """Lists of what no card shows, beside cards."""
    items = [{"@type": "Product", "name": f"Sturdy kettle {n}", "url": f"/k/{n}"} for n in range(count)]
    listed = [{"@type": "ItemList", "itemListElement": items}] * lists
    return body(_script(json.dumps(listed)) + "".join(map(_card, range(count))))


def _cut_short(count):
    """Cards whose names are cut at any length, and items called as all of these begin."""
    name = "Brass lamp of the " + "long and winding north, with a shade of the old kind, " * 5
    items = [{"@type": "Product", "name": f"{name[:280]} {n}"} for n in range(count)]
    cards = (f"<div class='card'><h3>{name[: 20 + n % 250]}…</h3> <b>{n}.90 €</b></div>" for n in range(count))
    return body(_script(json.dumps({"@type": "ItemList", "itemListElement": items})) + "".join(cards))


def _numbered_names(count):
    """Cards whose names are cut behind a number."""
    items = [{"@type": "Product", "name": f"Sturdy brass lamp of the north {n}"} for n in range(count)]
    cards = (f"<div class='card'><h3>Sturdy brass lamp {n}…</h3> <b>{n}.90 €</b></div>" for n in range(count))
    return body(_script(json.dumps({"@type": "ItemList", "itemListElement": items})) + "".join(cards))


def _with_items(count, *others, **shared):
    """Cards and a list of items that have these properties, too; `others` stand beside it in the graph."""
    items = [{"@type": "Product", "name": f"Lamp {n}", "url": f"/p/{n}", **shared} for n in range(count)]
    graph = [*others, {"@type": "ItemList", "itemListElement": items}]
    return body(_script(json.dumps({"@graph": graph})) + "".join(map(_card, range(count))))


MONSTERS = {
    "deep": body("<div class='price'>" * MANY + "5 €"),
    "deep and closed": body("<div><b>" * 5000 + "5 €" + "</b></div>" * 5000),
    "siblings": body("<p>5 €</p>" * MANY),
    "siblings without an end": body("<p>Price: 5" * MANY),
    "links": body("".join(f"<a href='/p/{n}'>Lamp {n}</a>" for n in range(MANY))),
    "items in one list": body("<ul>" + "".join(f"<li>Lamp {n}: {n} €" for n in range(MANY)) + "</ul>"),
    "cards": body("".join(map(_card, range(20_000)))),
    "long cards": body("".join(map(_whole_card, range(10_000)))),
    "line breaks": body("<p>" + "Price: 5 €<br>" * MANY),
    "headings": body("<h2>Brass lamp</h2>" * MANY),
    "definitions": body("<dl>" + "<dt>Price<dd>5 €" * (MANY // 2) + "</dl>"),
    "terms without end": body("<dl><dt>Price" + "<dd>5 €" * MANY + "</dl>"),
    "times": body("<time datetime='2024-05-06'>6 May 2024</time>" * 50_000),
    "ratings": body("<div class='rating'>4.5 out of 5</div>" * 50_000),
    "prices in cards": body("<div>" * 200 + "".join(map(_card, range(5_000)))),
    "forms": body("<form><select>" + "<option class='price'>5 €" * MANY),
    "attributes": body("<p " + " ".join(f"data-a{n}='{n}'" for n in range(50_000)) + ">5 €"),
    "class names": body("<p class='" + " ".join(f"price{n}" for n in range(MANY)) + "'>5 €"),
    "different classes": body("".join(f"<p class='price-{n} box{n}'>{n}" for n in range(MANY // 2))),
    "meta elements": b"<title>x</title>" + b"<meta name='price' content='5'>" * MANY,
    "table": body("<table>" + ("<tr>" + "<td>5" * 100) * 1000 + "</table>"),
    "tables in tables": body("<table><tr><td>Price<td>5 €" * 5000),
    "wide rows": body("<table>" + ("<tr>" + "<td>5 €" * 20_000) * 5),
    "million cells": body("<table>" + ("<tr>" + "<td>5" * 1000) * 1000 + "</table>"),
    "spans in spans": body(_spanned([_nested_spans(20)], 8)),
    "spans of all rows": body(_spanned(["<i>Red</i> " * 55] * 12, 2_000)),
    "wide headers": body("<table>" + ("<tr>" + "<th colspan=12>Price" * 3_000) * 2 + "<tr><td>Lamp<td>5 €" * 5),
    "microdata": body("<div itemscope itemtype='http://schema.org/Product'><b itemprop='name'>x</b>" * 20_000),
    "nested items": body("<div itemscope itemprop='offers'><i itemprop='price'>5</i>" * 2000),
    "deep JSON-LD": body(_script(_deep_json(100_000))),
    "less deep JSON-LD": body(_script(_deep_json(300))),
    "wide JSON-LD": body(_script(_wide_json(5_000_000))),
    "less wide JSON-LD": body(_script(_wide_json(1_500_000))),
    "JSON-LD scripts": body(_script('{"@type": "Product", "name": "Brass lamp", "sku": "1"}') * 20_000),
    "JSON-LD references": body(_script('[{"@id": "a", "b": {"@id": "a"}}, {"@id": "b", "c": [{"@id": "a"}]}]') * 500),
    "properties": body(_script(json.dumps({"@type": "Product", **{f"of lamp {n}": n for n in range(60_000)}}))),
    "one item in all places": body(
        _script(
            json.dumps(
                [
                    {"@id": "#lamp", "@type": "Product", **{f"of lamp {n}": n for n in range(20_000)}},
                    {
                        "itemListElement": [
                            {"@type": "ListItem", "item": {"@id": "#lamp"}, "url": f"/p/{n}"} for n in range(2_000)
                        ]
                    },
                ]
            )
        )
        + "".join(map(_card, range(2_000)))
    ),
    "list in itself": _with_items(
        1_000,
        {"@id": "#names", "itemListElement": [{"@id": "#names"}] * 2_000},
        author={"@id": "#names"},
    ),
    "many lists": _in_many_lists(12, 2_000),
    "many other lists": _in_other_lists(12, 2_000),
    "names cut short": _cut_short(2_000),
    "numbered names cut short": _numbered_names(2_000),
    "references in references": _with_items(
        40,
        {"@id": "#offers", "priceSpecification": [{"@id": "#price"}] * 2_000, "url": "/p"},
        {"@id": "#price", "price": list(range(2_000)), "priceCurrency": ["EUR"] * 2_000},
        offers=[{"@id": "#offers"}] * 2_000,
    ),
    "state": body(_script(_wide_json(1_400_000), "application/json")),
    "deep state": body(_script("x = " + _deep_json(900), "text/javascript")),
    "many states": body(_script('x = {"name": "Brass lamp", "sku": "1"};' * 2000, "text/javascript") * 20),
    "empty states": body(_script('a = {" ' * MANY, "text/javascript")),
    "data URIs": body("".join(f"<img src='data:image/png;base64,{'A' * 1_000_000}'>" for _ in range(4))),
    "long link": body(f"<a class='brand' href='/{'a' * 3_000_000}'>x</a>"),
    "style": body(f"<p style='{'color: red;' * 300_000}'>5 €"),
    "entities": body("&amp;" * 1_000_000),
    "entities in a title": b"<title>" + b"&lt;b&gt;" * 200_000 + b"</title><h1>" + b"&amp;lt;" * 200_000,
    "unclosed comment": body("<p>5 €</p><!--" + "x" * 3_000_000),
    "texts between comments": body("<p>" + ("<!-- x -->" + "0123456789" * 8) * 60_000),
    "comments": body("<!-- x -->5 €" * MANY),
    "unclosed script": body("<script>" + "var a = {};" * 300_000),
    "open tags": body("<" * 1_000_000),
    "open attributes": body("<p class='" * MANY),
    "NULs": body("a\0b €" * 300_000),
    "controls": body("".join(map(chr, range(1, 32))) * 30_000),
    "combining": body("<h2>" + "e\u0301\u0302" * 300_000),
    "invisible": body("<p>" + "\u200b" * 500_000 + "5 €"),
    "one word": b"<title>" + b"a" * 1_000_000 + b"</title><h1>" + b"a" * 1_000_000,
    "spaces": body("<h2>Price" + " " * 1_000_000 + ": 5 €</h2>" + ("<b>x" + " " * 30_000 + "y</b>") * 30),
    "digits": body("<p class=price>" + "1" * 1_000_000 + "</p><p>" + "1," * 500_000 + "</p>" + "1.1." * 500_000),
    "dashes": body("<p>" + "a - " * 300_000 + "</p><p>" + "=" * 500_000 + "</p>" + "…" * 300_000),
    "colons": body("<p>" + "a: " * 60 + "</p>" + "<p>" + ":" * 190 + "</p>" * 20_000),
    "label baits": body(("<p>" + "ab " * 60 + "</p>") * 20_000),
    "number baits": body(("<b>" + "1 " * 28 + "€</b>") * 20_000),
    "date baits": body(("<b>" + "12. " * 20 + " 2024</b>") * 20_000),
    "dated texts": body("".join(f"<p>{n % 28 + 1} May 20{n % 30:02} lamp {n}</p>" for n in range(18_000))),
    "different labels": body("".join(f"<p>Label hull {n}: value {n}</p>" for n in range(9_000))),
    "date word baits": body(("<b>5 " + "abc " * 15 + "2024</b><i>3. Foob 2021 %d</i>") * 2_000),
    "different dates": body("".join(f"<b>{n % 28 + 1} Foobr{n} 20{n % 90 + 10}</b>" for n in range(20_000))),
    "duration baits": body(("<li class='cook time'>" + "1 h 2 " * 18 + "</li>") * 3_000),
    "names": body("<div class='" + "aB" * 500_000 + "' id='" + "a-" * 500_000 + "'>5 €"),
    "markup in texts": body(_script(json.dumps({"@type": "Product", "name": "<b " * 100_000, "sku": "&" * 300_000}))),
    "author": body("<p class='author'>" + "and " * 300_000 + "</p>" + "<i rel=author>By " + "x, " * 90 + "</i>"),
    "pictures": body("<svg>" + "<path d='M0 0'/>" * MANY + "</svg><img src=/a.jpg>" + "<img src=/b.jpg>" * 20_000),
    "paragraphs": body("<p>The lamp was made by hand. It stood there.</p>" * 50_000),
    "nested articles": body("<article><h2>Lamp</h2><p>The lamp was made by hand.</p>" * 3_000),
    "UTF-16": (HEAD + "<p>5 €</p>" * 50_000).encode("utf-16"),
    "UTF-32": (HEAD + "<p>5 €</p>" * 10_000).encode("utf-32"),
    "declared wrong": b'<meta charset="utf-16">' + body("<p>5 €</p>" * 1000),
    "declared unknown": b'<meta charset="klingon"><title>x</title>' + bytes(range(128, 256)) * 5000,
    "mixed": body("ä") + "ö".encode("latin-1") * 100_000 + "ü".encode("utf-16"),
    "half a character": body("€" * 100_000)[:-1],
    "text": b"no markup at all " * MANY,
    "blank": b" \n" * MANY,
    "one tag": b"<p>",
}
