"""Ratings and how many there are."""

import pytest

from scraper.extraction.sources.ratings import ratings
from tests.extraction.reading import scope_of

NUMBER = {"type": "number"}


@pytest.mark.parametrize(
    ("html", "rating", "count"),
    [
        ('<div class="rating">4.5 out of 5 (23 ratings)</div>', "4.5", "23"),
        ('<div class="stars" aria-label="Rated 4.6 out of 5 stars"></div>', "4.6", None),
        (
            '<div class="rating"><span class="average">4.94</span> from <span class="count">16</span> votes</div>',
            "4.94",
            "16",
        ),
        ('<span class="bewertung">4,8 von 5 Sternen · 1.204 Bewertungen</span>', "4,8", "1.204"),
        ('<i class="star-rating" title="3.5/5"></i>', "3.5", None),
        ('<div class="review-stars" data-rating="4.2" data-count="12"></div>', "4.2", "12"),
        ('<span class="note">4,5 sur 5</span> <span class="avis">(87 avis)</span>', "4,5", "87"),
        ('<div class="rating"><input type="radio" value="1"><input type="radio" value="2"></div>', None, None),
        ('<div class="reviews" data-mv-create-rating="4.7" data-mv-total-ratings="9"></div>', "4.7", "9"),
        ('<img src="s.png" alt="Rating: 4/5">', "4", None),
        ('<div class="rating"><i aria-label="Rate this 1 out of 5 stars"></i></div>', None, None),
        ('<p class="text">4.5 out of 5 doctors</p>', None, None),
    ],
)
def test_widgets_and_texts_give_the_rating_and_its_count(html, rating, count):
    scope = scope_of(f"<body><h1>Thing</h1>{html}</body>", rating=NUMBER, ratings_count={"type": "integer"})
    best = [next((each.raw for each in ratings(scope, spec)), None) for spec in scope.schema.fields]
    assert best == [rating, count]
