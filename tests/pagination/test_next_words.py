"""Labels and class names of next links."""

import pytest

from scraper.pagination.next_words import (
    NEXT_LABELS,
    PREVIOUS_LABELS,
    fold_label,
    has_next_token,
    has_previous_token,
    is_next_label,
    is_previous_label,
    names_other_thing,
)


def test_no_label_leads_both_ways():
    assert not NEXT_LABELS & PREVIOUS_LABELS


def test_every_label_is_folded():
    assert [label for label in NEXT_LABELS | PREVIOUS_LABELS if fold_label(label) != label] == []


@pytest.mark.parametrize("text", ["NEXT »", "[Next]", "next 20", "Next page of results", "go to next page", "次へ>"])
def test_next_labels(text):
    assert is_next_label(text)


@pytest.mark.parametrize("text", ["", "»", "next to the sea", "nextel", "Read more", "next article", "context"])
def test_other_labels(text):
    assert not is_next_label(text)


@pytest.mark.parametrize("text", ["« Prev", "Zurück", "назад", "上一页", "‹", "<<", "Last »"])
def test_previous_labels(text):
    assert is_previous_label(text)


@pytest.mark.parametrize("text", ["Next article", "next month", "Nächster Artikel", "Следующая статья", "next unread"])
def test_other_things(text):
    assert names_other_thing(text)


@pytest.mark.parametrize("text", ["Older posts", "older entries", "Next page"])
def test_pages_of_things_are_no_other_things(text):
    assert not names_other_thing(text)


@pytest.mark.parametrize(
    ("names", "is_next", "is_previous"),
    [
        ("pager-next", True, False),
        ("btn next_page", True, False),
        ("fa fa-angle-right", True, False),
        ("keyboard_arrow_right", True, False),
        ("nav-previous", False, True),
        ("icon-arrow-left", False, True),
        ("prev_next", False, False),
        ("nextgen-gallery context", False, False),
        ("", False, False),
    ],
)
def test_class_names(names, is_next, is_previous):
    assert (has_next_token(names), has_previous_token(names)) == (is_next, is_previous)
