"""Header rows of tables."""

import pytest

from scraper.extraction.lists.headers import header_rows, table_headers
from tests.extraction.reading import document_of

HEAD = "<table>{}<tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"


def rows_of(html):
    document = document_of(html)
    return document, [(index, document.ends[index]) for index in document.by_tag["tr"]]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("<tr><th>Name</th><th>Price</th></tr>", id="th"),
        pytest.param("<thead><tr><td>Name</td><td>Price</td></tr></thead>", id="thead"),
        pytest.param("<tr><td><b>Name</b></td><td><strong>Price</strong></td></tr>", id="bold cells"),
    ],
)
def test_header_rows_name_the_cells_below(header):
    document, rows = rows_of(HEAD.format(header))
    assert table_headers(document, rows[1]) == {"td0": "Name", "td1": "Price"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("<tr><td>Name</td><td>Price</td></tr>", id="plain cells"),
        pytest.param("<tr><td><b>Lamp</b></td><td><b>12</b></td></tr>", id="bold values"),
        pytest.param("<tr><td><b><a href='/x'>Lamp</a></b></td><td><b>Red</b></td></tr>", id="bold links"),
    ],
)
def test_rows_of_values_are_no_headers(row):
    assert header_rows(*rows_of(HEAD.format(row))) == frozenset()


def test_of_very_wide_headers_the_first_columns_are_read():
    header = f"<tr>{'<th colspan=12>Name</th>' * 1000}</tr>"
    document, rows = rows_of(HEAD.format(header * 2))
    assert len(table_headers(document, rows[2])) <= 300 * 12


def test_outside_tables_there_are_no_headers():
    document = document_of("<ul><li>a</li></ul>")
    assert table_headers(document, (document.by_tag["li"][0], len(document))) == {}
