"""Children that take turns."""

from scraper.extraction.alternating import Alternating
from tests.extraction.reading import document_of


def turns(html):
    document = document_of(html)
    parent = document.by_tag["div"][0]
    return [document.text(index) for index in sorted(Alternating(document)[parent])]


def test_of_an_even_number_of_children_every_other_one_is_taken():
    assert turns("<div><p>a</p><b>1</b><p>b</p><b>2</b></div>") == ["a", "b"]


def test_an_odd_number_of_children_takes_no_turns():
    assert turns("<div><p>a</p><b>1</b><p>b</p></div>") == []


def test_of_very_many_children_the_first_forty_are_looked_at():
    assert len(turns(f"<div>{'<p>a</p>' * 101}</div>")) == 20
