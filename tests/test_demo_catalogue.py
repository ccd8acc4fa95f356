"""The products of the demo shop and the truth about them."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from scraper.demo.catalogue import also_bought, catalogue, categories, listed_truth, product, truth

SCHEMA = json.loads(files("scraper.demo").joinpath("schema.json").read_text(encoding="utf-8"))
BASE = "http://127.0.0.1:8000"


def test_there_are_sixty_products_in_six_categories():
    assert (len(catalogue()), len(categories())) == (60, 6)


def test_the_schema_is_a_valid_schema_without_selectors():
    Draft202012Validator.check_schema(SCHEMA)
    assert "x-" not in json.dumps(SCHEMA)


@pytest.mark.parametrize("records", [truth(BASE), listed_truth(BASE)], ids=["details", "lists"])
def test_the_truth_fits_the_schema(records):
    validator = Draft202012Validator(SCHEMA)
    assert [record for record in records if not validator.is_valid(record)] == []


def test_fields_without_a_value_are_left_out():
    priceless = [record["title"] for record in truth(BASE) if "price" not in record]
    assert priceless == ["Terracotta Pot, seconds", "Rocking Chair No. 3", "Wall Hooks (set of 5)"]


def test_each_record_has_a_link_of_its_own():
    assert len({record["url"] for record in truth(BASE)}) == 60


def test_two_products_share_title_and_price_and_have_different_links():
    clocks = [record for record in truth(BASE) if record["title"] == "Wall Clock 30 cm"]
    assert ({record["price"] for record in clocks}, len({record["url"] for record in clocks})) == ({88}, 2)


def test_list_pages_tell_less_than_details():
    assert all(
        on_detail["description"].startswith(on_list["description"])
        for on_detail, on_list in zip(truth(BASE), listed_truth(BASE), strict=True)
    )


def test_what_others_bought_leaves_the_product_itself_out():
    assert [each.number for each in catalogue() if each in also_bought(each)] == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "$64.90"),
        (5, "31,25\N{NO-BREAK SPACE}€"),
        (6, "￥28,900"),
        (15, "1.299,00\N{NO-BREAK SPACE}€"),
        (21, "1\N{NO-BREAK SPACE}290,00\N{NO-BREAK SPACE}kr"),
        (25, "Price on request"),
        (60, "CHF\N{NO-BREAK SPACE}1’099.00"),
    ],
    ids=["dollar", "euro-fr", "yen", "euro-de", "krona", "request", "franc"],
)
def test_prices_are_written_as_in_the_makers_country(number, text):
    assert catalogue()[number - 1].price_text == text


def test_a_product_is_found_by_its_path():
    assert product("/i/007") == catalogue()[6]


def test_an_unknown_path_has_no_product():
    assert product("/i/999") is None
