"""Lists in groups of JSON bodies."""

import pytest

from scraper.extraction.json_pages.groups import by_key, grouped_lists
from scraper.extraction.json_pages.lists import list_of

GROUPS = [
    {"day": "2024-05-01", "talks": [{"title": "A"}, {"title": "B"}]},
    {"day": "2024-05-02", "talks": [{"title": "C"}]},
]


def test_members_have_what_their_group_says():
    (found,) = grouped_lists(list_of("/days", GROUPS))
    assert [place.value for place in found.places] == [
        {"day": "2024-05-01", "title": "A"},
        {"day": "2024-05-01", "title": "B"},
        {"day": "2024-05-02", "title": "C"},
    ]


def test_what_a_member_has_from_its_group_stands_at_the_group():
    (found,) = grouped_lists(list_of("/days", GROUPS))
    assert [found.places[2].pointer_of((key,)) for key in ("day", "title")] == ["/days/1/day", "/days/1/talks/0/title"]


def test_objects_with_one_part_each_are_no_groups():
    assert list(grouped_lists(list_of("", [{"a": [{"x": 1}]}, {"a": [{"x": 2}]}]))) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ({"2024-05-01": [{"x": 1}, {"x": 2}], "2024-05-02": [{"x": 3}]}, 3),
        ({"items": [{"x": 1}], "related": [{"x": 2}]}, None),
        ({"2024": [{"x": 1}]}, None),
        ({"2024": [{"x": 1}], "2025": [1]}, None),
    ],
)
def test_arrays_under_keys_that_are_values_are_one_list(body, count):
    found = by_key("", body)
    assert (len(found.places) if found else None) == count
