"""The life of templates: learnt, applied, audited, stored and restored."""

import dataclasses
import json

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers import Templates
from scraper.page import Page
from tests.extraction.wrappers.sites import Tweaks, page, renamed, schema

LIST, DETAIL = ExtractOptions(mode="list"), ExtractOptions(mode="detail")


def read(templates, numbers, kind="list", tweaks=Tweaks(), options=None):  # noqa: B008
    way = options or ExtractOptions(mode=kind)
    return [templates.read(page("shop", kind, number, tweaks)[0], way) for number in numbers]


def ways(extractions):
    return [each.read_by for each in extractions]


def again(templates, kind="list"):
    """What a second run takes over, by way of JSON."""
    stored = [
        dataclasses.replace(each, selectors=json.loads(json.dumps(each.selectors)), health=dict(each.health))
        for each in templates.changed()
    ]
    restored = Templates(schema(kind), audit_pages=1000)
    assert restored.restore(stored, (LIST, DETAIL)) == len(stored)
    return restored


def test_two_list_pages_are_learnt_from():
    found = read(Templates(schema("list")), range(5))
    assert ways(found)[:2] == ["slow_path"] * 2
    assert "slow_path" not in ways(found)[2:]


def test_three_detail_pages_are_learnt_from():
    found = read(Templates(schema("detail")), range(6), "detail")
    assert ways(found)[:3] == ["slow_path"] * 3
    assert "slow_path" not in ways(found)[3:]


def test_a_wrapper_gives_what_the_slow_path_gives():
    (found,) = read(_learnt("list"), [9])
    slow = extract(page("shop", "list", 9, Tweaks())[0], schema("list"), LIST)
    assert [record.data for record in found.records] == [record.data for record in slow.records]
    assert [record.url for record in found.records] == [record.url for record in slow.records]
    assert [list(record.data) for record in found.records] == [list(record.data) for record in slow.records]


def _learnt(kind):
    templates = Templates(schema(kind), audit_pages=1000)
    read(templates, range(4), kind)
    return templates


def test_a_second_run_learns_nothing():
    second = again(_learnt("list"))
    assert "slow_path" not in ways(read(second, range(4)))
    assert not second.has_learnt


def test_another_way_to_extract_has_wrappers_of_its_own():
    second = again(_learnt("list"))
    assert ways(read(second, [5], options=ExtractOptions(mode="list", min_confidence=0.1))) == ["slow_path"]


def test_a_single_list_page_is_learnt_from_at_the_end():
    templates = Templates(schema("list"))
    read(templates, [0])
    assert templates.changed() == []
    templates.finish()
    assert len(templates.changed()) == 1


def test_every_page_is_audited_where_that_is_asked():
    templates = Templates(schema("list"), audit_pages=1)
    assert ways(read(templates, range(4))) == ["slow_path", "slow_path", "audited", "audited"]


def test_a_redesign_is_learnt_as_one_more_layout_and_the_old_one_stays():
    templates = _learnt("list")
    assert ways(read(templates, range(4, 8), tweaks=Tweaks(classes=renamed)))[:2] == ["slow_path"] * 2
    assert "slow_path" not in ways(
        read(templates, range(8, 10)) + read(templates, [11], tweaks=Tweaks(classes=renamed))
    )


def test_json_pages_go_to_the_slow_path():
    templates = Templates(schema("list"))
    body = Page("https://a.example/api", '[{"title": "a", "price": 1}, {"title": "b", "price": 2}]', is_json=True)
    assert templates.read(body, LIST).read_by == "slow_path"


def test_fields_with_selectors_are_read_by_them():
    own = schema("list").with_selectors({"title": "h3 a::text", "price": "span::text"})
    templates = Templates(own, audit_pages=1000)
    found = [templates.read(page("shop", "list", number, Tweaks())[0], LIST) for number in range(4)]
    assert found[-1].read_by in ("wrapper", "audited")
    assert found[-1].records[0].field_confidence["title"] == 0.99


def test_stored_samples_that_someone_changed_are_left_out():
    (stored,) = _learnt("list").changed()
    restored = Templates(schema("list"))
    assert restored.restore([dataclasses.replace(stored, samples=("?", "eJw="))], (LIST,)) == 1


def test_what_is_stored_in_another_form_is_not_used():
    (stored,) = _learnt("list").changed()
    for selectors in ({}, {**stored.selectors, "format": 0}, {**stored.selectors, "features": "x"}):
        assert Templates(schema("list")).restore([dataclasses.replace(stored, selectors=selectors)], (LIST,)) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"health": "x"},
        {"health": {"applied": float("inf"), "doubts": {"price": []}}},
        {"health": {"applied": -1, "slow": 10**30}},
        {"samples": (None, 7, [])},
        {"samples": 3},
        {"selectors": 5},
    ],
)
def test_a_row_that_someone_spoilt_costs_no_run(changed):
    (stored,) = _learnt("list").changed()
    templates = Templates(schema("list"))
    assert templates.restore([dataclasses.replace(stored, **changed)], (LIST,)) in (0, 1)
    assert read(templates, [1])[0].records
    assert all(0 <= each.pages < 2**31 for each in templates.changed())


def test_an_expression_that_fits_no_record_costs_no_page():
    (stored,) = _learnt("list").changed()
    selectors = json.loads(json.dumps(stored.selectors))
    for field in (*selectors["wrappers"][0]["fields"], selectors["wrappers"][0]["link"]):
        for place in field["places"]:
            place["xpath"] = "id('a')"
    templates = Templates(schema("list"))
    templates.restore([dataclasses.replace(stored, selectors=selectors)], (LIST,))
    assert read(templates, [1])[0].records


def test_lists_and_details_that_look_alike_are_two_layouts():
    templates, auto = Templates(schema("list"), audit_pages=1000), ExtractOptions()
    turns = [("list", 0), ("detail", 1), ("list", 2), ("detail", 3), ("list", 4), ("detail", 5), ("detail", 7)]
    found = [templates.read(page("hashed", kind, number, Tweaks())[0], auto) for kind, number in turns]
    late = [("list", 8), ("detail", 8)]
    found = [templates.read(page("hashed", kind, number, Tweaks())[0], auto) for kind, number in late]
    assert [(each.mode, each.read_by == "slow_path") for each in found] == [("list", False), ("detail", False)]
