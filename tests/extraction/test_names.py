"""Words of naming attributes."""

from scraper.extraction.names import WordIndex, name_words


def test_a_name_is_split_in_any_case_style():
    assert name_words("product-priceBox__old") == ("product", "price", "box", "old")


def test_a_word_leads_to_its_elements_in_order_and_once():
    assert WordIndex([("price-box", [7, 9]), ("price", [3, 7])])["price"] == [3, 7, 9]


def test_a_word_that_nobody_bears_leads_nowhere():
    assert WordIndex([("price", [1])])["sku"] == []


def test_a_default_stands_for_a_word_that_nobody_bears():
    assert WordIndex([("price", [1])]).get("sku", (4,)) == (4,)
