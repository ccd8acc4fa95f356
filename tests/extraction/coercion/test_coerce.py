"""Coercion to the types of fields."""

import datetime

import pytest

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.locale import page_locale
from tests.extraction.reading import field_of

GERMAN = page_locale("https://laden.example/", "de-DE", today=datetime.date(2024, 5, 10))
AMERICAN = page_locale("https://shop.example/a/", "en-US", today=datetime.date(2024, 5, 10))
UNKNOWN = page_locale("https://shop.example/", None)

NUMBER = {"type": "number"}
DATE = {"type": "string", "format": "date"}
STOCK = {"type": "string", "enum": ["InStock", "OutOfStock"]}


@pytest.mark.parametrize(
    ("raw", "locale", "value"),
    [
        ("1.299,00 €", GERMAN, 1299),
        ("1.299 €", GERMAN, 1299),
        ("$1,299.00", AMERICAN, 1299),
        ("Rs 23,450", AMERICAN, 23450),
        ("Rs. 1,23,456.50", AMERICAN, 123456.5),
        ("2 199,00 zł", GERMAN, 2199),
        ("CHF 1'250.50", GERMAN, 1250.5),
        ("€ 12,-", GERMAN, 12),
        ("ab 5 €", GERMAN, 5),
        ("12,44 € + 6,99 € Versand", GERMAN, 12.44),
        ("19.99", UNKNOWN, 19.99),
        (12, UNKNOWN, 12),
        (float("nan"), UNKNOWN, None),
        (float("inf"), UNKNOWN, None),
        (10**400, UNKNOWN, None),
        ("$1e999999999", AMERICAN, None),
        ("1e999999999 €", GERMAN, None),
        ("USD1.5E400", AMERICAN, None),
        ("1e99999999999999999999999999", UNKNOWN, None),
        ("$1.5e3", AMERICAN, 1500),
        ("2 E-books for $5", AMERICAN, 5),
        ("call us", AMERICAN, None),
        (True, AMERICAN, None),
        ("3 for 2 and 1 free", AMERICAN, None),
    ],
)
def test_money_is_read_by_sign_and_separators(raw, locale, value):
    found = coerce(raw, field_of("price", **NUMBER), locale)
    assert (found.value if found else None) == value


def test_a_number_out_of_range_is_no_number_of_any_kind():
    assert coerce("1e999999999 pages", field_of("page_count", **NUMBER), UNKNOWN) is None


def test_where_the_separators_leave_two_readings_the_certainty_says_so():
    assert coerce("1.299", field_of("price", **NUMBER), UNKNOWN).certainty < 0.8


@pytest.mark.parametrize(
    ("raw", "locale", "value"),
    [
        ("2020-03-04T10:00:00Z", UNKNOWN, "2020-03-04"),
        ("03/04/2020", AMERICAN, "2020-03-04"),
        ("03/04/2020", GERMAN, "2020-04-03"),
        ("31/12/2020", AMERICAN, "2020-12-31"),
        ("3. März 2020", GERMAN, "2020-03-03"),
        ("March 3rd, 2020 at 5:10 pm", AMERICAN, "2020-03-03"),
        ("Tue, 3 Mar 2020", AMERICAN, "2020-03-03"),
        ("2020年3月4日", UNKNOWN, "2020-03-04"),
        ("20200304", UNKNOWN, "2020-03-04"),
        ("03312020", UNKNOWN, "2020-03-31"),
        ("/Date(1583323200000)/", UNKNOWN, "2020-03-04"),
        ("vor 2 Tagen", GERMAN, "2024-05-08"),
        ("2 days ago", AMERICAN, "2024-05-08"),
        ("vor 2 Tagen", page_locale("https://laden.example/", "de"), None),
        ("31/31/2020", AMERICAN, None),
        ("version 3.2.1", AMERICAN, None),
        ("no date at all, but a long text that goes on and on and mentions 2020 and May somewhere 4", AMERICAN, None),
    ],
)
def test_dates_become_iso_dates(raw, locale, value):
    found = coerce(raw, field_of("date", **DATE), locale)
    assert (found.value if found else None) == value


def test_moments_become_rfc_3339():
    field = field_of("published", type="string", format="date-time")
    assert coerce("2020-03-04 10:05 +0200", field, UNKNOWN).value == "2020-03-04T10:05:00+02:00"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("PT1H20M", 80),
        ("P0DT0H35M", 35),
        ("3 Std. 20 Min.", 200),
        ("1 hr 20 mins", 80),
        ("1½ hours", 90),
        ("1 1/2 hours", 90),
        ("1:30", 90),
        ("45", 45),
        ("P2M", None),
        ("soon", None),
    ],
)
def test_durations_become_the_unit_that_is_asked_for(raw, value):
    field = field_of("prep_time", type="number", description="in minutes")
    found = coerce(raw, field, GERMAN)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("https://schema.org/InStock", "InStock"),
        ("Auf Lager", "InStock"),
        ("nicht auf Lager", "OutOfStock"),
        ("Ausverkauft", "OutOfStock"),
        ("SOLD OUT", "OutOfStock"),
        ("Add to cart", "InStock"),
        ("в наличии", "InStock"),
        ("품절", "OutOfStock"),
        ("blue", None),
    ],
)
def test_enums_are_matched_by_meaning(raw, value):
    found = coerce(raw, field_of("availability", **STOCK), GERMAN)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("raw", "value"), [("ja", True), ("No", False), ("in stock", True), (False, False), ("x", None)]
)
def test_truth_is_read_by_meaning(raw, value):
    found = coerce(raw, field_of("is_new", type="boolean"), GERMAN)
    assert (found.value if found else None) is value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("b", "https://shop.example/a/b"),
        ("//cdn.example/x.jpg", "https://cdn.example/x.jpg"),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("", None),
        ("http://[bad", None),
    ],
)
def test_links_become_absolute(raw, value):
    found = coerce(raw, field_of("url", type="string", format="uri"), AMERICAN)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("definition", "raw", "value"),
    [
        ({"type": "string", "format": "email"}, "mailto:jo@shop.example?x", "jo@shop.example"),
        ({"type": "string"}, "  two\n words​ ", "two words"),
        ({"type": "string"}, "Fish &amp; <b>chips</b>", "Fish & chips"),
        ({"type": "integer"}, "4.5", None),
        ({"type": "integer"}, "1.2k", 1200),
        ({"type": "number", "description": "in kg"}, "2 lbs", 0.907185),
        ({"type": "string", "format": "duration"}, "1 hour 20 minutes", "PT1H20M"),
    ],
)
def test_other_types(definition, raw, value):
    found = coerce(raw, field_of("thing", **definition), AMERICAN)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("name", "raws", "values"),
    [
        ("tags", ["a, b; c"], ["a", "b", "c"]),
        ("tags", ["a", "a", "b"], ["a", "b"]),
        ("ingredients", ["1 egg\n2 eggs, beaten"], ["1 egg", "2 eggs, beaten"]),
        ("ingredients", ["salt", "egg", "salt"], ["salt", "egg", "salt"]),
        ("authors", ["Ann Lee and Bo Ray"], ["Ann Lee", "Bo Ray"]),
    ],
)
def test_arrays_are_split_or_taken_one_by_one(name, raws, values):
    field = field_of(name, type="array", items={"type": "string"})
    assert [each.value for each in coerce_all(raws, field, UNKNOWN)] == values
