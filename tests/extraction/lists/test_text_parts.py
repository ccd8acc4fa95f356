"""Parts of texts on list pages."""

import pytest

from scraper.extraction.lists.listing import list_reading
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import document_of, schema_of

TEXT, DAY = {"type": "string"}, {"type": "string", "format": "date"}
COUNT = {"type": "integer"}


def first_of(row, **fields):
    rows = "".join(f"<li>{row.format(n=n, w='abcdefgh'[n])}</li>" for n in range(1, 8))
    return list_reading(document_of(f"<ul>{rows}</ul>"), schema_of(**fields), ExtractOptions()).records[0]


def test_a_citation_behind_the_parties_is_a_field_of_its_own():
    row = "<a href='/{n}.pdf'>D{w}e v. Roe, 2021 N.X. 6{n}</a> <i>May {n}, 2021</i>"
    record = first_of(row, case_name=TEXT, citation=TEXT, date=DAY)
    assert record.data == {"case_name": "Dbe v. Roe", "citation": "2021 N.X. 61", "date": "2021-05-01"}


def test_the_evidence_of_a_part_says_so():
    row = "<a href='/{n}.pdf'>D{w}e v. Roe, 2021 N.X. 6{n}</a> <i>May {n}, 2021</i>"
    evidence = first_of(row, case_name=TEXT, citation=TEXT).evidence["citation"]
    assert (evidence.text, evidence.transformation) == ("2021 N.X. 61", "citation in text, as is")


@pytest.mark.parametrize(
    ("row", "fields", "expected"),
    [
        pytest.param(
            "<p>05/0{n}/22 Meeting of {w}</p> <a href='/{n}'>Agenda</a>",
            {"date": DAY, "title": TEXT},
            {"date": "2022-05-01", "title": "Meeting of b"},
            id="a date before the title",
        ),
        pytest.param(
            "<h3><a href='/{n}'>Boat {w}</a></h3><a href='/{n}/stars'>9,00{n}</a> <b>{n}0 stars today</b>",
            {"name": TEXT, "stars": COUNT, "stars_today": COUNT},
            {"name": "Boat b", "stars": 9001, "stars_today": 10},
            id="two counts of one thing",
        ),
        pytest.param(
            "<h3>Boat {w}</h3><div class='price'><span><span aria-hidden='true'>$7{n}<sup>99</sup></span>"
            " <span class='visually-hidden'>$7{n}.99</span></span></div>",
            {"name": TEXT, "price": {"type": "number"}},
            {"name": "Boat b", "price": 71.99},
            id="a price for eyes and one for ears",
        ),
        pytest.param(
            "<p>Doe v. {w}</p><p>No. 2{n}</p>",
            {"case_name": TEXT, "docket_number": TEXT},
            {"case_name": "Doe v. b", "docket_number": "21"},
            id="a number behind its sign",
        ),
    ],
)
def test_texts_with_several_values_are_told_apart(row, fields, expected):
    assert first_of(row, **fields).data == expected


def test_the_label_of_another_field_keeps_a_column_from_a_field():
    kinds = ["Ind.", "Index"] * 3
    cells = (f"<td>People v D{w}e</td><td>{kinds[n]} No. 7{w}|Appeal No. 1{n}|</td>" for n, w in enumerate("abcdef"))
    rows = "".join(f"<tr>{each}</tr>" for each in cells)
    html = f"<table><thead><tr><th>Party Name</th><th>Docket Number</th></tr></thead>{rows}</table>"
    schema = schema_of(case_name={"type": "string", "description": "the parties of the case"}, docket_number=TEXT)
    first = list_reading(document_of(html), schema, ExtractOptions()).records[0]
    assert first.data == {"case_name": "People v Dae", "docket_number": "Ind. No. 7a|Appeal No. 10|"}
