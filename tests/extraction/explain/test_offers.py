"""What a page offers for a field besides the value that was chosen."""

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.explain.offers import offers_of
from tests.extraction.reading import page_of, schema_of

HTML = """<html><body><h1>Lamp</h1><dl><dt>Weight</dt><dd>2 kg</dd><dt>Weight</dt><dd>3 kg</dd></dl></body></html>"""
OPTIONS = ExtractOptions()


def offers(html, number=0, options=OPTIONS, **properties):
    page, schema = page_of(html), schema_of(**properties)
    offers = offers_of(page, schema, extract(page, schema, options), options)
    return offers(number, schema.fields[0])


def test_the_chosen_value_is_the_first_offer():
    page, schema = page_of(HTML), schema_of(weight={"type": "number"})
    value = extract(page, schema, OPTIONS).records[0].data["weight"]
    assert offers(HTML, weight={"type": "number"})[0].value == value


def test_all_values_are_offered():
    assert {offer.value for offer in offers(HTML, weight={"type": "number"})} >= {2, 3}


def test_a_selector_of_its_own_leaves_nothing_to_choose():
    selected = ExtractOptions(mode="detail", selectors={"weight": "dd:last-of-type"})
    assert [offer.value for offer in offers(HTML, options=selected, weight={"type": "number"})] == [3]


def test_json_records_offer_every_key_that_may_hold_the_field():
    body = '[{"price": 1, "old_price": 2}, {"price": 3, "old_price": 4}]'
    assert [offer.value for offer in offers(body, number=1, price={"type": "number"})] == [3, 4]
