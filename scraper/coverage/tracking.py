"""What a run's complete pages said and were like, as far as its coverage depends on it; kept with the run's progress.

Whatever order pages come in, and however many processes they come from, the same pages give the same state.
"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from scraper.coverage.values import Promise, Strength, Unit

# How many pages of each kind are named one by one; the rest is counted.
NAMED_PAGES = 20
# Different statements that are remembered: a site that says another total on each page says nothing.
_MAX_STATEMENTS = 60
_TEXT_CHARACTERS = 200


@dataclass(slots=True)
class Statement:
    """A promise, on how many pages it stood, and the first of them."""

    promise: Promise
    pages: int
    page: int
    url: str

    def rank(self) -> tuple[int, bool, int, int]:
        """What tells which statement is to be believed, the best last."""
        return self.promise.strength, not self.promise.is_approximate, self.pages, -self.page


@dataclass(slots=True)
class NamedPages:
    """Pages of one kind: the first ones by their number, with what is to be said of each, and how many there are."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)

    def add(self, page: int, url: str, **said: Any) -> None:
        """One more page."""
        self.count += 1
        insort(self.first, {"page": page, "url": url[:_TEXT_CHARACTERS], **said}, key=_place)
        del self.first[NAMED_PAGES:]


@dataclass(slots=True)
class Track:
    """What the pages of a run said and were like. Of pages of the pagination: how many gave records that were new."""

    statements: dict[str, Statement] = field(default_factory=dict)
    failed: NamedPages = field(default_factory=NamedPages)
    empty: NamedPages = field(default_factory=NamedPages)
    healed: NamedPages = field(default_factory=NamedPages)
    pages: int = 0
    full_pages: int = 0
    last_page: int = 0
    largest_page: int = 0

    def read(self, page: int, url: str, *, found: int, is_new: bool) -> None:
        """A page of the pagination that was read, with so many records on it."""
        self.pages += 1
        if found == 0:
            self.empty.add(page, url)
            return
        self.full_pages += is_new
        self.largest_page = max(self.largest_page, found)
        if is_new:
            self.last_page = max(self.last_page, page)

    def hear(self, promises: Iterable[Promise], page: int, url: str) -> None:
        """What a page of the pagination promised; what it says several times counts once."""
        said = {_key(each): each for each in sorted(promises, key=lambda each: (each.text, each.path), reverse=True)}
        for key, promise in said.items():
            known = self.statements.get(key)
            if known is None:
                if len(self.statements) < _MAX_STATEMENTS:
                    self.statements[key] = Statement(promise, 1, page, url[:_TEXT_CHARACTERS])
                continue
            known.pages += 1
            if page < known.page:
                known.promise, known.page, known.url = promise, page, url[:_TEXT_CHARACTERS]

    def ranked(self, unit: Unit) -> list[Statement]:
        """The statements about records, or pages, the one to be believed first.

        A strip of numbers shows more the further one gets: of several the highest is the last page.
        """
        of_unit = [each for each in self.statements.values() if each.promise.unit == unit]
        return sorted(of_unit, key=_believed, reverse=True)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """What `as_json` gave; a track without pages for an empty one."""
        track = cls(**{name: value.get(name, 0) for name in ("pages", "full_pages", "last_page", "largest_page")})
        for name in ("failed", "empty", "healed"):
            kept = value.get(name, {})
            setattr(track, name, NamedPages(kept.get("count", 0), list(kept.get("first", ()))))
        track.statements = {key: _statement(each) for key, each in value.get("statements", {}).items()}
        return track


def _believed(statement: Statement) -> tuple[int, int, bool, int, int]:
    strength, *rest = statement.rank()
    highest = statement.promise.value if strength == Strength.STRIP else 0
    return (strength, highest, *rest)  # type: ignore[return-value]


def _statement(value: Mapping[str, Any]) -> Statement:
    promise = Promise(**{**value["promise"], "strength": Strength(value["promise"]["strength"])})
    return Statement(promise, value["pages"], value["page"], value["url"])


def _key(promise: Promise) -> str:
    """What makes two pages say the same."""
    about = "~" if promise.is_approximate else ""
    return f"{promise.unit} {about}{promise.value} {int(promise.strength)} {promise.source}"


def _place(entry: Mapping[str, Any]) -> tuple[int, str]:
    return entry["page"], entry["url"]


def named(pages: Sequence[Mapping[str, Any]]) -> str:
    """The numbers of pages for a sentence: "3, 5 and 8"."""
    numbers = [str(each["page"]) for each in pages]
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
