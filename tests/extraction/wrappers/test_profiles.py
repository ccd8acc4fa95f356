import pytest

from scraper.extraction.wrappers.profiles import odd_ones, profile_of

PRICES = profile_of([(f"${number}.00", float(number)) for number in (20, 30, 45, 60)], is_varied=True)


@pytest.mark.parametrize(
    ("text", "value", "odd"),
    [("$25.00", 25.0, 0), ("$52.00 $44.00", 52.0, 1), ("52 € 44 €", 52.0, 1), ("$9,999,999", 9999999.0, 1)],
    ids=["like the known ones", "an old price before it", "in euros", "far too much"],
)
def test_prices_unlike_the_known_ones_are_odd(text, value, odd):
    assert odd_ones(PRICES, [text], [value]) == odd
