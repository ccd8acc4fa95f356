"""What is to be cut out of texts, by examples."""

import pytest

from scraper.extraction.locale import page_locale
from scraper.extraction.wrappers.cuts import cuts_of

LOCALE = page_locale("https://a.example/", "en")


@pytest.mark.parametrize(
    ("pairs", "cut"),
    [
        ([("Brand: Acme", "Acme"), ("Brand: Borg", "Borg")], ("strip", "Brand: ", "")),
        ([("Lamp | The Shop", "Lamp"), ("Chair | The Shop", "Chair")], ("strip", "", " | The Shop")),
        ([("Oslo | Norway", "Oslo"), ("Turin | Italy", "Turin")], ("before", " | ")),
        ([("Norway: Oslo", "Oslo"), ("Italy: Turin", "Turin")], ("after", ": ")),
    ],
    ids=["label", "tail", "before", "after"],
)
def test_the_cut_leads_from_all_texts_to_their_parts(pairs, cut):
    assert cut in cuts_of(pairs, LOCALE)


def test_the_whole_text_is_always_a_possibility():
    assert cuts_of([("Brand: Acme", "Acme")], LOCALE)[-1] == ()


def test_where_the_texts_are_the_values_nothing_is_cut():
    assert cuts_of([("Acme", "Acme"), ("Borg", "Borg")], LOCALE) == [()]


def test_parts_that_stand_differently_have_no_cut():
    assert cuts_of([("Acme lamp", "Acme"), ("lamp of Borg", "Borg")], LOCALE) == [()]
