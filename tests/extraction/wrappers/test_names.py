"""Which class names and ids last."""

import pytest

from scraper.extraction.wrappers.names import is_stable, shape_of_names, stable_classes


@pytest.mark.parametrize(
    "token",
    ["price", "product-card", "productTitle", "card__title--large", "old_price", "h2", "btn", "PDPName"],
)
def test_names_that_a_person_chose_last(token):
    assert is_stable(token)


@pytest.mark.parametrize(
    "token",
    [
        "css-1x2y3z", "sc-bdVaJa", "jsx-2871293847", "_3x7Kd9", "post-1234", "item-7", "is-active", "active", "kYzAbCq",
        "x1lliihq", "bcdfghjkl", "md:w-1/2", "svelte-1abc2d", "a" * 50, "product12345", "odd", "e1x2y3z4", "",
    ],
)  # fmt: skip
def test_hashes_numbers_and_states_do_not(token):
    assert not is_stable(token)


def test_the_classes_that_last_are_sorted_and_come_once():
    assert stable_classes(" price  css-1x2y3z big price ") == ("big", "price")
    assert stable_classes(None) == ()


def test_an_element_is_named_by_what_lasts():
    assert shape_of_names("li", "card active card-7", "item-3") == "li.card"
    assert shape_of_names("ul", None, "results") == "ul#results"
