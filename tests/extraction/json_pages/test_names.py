"""Words of keys."""

import pytest

from scraper.extraction.json_pages.names import example_share, is_own_name, name_agreement, own_key
from tests.extraction.reading import schema_of


def field_of(name, description=""):
    return schema_of(**{name: {"type": "string", "description": description}}).fields[0]


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        (("docketNumber",), "docket_number", True),
        (("number_docket",), "docket_number", True),
        (("pricing", "price"), "price", True),
        (("price", "amount"), "price_amount", True),
        (("number",), "docket_number", False),
    ],
)
def test_a_key_is_called_as_the_field_in_any_style(path, name, expected):
    assert is_own_name(path, field_of(name)) is expected


def test_the_key_of_that_name_is_found():
    assert own_key({"Docket-Number": 1}, field_of("docket_number")) == "Docket-Number"


def test_nearer_names_agree_more():
    field = field_of("lower_court")
    paths = [("lowerCourt",), ("lower", "court"), ("courts", "name"), ("colour",)]
    found = [name_agreement(path, field) for path in paths]
    assert [*sorted(found, reverse=True)[:3], 0.0] == found


def test_a_key_that_other_sites_use_agrees():
    assert name_agreement(("Author",), field_of("judge")) == pytest.approx(0.6)


def test_values_may_be_the_examples_of_a_description():
    field = field_of("outcome", "outcome of the case, such as affirmed or reversed")
    assert example_share(["Affirmed", "Reversed in part", "Doe v. Roe"], field) == pytest.approx(2 / 3)
