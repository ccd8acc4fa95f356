"""Objects that a page shows."""

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.evidence import replay
from tests.extraction.reading import page_of

TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def read(html, **properties):
    page = page_of(f"<html lang=en><head><title>Heron</title></head><body><h1>Heron</h1>{html}</body></html>")
    schema = RecordSchema.from_definition({"type": "object", "properties": properties})
    record = extract(page, schema).records[0]
    given = {name: replay(page, schema.field(name), evidence) for name, evidence in record.evidence.items()}
    assert given == record.data
    return record.data


def test_an_address_in_one_text_fills_an_object():
    fields = {"street": TEXT, "zip": TEXT, "city": TEXT, "country": TEXT}
    found = read("<p>Address: Hafenweg 5, 24103 Kiel, Germany</p>", address={"type": "object", "properties": fields})
    assert found == {"address": {"street": "Hafenweg 5", "zip": "24103", "city": "Kiel", "country": "Germany"}}


def test_an_object_is_read_below_its_own_heading_not_elsewhere():
    html = """<dl><dt>Width</dt><dd>99 cm</dd></dl><h3>Dimensions</h3>
        <table><tr><th>Width</th><td>3 m</td></tr><tr><th>Length</th><td>9 m</td></tr></table>"""
    fields = {"width": {"type": "number", "description": "in m"}, "length": {"type": "number", "description": "in m"}}
    found = read(html, dimensions={"type": "object", "properties": fields})
    assert found == {"dimensions": {"width": 3, "length": 9}}


@pytest.mark.parametrize("head", ["th", "td"])
def test_an_array_of_objects_is_the_rows_of_the_table_with_its_heads(head):
    heads = "".join(f"<{head}>{label}</{head}>" for label in ("Engine", "Hours", "Serviced"))
    rows = "<tr><td>Volvo D2</td><td>1,250</td><td>yes</td></tr><tr><td>Yanmar</td><td>30</td><td>no</td></tr>"
    fields = {"engine": TEXT, "engine_hours": NUMBER, "serviced": {"type": "boolean"}}
    found = read(
        f"<table><tr><td>Menu</td></tr></table><table><tr>{heads}</tr>{rows}</table>",
        engines={"type": "array", "items": {"type": "object", "properties": fields}},
    )
    assert found == {
        "engines": [
            {"engine": "Volvo D2", "engine_hours": 1250, "serviced": True},
            {"engine": "Yanmar", "engine_hours": 30, "serviced": False},
        ]
    }
