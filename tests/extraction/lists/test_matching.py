"""Columns and the fields that they give."""

import pytest

from scraper.extraction.lists.matching import assign
from tests.extraction.reading import columns_of, schema_of

TEXT, LINK, COUNT = {"type": "string"}, {"type": "string", "format": "uri"}, {"type": "integer"}


def chosen(row, **fields):
    """Field name -> the first record's text in the column that gives it."""
    columns = columns_of(*(row.format(n=n, w="abcdefgh"[n]) for n in range(1, 6)))
    return {match.field.name: match.column.first.text for match in assign(schema_of(**fields), columns)}


def test_the_link_is_that_of_the_title():
    row = (
        "<a href='/user/{n}'>Ann{w}</a><h3><a href='/t/{n}'>A title about {w}</a></h3><a href='/t/{n}/share'>Share</a>"
    )
    assert chosen(row, title=TEXT, url=LINK) == {"title": "A title about b", "url": "/t/1"}


def test_links_are_told_apart_by_their_captions():
    row = "<b>Meeting {w} of the board</b><a href='/a{n}.pdf'>Agenda</a> <a href='/m{n}.pdf'>Minutes</a>"
    assert chosen(row, minutes_url=LINK, agenda_url=LINK) == {"minutes_url": "/m1.pdf", "agenda_url": "/a1.pdf"}


def test_who_wrote_last_is_not_the_author():
    row = (
        "<a href='/t/{n}'>A title about {w}</a><p class='lastpost'>by <a href='/user/9{n}'>Zoe{w}</a></p>"
        "<p>by <a href='/user/{n}'>Ann{w}</a></p>"
    )
    assert chosen(row, title=TEXT, author=TEXT)["author"] == "Annb"


def test_a_struck_price_is_the_old_one():
    row = "<h3>Product number {w}</h3><del>$ {n}9.00</del><b>$ {n}5.00</b>"
    fields = {"name": TEXT, "original_price": {"type": "number"}, "price": {"type": "number"}}
    assert chosen(row, **fields) == {"name": "Product number b", "original_price": "$ 19.00", "price": "$ 15.00"}


def test_a_struck_price_is_the_old_one_even_if_the_classes_say_otherwise():
    row = "<h3>Product number {w}</h3><del class='price'>$ {n}9.00</del><b class='old-price'>$ {n}5.00</b>"
    found = chosen(row, name=TEXT, price={"type": "number"}, old_price={"type": "number"})
    assert (found["price"], found["old_price"]) == ("$ 15.00", "$ 19.00")


def test_counts_are_told_apart_by_the_links_they_stand_in():
    row = "<h3>Project {w} of ours</h3><a href='/p{n}/stargazers'>{n}11</a><a href='/p{n}/forks'>{n}22</a>"
    assert chosen(row, name=TEXT, forks=COUNT, stars=COUNT) == {
        "name": "Project b of ours",
        "forks": "122",
        "stars": "111",
    }


def test_fields_that_nothing_speaks_of_get_no_column():
    assert "fungus" not in chosen("<h3>Title of {w}</h3><p>$ {n}.00</p>", title=TEXT, fungus=COUNT)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("<h3>Title of {w}</h3><p>Posted by</p><i>Ann{w}</i>", id="element"),
        pytest.param("<h3>Title of {w}</h3>by <i>Ann{w}</i>", id="text"),
    ],
)
def test_a_byline_without_a_name_is_no_author(row):
    assert chosen(row, title=TEXT, author=TEXT)["author"] == "Annb"
