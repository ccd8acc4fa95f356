"""The comparison of measured figures with their floors."""

import json
import sys

import pytest

from tests.quality import floors as module
from tests.quality.figures import Figure, scored, wrong_kind
from tests.quality.floors import as_json, from_json, lowered, main, misses, raised, refuse_unknown
from tests.quality.predictions import tasks

REPORT = {
    "pages": 57,
    "fields": {"price": {"f1": 0.91, "tp": 40, "fn": 5}, "mpn": {"f1": 0.4, "tp": 1, "fn": 2}},
    "micro": {"f1": 0.85555},
    "macro_f1": 0.8,
    "field_calibration": {"ece10": 0.04, "coverage_at_95": 0.5, "auroc": 0.8},
}
LINES = [
    {"mode": "detail", "fields": 2, "records": [{"field_confidence": {"a": 0.9, "b": 0.5}}]},
    {"mode": "list", "fields": 2, "records": []},
    {"error": "ValueError: no"},
]
HELD = {"c": {"micro.f1": Figure(0.9, 57), "field_calibration.ece10": Figure(0.04, 57), "failed": Figure(0.0, 57)}}


def test_all_fields_of_products_are_held_with_the_pages_that_have_them():
    found = scored("products.stripped", "products", REPORT, LINES)
    assert found == {
        "micro.f1": (0.8556, 57),
        "field_calibration.ece10": (0.04, 57),
        "field_calibration.coverage_at_95": (0.5, 57),
        "fields.price.f1": (0.91, 45),
        "fields.mpn.f1": (0.4, 3),
        "failed": (1.0, 57),
        "read_as_list": (1.0, 57),
    }


def test_a_corpus_of_records_is_held_as_a_whole():
    report = {"pages": 8, "records": {"f1": 0.9}, "micro": {"f1": 0.0}, "fields": {"price": {"f1": 0.1}}}
    assert scored("shops", "shops", report, []) == {"records.f1": (0.9, 8), "micro.f1": (0.0, 8), "failed": (0.0, 8)}


def test_of_pages_of_the_wrong_kind_the_share_of_sure_fields_is_held():
    assert wrong_kind(LINES) == {"wrong_kind.sure": (0.25, 3), "failed": (1.0, 3)}


def figure(name, value, pages=57):
    return {"c": {name: Figure(value, pages)}}


@pytest.mark.parametrize(
    ("name", "measured", "floor", "pages", "is_missed"),
    [
        ("micro.f1", 0.9, 0.9, 57, False),
        ("micro.f1", 0.95, 0.9, 57, False),
        ("micro.f1", 0.884, 0.9, 57, False),
        ("micro.f1", 0.88, 0.9, 57, True),
        ("micro.f1", 0.891, 0.9, 1000, False),
        ("micro.f1", 0.889, 0.9, 1000, True),
        ("field_calibration.ece10", 0.049, 0.04, 8, False),
        ("field_calibration.ece10", 0.051, 0.04, 8, True),
        ("wrong_kind.sure", 0.03, 0.015, 8, True),
        ("failed", 1.0, 0.0, 57, True),
        ("read_as_list", 1.0, 0.0, 57, True),
    ],
    ids=[
        *("equal", "above", "one page", "two pages", "a hundredth", "more"),
        *("error by a hundredth", "error by more", "wrong kind", "a page that fails", "a page read as a list"),
    ],
)
def test_one_page_or_a_hundredth_is_tolerated(name, measured, floor, pages, is_missed):
    assert bool(misses(figure(name, measured, pages), figure(name, floor, pages))) is is_missed


@pytest.mark.parametrize("figures", [{}, {"c": {}}, {"d": HELD["c"]}], ids=["nothing", "no figure", "another corpus"])
def test_a_figure_that_is_no_longer_measured_is_missed(figures):
    found = misses(figures, figure("f", 0.0))
    assert [str(miss) for miss in found] == ["c f: no longer measured; its floor is 0.0000"]


def test_a_miss_says_what_fell_by_how_much():
    assert [str(miss) for miss in misses(figure("f", 0.5), figure("f", 0.9))] == [
        "c f: 0.5000 is below its floor 0.9000"
    ]


def test_floors_only_get_better():
    figures = {"c": {"micro.f1": Figure(0.8, 57), "field_calibration.ece10": Figure(0.03, 57), "new": Figure(0.1, 9)}}
    expected = {"c": HELD["c"] | {"field_calibration.ece10": Figure(0.03, 57), "new": Figure(0.1, 9)}}
    assert raised(figures, HELD) == expected


def test_one_floor_may_be_lowered_by_name():
    assert lowered(figure("micro.f1", 0.7), HELD, "c", "micro.f1")["c"]["micro.f1"] == (0.7, 57)
    assert "micro.f1" not in lowered({}, HELD, "c", "micro.f1")["c"]


def test_a_floor_that_is_not_there_cannot_be_lowered():
    with pytest.raises(SystemExit, match=r"no floor is called c micro"):
        lowered(HELD, HELD, "c", "micro")


def test_figures_survive_being_stored():
    assert from_json(json.loads(json.dumps(as_json(HELD)))) == HELD


def test_pages_with_markup_are_read_twice_and_for_schemas_of_other_kinds():
    names = [task.name for task in tasks(["articles", "products", "shops"])]
    assert names == [
        "articles",
        "products",
        "shops",
        "products.stripped",
        "articles on products",
        "products on articles",
    ]


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A file of floors and one of figures in which micro.f1 fell from .9 to .7; the command's arguments."""
    (tmp_path / "corpus").mkdir()
    floors, figures = tmp_path / "floors.json", tmp_path / "figures.json"
    floors.write_text(json.dumps({"floors": as_json(HELD), "lowered": []}))
    figures.write_text(json.dumps(as_json({"c": HELD["c"] | {"micro.f1": Figure(0.7, 57)}})))
    monkeypatch.setattr(module, "FLOORS", floors)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["floors", "--shared", str(tmp_path), "--figures", str(figures), *arguments])
        return main(), json.loads(floors.read_text())

    return run


def test_a_fallen_figure_fails_and_raising_does_not_hide_it(stored):
    assert stored()[0] == 1
    assert stored("--raise") == (1, {"floors": as_json(HELD), "lowered": []})


def test_lowering_keeps_the_sentence(stored):
    code, kept = stored("--lower", "c", "micro.f1", "--because", "The labels of three pages were wrong.")
    assert (code, kept["floors"]["c"]["micro.f1"]["floor"]) == (0, 0.7)
    (entry,) = kept["lowered"]
    assert (entry["floor"], entry["from"], entry["to"]) == ("c micro.f1", 0.9, 0.7)
    assert entry["because"] == "The labels of three pages were wrong."


@pytest.mark.parametrize(
    "arguments",
    [["--lower", "c", "micro.f1"], ["--because", "x" * 30], ["--lower", "c", "micro.f1", "--because", "no"]],
    ids=["no sentence", "no floor", "no reason"],
)
def test_lowering_needs_a_sentence(stored, arguments):
    with pytest.raises(SystemExit):
        stored(*arguments)


def test_only_what_is_measured_can_be_asked_for():
    with pytest.raises(SystemExit, match=r"called 'new'; it is one of: news, news\.stripped"):
        refuse_unknown(["news", "new"], ["news", "news.stripped"])
