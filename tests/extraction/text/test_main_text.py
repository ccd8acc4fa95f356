"""The main text of pages of our own: prose in, menus, teasers and comments out, whatever the language."""

import time

import pytest

from scraper.extraction.document import Document
from scraper.extraction.forest import Forest
from scraper.extraction.text.block_features import FEATURES
from scraper.extraction.text.main_text import MODEL, main_text
from scraper.page import Page

PARAGRAPHS = {
    "en": [
        f"The council of the town decided on {day}, after hours of debate, to build a new bridge over the river. It "
        "will cost more than the old one did, but it will also carry the tram, said the mayor."
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
    ],
    "de": [
        f"Der Rat der Stadt hat am {day} nach langer Debatte entschieden, eine neue Brücke über den Fluss zu bauen. "
        "Sie kostet mehr als die alte, trägt aber auch die Straßenbahn, sagte die Bürgermeisterin."
        for day in ("Montag", "Dienstag", "Mittwoch", "Donnerstag")
    ],
    "ja": [
        f"市議会は{day}、長時間の審議の末、川に新しい橋を架けることを決めた。市長によると、費用は古い橋より高くなるが、"
        "路面電車も通れるようになるという。住民からは歓迎の声が上がっている。"
        for day in ("月曜日", "火曜日", "水曜日", "木曜日")
    ],
}
TEASERS = "".join(
    f'<div class="card"><a href="/{n}"><h3>Another story, number {n}</h3></a><p>What it says in a line.</p></div>'
    for n in range(6)
)


def page_of(paragraphs):
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        "<html><head><title>A bridge | The News</title></head><body>"
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f'<main><article><h1>A bridge</h1><div class="byline">By A Writer</div>'
        f'<div class="article-body">{text}</div></article>'
        '<div class="comments"><p>I do not like it at all, said a reader, and I never will.</p></div></main>'
        f'<aside class="related">{TEASERS}</aside><footer><p>© The News. All rights reserved.</p></footer>'
        "</body></html>"
    )


def document_of(html):
    return Document(Page.from_bytes("https://a.example/", html.encode()))


@pytest.mark.parametrize("language", list(PARAGRAPHS))
def test_the_main_text_is_the_paragraphs_and_nothing_else(language):
    found = main_text(document_of(page_of(PARAGRAPHS[language])))
    assert found.text.splitlines() == PARAGRAPHS[language]


def test_its_container_is_the_deepest_element_around_it():
    document = document_of(page_of(PARAGRAPHS["en"]))
    assert document.attribute(main_text(document).container, "class") == "article-body"


def test_it_is_sure_of_an_ordinary_article():
    assert main_text(document_of(page_of(PARAGRAPHS["en"]))).expected_f1 > 0.85


@pytest.mark.parametrize("body", ["", "<nav><a href='/'>Home</a></nav>", "<script>var a = 1;</script>"])
def test_a_page_without_text_of_its_own_has_none(body):
    assert main_text(document_of(f"<html><body>{body}</body></html>")) is None


@pytest.mark.parametrize(
    "body",
    [
        "<p>x</p>" * 100_000,
        "a line<br>" * 100_000,
        "<li><a href='/x'>A link</a> and more</li>" * 60_000,
        "<p>word " * 5_000,
    ],
    ids=["paragraphs", "lines", "links", "open"],
)
def test_a_page_of_very_many_texts_takes_less_than_a_second(body):
    document = document_of(f"<html><body><h1>Many</h1>{body}</body></html>")
    started = time.process_time()
    main_text(document)
    assert time.process_time() - started < 1


def test_the_shipped_model_knows_these_features_and_loads_fast():
    started = time.process_time()
    assert Forest.load(MODEL).features == FEATURES
    assert time.process_time() - started < 0.05
