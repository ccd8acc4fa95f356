"""Variants of `next_button`: its label in many languages, arrows, images, and next links that are none."""

from html import escape

from tests.paging_site import shells, skins
from tests.paging_site.listing import Listing, Marks, Pager, Turn, catalogue, silent, urls
from tests.paging_site.records import ARTICLE, BOOK, CASE, JOB, PRODUCT, THREAD
from tests.paging_site.variant import AUTO, Ask, Step, Variant, listed

NEXT = Ask("next_button")
BOTH = (NEXT, AUTO)

# Language, kind, skin, shell and the form of the URLs: no two alike in all of them.
_LANGUAGES = (
    ("en", PRODUCT, skins.magento, shells.shop, "/furniture.html", "/furniture.html?p={}"),
    ("de", CASE, skins.table, shells.plain, "/register/liste", "/register/liste?seite={}"),
    ("fr", JOB, skins.postings, shells.portal, "/emplois", "/emplois?page={}"),
    ("es", BOOK, skins.catalogue, shells.portal, "/catalogo/", "/catalogo/pagina/{}"),
    ("it", PRODUCT, skins.bootstrap, shells.shop, "/annunci/", "/annunci/?o={}"),
    ("pt", ARTICLE, skins.teasers, shells.portal, "/noticias", "/noticias?pagina={}"),
    ("nl", JOB, skins.bootstrap, shells.portal, "/vacatures", "/vacatures/{}"),
    ("pl", PRODUCT, skins.bootstrap, shells.shop, "/oferty", "/oferty?strona={}"),
    ("cs", BOOK, skins.table, shells.plain, "/knihy.php", "/knihy.php?list={}"),
    ("ru", PRODUCT, skins.bitrix, shells.shop, "/catalog/mebel/", "/catalog/mebel/?PAGEN_1={}"),
    ("sv", ARTICLE, skins.wordpress, shells.blog, "/nyheter/", "/nyheter/page/{}/"),
    ("da", JOB, skins.postings, shells.plain, "/job", "/job?side={}"),
    ("fi", BOOK, skins.catalogue, shells.plain, "/haku", "/haku?sivu={}"),
    ("hu", PRODUCT, skins.magento, shells.shop, "/butorok", "/butorok?oldal={}"),
    ("tr", ARTICLE, skins.teasers, shells.portal, "/haberler", "/haberler?sayfa={}"),
    ("el", CASE, skins.table, shells.portal, "/apofaseis", "/apofaseis?selida={}"),
    ("ja", PRODUCT, skins.bootstrap, shells.shop, "/items", "/items?page={}"),
    ("zh", ARTICLE, skins.table, shells.plain, "/news/index.html", "/news/index_{}.html"),
    ("ko", THREAD, skins.phpbb, shells.portal, "/bbs/board.php", "/bbs/board.php?page={}"),
    ("ar", ARTICLE, skins.teasers, shells.portal, "/akhbar", "/akhbar?page={}"),
    ("he", PRODUCT, skins.bootstrap, shells.shop, "/katalog", "/katalog?page={}"),
)


def link(url: str, text: str, more: str = "") -> str:
    """A link, or the text alone where there is no URL."""
    return f'<a href="{url}"{more}>{text}</a>' if url else f"<span>{text}</span>"


def words(turn: Turn) -> Marks:
    """Previous and next in the list's language; on the last page the word without a link."""
    before, after = escape(turn.language.previous), escape(turn.language.next)
    return Marks(f'<div class="paging">{link(turn.preceding, before)} | {link(turn.following, after)}</div>')


def only(form: str) -> Pager:
    """A next link of this form ({url}) on all pages but the last, and nothing else."""
    return lambda turn: Marks(form.format(url=turn.following) if turn.following else "")


def in_head(turn: Turn) -> Marks:
    """rel=prev and rel=next in the head alone."""
    rels = [f'<link rel="prev" href="{turn.preceding}">'] if turn.preceding else []
    rels += [f'<link rel="next" href="{turn.following}">'] if turn.following else []
    return Marks(head="".join(rels))


def greyed(turn: Turn) -> Marks:
    """A next link that stays on the last page, greyed, with a URL of a page that is not there."""
    number = turn.number + 1
    state = ' disabled" aria-disabled="true' if turn.is_last else ""
    url = turn.following or f"/vagas?p={number}"
    return Marks(
        f'<ul class="pagination"><li class="page-item{state}"><a class="page-link" href="{url}">Next</a></li></ul>'
    )


def hidden(turn: Turn) -> Marks:
    """A next link that the last page hides; there it leads back to the first page."""
    style = ' style="display: none"' if turn.is_last else ""
    return Marks(
        f'<div class="pages"><a class="pages-next" href="{turn.following or turn.urls[0]}"{style}>Next page</a></div>'
    )


def older(turn: Turn) -> Marks:
    """A blog, newest posts first: older posts lie ahead, newer ones behind."""
    ahead = (
        f'<div class="nav-previous"><a href="{turn.following}">&larr; Older posts</a></div>' if turn.following else ""
    )
    back = f'<div class="nav-next"><a href="{turn.preceding}">Newer posts &rarr;</a></div>' if turn.preceding else ""
    return Marks(f'<nav class="navigation posts-navigation">{ahead}{back}</nav>')


def item_and_page(turn: Turn) -> Marks:
    """Above, a link to the next article; below, the one to the next page of the list."""
    above = '<p class="article-nav"><a class="next" href="/article/9001">Next article: An interview with the mayor »</a></p>'
    return Marks(f'<p class="list-nav">{link(turn.following, "Next page »")}</p>', above=above)


def form(turn: Turn) -> Marks:
    """A button in a form with GET, the page number in a hidden field."""
    field = f'<input type="hidden" name="page" value="{turn.number + 1}"><input type="hidden" name="q" value="chair">'
    button = f'<form action="/find" method="get">{field}<button type="submit">Next &gt;</button></form>'
    return Marks("" if turn.is_last else button)


_FORMS = (
    ("arrow", "a single arrow, no word", '<p><a href="{url}">›</a></p>'),
    ("double_arrow", "» in a pager of two arrows", '<div class="pager"><b>«</b> <a href="{url}">»</a></div>'),
    ("image_alt", "an image with alt text", '<a href="{url}"><img src="/img/b2.gif" alt="Next page" border="0"></a>'),
    ("image_file", "an image without alt text", '<a href="{url}"><img src="/img/arrow-next.png" width="16"></a>'),
    (
        "aria_label",
        "an icon with an aria-label",
        '<a href="{url}" aria-label="Next page"><svg><path d="M0 0l6 6"/></svg></a>',
    ),
    ("title", "an icon with a title", '<a href="{url}" title="Go to the next page"><i class="icon"></i></a>'),
    (
        "icon_class",
        "an icon known by its class alone",
        '<a class="pagination__next" href="{url}"><i class="fa fa-chevron-right"></i></a>',
    ),
    ("rel_in_body", "rel=next on a link without a telling label", '<a rel="next" href="{url}">Page on</a>'),
    ("more_results", "“More results”", '<div id="foot"><a href="{url}">More results…</a></div>'),
)


def _language(row: tuple) -> Variant:  # type: ignore[type-arg]
    code, kind, skin, shell, first, pattern = row
    books = catalogue(kind, code, 67, 12, 12, 11)
    listing = Listing(books, urls(pattern, 6, first=first), words, skin, shell)
    return listed(f"next_{code}", f"the word {books.language.next!r} and {books.promise(1)!r}", listing, BOTH)


def _form(row: tuple[str, str, str], number: int) -> Variant:
    name, about, form = row
    kind, skin, shell = (
        (PRODUCT, skins.magento, shells.shop),
        (BOOK, skins.catalogue, shells.portal),
        (THREAD, skins.phpbb, shells.plain),
    )[number % 3]
    listing = Listing(
        catalogue(kind, "en", 64, 13, 12), urls("/list?page={}", 6, first="/list"), only(form), skin, shell, silent
    )
    return listed(f"next_{name}", about, listing, BOTH)


def variants() -> list[Variant]:
    """All variants of this module."""
    jobs, posts = catalogue(JOB, "en", 70, 14, 13), catalogue(ARTICLE, "en", 66, 10, 10, 9)
    goods = catalogue(PRODUCT, "en", 75, 15, 14)
    return [
        *(_language(row) for row in _LANGUAGES),
        *(_form(row, number) for number, row in enumerate(_FORMS)),
        listed(
            "next_rel_in_head",
            "rel=next in the head alone",
            Listing(posts, urls("/archive/{}", 7, first="/archive"), in_head, skins.teasers, shells.portal),
            BOTH,
        ),
        listed(
            "next_disabled",
            "a next link that is greyed on the last page",
            Listing(jobs, urls("/vagas?p={}", 6, first="/vagas"), greyed, skins.postings, shells.portal),
            BOTH,
        ),
        listed(
            "next_hidden",
            "a next link that is hidden on the last page",
            Listing(goods, urls("/sale?page={}", 6, first="/sale"), hidden, skins.bootstrap, shells.shop, silent),
            BOTH,
        ),
        listed(
            "next_older_posts",
            "older posts ahead, newer posts behind",
            Listing(posts, urls("/page/{}/", 7, first="/"), older, skins.wordpress, shells.blog, silent),
            BOTH,
        ),
        listed(
            "next_item_or_page",
            "the next article is not the next page",
            Listing(
                posts, urls("/news?from={}", 7, first="/news"), item_and_page, skins.teasers, shells.portal, silent
            ),
            BOTH,
        ),
        listed(
            "next_form",
            "a button in a form with GET",
            Listing(goods, urls("/find?page={}&q=chair", 6, first="/find?q=chair"), form, skins.magento, shells.shop),
            BOTH,
            steps=(Step("/find?q=chair"), *(Step(f"/find?page={number}&q=chair") for number in range(2, 7))),
        ),
        *_by_setting(goods, posts),
    ]


def _by_setting(goods, posts) -> list[Variant]:  # type: ignore[no-untyped-def]
    """Next links that only a setting can tell."""
    by_text = only('<p><a href="{url}">Flick on</a> <a href="/help">Help</a></p>')
    by_selector = only('<p><a href="/a">A</a> <a class="zx7" href="{url}">B</a> <a href="/c">C</a></p>')
    return [
        listed(
            "next_by_text",
            "a label that no list of words knows: the setting text",
            Listing(goods, urls("/g?x={}", 6, first="/g"), by_text, skins.magento, shells.shop, silent),
            (
                Ask("next_button", {"text": "Flick on"}),
                Ask("click_next", {"text": "flick on"}),
                Ask("next", {"text": "Flick on"}),
            ),
        ),
        listed(
            "next_by_selector",
            "a link that only a selector tells: the setting selector",
            Listing(posts, urls("/h?x={}", 7, first="/h"), by_selector, skins.teasers, shells.portal, silent),
            (Ask("next_button", {"selector": "a.zx7"}), Ask("next_link", {"selector": "//a[@class='zx7']"})),
        ),
    ]
