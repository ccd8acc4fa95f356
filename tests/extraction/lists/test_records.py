"""Records from columns."""

from scraper.extraction.lists.listing import list_reading
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import document_of, schema_of

SCHEMA = schema_of(title={"type": "string"}, date={"type": "string", "format": "date"})
ROW = "<li><h3><a href='/{n}'>Long title {w}</a></h3><i>2024-05-0{n}</i><p><b>Room:</b> {w}{n}</p></li>"


def records_of(html):
    return list_reading(document_of(html, url="https://a.example/"), SCHEMA, ExtractOptions()).records


ROWS = [ROW.format(n=n, w="abcdefgh"[n]) for n in range(1, 6)]


def test_labelled_values_that_no_field_takes_are_extra():
    assert records_of(f"<ul>{''.join(ROWS)}</ul>")[0].extra == {"Room": "b1"}


def test_spans_that_lack_the_usual_fields_are_dropped():
    assert len(records_of(f"<ul>{''.join(ROWS)}<li><p>Read our newsletter every week</p></li></ul>")) == len(ROWS)


def test_data_evidence_and_confidence_have_the_same_fields_in_the_schemas_order():
    record = records_of(f"<ul>{''.join(ROWS)}</ul>")[0]
    assert [list(record.data), list(record.evidence), list(record.field_confidence)] == [["title", "date"]] * 3


def test_a_record_without_a_link_has_no_url():
    rows = "".join(f"<li><h3>Long title {n}</h3><i>2024-05-0{n}</i></li>" for n in range(1, 6))
    assert records_of(f"<ul>{rows}</ul>")[0].url is None


def test_values_below_the_confidence_asked_for_are_left_out():
    document = document_of(f"<ul>{''.join(ROWS)}</ul>", url="https://a.example/")
    found = list_reading(document, SCHEMA, ExtractOptions()).records[0].field_confidence
    asked = ExtractOptions(min_confidence=max(found.values()))
    best = [name for name, confidence in found.items() if confidence == max(found.values())]
    assert [list(record.data) for record in list_reading(document, SCHEMA, asked).records] == [best] * len(ROWS)


def test_records_of_which_no_value_is_sure_enough_are_left_out():
    document = document_of(f"<ul>{''.join(ROWS)}</ul>", url="https://a.example/")
    assert list_reading(document, SCHEMA, ExtractOptions(min_confidence=1.0)).records == ()
