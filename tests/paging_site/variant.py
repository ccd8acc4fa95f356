"""A variant of the test site: a list, the job that reads it, and what a right run of that job leaves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.paging_site.listing import Catalogue, Listing
from tests.site import Route, Site

SITE = "{site}"


@dataclass(frozen=True, slots=True)
class Ask:
    """How a job asks for the list: pagination type, its settings, and other options. "{site}" is the site's root."""

    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


AUTO = Ask("auto")
# Types whose pages need not name each other.
COUNTED = ("url_pattern", "url_range", "page_param", "url_list")


@dataclass(frozen=True, slots=True)
class Step:
    """One request of the way through the list. `named`: its URL (or token) stands in the answer before it."""

    url: str
    named: str = ""
    body: str = ""
    method: str = "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to page.

    `site` makes a fresh site; `asks` are jobs for it, each of which has to find everything; `steps` is the way through
    it by the book; `ends` are the right stop reasons; `most_pages` how many documents a run may fetch.
    `promised` is what the site says it has (None if it says nothing), `last_page` the last page number that it names.
    `lost` are the numbers of records that cannot be had; of `named` the coverage has to hold one.
    """

    name: str
    about: str
    catalogue: Catalogue
    site: Callable[[], Route]
    start: str
    asks: tuple[Ask, ...]
    steps: tuple[Step, ...]
    ends: tuple[str, ...] = ("no_next",)
    most_pages: int
    promised: int | None = None
    last_page: int | None = None
    lost: frozenset[int] = frozenset()
    named: tuple[str, ...] = ()
    needs_browser: bool = False

    def keys(self) -> list[Any]:
        """The key field of every record that can be had, in order."""
        records = enumerate(self.catalogue.records())
        return [record[self.catalogue.kind.key] for number, record in records if number not in self.lost]

    @contextmanager
    def serve(self) -> Iterator[Site]:
        """The variant's own site on loopback."""
        with Site(otherwise=self.site()) as site:
            site.robots()
            yield site


def options_of(ask: Ask, site_url: str) -> dict[str, Any]:
    """The options of a job that asks like this, with the site's root filled in."""
    options = {"max_pages": 100, **ask.options}
    if ask.settings:
        options["pagination"] = ask.settings
    return _filled(options, site_url)


def _filled(value: Any, site_url: str) -> Any:
    if isinstance(value, str):
        return value.replace(SITE, site_url)
    if isinstance(value, Mapping):
        return {name: _filled(one, site_url) for name, one in value.items()}
    return [_filled(one, site_url) for one in value] if isinstance(value, list | tuple) else value


def listed(
    name: str, about: str, listing: Listing, asks: Sequence[Ask], *, promised: bool | None = None, **more: Any
) -> Variant:
    """The variant of a list whose pages have URLs; what it promises is its number of records unless `promised` says no."""
    count = len(listing.catalogue.pages())
    says = promised if promised is not None else bool((listing.promise or listing.catalogue.promise)(1))
    is_linked = asks[0].type not in COUNTED
    steps = tuple(Step(url, url if number and is_linked else "") for number, url in enumerate(listing.urls[:count]))
    given = {
        "catalogue": listing.catalogue,
        "site": lambda: listing.answer,
        "start": listing.urls[0],
        "asks": tuple(asks),
        "steps": steps,
        "most_pages": count,
        "promised": listing.catalogue.count if says else None,
    }
    return Variant(name=name, about=about, **(given | more))
