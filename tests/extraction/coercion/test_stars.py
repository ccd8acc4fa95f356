"""Ratings drawn with characters."""

import pytest

from scraper.extraction.coercion.stars import star_rating


@pytest.mark.parametrize(
    ("text", "rating"),
    [("★★★★☆", 4), ("★★★½☆", 3.5), ("☆☆☆☆☆", 0), ("⭐⭐⭐", 3), ("★ 4.5 (23)", None), ("good", None)],
)
def test_full_stars_are_counted(text, rating):
    assert star_rating(text) == rating
