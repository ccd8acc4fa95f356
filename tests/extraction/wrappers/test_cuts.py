"""What is to be cut out of texts, by examples."""

import pytest

from scraper.extraction.locale import page_locale
from scraper.extraction.wrappers.cuts import cuts_of
from tests.extraction.reading import field_of

LOCALE = page_locale("https://a.example/", "en")
FIELD = field_of("cuisine")


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
    assert cut in cuts_of(pairs, LOCALE, FIELD)


def test_the_whole_text_is_always_a_possibility():
    assert cuts_of([("Brand: Acme", "Acme")], LOCALE, FIELD)[-1] == ()


def test_where_the_texts_are_the_values_nothing_is_cut():
    assert cuts_of([("Acme", "Acme"), ("Borg", "Borg")], LOCALE, FIELD) == [()]


def test_parts_that_stand_differently_have_no_cut():
    assert cuts_of([("Acme lamp", "Acme"), ("lamp of Borg", "Borg")], LOCALE, FIELD) == [()]


def test_a_label_of_the_field_is_part_of_every_cut_though_other_labels_stand_there_too():
    pairs = [("Cuisine: Thai", "Thai"), ("Course: Starter", "Starter")]
    assert cuts_of(pairs, LOCALE, FIELD) == [("strip", "Cuisine: ", ""), ("strip", "Course: ", ""), ()]
