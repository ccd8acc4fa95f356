"""What can be said of a place on a page."""

import pytest

from scraper.extraction.explain.standing import standing_of
from tests.extraction.reading import document_of

HTML = """<html><body><nav><b>menu</b></nav><h1>Lamp</h1><dl><dt>Weight</dt><dd>2 kg</dd></dl>
<s>12 €</s><p style="display:none">hidden</p>
<select><option>red</option></select><footer><i>foot</i></footer></body></html>"""


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        ("//s", "struck through"),
        ("//p", "not shown on the page"),
        ("//nav/b", "in a menu"),
        ("//footer/i", "in the footer"),
        ("//option", "an option that could be chosen"),
    ],
)
def test_a_place_is_described_as_it_is_shown(path, fact):
    assert fact in standing_of(document_of(HTML), path).facts


def test_a_plain_place_has_nothing_to_be_said_of():
    assert standing_of(document_of(HTML), "//h1").facts == ()


def test_a_value_has_the_label_beside_it():
    assert standing_of(document_of(HTML), "//dd").label == "Weight"


@pytest.mark.parametrize("path", ["url", "/html[1]/nowhere[1]", "/html[1]/[", "/html[1]/script[3]#/0/name"])
def test_what_is_no_element_has_no_facts(path):
    standing = standing_of(document_of(HTML), path)
    assert (standing.index, standing.facts, standing.label, standing.words, standing.context) == (None, (), "", "", "")


def test_paths_of_attributes_and_texts_lead_to_their_element():
    document = document_of(HTML)
    places = ("/html[1]/body[1]/p[1]/@style", "/html[1]/body[1]/p[1]/text()[1]", "/html[1]/body[1]/p[1]")
    assert len({standing_of(document, path).index for path in places}) == 1


def test_the_context_is_the_text_around_a_value():
    assert standing_of(document_of(HTML), "//dd").context.startswith("menu Lamp Weight 2 kg")
