"""Three shops in three styles, written for these tests, and what redesigns do to them: pages with their truth.

`shop` has plain class names, a dl, del for old prices and JSON-LD on its details; `hashed` has hashed class names,
table rows and "Label: value" texts and no data for machines; `itemprop` has microdata and a table as its list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from json import dumps
from zlib import crc32

from scraper.extraction import RecordSchema
from scraper.page import Page

STYLES = ("shop", "hashed", "itemprop")
KINDS = ("list", "detail")
LIST_FIELDS = ("title", "price", "old_price", "url")
DETAIL_FIELDS = ("title", "price", "old_price", "sku", "brand", "weight")
_TYPES = {"price": {"type": "number"}, "old_price": {"type": "number"}, "url": {"type": "string", "format": "uri"}}
PER_PAGE = 8
_ADJECTIVES = ("Sturdy", "Small", "Green", "Folding", "Heavy", "Quiet", "Wooden", "Bright", "Slim", "Round", "Warm")
_THINGS = (
    "Lamp",
    "Chair",
    "Kettle",
    "Basket",
    "Ladder",
    "Clock",
    "Mirror",
    "Bench",
    "Shelf",
    "Blanket",
    "Pan",
    "Vase",
    "Rug",
)
_BRANDS = ("Nordheim", "Castello", "Brightwell", "Okafor", "Lindqvist")


@dataclass(frozen=True)
class Tweaks:
    """How a page differs from the original. `classes` renames class names, `labels` the labels of facts."""

    classes: Callable[[str], str] = str
    labels: Mapping[str, str] = field(default_factory=dict)
    is_table: bool = False
    has_banner: bool = False
    is_swapped: bool = False
    without: frozenset[str] = frozenset()
    is_nested: bool = False
    rows: tuple[int, ...] = (0, 1, 2)


def renamed(name: str) -> str:
    """Another name for the same thing: as after a rewrite of the styles."""
    return {"price": "amount", "old-price": "before", "title": "headline", "card": "tile", "facts": "specs"}.get(
        name, f"{name}-next"
    )


def hashed(name: str) -> str:
    """A name as a build makes it."""
    return f"css-{crc32(name.encode()):08x}1z"


def swapped(name: str) -> str:
    """The two prices' names exchanged."""
    return {"price": "old-price", "old-price": "price"}.get(name, name)


def other_hash(name: str) -> str:
    """The hash of the next build."""
    return hashed(f"2{name}")


RELABELLED = {"SKU": "Item number", "Brand": "Manufacturer", "Weight": "Shipping weight", "Price": "Our price"}
DRIFTS: Mapping[str, Tweaks] = {
    "none": Tweaks(),
    "classes renamed": Tweaks(classes=renamed),
    "classes hashed": Tweaks(classes=other_hash),
    "labels renamed": Tweaks(labels=RELABELLED),
    "dl to table": Tweaks(is_table=True),
    "extra h1": Tweaks(has_banner=True),
    "classes swapped": Tweaks(classes=swapped),
    "prices swapped": Tweaks(is_swapped=True),
    "optional gone": Tweaks(without=frozenset({"old_price", "brand"})),
    "one more wrapper": Tweaks(is_nested=True),
    "facts in another order": Tweaks(rows=(2, 0, 1)),
}


def schema(kind: str) -> RecordSchema:
    """The schema that the pages of a kind are read for."""
    names = LIST_FIELDS if kind == "list" else DETAIL_FIELDS
    properties = {name: _TYPES.get(name, {"type": "string"}) for name in names}
    return RecordSchema.from_definition({"type": "object", "properties": properties, "required": ["title", "price"]})


def product(number: int) -> dict[str, object]:
    """Product `number`: every third has no old price."""
    price = round(9.5 + number * 3.75, 2)
    one: dict[str, object] = {
        "title": f"{_ADJECTIVES[number % 11]} {_THINGS[number % 13]} {_ADJECTIVES[(number // 11) % 11].lower()}",
        "price": price,
        "old_price": round(price * 1.25 + 1.01, 2),
        "sku": f"{_THINGS[number % 13][:2].upper()}-{48213 + 37 * number}",
        "brand": _BRANDS[number % 5],
        "weight": f"{1 + number % 9}.{number % 7} kg",
        "url": f"/thing/{number}-x",
    }
    if number % 3 == 0:
        del one["old_price"]
    return one


def page(style: str, kind: str, number: int, tweaks: Tweaks) -> tuple[Page, list[dict[str, object]]]:
    """The page and the values that its records really have."""
    host = f"https://{style}.example"
    numbers = range(number * PER_PAGE, (number + 1) * PER_PAGE) if kind == "list" else (number,)
    shown = [{name: value for name, value in product(n).items() if name not in tweaks.without} for n in numbers]
    names = LIST_FIELDS if kind == "list" else DETAIL_FIELDS
    truth = [{name: one[name] for name in names if name in one} for one in shown]
    if kind == "list":
        truth = [one | {"url": f"{host}{one['url']}"} for one in truth]
    if style == "hashed" and tweaks.classes is str:
        tweaks = replace(tweaks, classes=hashed)
    body = _LISTS[style](shown, tweaks) if kind == "list" else _DETAILS[style](shown[0], tweaks)
    url = f"{host}/things?page={number}" if kind == "list" else f"{host}{product(number)['url']}"
    return Page(
        url, _document(str(shown[0]["title"]) if kind == "detail" else "All things", body, tweaks), is_json=False
    ), truth


def _document(title: str, body: str, tweaks: Tweaks) -> str:
    banner = '<div class="banner"><h1>The great summer sale has begun</h1></div>' if tweaks.has_banner else ""
    inner = f'<div class="grid"><div class="inner">{body}</div></div>' if tweaks.is_nested else body
    menu = "".join(f'<li><a href="/c/{name.lower()}">{name}s</a></li>' for name in _THINGS)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | The Shop</title></head><body class="page">{banner}'
        f'<header><nav><ul>{menu}</ul></nav></header><main class="content">{inner}</main>'
        '<footer><p>Delivery in three days. <a href="/terms">Terms</a></p></footer></body></html>'
    )


def _money(value: object) -> str:
    return f"${value:,.2f}"


def _ordered(first: str, second: str, tweaks: Tweaks) -> str:
    return second + first if tweaks.is_swapped else first + second


def _shop_prices(one: Mapping[str, object], tweaks: Tweaks) -> str:
    c = tweaks.classes
    old = f'<del class="{c("old-price")}">{_money(one["old_price"])}</del> ' if "old_price" in one else ""
    return _ordered(old, f'<span class="{c("price")}">{_money(one["price"])}</span> ', tweaks)


def _shop_list(shown: list[dict[str, object]], tweaks: Tweaks) -> str:
    c = tweaks.classes
    cards = (
        f'<li class="{c("card")}"><a class="{c("picture")}" href="{one["url"]}"><img src="/i/{one["sku"]}.jpg"></a>'
        f'<h3 class="{c("title")}"><a href="{one["url"]}">{one["title"]}</a></h3>'
        f'<div class="{c("prices")}">{_shop_prices(one, tweaks)}</div><p class="{c("text")}">Made to last.</p></li>'
        for one in shown
    )
    return f'<h1>All things</h1><ul class="{c("cards")}">{"".join(cards)}</ul>'


def _facts(one: Mapping[str, object], tweaks: Tweaks) -> list[tuple[str, object]]:
    facts = [("SKU", one["sku"]), ("Brand", one.get("brand")), ("Weight", one["weight"])]
    ordered = [facts[row] for row in tweaks.rows]
    return [(tweaks.labels.get(label, label), value) for label, value in ordered if value is not None]


def _dl(one: Mapping[str, object], tweaks: Tweaks) -> str:
    name = tweaks.classes("facts")
    if tweaks.is_table:
        rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in _facts(one, tweaks))
        return f'<table class="{name}">{rows}</table>'
    return f'<dl class="{name}">{"".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in _facts(one, tweaks))}</dl>'


def _shop_detail(one: Mapping[str, object], tweaks: Tweaks) -> str:
    c = tweaks.classes
    offer = {"@type": "Offer", "price": f"{one['price']:.2f}", "priceCurrency": "USD"}
    linked = {"@context": "https://schema.org", "@type": "Product", "name": one["title"], "offers": offer}
    return (
        f'<script type="application/ld+json">{dumps(linked)}</script><div class="{c("product")}">'
        f'<h1 class="{c("title")}">{one["title"]}</h1><div class="{c("prices")}">{_shop_prices(one, tweaks)}</div>'
        f"{_dl(one, tweaks)}<p>Made to last, whatever the weather. Comes with a warranty of ten years.</p></div>"
    )


def _hashed_prices(one: Mapping[str, object], tweaks: Tweaks) -> str:
    c, label = tweaks.classes, tweaks.labels.get("Price", "Price")
    old = (
        f'<div class="{c("old-price")}"><span>Was:</span> <b>{_money(one["old_price"])}</b></div>'
        if "old_price" in one
        else ""
    )
    return _ordered(old, f'<div class="{c("price")}"><span>{label}:</span> <b>{_money(one["price"])}</b></div>', tweaks)


def _hashed_list(shown: list[dict[str, object]], tweaks: Tweaks) -> str:
    c = tweaks.classes
    cards = (
        f'<div class="{c("card")}"><h2 class="{c("title")}"><a href="{one["url"]}">{one["title"]}</a></h2>'
        f"{_hashed_prices(one, tweaks)}</div>"
        for one in shown
    )
    return f'<h1>All things</h1><div class="{c("cards")}">{"".join(cards)}</div>'


def _hashed_detail(one: Mapping[str, object], tweaks: Tweaks) -> str:
    c = tweaks.classes
    if tweaks.is_table:
        facts = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in _facts(one, tweaks))
        facts = f"<dl>{facts}</dl>"
    else:
        facts = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in _facts(one, tweaks))
        facts = f'<table class="{c("facts")}">{facts}</table>'
    return (
        f'<div class="{c("product")}"><h1 class="{c("title")}">{one["title"]}</h1>{_hashed_prices(one, tweaks)}{facts}'
        "<p>Made to last, whatever the weather. Comes with a warranty of ten years.</p></div>"
    )


def _itemprop_list(shown: list[dict[str, object]], tweaks: Tweaks) -> str:
    c = tweaks.classes

    def prices(one: Mapping[str, object]) -> str:
        old = f'<s class="{c("old-price")}">{_money(one["old_price"])}</s>' if "old_price" in one else ""
        return _ordered(
            f'<td class="{c("was")}">{old}</td>', f'<td class="{c("price")}">{_money(one["price"])}</td>', tweaks
        )

    heads = _ordered("<th>Was</th>", f"<th>{tweaks.labels.get('Price', 'Price')}</th>", tweaks)
    rows = (
        f'<tr class="{c("card")}"><td class="{c("title")}"><a href="{one["url"]}">{one["title"]}</a></td>'
        f"{prices(one)}<td>In stock</td></tr>"
        for one in shown
    )
    head = f"<thead><tr><th>Thing</th>{heads}<th>Stock</th></tr></thead>"
    return f'<h1>All things</h1><table class="{c("cards")}">{head}<tbody>{"".join(rows)}</tbody></table>'


def _itemprop_detail(one: Mapping[str, object], tweaks: Tweaks) -> str:
    c = tweaks.classes
    old = f'<s class="{c("old-price")}">{_money(one["old_price"])}</s> ' if "old_price" in one else ""
    price = (
        '<span itemprop="offers" itemscope itemtype="https://schema.org/Offer">'
        f'<span class="{c("price")}" itemprop="price" '
        f'content="{one["price"]:.2f}">{_money(one["price"])}</span></span> '
    )
    facts = "".join(f"<li><b>{label}:</b> {value}</li>" for label, value in _facts(one, tweaks))
    if tweaks.is_table:
        facts = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in _facts(one, tweaks))
        facts = f"<table>{facts}</table>"
    return (
        f'<div class="{c("product")}" itemscope itemtype="https://schema.org/Product">'
        f'<h1 class="{c("title")}" itemprop="name">{one["title"]}</h1>'
        f'<p class="{c("prices")}">{_ordered(old, price, tweaks)}</p>'
        f'<ul class="{c("facts")}">{facts}</ul><p>Made to last, whatever the weather. Ten years of warranty.</p></div>'
    )


_LISTS = {"shop": _shop_list, "hashed": _hashed_list, "itemprop": _itemprop_list}
_DETAILS = {"shop": _shop_detail, "hashed": _hashed_detail, "itemprop": _itemprop_detail}
