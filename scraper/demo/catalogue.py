"""The products of the demo shop and the truth about them; not how a page shows them."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel.numbers import format_currency

STOCK_TEXTS = {
    "in": "In stock",
    "out": "Sold out",
    "soon": "Ships in 2 to 3 weeks",
    "ask": "Made to order",
}


@dataclass(frozen=True, slots=True)
class Product:
    """One product. `price` is None where the shop names none; `price_text` then is "" or what stands in its place.

    `images` are paths on the shop's server. `flaw` is "", "unclosed" (its markup leaves tags open) or "noimage".
    """

    number: int
    title: str
    category: str
    price: float | None
    price_text: str
    old_price_text: str
    blurb: str
    description: str
    availability: str
    images: tuple[str, ...]
    flaw: str

    @property
    def path(self) -> str:
        """The path of its own page."""
        return f"/i/{self.number:03d}"


@cache
def catalogue() -> tuple[Product, ...]:
    """All products in the order in which the shop lists them."""
    stored = json.loads(files(__package__).joinpath("products.json").read_text(encoding="utf-8"))
    rows = enumerate(stored["products"], start=1)
    return tuple(_product(number, row, stored["materials"][row["material"]]) for number, row in rows)


def product(path: str) -> Product | None:
    """The product whose own page is `path`."""
    return next((each for each in catalogue() if each.path == path), None)


def categories() -> tuple[str, ...]:
    """The names of the categories in the order of the menu."""
    return tuple(dict.fromkeys(each.category for each in catalogue()))


def also_bought(bought: Product) -> tuple[Product, ...]:
    """Four other products, always the same ones for one product."""
    every = catalogue()
    return tuple(every[(bought.number + 16 + step * 11) % len(every)] for step in range(4))


def truth(base_url: str) -> list[dict[str, Any]]:
    """What each product's own page says, as records of schema.json plus `url`; fields without a value are left out."""
    return [_record(each, base_url, each.description, each.images) for each in catalogue()]


def listed_truth(base_url: str) -> list[dict[str, Any]]:
    """What the list pages say of each product: the short text and the first image instead of all."""
    return [_record(each, base_url, each.blurb, each.images[:1]) for each in catalogue()]


def _product(number: int, row: dict[str, Any], material: str) -> Product:
    images = () if row.get("flaw") == "noimage" else tuple(f"/media/{number:03d}-{view}.png" for view in "abc")
    return Product(
        number=number,
        title=row["title"],
        category=row["category"],
        price=row["price"],
        price_text=row.get("note", "") if row["price"] is None else _money(row["price"], row),
        old_price_text=_money(row["was"], row) if "was" in row else "",
        blurb=row["blurb"],
        description=f"{row['blurb']} {material}",
        availability=STOCK_TEXTS[row["stock"]],
        images=images,
        flaw=row.get("flaw", ""),
    )


def _money(amount: float, row: dict[str, Any]) -> str:
    """The amount as the maker's country writes it: $1,299.00, 1.299,00 €, CHF 1’299.00, 1 299,00 kr, ￥12,900."""
    return format_currency(Decimal(str(amount)), row.get("currency", "USD"), locale=row.get("locale", "en_US"))


def _record(shown: Product, base_url: str, description: str, images: tuple[str, ...]) -> dict[str, Any]:
    record = {
        "title": shown.title,
        "price": shown.price,
        "description": description,
        "images": [base_url + path for path in images],
        "availability": shown.availability,
        "url": base_url + shown.path,
    }
    return {name: value for name, value in record.items() if value not in (None, [])}
