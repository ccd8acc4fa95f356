"""Cells that reach over rows and columns."""

import pytest

from scraper.extraction import extract
from scraper.extraction.lists.table_grid import is_heading_row, table_grid
from tests.extraction.reading import document_of, page_of, schema_of

TEXT, DAY = {"type": "string"}, {"type": "string", "format": "date"}
PROGRAMME = (
    "<html lang='en'><body><h1>Programme</h1><table><tr><th>Day</th><th>Time</th><th>Event</th><th>Room</th></tr>"
    "<tr><td rowspan=2>5 December 2026</td><td>10:00</td><td><a href=/1>Opening of fair</a></td><td>Hall A</td></tr>"
    "<tr><td>12:00</td><td><a href=/2>Lunch concert</a></td><td>Hall B</td></tr>"
    "<tr><td rowspan=3>6 December 2026</td><td>10:00</td><td><a href=/3>Talk</a></td><td rowspan=2>Hall C</td></tr>"
    "<tr><td>12:00</td><td><a href=/4>Closing panel</a></td></tr>"
    "<tr><td>14:00</td><td><a href=/5>Farewell drinks</a></td><td>Bar</td></tr></table></body></html>"
)


def records(html, **properties):
    return extract(page_of(html), schema_of(**properties)).records


def grid_of(rows):
    document = document_of(f"<table>{rows}</table>")
    return document, document.once(table_grid)


def test_a_cell_that_spans_rows_belongs_to_each_of_them():
    found = records(PROGRAMME, title=TEXT, date=DAY, room=TEXT)
    assert [(each.data["date"], each.data["room"]) for each in found] == [
        ("2026-12-05", "Hall A"),
        ("2026-12-05", "Hall B"),
        ("2026-12-06", "Hall C"),
        ("2026-12-06", "Hall C"),
        ("2026-12-06", "Bar"),
    ]


def test_its_evidence_points_at_the_spanning_cell():
    found = records(PROGRAMME, title=TEXT, date=DAY, room=TEXT)
    assert found[1].evidence["date"].path == found[0].evidence["date"].path


def test_the_cells_after_it_stay_in_their_columns():
    assert [each.data["time"] for each in records(PROGRAMME, title=TEXT, time=TEXT)] == [
        *("10:00", "12:00"),
        *("10:00", "12:00", "14:00"),
    ]


def test_a_header_over_two_columns_is_part_of_both_their_names():
    html = (
        "<table><tr><th rowspan=2>Hut</th><th colspan=2>Price</th></tr><tr><th>Members</th><th>Guests</th></tr>"
        + "".join(f"<tr><td>Hut {name}</td><td>{n}1 €</td><td>{n}5 €</td></tr>" for n, name in enumerate("ABCDE", 1))
        + "</table>"
    )
    found = records(html, name=TEXT, price_guests={"type": "number"}, price_members={"type": "number"})
    assert found[0].data == {"name": "Hut A", "price_guests": 15, "price_members": 11}


def test_a_cell_that_spans_columns_belongs_to_each_of_them():
    rows = "".join(f"<tr><td>Hut {n}</td><td>from day {n} on</td><td>till day {n}</td></tr>" for n in range(1, 6))
    html = (
        "<table><tr><th>Name</th><th>Summer</th><th>Winter</th></tr>"
        f"{rows}<tr><td>Hut 6</td><td colspan=2>closed for repair</td></tr></table>"
    )
    found = records(html, name=TEXT, summer=TEXT, winter=TEXT)
    assert found[5].data == {"name": "Hut 6", "summer": "closed for repair", "winter": "closed for repair"}


def test_a_table_without_such_cells_has_no_grid():
    assert grid_of("<tr><td>1</td><td>2</td></tr>")[1].columns == {}


@pytest.mark.parametrize("rows", ["0", "-1", "x", "1"], ids=str)
def test_spans_that_are_none_are_left(rows):
    assert grid_of(f"<tr><td rowspan='{rows}'>1</td></tr><tr><td>2</td></tr>")[1].further == {}


def test_a_row_of_one_cell_over_all_columns_heads_the_rows_below_it():
    document, _ = grid_of("<tr><td colspan=3>5 May</td></tr><tr><td>1</td><td>2</td><td>3</td></tr>")
    assert [is_heading_row(document, row) for row in document.by_tag["tr"]] == [True, False]


def test_huge_spans_cost_little():
    cell = "<td rowspan=60000 colspan=60000>1</td>"
    _, grid = grid_of("".join(f"<tr>{cell * 5}</tr>" for _ in range(300)))
    assert max(map(len, grid.further.values())) <= 12


@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_spans_of_thousands_of_digits_are_read_as_huge(name):
    document, grid = grid_of(f"<tr><td {name}={'9' * 5000}>1</td><td>2</td></tr><tr><td>3</td></tr>")
    assert [grid.columns[cell] for cell in document.by_tag["td"]] == ([0, 1, 1] if name == "rowspan" else [0, 1000, 0])
