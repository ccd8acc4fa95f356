"""The next link of a list page, found without being told where it stands."""

import pytest

from scraper.page import Page
from scraper.pagination.next_link import find_next, find_next_link

RECORDS = "".join(f'<h3><a href="/thing-{name}">A thing called {name}</a></h3><p>$5</p>' for name in "abcdef")


def found(html, url="https://h.example/list", *, head="", body_class=""):
    """The path of the next link in a page that holds `html` below its records."""
    text = f'<html><head>{head}</head><body class="{body_class}"><div>{RECORDS}</div><div>{html}</div></body></html>'
    link = find_next(Page(url, text, is_json=False))
    return link and link.removeprefix("https://h.example")


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Next", id="English"),
        pytest.param("Next page »", id="English page"),
        pytest.param("« Older posts", id="English older"),
        pytest.param("Next 20 results", id="English count"),
        pytest.param("Nächste Seite", id="German"),
        pytest.param("Weiter >", id="German forward"),
        pytest.param("Page suivante", id="French"),
        pytest.param("Siguiente ›", id="Spanish"),
        pytest.param("Entradas antiguas", id="Spanish older"),
        pytest.param("Próxima", id="Portuguese"),
        pytest.param("Pagina successiva", id="Italian"),
        pytest.param("Volgende", id="Dutch"),
        pytest.param("Następna »", id="Polish"),
        pytest.param("Следующая →", id="Russian"),
        pytest.param("Вперёд", id="Russian forward"),
        pytest.param("Наступна", id="Ukrainian"),
        pytest.param("Další", id="Czech"),
        pytest.param("Ďalšia", id="Slovak"),
        pytest.param("Nästa", id="Swedish"),
        pytest.param("Næste", id="Danish"),
        pytest.param("Neste side", id="Norwegian"),
        pytest.param("Seuraava", id="Finnish"),
        pytest.param("Következő", id="Hungarian"),
        pytest.param("Următoarea", id="Romanian"),
        pytest.param("Sonraki", id="Turkish"),
        pytest.param("Επόμενη", id="Greek"),
        pytest.param("Следваща", id="Bulgarian"),
        pytest.param("Sljedeća", id="Croatian"),
        pytest.param("הבא", id="Hebrew"),
        pytest.param("التالي", id="Arabic"),
        pytest.param("بعدی", id="Persian"),
        pytest.param("下一页", id="Chinese"),
        pytest.param("下一頁", id="Chinese traditional"),
        pytest.param("次へ »", id="Japanese"),
        pytest.param("다음", id="Korean"),
        pytest.param("ถัดไป", id="Thai"),
        pytest.param("Trang sau", id="Vietnamese"),
        pytest.param("Selanjutnya", id="Indonesian"),
    ],
)
def test_a_label_is_enough_in_many_languages(label):
    assert found(f'<p><a href="/prev">&lt;</a> <a href="/more">{label}</a></p>') == "/more"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<a rel="next" href="/more">go</a>', id="rel=next"),
        pytest.param('<a rel="nofollow next" href="/more">go</a>', id="rel with two words"),
        pytest.param('<a href="/more" aria-label="Next page">&gt;</a>', id="aria-label"),
        pytest.param('<a href="/more"><img src="x.gif" alt="Next"></a>', id="image text"),
        pytest.param('<a href="/more" title="Next page"><img src="x.gif"></a>', id="title"),
        pytest.param('<div class="pager"><a href="/less">‹</a><a href="/more">›</a></div>', id="arrows in a pager"),
        pytest.param('<div class="pager"><a href="/less">«</a><a href="/more">»</a></div>', id="double arrows alone"),
        pytest.param('<div class="pager"><a href="/more">›</a><a href="/end">»</a></div>', id="arrow and last"),
        pytest.param(
            '<div class="pager"><a class="next" href="/more"><i class="fa"></i></a></div>', id="icon by class"
        ),
        pytest.param('<nav class="pagination"><a href="/more"><i class="chevron-right"></i></a></nav>', id="icon"),
        pytest.param('<div class="pager"><a href="/more">→</a></div>', id="long arrow"),
        pytest.param('<div class="pager"><a href="/more">&gt;</a></div>', id="greater than"),
        pytest.param('<b>1</b> <a href="/more">2</a> <a href="/c">3</a>', id="numbers"),
        pytest.param('<span>[1]</span> <a href="/more">[2]</a> <a href="/c">[3]</a>', id="numbers in brackets"),
        pytest.param(
            '<ul><li><a href="/a">1</a></li><li class="active"><a href="/list">2</a></li>'
            '<li><a href="/more">3</a></li><li>…</li><li><a href="/z">57</a></li></ul>',
            id="numbers with a gap",
        ),
        pytest.param(
            '<p><a href="/a">1</a> <a class="current" href="/b">2</a> <a href="/more">3</a></p>', id="marked number"
        ),
        pytest.param(
            '<p><a href="/a">1,095</a> <b>1,096</b> <a href="/more">1,097</a></p>', id="numbers above a thousand"
        ),
        pytest.param('<a href=" /more ">Next</a>', id="spaces around the address"),
        pytest.param('<a href="https://www.h.example/more">Next</a>', id="www host"),
    ],
)
def test_other_signs_of_a_next_page(html):
    assert str(found(html)).removeprefix("https://www.h.example") == "/more"


def test_the_head_may_name_it():
    assert found("", head='<link rel="next" href="/more">') == "/more"


def test_rel_next_may_lead_to_another_host():
    assert found('<a rel="next" href="https://other.example/2">Next</a>') == "https://other.example/2"


@pytest.mark.parametrize(
    ("url", "html", "expected"),
    [
        ("/list?page=3", '<a href="?page=4">mehr Treffer ›</a> <a href="?page=2">‹ davor</a>', None),
        ("/list?page=3", '<a href="?page=2">‹</a> <a href="?page=4">›</a> <a href="?page=9">»</a>', "/list?page=4"),
        ("/list?page=3", '<a href="?page=2">2</a> <a href="?page=4">4</a>', "/list?page=4"),
        ("/list/page/3", '<a href="/list/page/4">« Previous entries</a>', "/list/page/4"),
        ("/list?page=1", '<a href="?page=0">1</a> <b>2</b> <a href="?page=2">3</a>', "/list?page=2"),
        ("/list", '<a href="?start=20">2</a> <a href="?start=40">3</a>', "/list?start=20"),
    ],
)
def test_the_url_tells_which_way_a_link_leads(url, html, expected):
    assert found(html, "https://h.example" + url) == expected


def test_a_base_href_counts():
    assert found('<a href="page2">Next</a>', head='<base href="https://h.example/deep/">') == "/deep/page2"


def test_the_list_wins_over_a_calendar_and_a_slider():
    html = (
        '<div class="calendar"><a href="/2016-02">Next</a></div><div class="slider"><a href="/s2">Next</a></div>'
        '<p><b>1</b> <a href="/more">2</a></p>'
    )
    assert found(html) == "/more"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="no links below the records"),
        pytest.param('<a href="/x">Next article</a>', id="next article"),
        pytest.param('<a href="/x">Next product</a>', id="next product"),
        pytest.param('<a href="/x">Next month »</a>', id="next month"),
        pytest.param('<a href="/x">Next post: a thing called b</a>', id="next post"),
        pytest.param('<a href="/x">Nächster Artikel</a>', id="German next article"),
        pytest.param('<a href="/x">What to do next: a long story about what came after it all</a>', id="long text"),
        pytest.param('<a href="/x">Read more »</a>', id="read more"),
        pytest.param('<div class="carousel"><a class="next" href="/x">Next</a></div>', id="slider"),
        pytest.param('<table class="calendar"><tr><td><a href="/x">»</a></td></tr></table>', id="calendar"),
        pytest.param('<a href="#top">Next</a>', id="fragment"),
        pytest.param('<a href="/list">Next</a>', id="the page itself"),
        pytest.param('<a href="/list/#a">Next</a>', id="the page itself with a slash and a fragment"),
        pytest.param('<a href="javascript:next()">Next</a>', id="javascript"),
        pytest.param('<a href="mailto:next@h.example">Next</a>', id="mailto"),
        pytest.param("<a>Next</a>", id="no address"),
        pytest.param('<a href="https://other.example/x">Next</a>', id="another host"),
        pytest.param('<a href="http://[broken">Next</a>', id="broken address"),
        pytest.param('<a class="disabled" href="/x">Next</a>', id="disabled"),
        pytest.param('<ul><li class="next disabled"><a href="/x">Next</a></li></ul>', id="disabled entry"),
        pytest.param('<a aria-disabled="true" href="/x">Next</a>', id="aria-disabled"),
        pytest.param('<a style="display: none" href="/x">Next</a>', id="not displayed"),
        pytest.param('<a hidden href="/x">Next</a>', id="hidden"),
        pytest.param('<a href="/x">Previous</a>', id="previous"),
        pytest.param('<a href="/x">« Newer posts</a>', id="newer"),
        pytest.param('<a class="prev_next" rel="prev" href="/x">›</a>', id="rel=prev"),
        pytest.param('<p><a href="/x">1</a> <a href="/y">2</a> <b>3</b></p>', id="last number"),
        pytest.param('<p><a href="/x">1</a> <b>2</b></p><link rel="next" href="/z">', id="last number, rel=next"),
        pytest.param('<a href="/x">Next</a><a href="/y">Next</a>', id="two of one name"),
        pytest.param('<div class="pager"><a href="/x">‹</a></div>', id="back arrow"),
        pytest.param('<p><a href="/x">4</a> comments</p><p><a href="/y">9</a> comments</p>', id="comment counts"),
    ],
)
def test_what_is_no_next_page(html):
    assert found(html) is None


@pytest.mark.parametrize(
    "html",
    ['<a rel="next" href="/x">A thing called b</a>', '<div class="nav-next"><a rel="next" href="/x">→</a></div>'],
    ids=["title", "arrow"],
)
def test_the_next_article_of_a_single_article_is_no_next_page(html):
    assert found(html, body_class="post single single-post postid-7") is None


def test_a_single_article_may_have_pages_of_its_own():
    html = '<link rel="next" href="/list?page=2">'
    assert found(html, body_class="single") == "/list?page=2"


def test_the_reason_names_the_signs():
    html = '<body><a class="next" href="/list?page=2">Next</a></body>'
    link = find_next_link(Page("https://h.example/list", html, is_json=False))
    assert (link.reason, link.score) == ("next label, URL of the next page, next class", 1.0)


def test_json_has_no_next_link():
    assert find_next(Page("https://h.example/api", '{"next": "/api?page=2"}', is_json=True)) is None
