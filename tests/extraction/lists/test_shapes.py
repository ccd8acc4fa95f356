"""What columns look like to roles."""

import pytest

from scraper.extraction.lists.shapes import SHAPES
from tests.extraction.reading import columns_of, field_of

ROW = (
    "<h3><a href='/t/{n}'>Title about {w}</a></h3><p>A long text about {w} that goes on and on, so it cannot be "
    "anything but a teaser of what stands on the page behind it, one after the other.</p><i>May {n}, 2024</i>"
    "<b>€ {n}9.50</b><a href='javascript:void(0)'>Buy</a><a href='/u'><img src='/{n}.jpg'></a>"
)


def best(role, field):
    columns = columns_of(*(ROW.format(n=n, w="abcdefgh"[n]) for n in range(1, 6)))
    return max(columns, key=lambda column: SHAPES[role](column, field_of(field))).first.text


@pytest.mark.parametrize(
    ("role", "field", "text"),
    [
        pytest.param("title", "title", "Title about b", id="title"),
        pytest.param("date", "date", "May 1, 2024", id="date"),
        pytest.param("money", "price", "€ 19.50", id="price"),
        pytest.param("link", "url", "/t/1", id="link"),
        pytest.param("image", "image", "/1.jpg", id="picture"),
    ],
)
def test_the_best_looking_column(role, field, text):
    assert best(role, field) == text
