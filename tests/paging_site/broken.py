"""Faults: pages that are dead, empty too early, late, or well at the second try, and totals that are wrong.

Each fault is named in the coverage of the run, by the URL or the number of its page; what could be had is had.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.paging_site import shells, skins
from tests.paging_site.counted import bare
from tests.paging_site.listing import Listing, catalogue, silent, urls
from tests.paging_site.next_buttons import BOTH, words
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.strips import all_pages
from tests.paging_site.variant import AUTO, SITE, Ask, Step, Variant, listed
from tests.site import Answer, Reply, Request, Route

PATIENT = {"max_retries": 2, "timeout": 20}
NUMBERED = (Ask("numbered_links", {}, PATIENT), AUTO)
# The answer of the broken page to each try (1, 2, …); None is the page as it should be.
Fault = Callable[[int], Reply | None]


def broken(listing: Listing, number: int, fault: Fault) -> Callable[[], Route]:
    """Fresh sites with this list, on which page `number` has a fault."""

    def fresh() -> Route:
        tries: Counter[int] = Counter()

        def answer(request: Request) -> Answer:
            if listing.number(request.path) != number:
                return listing.answer(request)
            tries[number] += 1
            return fault(tries[number]) or listing.answer(request)

        return answer

    return fresh


def _faulty(
    name: str, about: str, listing: Listing, number: int, fault: Fault, asks: Sequence[Ask], **more: Any
) -> Variant:
    """A list of which page `number` has a fault; its records are lost unless `more` says otherwise."""
    count = len(listing.catalogue.pages())
    steps = tuple(Step(url) for place, url in enumerate(listing.urls[:count], 1) if place != number)
    given = {
        "site": broken(listing, number, fault),
        "lost": frozenset(listing.catalogue.pages()[number - 1]),
        "named": (listing.urls[number - 1], f"page {number}:"),
        "steps": steps,
        "most_pages": count + 1,
    }
    return listed(name, about, listing, asks, **(given | more))


def _dead(_: int) -> Reply:
    return Reply("<h1>Internal Server Error</h1>", status=500)


def _late(_: int) -> Reply:
    return Reply("late", delay_seconds=30)


def _heals(tries: int) -> Reply | None:
    return _dead(1) if tries == 1 else None


def _is_gone(_: int) -> Reply:
    return Reply("<h1>410 Gone</h1>", status=410)


def variants() -> list[Variant]:
    """All variants of this module."""
    goods, threads = catalogue(PRODUCT, "en", 84, 12), catalogue(THREAD, "de", 95, 20, 19)
    cases, jobs = catalogue(CASE, "fr", 90, 15), catalogue(JOB, "es", 72, 12)
    books, posts = catalogue(BOOK, "nl", 80, 16), catalogue(ARTICLE, "en", 66, 12)
    shop = Listing(goods, urls("/s?page={}", 7, first="/s"), all_pages, skins.magento, shells.shop)
    forum = Listing(threads, urls("/forum?seite={}", 5, first="/forum"), all_pages, skins.phpbb, shells.portal)
    court = Listing(cases, urls("/arrets/{}", 6, start=1), bare, skins.table, shells.plain)
    board = Listing(jobs, urls("/empleo?page={}", 6, first="/empleo"), bare, skins.postings, shells.portal)
    opac = Listing(books, urls("/boeken?pagina={}", 5, first="/boeken"), words, skins.catalogue, shells.plain)
    news = Listing(posts, urls("/news/{}", 6, start=1), bare, skins.teasers, shells.portal, silent)
    empty = Reply(board.shell(jobs.language, jobs.language.menu[1], f"<p>{board.catalogue.promise(1)}</p>", ""))
    wrong = replace(opac, promise=lambda number: opac.catalogue.promise(number).replace("80", "240"))
    listed_urls = {"urls": [SITE + url for url in news.urls]}
    ends = ("no_next", "not_found")
    return [
        _faulty("fault_dead_page", "page 4 of a strip is dead for ever", shop, 4, _dead, NUMBERED),
        _faulty(
            "fault_dead_page_counted",
            "page 3 of a known range is dead for ever",
            court,
            3,
            _dead,
            (Ask("url_pattern", {"pattern": "{site}/arrets/{page}", "end": 6}, PATIENT),),
        ),
        _faulty(
            "fault_dead_page_of_list", "one URL of a list is gone", news, 5, _is_gone, (Ask("url_list", listed_urls),)
        ),
        _faulty(
            "fault_dead_page_in_chain",
            "page 4 of a chain of next links is dead: what lies behind it cannot be reached by links",
            opac,
            4,
            _dead,
            (Ask("next_button", {}, PATIENT),),
            lost=frozenset(range(48, 80)),
            steps=tuple(Step(url) for url in opac.urls[:3]),
            ends=("error", "no_next"),
        ),
        _faulty(
            "fault_early_empty_page",
            "page 3 comes without its records, more follow",
            board,
            3,
            lambda _: empty,
            (Ask("page_param", {"param": "page"}),),
            ends=(*ends, "empty_pages"),
            most_pages=8,
        ),
        _faulty(
            "fault_late_page",
            "page 2 of a strip does not come in time",
            forum,
            2,
            _late,
            (Ask("numbered_links", {}, {"timeout": 1, "max_retries": 1}),),
        ),
        _faulty(
            "fault_heals",
            "page 3 of a strip is dead at the first try",
            forum,
            3,
            _heals,
            NUMBERED,
            lost=frozenset(),
            steps=_all(forum),
        ),
        _faulty(
            "fault_heals_chain",
            "page 2 of a chain is dead at the first try",
            opac,
            2,
            _heals,
            BOTH,
            lost=frozenset(),
            steps=_all(opac),
        ),
        replace(
            listed("fault_wrong_total", "the site promises 240 of which there are 80", wrong, BOTH),
            promised=240,
            named=("240", "160"),
        ),
    ]


def _all(listing: Listing) -> tuple[Step, ...]:
    return tuple(Step(url) for url in listing.urls)
