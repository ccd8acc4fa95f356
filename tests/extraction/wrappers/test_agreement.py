"""How far a wrapper's reading agrees with the slow path's."""

import pytest

from scraper.extraction.values import Extraction, Record
from scraper.extraction.wrappers.agreement import RECORDS, agreement, is_same, key_of


def record(url=None, sure=0.9, **data):
    return Record(data, sure, dict.fromkeys(data, sure), {}, url)


def faults(mine, theirs, tolerance=0.0, modes=("list", "list")):
    return agreement(Extraction(tuple(mine), modes[0]), Extraction(tuple(theirs), modes[1])).faults(tolerance)


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["a"]),
        ({}, {"a": 2}, ["a"]),
        ({"a": 1, "b": 2}, {"a": 1}, ["b"]),
    ],
    ids=["same", "other value", "missing", "more"],
)
def test_values_are_compared_by_field(mine, theirs, found):
    assert faults([record(**mine)], [record(**theirs)]) == found


def test_what_the_slow_path_is_not_sure_of_is_not_counted():
    assert faults([record(a=1)], [record(a=2, sure=0.4)]) == []


def test_a_share_of_differences_is_tolerated():
    mine, theirs = [record(a=n) for n in range(10)], [record(a=n or 99) for n in range(10)]
    assert faults(mine, theirs, 0.1) == []
    assert faults(mine, theirs, 0.05) == ["a"]


def test_records_are_paired_by_their_links_where_one_is_missing():
    theirs = [record(f"/{n}", a=n) for n in range(3)]
    assert faults(theirs[1:], theirs) == [RECORDS]


def test_a_list_and_a_detail_do_not_agree():
    assert faults([record(a=1)], [record(a=1)], modes=("list", "detail")) == [RECORDS]


@pytest.mark.parametrize(
    ("one", "other", "same"), [(1, 1.0, True), (1, True, False), ("1", 1, False), ([1], [1], True)]
)
def test_equal_values_are_the_same_but_no_booleans(one, other, same):
    assert is_same(one, other) is same


def test_a_record_is_known_by_its_link_or_else_its_values():
    assert key_of(record("/1", a=1)) == "/1"
    assert key_of(record(a=1)) == key_of(record(a=1)) != key_of(record(a=2))
