"""What the commands print."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from scraper.console.tables import cell, fair_widths, print_facts, print_json, print_records, print_table

LONG_ID = UUID(int=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("two\nlines\tand \x1b[31mred", "two lines and  [31mred"),
        (["a", "b"], "a, b"),
        ({"a": [1]}, '{"a": [1]}'),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02 03:04:05Z"),
        (12.5, "12.5"),
        ("x" * 300, "x" * 199 + "…"),
    ],
    ids=["nothing", "control", "texts", "object", "time", "number", "long"],
)
def test_a_value_becomes_plain_text(value, text):
    assert cell(value) == text


@pytest.mark.parametrize(
    ("natural", "room", "widths"),
    [
        ([5, 5], 20, [5, 5]),
        ([5, 50], 20, [5, 15]),
        ([50, 5, 50], 25, [10, 5, 10]),
        ([9, 9, 9], 2, [1, 1, 1]),
        ([], 10, []),
    ],
    ids=["all fit", "one wide", "two wide", "no room", "none"],
)
def test_wide_columns_share_what_narrow_ones_leave(natural, room, widths):
    assert fair_widths(natural, room) == widths


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_of_records_fits_the_terminal(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    record = {f"field{number}": "a value of some length " * number for number in range(9)}
    print_records([(record, 0.5)] * 3)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= width


def test_fields_that_do_not_fit_are_named(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    print_records([({f"field{number}": "a value" for number in range(9)}, None)])
    assert "field8" in capsys.readouterr().out.replace("\n", " ")


def test_no_records_are_none(capsys):
    print_records([])
    assert capsys.readouterr().out == "none\n"


def test_markup_of_a_page_is_shown_as_it_is(capsys):
    print_records([({"title": "[bold]Tea[/bold]"}, 0.9)])
    assert "[bold]Tea[/bold]" in capsys.readouterr().out


def test_an_id_is_never_cut(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    print_table(("id", "text"), [(LONG_ID, "a text that is too long for the rest of the line")])
    assert str(LONG_ID) in capsys.readouterr().out


def test_a_table_without_rows_is_none(capsys):
    print_table(("id",), [])
    assert capsys.readouterr().out == "none\n"


def test_facts_without_a_value_are_left_out(capsys):
    print_facts({"a": 1, "b": None, "c": {}, "d": 0})
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["a", "1"], ["d", "0"]]


def test_json_has_times_and_ids_as_text(capsys):
    print_json({"id": LONG_ID, "at": datetime(2026, 1, 2, tzinfo=UTC)})
    assert json.loads(capsys.readouterr().out) == {"id": str(LONG_ID), "at": "2026-01-02T00:00:00+00:00"}
