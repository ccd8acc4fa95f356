"""Variants of what a site promises: totals in further phrasings, and numbers that are no totals."""

from collections.abc import Callable
from html import escape

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, Listing, Marks, catalogue, silent, urls
from tests.paging_site.next_buttons import BOTH, words
from tests.paging_site.records import ARTICLE, BOOK, JOB, PRODUCT
from tests.paging_site.variant import Variant, listed

# Name, language, sentence with {first}, {last}, {total}, {page}, {pages}.
_TOTALS = (
    ("en_of", "en", "{first}-{last} of {total}"),
    ("en_about", "en", "Your search returned {total} hits"),
    ("en_items", "en", "Items {first} to {last} of {total} total"),
    ("en_page", "en", "Page {page} of {pages} ({total} entries)"),
    ("en_entries", "en", "Showing {first} to {last} of {total} entries"),
    ("en_found", "en", "We found {total} jobs for you"),
    ("de_treffer", "de", "{total} Treffer"),
    ("de_artikel", "de", "Artikel {first} - {last} von {total}"),
    ("de_seite", "de", "Seite {page} von {pages} – insgesamt {total} Einträge"),
    ("fr_affichage", "fr", "Affichage de {first} à {last} sur {total} éléments"),
    ("es_encontrado", "es", "Se han encontrado {total} productos"),
    ("it_risultati", "it", "Risultati {first} - {last} di {total}"),
    ("pt_mostrando", "pt", "Mostrando de {first} até {last} de {total} registros"),
    ("pl_wyniki", "pl", "Wyniki {first}–{last} z {total}"),
    ("ru_naideno", "ru", "Найдено {total} товаров"),
    ("ja_ken", "ja", "検索結果：{total}件"),
    ("zh_gong", "zh", "共找到{total}件商品"),
    ("nl_aantal", "nl", "Aantal resultaten: {total}"),
    ("tr_sonuc", "tr", "{total} sonuçtan {first} - {last} arası gösteriliyor"),
)

_BAITS = (
    ("bait_price", "a price and a minimum order", "Gift cards from 240 € · free delivery over 150 €"),
    ("bait_per_page", "how many a page shows", "Showing 20 per page · Show 20 50 100"),
    ("bait_boast", "a boast", "Trusted by over 1,000,000 happy customers in 42 countries since 1987"),
    ("bait_rating", "ratings and votes", "Rated 4.8 of 5 by 3,412 members · 12 of 15 would buy again"),
)


def _worded(
    kind_number: int, code: str, sentence: Callable[[Catalogue, int], str], name: str, about: str, *, promised: bool
) -> Variant:
    kind, skin, shell = (
        (PRODUCT, skins.bootstrap, shells.shop),
        (BOOK, skins.catalogue, shells.plain),
        (ARTICLE, skins.teasers, shells.portal),
        (JOB, skins.postings, shells.blog),
    )[kind_number % 4]
    books = catalogue(kind, code, 61 + kind_number, 15)
    count = len(books.pages())
    listing = Listing(
        books, urls("/l?page={}", count, first="/l"), words, skin, shell, lambda number: sentence(books, number)
    )
    return listed(name, about, listing, BOTH[:1], promised=promised)


def _sentence(form: str) -> Callable[[Catalogue, int], str]:
    def said(books: Catalogue, number: int) -> str:
        pages = books.pages()
        page = pages[number - 1]
        return form.format(first=page[0] + 1, last=page[-1] + 1, total=books.count, page=number, pages=len(pages))

    return said


def _split_by_tags() -> Variant:
    """A total whose numbers stand in elements of their own, as Magento has it, with a thousand's separator elsewhere."""
    books = catalogue(PRODUCT, "en", 96, 16)

    def toolbar(number: int, last: int) -> str:
        numbers = (16 * number - 15, min(96, 16 * number), 96)
        first, end, total = (f'<span class="toolbar-number">{one}</span>' for one in numbers)
        return f'<p class="toolbar-amount" id="toolbar-amount">Items {first}-{end} of {total}</p>'

    def pager(turn):  # type: ignore[no-untyped-def]
        return Marks(words(turn).below, above=toolbar(turn.number, len(turn.urls)))

    listing = Listing(books, urls("/t?p={}", 6, first="/t"), pager, skins.magento, shells.shop, silent)
    return listed("total_in_spans", "a total whose numbers are elements of their own", listing, BOTH[:1], promised=True)


def variants() -> list[Variant]:
    """All variants of this module."""
    totals = [
        _worded(number, code, _sentence(form), f"total_{name}", f"the total as {escape(form)!r}", promised=True)
        for number, (name, code, form) in enumerate(_TOTALS)
    ]
    baits = [
        _worded(number, "en", lambda _, __, text=text: text, name, f"no total: {about}", promised=False)  # type: ignore[misc]
        for number, (name, about, text) in enumerate(_BAITS)
    ]
    return [*totals, _split_by_tags(), *baits]
