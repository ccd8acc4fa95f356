"""The records that the test site lists: six kinds, made from a language's words, the same in every run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.paging_site.languages import Language

AUTHORS = ("A. Lindqvist", "B. Okafor", "C. Marchetti", "D. Novak", "E. Tanaka", "F. Haddad", "G. Weiss", "H. Dupont")
COMPANIES = ("Northlight Ltd", "Ferrum AG", "Maison Vert SA", "Kobalt & Co", "Delta Works BV", "Aster Labs Inc")


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as a list shows it: its text, its link, and label and text of all else."""

    title: str
    url: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `key` is the field that tells its records apart; `make` gives record number 0, 1, …."""

    name: str
    key: str
    schema: Mapping[str, Any]
    make: Callable[[Language, int], dict[str, Any]]
    show: Callable[[Language, Mapping[str, Any]], tuple[tuple[str, str], ...]]


def schema(key: str, **properties: str) -> dict[str, Any]:
    """A schema of these properties, each given by its JSON type or format; `key` is required."""
    formats = {"date": {"type": "string", "format": "date"}}
    described = {name: formats.get(kind, {"type": kind}) for name, kind in {key: "string", **properties}.items()}
    return {"type": "object", "properties": described, "required": [key]}


def shown(kind: Kind, language: Language, record: Mapping[str, Any], number: int) -> Shown:
    """Record `number` as it stands in a list."""
    return Shown(record[kind.key], f"/{kind.name}/{number + 1}", kind.show(language, record))


def money(language: Language, price: float) -> str:
    """12.5 as "$ 12.50" or "12,50 €"."""
    text = f"{price:.2f}"
    return language.currency.format(text if language.code in ("en", "ja", "zh", "ko", "he") else text.replace(".", ","))


def _headline(language: Language, number: int) -> str:
    """Unlike for each number below 360: a topic, a place and, from the 37th on, a part."""
    topic = language.topics[number % len(language.topics)]
    place = language.places[number // 6 % len(language.places)]
    part = f" ({number // 36 + 1})" if number >= 36 else ""
    return f"{place}: {topic}{part}"


def _day(number: int) -> str:
    return f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}"


def _product(language: Language, number: int) -> dict[str, Any]:
    thing, quality = language.things[number % 6], language.qualities[number // 6 % 6]
    code = f"{'ABCDEFGHKLMN'[number % 12]}{'RSTVWX'[number // 12 % 6]}-{100 + number * 7}"
    return {"title": f"{thing} {quality} {code}", "price": round(19.9 + number * 3.35 % 880, 2)}


def _thread(language: Language, number: int) -> dict[str, Any]:
    return {"title": _headline(language, number), "author": AUTHORS[number % 8], "replies": number * 13 % 97}


def _article(language: Language, number: int) -> dict[str, Any]:
    return {"title": _headline(language, number), "author": AUTHORS[(number + 3) % 8], "published": _day(number)}


def _job(language: Language, number: int) -> dict[str, Any]:
    return {
        "title": f"{language.things[number % 6]} {language.qualities[number // 6 % 6]} ({3000 + number * 11})",
        "company": COMPANIES[number % 6],
        "location": language.places[number % 6],
    }


def _case(language: Language, number: int) -> dict[str, Any]:
    return {
        "case_number": f"{number % 9 + 1} C {100 + number * 3}/{20 + number % 6}",
        "parties": f"{AUTHORS[number % 8][3:]} / {COMPANIES[number * 5 % 6]}",
        "date": _day(number + 5),
    }


def _book(language: Language, number: int) -> dict[str, Any]:
    return {"title": _headline(language, number), "author": AUTHORS[number * 3 % 8], "year": 1950 + number * 7 % 74}


def _labelled(*rows: tuple[int, str]) -> Callable[[Language, Mapping[str, Any]], tuple[tuple[str, str], ...]]:
    """Label number and field of what is shown beside the title."""
    return lambda language, record: tuple((language.labels[label], str(record[field])) for label, field in rows)


PRODUCT = Kind(
    "product",
    "title",
    schema("title", price="number"),
    _product,
    lambda language, record: ((language.labels[0], money(language, record["price"])),),
)
THREAD = Kind(
    "thread",
    "title",
    schema("title", author="string", replies="integer"),
    _thread,
    _labelled((1, "author"), (3, "replies")),
)
ARTICLE = Kind(
    "article",
    "title",
    schema("title", author="string", published="date"),
    _article,
    _labelled((1, "author"), (2, "published")),
)
JOB = Kind(
    "job",
    "title",
    schema("title", company="string", location="string"),
    _job,
    _labelled((4, "company"), (5, "location")),
)
CASE = Kind(
    "case",
    "case_number",
    schema("case_number", parties="string", date="date"),
    _case,
    lambda language, record: (("§", record["parties"]), (language.labels[2], record["date"])),
)
BOOK = Kind(
    "book",
    "title",
    schema("title", author="string", year="integer"),
    _book,
    _labelled((1, "author"), (2, "year")),
)
