"""The demo shop as a pure function from a path to a page. Serving it is `scraper.demo.server`."""

from urllib.parse import parse_qs, urlsplit

from scraper.demo import markup
from scraper.demo.catalogue import Product, catalogue, categories, product

TILES_PER_PAGE = 12
# Shown once more on a later page: the same product, the same link. Page of all goods to product, both from 1.
_SHOWN_AGAIN = {4: 2}
_TEXTS = {
    "/about": (
        "About us",
        "Two sisters, one barn, and a van that was green once. We have sold what we use since 2009.",
    ),
    "/delivery": ("Delivery and returns", "Parcels leave the barn every morning and take two to four days."),
    "/help": ("Help", "Write to us and a person answers, mostly on the same day."),
}


def page(target: str) -> str | None:
    """The HTML at a path with its query ("/?page=2"), the same for the same path; None where there is no page."""
    parts = urlsplit(target)
    path = parts.path.rstrip("/") or "/"
    if path in _TEXTS:
        return _text_page(*_TEXTS[path])
    if path == "/" or path.removeprefix("/shop/") in categories():
        return _list_page(path, parse_qs(parts.query).get("page", ["1"])[0])
    shown = product(path)
    return _detail_page(shown) if shown else None


def list_paths() -> list[str]:
    """The list pages of all goods in order."""
    return [f"/?page={number}" if number > 1 else "/" for number in range(1, _last_page(catalogue()) + 1)]


def _text_page(heading: str, text: str) -> str:
    return markup.frame(heading, f'<h1>{heading}</h1><p>{text}</p><p><a href="/">See all goods</a></p>')


def _list_page(path: str, page_number: str) -> str | None:
    category = path.removeprefix("/shop/").strip("/")
    goods = tuple(each for each in catalogue() if category in ("", each.category))
    last = _last_page(goods)
    if not page_number.isdecimal() or not 1 <= int(page_number) <= last:
        return None
    number = int(page_number)
    shown = goods[(number - 1) * TILES_PER_PAGE : number * TILES_PER_PAGE]
    if not category and number in _SHOWN_AGAIN:
        shown += (goods[_SHOWN_AGAIN[number] - 1],)
    heading = category.title() or "All goods"
    trail = markup.crumbs((heading, "")) if category else ""
    head = f'<h1>{heading}</h1><p class="h3n">{len(goods)} goods, page {number} of {last}</p>'
    return markup.frame(heading, head + markup.tiles(shown) + markup.pager(path, number, last), trail)


def _detail_page(shown: Product) -> str:
    department = (shown.category.title(), f"/shop/{shown.category}")
    return markup.frame(shown.title, markup.detail(shown), markup.crumbs(department, (shown.title, "")))


def _last_page(goods: tuple[Product, ...]) -> int:
    return -(-len(goods) // TILES_PER_PAGE)
