"""The stored form of wrappers: what comes back is what went in, and nothing else is taken."""

import copy
import json

import pytest

from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, Profile, Wrapper

PLACES = (
    Place("structure", "./body/main[1]/ul/li", classes=("card",), up=1),
    Place("label", ".//dt[normalize-space()='Price:']/following-sibling::dd[1]", cut=("strip", "$", "")),
    Place("name", "id('list')/div[2]//span[contains(concat(' ',normalize-space(@class),' '),' price ')]", "@content"),
    Place("markup", ".//script[@type='application/ld+json']", "#Product/offers/price", is_single=False),
    Place("url", "", cut=("after", "/p/")),
)
FIELD = FieldWrapper(
    "price", PLACES[:2], PLACES[2:4], ("|del",), 0.9, 0.8, 1.0, Profile(1, 9, 0.5, 90.0, True, None, True)
)
WRAPPER = Wrapper("list", PLACES[:1], (FIELD,), FieldWrapper("url", PLACES[4:]), (("price", "old"),), 3)


def test_what_was_stored_is_read_again():
    assert Wrapper.from_json(json.loads(json.dumps(WRAPPER.as_json()))) == WRAPPER


@pytest.mark.parametrize(
    "xpath",
    [
        "document('http://evil.example/')",
        "//*[re:test(., '(a+)+$')]",
        ".//a[count(//*//*//*) > 1]",
        ".//*//*//*//*//*",
        "./a | /etc",
        "",
        "./a[@b='c' or true()]",
        "./" + "a/" * 3000 + "a",
    ],
)
def test_an_expression_that_learning_does_not_make_is_refused(xpath):
    stored = json.loads(json.dumps(WRAPPER.as_json()))
    stored["fields"][0]["places"][0]["xpath"] = xpath
    assert Wrapper.from_json(stored) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("mode",), "both"),
        (("records",), []),
        (("fields",), []),
        (("fields", 0, "fill"), 7),
        (("fields", 0, "confidence"), "high"),
        (("fields", 0, "places"), []),
        (("fields", 0, "places", 0, "part"), "text()"),
        (("fields", 0, "places", 0, "cut"), ["eval", "x"]),
        (("fields", 0, "places", 0, "kind"), "code"),
        (("fields", 0, "places", 0, "up"), 99),
        (("fields", 0, "profile", "shortest"), None),
        (("orders",), [["a"]]),
    ],
)
def test_a_value_out_of_place_is_refused(path, value):
    stored = copy.deepcopy(json.loads(json.dumps(WRAPPER.as_json())))
    at = stored
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert Wrapper.from_json(stored) is None


@pytest.mark.parametrize("stored", [None, [], "x", {}, {"mode": "list"}])
def test_what_is_no_wrapper_is_refused(stored):
    assert Wrapper.from_json(stored) is None
