"""Eight sites whose records lack some of their fields, each in two or three layouts: pages with their truth.

Which fields a record has is drawn once per record and field, with the share that the site gives; which layout a page
has is drawn per page. Details have one record, lists eight.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from random import Random
from typing import Any

from scraper.extraction import RecordSchema
from scraper.page import Page

PER_PAGE = 8
_FIRST = [
    "Sturdy",
    "Small",
    "Green",
    "Folding",
    "Heavy",
    "Quiet",
    "Wooden",
    "Bright",
    "Slim",
    "Round",
    "Warm",
    "Old",
    "Northern",
    "Hidden",
    "Late",
]
_SECOND = [
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
    "Harbour",
    "Soup",
    "Garden",
    "Concert",
]
_THIRD = [
    "of the North",
    "for Beginners",
    "with Lemon",
    "in Summer",
    "by the Sea",
    "without Sugar",
    "at Night",
    "and Sons",
    "from Oslo",
]
_NAMES = [
    "Anna Berg",
    "Tom Okafor",
    "Lena Fischer",
    "Ravi Patel",
    "Joan Mills",
    "Pia Rossi",
    "Max Novak",
    "Ida Holm",
    "Sam Reed",
]
_PLACES = ["Oslo", "Lisbon", "Vienna", "Dublin", "Prague", "Gdansk", "Turin", "Bruges", "Leeds", "Malmo"]
_SENTENCES = (
    "It was made with care and is meant to last for many years of daily use.",
    "People who came to see it for the first time were often surprised by its size.",
    "There is more to be said about this than would fit on one page of text.",
    "Most of the work was done by hand, in a small room behind the kitchen.",
    "Those who know it well come back every autumn, whatever the weather is like.",
    "The first of its kind was built long ago, and little has changed since then.",
)

Value = str | float
Values = Mapping[str, Value]
Fact = tuple[str, str, str]
"""Name of the field, its label, and the value as it is shown."""


@dataclass(frozen=True)
class FieldOf:
    """A field: its label, the share of records that have it, how it is made, shown, and typed in the schema."""

    label: str
    fill: float
    make: Callable[[Random], Value]
    show: Callable[[Value], str] = str
    type: str = "string"
    format: str | None = None

    @property
    def definition(self) -> dict[str, str]:
        return {"type": self.type} | ({"format": self.format} if self.format else {})


@dataclass(frozen=True)
class Site:
    """A site: its fields, and its layouts; the first is the commonest one."""

    name: str
    fields: Mapping[str, FieldOf]
    layouts: Sequence[Callable[[str, Sequence[Fact]], str]]

    @property
    def schema(self) -> RecordSchema:
        properties = {"title": {"type": "string"}} | {name: each.definition for name, each in self.fields.items()}
        return RecordSchema.from_definition({"type": "object", "properties": properties})


def page(site: Site, number: int, kind: str) -> tuple[Page, list[dict[str, Value]]]:
    """Page `number` of the site and the values that its records have."""
    chance = Random(f"{site.name} {kind} {number}")
    records = [_record(site, chance) for _ in range(PER_PAGE if kind == "list" else 1)]
    layout = chance.choice([site.layouts[0], *site.layouts])
    blocks = [layout(str(each["title"]), _facts(site, each)) for each in records]
    if kind == "detail":
        body, title = f"{blocks[0]}{_text(chance)}", str(records[0]["title"])
    else:
        body, title = "".join(f'<div class="entry">{each}</div>' for each in blocks), "Everything"
        body = f'<h1>{title}</h1><div class="entries">{body.replace("h1", "h3")}</div>'
    return Page(f"https://{site.name}.example/{kind}/{number}", _document(title, body), is_json=False), records


def _record(site: Site, chance: Random) -> dict[str, Value]:
    title = f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {chance.choice(_THIRD)} {chance.randint(2, 99)}"
    drawn = {name: (chance.random() < each.fill, each.make(chance)) for name, each in site.fields.items()}
    return {"title": title} | {name: value for name, (is_there, value) in drawn.items() if is_there}


def _facts(site: Site, record: Values) -> list[Fact]:
    shown = [(name, each) for name, each in site.fields.items() if name in record]
    return [(name, each.label, each.show(record[name])) for name, each in shown]


def _text(chance: Random) -> str:
    return "".join(f"<p>{' '.join(chance.sample(_SENTENCES, 3))}</p>" for _ in range(chance.randint(2, 5)))


def _document(title: str, body: str) -> str:
    menu = "".join(f'<li><a href="/c/{name.lower()}">{name}s</a></li>' for name in _SECOND)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Site</title></head><body>'
        f'<header><nav><ul>{menu}</ul></nav></header><main class="content">{body}</main>'
        '<footer><p>Delivery in three days. <a href="/terms">Terms</a></p></footer></body></html>'
    )


def _rows(facts: Sequence[Fact], row: str) -> str:
    return "".join(row.format(name=name, label=label, value=value) for name, label, value in facts)


def _dl(title: str, facts: Sequence[Fact]) -> str:
    return f'<h1 class="title">{title}</h1><dl class="facts">{_rows(facts, "<dt>{label}</dt><dd>{value}</dd>")}</dl>'


def _table(title: str, facts: Sequence[Fact]) -> str:
    rows = _rows(facts, "<tr><th>{label}</th><td>{value}</td></tr>")
    return f'<div class="head"><h2 class="headline">{title}</h2></div><table class="specs">{rows}</table>'


def _colons(title: str, facts: Sequence[Fact]) -> str:
    return f"<h1>{title}</h1><ul>{_rows(facts, '<li>{label}: {value}</li>')}</ul>"


def _strong(title: str, facts: Sequence[Fact]) -> str:
    return f"<div><h1>{title}</h1>{_rows(facts, '<p><strong>{label}:</strong> {value}</p>')}</div>"


def _classes(title: str, facts: Sequence[Fact]) -> str:
    return f'<h1 class="title">{title}</h1><div class="meta">{_rows(facts, _SPAN)}</div>'


_SPAN = '<span class="{name}">{value}</span> '


def _blocks(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<div class="box {name}-box"><em>{value}</em></div>')
    return f'<div class="hero"><h2 class="hero-title">{title}</h2></div><section class="boxes">{inner}</section>'


def _hashed(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<div class="css-1q2w3e"><span>{label}</span><b class="css-9z8y7x">{value}</b></div>')
    return f'<h1 class="css-0a1b2c">{title}</h1><div class="css-5t6z7u">{inner}</div>'


def _hashed_table(title: str, facts: Sequence[Fact]) -> str:
    rows = _rows(facts, "<tr><td>{label}</td><td>{value}</td></tr>")
    return f'<div class="css-7h8j9k"><h2>{title}</h2><table>{rows}</table></div>'


def _itemprops(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<div>{label} <span itemprop="{name}">{value}</span></div>')
    return f'<article><h1 itemprop="name">{title}</h1>{inner}</article>'


def _linked(title: str, facts: Sequence[Fact]) -> str:
    item: dict[str, Any] = {"@type": "Thing", "name": title} | {name: value for name, _, value in facts}
    return f'<script type="application/ld+json">{dumps(item)}</script><h1 class="title">{title}</h1>'


def _docbook(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<p class="{name}">{label}: {value}</p>')
    identifier = title.split()[1].upper()
    return (
        f'<div class="sect1" id="{identifier}"><div class="titlepage"><div><div><h2 class="title">{title}</h2></div>'
        f"</div></div>{inner}</div>"
    )


def _reference(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<div class="refsect"><h3>{label}</h3><p>{value}</p></div>')
    return f'<div class="refentry"><div class="refnamediv"><h2>{title}</h2></div>{inner}</div>'


def _chapter(title: str, facts: Sequence[Fact]) -> str:
    inner = _rows(facts, '<p class="{name}">{label}: {value}</p>')
    return f'<div class="chapter"><h1 class="chapter-title">{title}</h1>{inner}</div>'


def _person(chance: Random) -> str:
    return chance.choice(_NAMES)


def _place(chance: Random) -> str:
    return chance.choice(_PLACES)


def _code(chance: Random) -> str:
    return f"{chance.choice('ABCDE')}{chance.choice('KLM')}-{chance.randint(10000, 99999)}"


def _amount(chance: Random) -> float:
    return chance.randint(500, 90000) / 100


def _dollars(value: Value) -> str:
    return f"${value:,.2f}"


def _day(chance: Random) -> str:
    return f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _count(low: int, high: int) -> Callable[[Random], float]:
    return lambda chance: chance.randint(low, high)


def _one_of(*words: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice(words)


_BRAND = FieldOf("Brand", 0.7, _one_of("Nordheim", "Castello", "Brightwell", "Okafor", "Lindqvist"))
_PRICE = FieldOf("Price", 0.95, _amount, _dollars, "number")

SITES = (
    Site(
        "tools",
        {
            "price": _PRICE,
            "sku": FieldOf("SKU", 0.9, _code),
            "brand": _BRAND,
            "color": FieldOf("Color", 0.3, _one_of("red", "blue", "green", "black")),
            "material": FieldOf("Material", 0.1, _one_of("oak", "steel", "linen", "glass")),
        },
        (_dl, _table),
    ),
    Site(
        "cooking",
        {
            "author": FieldOf("Author", 0.8, _person),
            "servings": FieldOf("Servings", 0.5, _count(2, 12), str, "integer"),
            "cuisine": FieldOf("Cuisine", 0.3, _one_of("Thai", "French", "Greek", "Indian")),
            "course": FieldOf("Course", 0.1, _one_of("Dessert", "Main course", "Starter")),
        },
        (_colons, _strong),
    ),
    Site(
        "jobs",
        {
            "company": FieldOf("Company", 0.95, _one_of("Acme Ltd", "Hooli Inc", "Stark Group", "Wayne GmbH")),
            "location": FieldOf("Location", 0.7, _place),
            "salary": FieldOf("Salary", 0.3, _amount, _dollars, "number"),
            "contract": FieldOf("Contract", 0.1, _one_of("Permanent", "Temporary", "Freelance")),
        },
        (_classes, _blocks),
    ),
    Site(
        "boats",
        {
            "price": _PRICE,
            "builder": FieldOf("Builder", 0.5, _one_of("Hallberg", "Nauticat", "Bavaria", "Contest")),
            "year": FieldOf("Year", 0.8, _count(1970, 2024), str, "integer"),
            "berth": FieldOf("Berth", 0.2, _place),
        },
        (_hashed, _hashed_table),
    ),
    Site(
        "concerts",
        {
            "date": FieldOf("Date", 0.9, _day, str, "string", "date"),
            "venue": FieldOf("Venue", 0.6, _one_of("Town Hall", "Old Mill", "Arena Nord", "Blue Note")),
            "price": FieldOf("Price", 0.4, _amount, _dollars, "number"),
            "organizer": FieldOf("Organizer", 0.1, _person),
        },
        (_itemprops, _dl),
    ),
    Site(
        "books",
        {
            "author": FieldOf("Author", 0.9, _person),
            "isbn": FieldOf("ISBN", 0.5, lambda chance: f"978{chance.randint(10**9, 10**10 - 1)}"),
            "publisher": FieldOf("Publisher", 0.3, _one_of("Penguin", "Harper", "Norton", "Faber")),
            "pages": FieldOf("Pages", 0.15, _count(90, 900), str, "integer"),
        },
        (_linked, _classes, _dl),
    ),
    Site(
        "manual",
        {
            "author": FieldOf("Author", 0.4, _person),
            "version": FieldOf("Version", 0.7, lambda chance: f"{chance.randint(1, 16)}.{chance.randint(0, 9)}"),
            "status": FieldOf("Status", 0.2, _one_of("Draft", "Final", "Obsolete")),
        },
        (_docbook, _reference, _chapter),
    ),
    Site(
        "rulings",
        {
            "judge": FieldOf("Judge", 0.9, _person),
            "court": FieldOf("Court", 0.95, lambda chance: f"District Court of {_place(chance)}"),
            "case_number": FieldOf("Case number", 0.6, _code),
            "decided": FieldOf("Decided", 0.5, _day, str, "string", "date"),
            "appeal": FieldOf("Appeal", 0.1, _one_of("Pending", "Dismissed", "Allowed")),
        },
        (_strong, _table, _hashed_table),
    ),
)
