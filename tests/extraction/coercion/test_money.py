import pytest

from scraper.extraction.coercion.money import find_currency


@pytest.mark.parametrize(
    ("text", "currency"),
    [("5 KR", "KR"), ("5 kronor", None), ("Rs. 5", "Rs."), ("5元", "元"), ("NT$5", "NT$"), ("5 hours", None)],
)
def test_a_sign_of_letters_is_one_only_by_itself(text, currency):
    found = find_currency(text)
    assert (found[0] if found else None) == currency
