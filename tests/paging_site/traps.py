"""Traps: lists that never end by themselves, or whose links lead in circles. Each has an end that a run has to find."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import count

from tests.paging_site import shells, skins
from tests.paging_site.counted import bare, nothing_found
from tests.paging_site.listing import Listing, Marks, Turn, catalogue, silent, urls
from tests.paging_site.next_buttons import BOTH, words
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.strips import strip
from tests.paging_site.variant import AUTO, Ask, Step, Variant, listed
from tests.site import Answer, Reply, Request, Route

COUNTED = (Ask("page_param", {"param": "page"}),)
AROUND = ("loop", "no_new_records", "no_next")


def _number(request: Request) -> int:
    text = request.query.get("page", "1")
    return int(text) if text.lstrip("-").isdigit() else 1


def _beyond(listing: Listing, answer: Callable[[int], Answer]) -> Listing:
    """The list with an answer of its own for page numbers beyond the end."""
    return replace(listing, beyond=lambda request: answer(_number(request)))


def _counted() -> list[Variant]:
    """Lists whose pages are counted up, each with another answer beyond the end."""
    goods, threads = catalogue(PRODUCT, "en", 78, 14, 13), catalogue(THREAD, "ru", 75, 15)
    jobs, books = catalogue(JOB, "de", 66, 12), catalogue(BOOK, "fr", 72, 12)
    cases = catalogue(CASE, "it", 80, 20)
    base = Listing(goods, urls("/p?page={}", 6, first="/p"), bare, skins.magento, shells.shop, silent)
    forum = Listing(threads, urls("/f?page={}", 5, first="/f"), bare, skins.phpbb, shells.portal, silent)
    board = Listing(jobs, urls("/stellen?page={}", 6, first="/stellen"), bare, skins.postings, shells.portal, silent)
    opac = Listing(books, urls("/livres?page={}", 6, first="/livres"), bare, skins.catalogue, shells.plain, silent)
    court = Listing(cases, urls("/sentenze?page={}", 4, first="/sentenze"), bare, skins.table, shells.plain, silent)
    ticks = count(1)

    def ticking(number: int) -> Answer:
        page = str(forum.page(5).body)
        return page.replace(
            "</body>", f"<p>{next(ticks) * 37} guests online, page {number} built in 0.{number}1 s</p></body>"
        )

    return [
        listed(
            "trap_last_again",
            "beyond the end the last page comes again and again",
            _beyond(base, lambda _: base.page(6)),
            COUNTED,
            ends=AROUND,
            most_pages=9,
        ),
        listed(
            "trap_last_again_ticking",
            "the last page again, with words that change each time",
            _beyond(forum, ticking),
            COUNTED,
            ends=AROUND,
            most_pages=8,
        ),
        listed(
            "trap_first_again",
            "beyond the end the first page is served",
            _beyond(board, lambda _: board.page(1)),
            COUNTED,
            ends=AROUND,
            most_pages=9,
        ),
        listed(
            "trap_soft_404",
            "beyond the end “nothing found” with status 200",
            replace(opac, beyond=nothing_found(opac)),
            COUNTED,
            ends=("empty_pages", "not_found", "no_next"),
            most_pages=8,
        ),
        listed(
            "trap_redirect_to_first",
            "beyond the end a redirect to the first page",
            _beyond(court, lambda _: Reply(status=302, headers={"Location": "/sentenze"})),
            COUNTED,
            ends=AROUND,
            most_pages=7,
        ),
    ]


def _self_next(turn: Turn) -> Marks:
    """A next link on every page; that of the last page leads to itself."""
    url = turn.following or escape(turn.urls[-1])
    return Marks(f'<p class="nav"><a class="next" href="{url}">Next</a></p>')


def _each_other(turn: Turn) -> Marks:
    """A next link on every page; that of the last page leads to the one before it."""
    url = turn.following or turn.preceding
    return Marks(f'<p class="nav"><a class="next" href="{url}">Next</a></p>')


def _calendar() -> Variant:
    """Events of six months, and a next month for ever."""
    events = catalogue(ARTICLE, "en", 60, 10)
    months = [(2026 + (month // 12), month % 12 + 1) for month in range(5, 11)]
    paths = tuple(f"/events/{year}/{month:02}/" for year, month in months)

    def answer(request: Request) -> Answer:
        parts = request.path.strip("/").split("/")
        year, month = int(parts[1]), int(parts[2])
        here = f"/events/{year}/{month:02}/"
        after, before = (year + month // 12, month % 12 + 1), (year - (month == 1), (month - 2) % 12 + 1)
        links = " ".join(
            f'<a href="/events/{each[0]}/{each[1]:02}/">{text}</a>'
            for each, text in ((before, "« Previous month"), (after, "Next month »"))
        )
        listing = Listing(
            events,
            paths,
            lambda _: Marks(f'<div class="calendar-nav">{links}</div>'),
            skins.teasers,
            shells.blog,
            lambda _: f"{month:02}/{year}",
        )
        if here in paths:
            return listing.page(paths.index(here) + 1)
        empty = f'<h2>{month:02}/{year}</h2><p>No events this month.</p><div class="calendar-nav">{links}</div>'
        return Reply(shells.blog(events.language, "Events", empty, ""))

    return Variant(
        name="trap_calendar",
        about="a calendar whose next month never ends",
        catalogue=events,
        site=lambda: answer,
        start=paths[0],
        asks=BOTH,
        steps=tuple(Step(path, named=path if number else "") for number, path in enumerate(paths)),
        ends=("empty_pages", "no_new_records", "no_next"),
        most_pages=10,
    )


def _sessions(name: str, about: str, *, returns: bool) -> Variant:
    """A strip of links with a session id that is new on each page; with `returns` the last page leads on to the first."""
    threads = catalogue(THREAD, "en", 90, 18, 17)
    paths = tuple(f"/showforum.php?f=2&page={number}" for number in range(1, 7))

    def fresh() -> Route:
        visits = count(1)

        def answer(request: Request) -> Answer:
            session = f"PHPSESSID={next(visits) * 2654435761 % 2**32:08x}"
            number = min(6, max(1, int(request.query.get("page", 1))))
            turn = Turn(number, [f"{path}&{session}" for path in paths], threads.language)
            following = turn.following or (escape(turn.urls[0]) if returns else "")
            below = (
                f'<p><a href="{following}">Next</a></p>'
                if returns
                else f'<div class="pages">{strip(turn, range(1, 7))}</div>'
            )
            listing = Listing(threads, paths, lambda _: Marks(below), skins.phpbb, shells.portal, silent)
            return listing.page(number)

        return answer

    return Variant(
        name=name,
        about=about,
        catalogue=threads,
        site=fresh,
        start=paths[0],
        asks=BOTH if returns else (Ask("numbered_links"), AUTO),
        steps=tuple(Step(path, named=path if number else "") for number, path in enumerate(paths)),
        ends=AROUND,
        most_pages=9,
    )


def _permuted(turn: Turn) -> Marks:
    """Links that sort and filter the list, and a strip that keeps what was chosen."""
    here = escape(turn.urls[turn.number - 1])
    sorts = " ".join(f'<a href="{here}&amp;sort={order}">{order}</a>' for order in ("price", "name", "newest"))
    sizes = " ".join(f'<a href="{here}&amp;limit={size}">{size}</a>' for size in (12, 24, 48))
    filters = "".join(
        f'<li><a href="{here}&amp;colour={colour}">{colour} (12)</a></li>' for colour in ("red", "blue", "green")
    )
    numbers = strip(turn, range(1, len(turn.urls) + 1))
    return Marks(f'<div class="pages">{numbers}</div>', above=f"<p>Sort: {sorts} Show: {sizes}</p><ul>{filters}</ul>")


def variants() -> list[Variant]:
    """All variants of this module."""
    posts, jobs = catalogue(ARTICLE, "es", 63, 11, 10), catalogue(JOB, "en", 60, 10)
    goods, books = catalogue(PRODUCT, "en", 84, 12), catalogue(BOOK, "en", 70, 12)
    permuted = Listing(goods, urls("/sofas?cat=4&page={}", 7, start=1), _permuted, skins.magento, shells.shop)
    wrapped = Listing(books, urls("/b?page={}", 6, first="/b"), words, skins.catalogue, shells.plain, silent)
    return [
        *_counted(),
        _calendar(),
        _sessions("trap_sessions", "session ids in the links of a strip", returns=False),
        _sessions("trap_sessions_around", "the last page leads to the first under a new session id", returns=True),
        listed(
            "trap_permutations",
            "links that sort, filter and resize the list beside its strip",
            replace(permuted, beyond=lambda request: permuted.page(_number(request))),
            (Ask("numbered_links"), AUTO),
        ),
        listed(
            "trap_next_is_itself",
            "the last page's next link leads to itself",
            Listing(posts, urls("/n?page={}", 6, first="/n"), _self_next, skins.teasers, shells.portal, silent),
            BOTH,
            ends=("loop", "no_next"),
            most_pages=7,
        ),
        listed(
            "trap_each_other",
            "the last two pages lead to each other",
            Listing(jobs, urls("/j?page={}", 6, first="/j"), _each_other, skins.postings, shells.portal, silent),
            BOTH,
            ends=("loop", "no_next"),
            most_pages=7,
        ),
        listed(
            "trap_next_beyond",
            "a next link that never tires: beyond the end it leads on through pages without records",
            replace(wrapped, pager=_tireless, beyond=lambda request: _empty(wrapped, _number(request))),
            BOTH,
            ends=("empty_pages", "no_next"),
            most_pages=8,
        ),
    ]


def _tireless(turn: Turn) -> Marks:
    """A next link on every page, the last one too."""
    return Marks(f'<p><a href="/b?page={turn.number + 1}">Next</a></p>')


def _empty(listing: Listing, number: int) -> Answer:
    language = listing.catalogue.language
    return Reply(
        listing.shell(language, language.menu[1], f'<p>0 hits</p><p><a href="/b?page={number + 1}">Next</a></p>', "")
    )
