"""Variants of `numbered_links`: strips of numbers with gaps, windows, offsets, ranges, letters and foreign digits."""

from collections.abc import Callable, Sequence
from html import escape

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, Pager, Turn, catalogue, silent, urls
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.variant import AUTO, Ask, Variant, listed

BOTH = (Ask("numbered_links"), AUTO)


def strip(turn: Turn, numbers: Sequence[int], label: Callable[[int], str] = str) -> str:
    """Links to these pages; the page itself is no link, a gap is an ellipsis."""
    parts, last = [], 0
    for number in numbers:
        if last and number > last + 1:
            parts.append("<span>…</span>")
        text = label(number)
        url = escape(turn.urls[number - 1])
        parts.append(f"<strong>{text}</strong>" if number == turn.number else f'<a href="{url}">{text}</a>')
        last = number
    return " ".join(parts)


def all_pages(turn: Turn) -> Marks:
    """1 2 3 … all of them."""
    return Marks(f'<div class="pages">{strip(turn, range(1, len(turn.urls) + 1))}</div>')


def gaps(turn: Turn) -> Marks:
    """1 2 3 … 57: the ends, and the neighbours of the page itself."""
    last = len(turn.urls)
    near = {1, 2, 3, last, *range(max(1, turn.number - 1), min(last, turn.number + 1) + 1)}
    items = strip(turn, sorted(near))
    return Marks(f'<nav aria-label="Pages"><ul class="pagination"><li>{items}</li></ul></nav>')


def window(turn: Turn) -> Marks:
    """Five pages, the page itself in the middle as far as possible; no word for the next one."""
    last = len(turn.urls)
    first = max(1, min(turn.number - 2, last - 4))
    return Marks(f'<td class="pager">{strip(turn, range(first, min(last, first + 4) + 1))}</td>')


def blocks(turn: Turn) -> Marks:
    """Pages 1-5, 6-10, …; the next block lies behind an ellipsis that is a link."""
    start = (turn.number - 1) // 5 * 5 + 1
    end = min(len(turn.urls), start + 4)
    more = f' <a href="{escape(turn.urls[end])}">…</a>' if end < len(turn.urls) else ""
    back = f'<a href="{escape(turn.urls[start - 2])}">…</a> ' if start > 1 else ""
    return Marks(f'<tr class="GridPager"><td>{back}{strip(turn, range(start, end + 1))}{more}</td></tr>')


def labelled(label: Callable[[int], str]) -> Pager:
    """All pages under labels of their own."""
    return lambda turn: Marks(f'<p class="index">{strip(turn, range(1, len(turn.urls) + 1), label)}</p>')


def menu(turn: Turn) -> Marks:
    """A list to choose the page from, in a form with GET."""
    options = "".join(
        f'<option value="{escape(url)}"{" selected" if number == turn.number else ""}>Page {number}</option>'
        for number, url in enumerate(turn.urls, 1)
    )
    return Marks(f'<form class="jump"><select onchange="location = this.value">{options}</select></form>')


def two_strips(turn: Turn) -> Marks:
    """The strip of the list, and above it one that turns the readers' comments of a side box."""
    comments = " ".join(f'<a href="/comments?cp={number}">{number}</a>' for number in range(1, 10))
    own = strip(turn, range(1, len(turn.urls) + 1))
    return Marks(f'<div id="list-pages">{own}</div>', above=f'<div class="comments-pages">{comments}</div>')


def _range_label(books: Catalogue) -> Callable[[int], str]:
    """The numbers of a page's records: 1-20."""
    pages = books.pages()
    return lambda number: f"{pages[number - 1][0] + 1}-{pages[number - 1][-1] + 1}"


def _arabic(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _pages_of(total: int, code: str) -> Callable[[int], str]:
    """“Page 3 of 57” in some languages."""
    forms = {"en": "Page {} of {}", "de": "Seite {} von {}", "fr": "Page {} sur {}", "es": "Página {} de {}"}
    return lambda number: forms[code].format(number, total)


def variants() -> list[Variant]:
    """All variants of this module."""
    many = catalogue(CASE, "en", 228, 4)
    threads = catalogue(THREAD, "de", 180, 20, 20, 19)
    jobs, goods = catalogue(JOB, "fr", 130, 10), catalogue(PRODUCT, "pl", 96, 12)
    books, posts = catalogue(BOOK, "en", 120, 20), catalogue(ARTICLE, "ar", 72, 12)
    letters = catalogue(BOOK, "en", 90, 5, 2, 4, 3)
    return [
        listed(
            "strip_gaps",
            "1 2 3 … 57 in a court register",
            Listing(
                many,
                urls("/decisions?page={}", 57, first="/decisions"),
                gaps,
                skins.table,
                shells.plain,
                _pages_of(57, "en"),
            ),
            BOTH,
            promised=False,
            last_page=57,
        ),
        listed(
            "strip_window",
            "five numbers around the page, no next link",
            Listing(threads, urls("/forum/7/?s={}", 10, first="/forum/7/"), window, skins.phpbb, shells.portal, silent),
            (*BOTH, Ask("page_numbers")),
        ),
        listed(
            "strip_blocks",
            "blocks of five, the next block behind an ellipsis",
            Listing(jobs, urls("/offres?p={}", 13, first="/offres"), blocks, skins.gridview, shells.plain),
            BOTH,
        ),
        listed(
            "strip_offsets",
            "labels 1 2 3, URLs start=0, 20, 40",
            Listing(threads, _offsets(threads), all_pages, skins.phpbb, shells.portal, silent),
            BOTH,
        ),
        listed(
            "strip_zero_based",
            "labels 1 2 3, URLs page=0, 1, 2, as Drupal has them",
            Listing(
                goods, urls("/node?page={}", 8, start=0), all_pages, skins.bootstrap, shells.shop, _pages_of(8, "de")
            ),
            BOTH,
            promised=False,
            last_page=8,
        ),
        listed(
            "strip_letters",
            "A to Z in place of numbers",
            Listing(
                letters,
                tuple(f"/authors/{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                labelled(lambda n: chr(64 + n)),
                skins.catalogue,
                shells.portal,
                silent,
            ),
            BOTH,
            most_pages=26,
        ),
        listed(
            "strip_ranges",
            "1-20 21-40 in place of numbers",
            Listing(
                books,
                urls("/opac?start={}", 6, start=1, step=20),
                labelled(_range_label(books)),
                skins.catalogue,
                shells.plain,
                silent,
            ),
            BOTH,
        ),
        listed(
            "strip_arabic_digits",
            "Arabic digits",
            Listing(
                posts, urls("/akhbar/{}", 6, first="/akhbar"), labelled(_arabic), skins.teasers, shells.portal, silent
            ),
            BOTH,
        ),
        listed(
            "strip_select",
            "pages in a select",
            Listing(books, urls("/list/{}", 6, start=1), menu, skins.table, shells.plain, silent),
            BOTH,
        ),
        listed(
            "strip_selector",
            "two strips, the right one named by the setting selector",
            Listing(goods, urls("/wares?page={}", 8, first="/wares"), two_strips, skins.bootstrap, shells.shop, silent),
            (Ask("numbered_links", {"selector": "#list-pages"}), Ask("numbered", {"selector": "#list-pages a"}), *BOTH),
        ),
        listed(
            "strip_path",
            "numbers in the path of a WordPress shop",
            Listing(
                catalogue(PRODUCT, "es", 100, 16, 16, 15),
                urls("/tienda/page/{}/", 7, first="/tienda/"),
                gaps,
                skins.magento,
                shells.shop,
            ),
            BOTH,
        ),
    ]


def _offsets(books: Catalogue) -> tuple[str, ...]:
    """URLs with the number of the first record: 0, 20, 40, 59, …"""
    return tuple(f"/viewforum.php?f=4&start={page[0]}" for page in books.pages())
