"""scraper.browser.controls: which button shows more or leads on."""

import pytest

from scraper.browser.controls import Control, chosen, waiting_button
from scraper.page import Page


def buttons(*texts):
    return [Control("button", text, top=index) for index, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    [
        "Load more",
        "Show 20 more",
        "Mehr anzeigen",
        "Voir plus",
        "Cargar más",
        "Mostra altri",
        "もっと見る",
        "加载更多",
        "더 보기",
        "Показать ещё",
        "Toon meer",
        "Ver mais",
        "Visa fler",
        "Pokaż więcej",
        "Daha fazla",
        "عرض المزيد",
        "Load more products",
    ],
)
def test_a_button_that_loads_more_is_known_in_many_languages(text):
    assert chosen(buttons("Search", text, "Subscribe"), "load_more") == 1


@pytest.mark.parametrize("text", ["Next", "Weiter", "Suivant »", "Siguiente", "次へ", "›", "下一页"])
def test_a_next_button_is_known_in_many_languages(text):
    assert chosen(buttons("Prev", text, "Last"), "next_button") == 1


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        pytest.param(Control("a", "Show more", href="/item/7"), "load_more", id="a card's link to its own page"),
        pytest.param(Control("button", "Next", names="slick-next slick-arrow"), "next_button", id="a carousel"),
        pytest.param(Control("button", "Next month"), "next_button", id="a calendar"),
        pytest.param(Control("a", "Next", href="/list?page=2"), "next_button", id="a link that HTTP follows"),
        pytest.param(Control("button", "Previous", names="pager-next"), "next_button", id="the way back"),
        pytest.param(Control("button", "Subscribe"), "load_more", id="another button"),
    ],
)
def test_what_only_looks_like_one_is_left_alone(control, kind):
    assert chosen([control], kind) is None


def test_the_text_that_a_job_names_goes_before_everything_else():
    assert chosen(buttons("Load more", "Encore !"), "load_more", "encore") == 1


def test_of_several_the_one_that_stands_lowest_is_taken():
    assert chosen(buttons("Show more", "Show more"), "load_more") == 1


def test_names_say_it_where_the_label_does_not():
    assert chosen([Control("div", "◊◊◊", names="btn load-more")], "load_more") == 0


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<button>Next</button>", "Next"),
        ('<a href="#" class="pager-next">›</a>', "›"),
        ('<a href="javascript:go(2)">Weiter</a>', "Weiter"),
        ("<button disabled>Next</button>", None),
        ('<a href="/list?page=2">Next</a>', None),
        ("<button>Search</button>", None),
    ],
)
def test_a_next_button_that_waits_for_a_script_is_told_from_links_and_ends(html, label):
    assert waiting_button(Page.from_bytes("http://a.example/", f"<p>Lamps</p>{html}".encode())) == label
