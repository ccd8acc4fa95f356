"""Values of JSON records."""

import json

from scraper.extraction import extract
from scraper.page import Page
from tests.extraction.reading import schema_of

TEXT = {"type": "string"}


def records_of(body, **schema):
    return extract(Page.from_bytes("https://api.example/x", json.dumps(body).encode()), schema_of(**schema)).records


def test_two_fields_may_have_two_parts_of_one_text():
    body = [{"caption": f"Doe{n} v. Roe - No. {n} EXP 2024", "posted": "2024-05-01"} for n in (21, 22, 23)]
    first = records_of(body, case_name=TEXT, docket_number=TEXT)[0]
    assert first.data == {"case_name": "Doe21 v. Roe", "docket_number": "21 EXP 2024"}


def test_the_evidence_of_a_part_says_so():
    body = [{"caption": f"Doe v. Roe - No. {n} EXP 2024"} for n in (21, 22, 23)]
    evidence = records_of(body, docket_number=TEXT)[0].evidence["docket_number"]
    assert (evidence.path, evidence.text, evidence.transformation) == (
        "/0/caption",
        "21 EXP 2024",
        "code in text, as is",
    )


def test_a_title_gives_up_what_another_field_takes():
    body = [{"heading": f"{n}-AB Blue lamp", "cost": n} for n in (1201, 1202, 1203)]
    assert records_of(body, title=TEXT, serial_number=TEXT)[0].data == {
        "title": "Blue lamp",
        "serial_number": "1201-AB",
    }


def test_objects_and_arrays_of_objects_are_read_by_their_fields():
    price = {"type": "object", "properties": {"amount": {"type": "number"}, "currency": TEXT}}
    variants = {"type": "array", "items": {"type": "object", "properties": {"sku": TEXT}}}
    body = [
        {
            "name": name,
            "price": {"amount": "5.5", "currency": "EUR", "x": 1},
            "variants": [{"sku": "A-1"}, {"sku": "A-2"}],
        }
        for name in ("Ark", "Dory")
    ]
    assert records_of(body, name=TEXT, price=price, variants=variants)[0].data == {
        "name": "Ark",
        "price": {"amount": 5.5, "currency": "EUR"},
        "variants": [{"sku": "A-1"}, {"sku": "A-2"}],
    }


def test_an_earlier_number_is_that_of_the_element_before_the_records_own():
    body = [
        {"number": f"S-10{n}", "courts": [{"number": f"T-30{n}"}, {"number": f"A-20{n}"}, {"number": f"S-10{n}"}]}
        for n in range(4)
    ]
    record = records_of(body, docket_number={"type": "string"}, lower_court_number={"type": "string"})[1]
    assert (record.data["lower_court_number"], record.evidence["lower_court_number"].path) == (
        "A-201",
        "/1/courts/1/number",
    )


def test_a_column_of_one_value_is_no_name():
    body = [{"label": "Shop", "heading": name} for name in ("Ark", "Dory", "Kayak", "Raft", "Skiff")]
    assert records_of(body, title=TEXT)[0].data == {"title": "Ark"}


def test_a_value_that_was_guessed_is_believed_less_than_one_under_its_own_name():
    named, guessed = (
        records_of([{key: f"{n}-AB"} for n in (1201, 1202, 1203)], serial_number=TEXT)[0].confidence
        for key in ("serial_number", "title")
    )
    assert named > guessed
