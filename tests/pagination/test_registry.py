"""The registry of pagination types: names, aliases, and what is refused."""

import pytest

from scraper.exceptions import UnknownPaginationType
from scraper.pagination import PAGINATION_TYPES, PageRequest, Step, following, pagination_type, way_of

ALL = (
    *("none", "auto", "next_button", "numbered_links", "url_pattern", "page_param", "offset", "cursor"),
    *("link_header", "json_link", "load_more", "infinite_scroll", "url_list", "sitemap"),
)


def test_all_fourteen_types_are_built():
    assert sorted(PAGINATION_TYPES) == sorted(ALL)


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
        ("detect", "auto"),
        ("numbered", "numbered_links"),
        ("page_increment", "page_param"),
        ("skip", "offset"),
        ("next_token", "cursor"),
        ("header_link", "link_header"),
        ("next_url", "json_link"),
        ("show_more", "load_more"),
        ("lazy_load", "infinite_scroll"),
        ("sitemap_xml", "sitemap"),
    ],
)
def test_aliases_fold_to_the_type(name, expected):
    assert pagination_type(name).name == expected


def test_an_unknown_type_is_refused_with_all_legal_names():
    with pytest.raises(UnknownPaginationType) as caught:
        pagination_type("nxt_button")
    assert sorted(caught.value.known) == sorted(ALL)


def test_only_lists_have_no_page_limit():
    assert [name for name, kind in PAGINATION_TYPES.items() if not kind.has_page_limit] == ["url_list", "sitemap"]


def test_types_that_guess_are_open_ended():
    guessing = [name for name, kind in PAGINATION_TYPES.items() if kind.is_open_ended]
    assert guessing == ["url_pattern", "page_param", "offset", "load_more", "infinite_scroll"]


CHOSEN = {"auto": {"type": "page_param", "settings": {"param": "p"}}}


def test_a_request_belongs_to_what_auto_chose():
    kind, settings = way_of(PAGINATION_TYPES["auto"], {}, CHOSEN)
    assert (kind.name, settings) == ("page_param", {"param": "p"})


def test_what_auto_chose_goes_on_with_the_requests():
    step = following(PAGINATION_TYPES["auto"], {}, None, PageRequest("https://h.example/?p=2", 2, state=CHOSEN))
    assert step == Step((PageRequest("https://h.example/?p=3", 3, state=CHOSEN),), reason="p=3")
