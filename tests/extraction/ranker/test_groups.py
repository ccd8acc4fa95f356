"""Candidates to groups of one value."""

import pytest

from scraper.extraction.locale import page_locale
from scraper.extraction.ranker.groups import canonical, groups_of
from scraper.extraction.values import Candidate
from tests.extraction.reading import field_of

LOCALE = page_locale("https://shop.example/", "en")
PRICE = field_of("price", type="number")


def candidate(raw, source, score=0.6):
    return Candidate(raw, source, "/html[1]", str(raw), score)


def test_sources_that_agree_outweigh_a_stronger_one_alone():
    found = groups_of([candidate("$5", "dom"), candidate(5, "meta"), candidate("$9", "json_ld", 0.7)], PRICE, LOCALE)
    assert [group.best.read.value for group in found] == [5, 9]


def test_one_source_twice_counts_once():
    once = groups_of([candidate(5, "dom")], PRICE, LOCALE)[0].belief
    assert groups_of([candidate(5, "dom"), candidate("5.00", "dom")], PRICE, LOCALE)[0].belief == once


def test_the_strongest_member_stands_first():
    group = groups_of([candidate(5, "dom", 0.2), candidate("5.00", "meta", 0.9)], PRICE, LOCALE)[0]
    assert [member.candidate.source for member in group.members] == ["meta", "dom"]


def test_a_member_knows_its_place_among_those_of_its_source():
    groups = groups_of([candidate(5, "dom"), candidate(6, "dom", 0.5), candidate(7, "meta", 0.4)], PRICE, LOCALE)
    assert [group.best.rank for group in groups] == [0, 1, 0]


def test_candidates_that_cannot_be_read_are_left_out():
    assert groups_of([candidate("call us", "dom")], PRICE, LOCALE) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("A  Lamp", "a lamp"), (5, 5.0), ("https://a.example/x/", "https://a.example/x"), (["A"], ["a"])],
)
def test_values_that_mean_the_same_have_one_key(one, other):
    assert canonical(one) == canonical(other)
