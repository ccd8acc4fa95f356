"""The registry of pagination types: names, aliases, and what is refused."""

import pytest

from scraper.exceptions import JobError, UnknownPaginationType
from scraper.pagination import PAGINATION_TYPES, PLANNED_TYPES, pagination_type

ALL = (
    *("none", "auto", "next_button", "numbered_links", "url_pattern", "page_param", "offset", "cursor"),
    *("link_header", "json_link", "load_more", "infinite_scroll", "url_list", "sitemap"),
)


def test_all_fourteen_types_are_built_or_planned():
    assert sorted([*PAGINATION_TYPES, *PLANNED_TYPES]) == sorted(ALL)


def test_each_type_is_registered_under_its_own_name():
    assert [kind.name for kind in PAGINATION_TYPES.values()] == list(PAGINATION_TYPES)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (None, "none"),
        ("", "none"),
        ("  ", "none"),
        ("single_page", "none"),
        ("single", "none"),
        ("next_button", "next_button"),
        ("next_link", "next_button"),
        ("next", "next_button"),
        ("click_next", "next_button"),
        (" Next_Button ", "next_button"),
        ("url_template", "url_pattern"),
        ("url_range", "url_pattern"),
        ("urls", "url_list"),
        ("list", "url_list"),
    ],
)
def test_aliases_fold_to_the_type(name, expected):
    assert pagination_type(name).name == expected


def test_an_unknown_type_is_refused_with_all_legal_names():
    with pytest.raises(UnknownPaginationType) as caught:
        pagination_type("nxt_button")
    assert sorted(caught.value.known) == sorted(ALL)


@pytest.mark.parametrize("name", ["auto", "sitemap_xml"])
def test_a_planned_type_is_refused_by_name(name):
    with pytest.raises(JobError, match="is not built yet; use one of: none, next_button, url_pattern, page_param"):
        pagination_type(name)


def test_only_url_list_has_no_page_limit():
    assert [name for name, kind in PAGINATION_TYPES.items() if not kind.has_page_limit] == ["url_list"]


def test_types_that_guess_are_open_ended():
    guessing = [name for name, kind in PAGINATION_TYPES.items() if kind.is_open_ended]
    assert guessing == ["url_pattern", "page_param", "offset"]
