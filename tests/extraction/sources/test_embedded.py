"""State that pages embed for their scripts."""

import pytest

from scraper.extraction.sources.embedded import embedded, embedded_json, script_json
from tests.extraction.reading import document_of, scope_of

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    "script",
    [
        'var meta = {"product": {"vendor": "Acme", "variants": [{"name": "Lamp", "sku": "A1", "price": 1299}]}};',
        'window.__STATE__ = {"product": {"brand": "Acme", "name": "Lamp", "sku": "A1"}}',
        'dataLayer.push({"event": "view"}); dataLayer.push({"name": "Lamp", "brand": "Acme", "sku": "A1"});',
    ],
)
def test_objects_that_are_named_as_the_page_is_and_those_that_hold_them_are_read(script):
    scope = scope_of(f"<body><h1>Lamp</h1><script>{script}</script></body>", brand=TEXT, sku=TEXT)
    assert [[each.raw for each in embedded(scope, spec)] for spec in scope.schema.fields] == [["Acme"], ["A1"]]


def test_what_is_read_is_found_again_at_its_path():
    assert script_json('a.b = {"c": 1}; d.push({"e": 2})') == [{"c": 1}, {"e": 2}]


def test_a_price_in_cents_is_no_price():
    html = '<h1>Lamp</h1><p>$12.99</p><script>var m = {"name": "Lamp", "price": 1299, "sku": "A1"};</script>'
    scope = scope_of(f"<body>{html}</body>", price={"type": "number"})
    assert embedded(scope, scope.schema.fields[0]) == []


def test_a_state_that_has_no_title_of_the_page_is_not_read():
    html = '<title>Lamp</title><h1>Lamp</h1><script type="application/json">{"name": "Chair", "sku": "C-1"}</script>'
    assert embedded_json(document_of(html)) == []


def test_a_title_is_found_in_a_state_that_escapes_its_accents():
    html = '<title>Crème</title><script type="application/json">{"name": "Cr\\u00e8me", "sku": "C-1"}</script>'
    assert [value["sku"] for _, value in embedded_json(document_of(html))] == ["C-1"]
