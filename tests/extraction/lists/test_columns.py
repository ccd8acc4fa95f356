"""Columns of a region."""

import pytest

from tests.extraction.reading import columns_of


def column_of(text, *rows):
    return next(each for each in columns_of(*rows) if each.first.text == text)


LINKS = [
    f"<h3><a href='/{n}'>Title {n}</a></h3><b>$ {n}.50</b><i>May {n}, 2024</i><u>{n} votes</u>" for n in range(1, 5)
]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        pytest.param("Title 1", "heading", id="heading"),
        pytest.param("Title 1", "linked", id="link"),
        pytest.param("Title 1", "distinct", id="distinct"),
        pytest.param("$ 1.50", "money", id="money"),
        pytest.param("May 1, 2024", "dates", id="date"),
        pytest.param("1 votes", "digits", id="digits"),
        pytest.param("/1", "links", id="address"),
    ],
)
def test_shapes_are_seen(text, shape):
    assert getattr(column_of(text, *LINKS), shape) == 1.0


def test_words_that_values_share_describe_them():
    assert column_of("1 votes", *LINKS).shared_words == {"votes"}


def test_coverage_counts_the_records_that_have_the_value():
    assert column_of("x1", "<i>x1</i><b>a</b>", "<b>b</b>", "<i>x2</i><b>c</b>", "<b>d</b>").coverage == 0.5


def test_records_of_thousands_of_places_have_only_so_many_columns():
    rows = [
        "".join(f"<i class='{chr(97 + n // 26)}{chr(97 + n % 26)}'>word</i>{row}" for n in range(500)) for row in "xy"
    ]
    assert len(columns_of(*rows)) <= 300


def test_words_of_a_column_are_those_beside_and_within_its_values():
    column = column_of("1 votes", *(row.replace("<u>", "<u class=score>") for row in LINKS))
    assert {0.9: {"score"}, 0.8: {"votes"}}.items() <= dict(column.word_sets).items()


def test_what_is_kept_from_screen_readers_is_known():
    rows = [f"<h3>Lamp {n}</h3><i aria-hidden=true>{n} stars</i>" for n in range(4)]
    assert (column_of("0 stars", *rows).unspoken, column_of("Lamp 0", *rows).unspoken) == (1.0, 0.0)


def test_last_authors_are_told_from_authors():
    rows = [f"<i class=author>Ann {n}</i><i class=last-author>Bob {n}</i>" for n in range(4)]
    assert (column_of("Ann 0", *rows).is_last, column_of("Bob 0", *rows).is_last) == (False, True)
