"""Labels and the names of fields."""

import pytest

from scraper.extraction.likeness import MIN_LIKENESS, LabelIndex, likeness, names_of
from scraper.extraction.words import label_key
from tests.extraction.reading import field_of

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("label", "name", "definition"),
    [
        ("Hull length", "boat_hull_length", TEXT),
        ("Cap diameter", "cap_diameter_cm", {"type": "number"}),
        ("Length (m)", "lengthInFeet", {"type": "number", "x-synonyms": ["Length"]}),
        ("Berths", "berth_count", {"type": "integer"}),
        ("No. of doors", "number_of_doors", {"type": "integer"}),
        ("LOA", "length_overall", {"type": "number"}),
        ("Length overall", "loa", {"type": "number"}),
        ("Furnished", "is_furnished", {"type": "boolean"}),
        ("Year built", "build_year", {"type": "integer"}),
        ("Spore print", "spore_print_colour", TEXT),
        ("Presiding judge", "j", {"type": "string", "description": "the presiding judge"}),
    ],
)
def test_a_label_that_means_the_field_is_like_it(label, name, definition):
    assert likeness(label_key(label), names_of(field_of(name, **definition))) >= MIN_LIKENESS


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Beam", "length_overall"),
        ("Number of pages", "number_of_doors"),
        ("Total", "total_length"),
        ("Stem height", "cap_diameter_cm"),
        ("Hull colour", "hull_material"),
        ("Lower court", "court_reporter"),
    ],
)
def test_a_label_that_shares_only_weak_or_half_of_its_words_is_not(label, name):
    assert likeness(label_key(label), names_of(field_of(name, **TEXT))) < MIN_LIKENESS


def test_the_name_itself_is_as_like_as_can_be_whatever_its_writing():
    assert likeness("keel types", names_of(field_of("keelType", **TEXT))) == 1.0


LABELS = ["hull length", "berths", "no of doors", "loa", "colour of the hull", "price", "see all of brand", "total"]


@pytest.mark.parametrize("name", ["boat_hull_length", "berth_count", "number_of_doors", "loa", "brand", "total"])
def test_the_index_finds_what_a_comparison_with_every_label_finds(name):
    names = names_of(field_of(name, description="of the hull", **TEXT))
    found = [(likeness(label, names), label) for label in LABELS]
    assert LabelIndex(LABELS).like(names) == [each for each in found if each[0] > 0]
