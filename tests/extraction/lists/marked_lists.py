"""List pages whose cards show less than their structured items say, with the truth: kinds, forms of markup, cards.

Products, events, jobs and news in five languages; nothing is taken from a real site.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction import RecordSchema
from scraper.page import Page

Item = dict[str, Any]
NUMBER, TEXT = {"type": "number"}, {"type": "string"}
DAY, LINK = {"type": "string", "format": "date"}, {"type": "string", "format": "uri"}
HOST = "https://site.example"
LANGUAGES = ("en", "de", "fr", "pl", "ja")
_NAMES = {
    "en": ["Garden bench", "Oak table", "Reading lamp", "Wool rug", "Bread knife", "Copper kettle", "Linen towel"],
    "de": ["Gartenbank", "Eichentisch", "Leselampe", "Wollteppich", "Brotmesser", "Kupferkessel", "Leinentuch"],
    "fr": ["Banc de jardin", "Table en chêne", "Lampe de lecture", "Tapis", "Couteau à pain", "Bouilloire", "Torchon"],
    "pl": ["Ławka ogrodowa", "Stół dębowy", "Lampa do czytania", "Dywan", "Nóż do chleba", "Czajnik", "Ręcznik"],
    "ja": ["ガーデンベンチ", "オークテーブル", "読書灯", "ウールラグ", "パンナイフ", "銅のやかん", "リネンタオル"],
}
_PEOPLE = ["Anna Berg", "Tom Okafor", "Lena Fischer", "Ravi Patel", "Joan Mills", "Pia Rossi", "Max Novak"]
_PLACES = ["Oslo", "Lisbon", "Vienna", "Dublin", "Prague", "Turin", "Leeds"]


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its schema, the item of one of them, and its values."""

    schema: Mapping[str, Any]
    item: Callable[[Item], Item]
    keys: tuple[str, ...]


def values(language: str, number: int) -> Item:
    """What is true of the thing: under the names of all kinds."""
    name = f"{_NAMES[language][number % 7]} {number + 101}"
    return {
        "title": name,
        "name": name,
        "url": f"{HOST}/{language}/t/{number + 101}",
        "price": number * 7 + 12.5,
        "sku": f"AB-{number + 1}0{number}",
        "brand": ["Nordheim", "Castello", "Lindqvist"][number % 3],
        "date": f"2026-0{number % 9 + 1}-1{number % 7}",
        "venue": f"Hall {number % 4 + 1}",
        "company": ["Acme Ltd", "Hooli Inc", "Stark Group"][number % 3],
        "location": _PLACES[number % 7],
        "author": _PEOPLE[number % 7],
    }


KINDS = {
    "product": Kind(
        {"name": TEXT, "price": NUMBER, "sku": TEXT, "brand": TEXT, "url": LINK},
        lambda v: {
            "@type": "Product", "name": v["name"], "url": v["url"], "sku": v["sku"],
            "brand": {"@type": "Brand", "name": v["brand"]},
            "offers": {"@type": "Offer", "price": f"{v['price']:.2f}", "priceCurrency": "EUR"},
        },
        ("name", "price", "sku", "brand", "url"),
    ),
    "event": Kind(
        {"title": TEXT, "date": DAY, "venue": TEXT, "url": LINK},
        lambda v: {
            "@type": "Event", "name": v["title"], "url": v["url"], "startDate": f"{v['date']}T19:30:00",
            "venue": v["venue"],
        },
        ("title", "date", "venue", "url"),
    ),
    "job": Kind(
        {"title": TEXT, "company": TEXT, "date": DAY, "url": LINK},
        lambda v: {
            "@type": "JobPosting", "title": v["title"], "url": v["url"], "datePosted": v["date"],
            "hiringOrganization": {"@type": "Organization", "name": v["company"]},
        },
        ("title", "company", "date", "url"),
    ),
    "news": Kind(
        {"title": TEXT, "author": TEXT, "date": DAY, "url": LINK},
        lambda v: {
            "@type": "NewsArticle", "headline": v["title"], "url": v["url"], "datePublished": v["date"],
            "author": {"@type": "Person", "name": v["author"]},
        },
        ("title", "author", "date", "url"),
    ),
}  # fmt: skip


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def _positions(items: Sequence[Item]) -> list[Item]:
    return [{"@type": "ListItem", "position": at, "item": item} for at, item in enumerate(items, 1)]


CRUMBS = {
    "@type": "BreadcrumbList",
    "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home", "item": HOST}],
}
JSON_FORMS: dict[str, Callable[[Sequence[Item]], str]] = {
    "item list": lambda items: script({"@type": "ItemList", "itemListElement": _positions(items)}),
    "item list without positions": lambda items: script({"@type": "ItemList", "itemListElement": list(items)}),
    "graph": lambda items: script({"@graph": [{"@type": "WebSite", "name": "Site"}, CRUMBS, *items]}),
    "array": lambda items: script(list(items)),
    "main entity": lambda items: script(
        {"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": _positions(items)}}
    ),
    "property of the page": lambda items: script({"@type": "WebPage", "hasPart": list(items)}),
    "several scripts": lambda items: "".join(script(item) for item in items),
    "shuffled": lambda items: script({"@graph": [*items[1::2], *items[::2]]}),
    "some only": lambda items: script({"@type": "ItemList", "itemListElement": _positions(items[:5])}),
    "without links": lambda items: script([{k: v for k, v in item.items() if k != "url"} for item in items]),
    "without names": lambda items: script([{k: v for k, v in i.items() if k not in _NAMING} for i in items]),
}
_NAMING = ("name", "headline", "title")

CARDS: dict[str, tuple[str, str, str]] = {
    "list items": ("<ul class='grid'>", "<li><a href='{url}'>{title}</a><p>{text}</p></li>", "</ul>"),
    "articles": ("<div>", "<article><h2><a href='{url}'>{title}</a></h2><p>{text}</p></article>", "</div>"),
    "rows": ("<table>", "<tr><td><a href='{url}'>{title}</a></td><td>{text}</td></tr>", "</table>"),
    "hashed": (
        "<div class='css-1a2b3c'>",
        "<div class='css-9x8y7z'><a class='css-0q1w2e' href='{url}'><h3>{title}</h3></a><div>{text}</div></div>",
        "</div>",
    ),
    "links": ("<section>", "<a class='tile' href='{url}'><h3>{title}</h3><p>{text}</p></a>", "</section>"),
}
_TEXT = "It was made with care in room {n} and lasts for years of use, as those {n} people say who have one."


def page_of_cards(kind: str, language: str, how: tuple[str, str], count: int = 9) -> tuple[Page, list[Item]]:
    """The page with JSON-LD in that form and cards of that make (`how`), and the truth of its records."""
    form, make = how
    known = [values(language, number) for number in range(count)]
    before, card, after = CARDS[make]
    cards = "".join(card.format(**v | {"text": _TEXT.format(n=n + 3)}) for n, v in enumerate(known))
    marked = JSON_FORMS[form]([KINDS[kind].item(v) for v in known])
    html = (
        f"<html lang='{language}'><head><title>Overview</title>{marked}</head><body><nav><a href='/'>Home</a></nav>"
        f"<main><h1>Overview</h1>{before}{cards}{after}</main><footer><p>Terms of the site</p></footer></body></html>"
    )
    truth = [{name: v[name] for name in KINDS[kind].keys} for v in known]
    return Page(f"{HOST}/{language}/all", html, is_json=False), truth


def schema_of_kind(kind: str) -> RecordSchema:
    return RecordSchema.from_definition({"type": "object", "title": kind, "properties": KINDS[kind].schema})
