"""Repeated regions of a page."""

import pytest

from scraper.extraction.lists.regions import MAX_RECORDS, candidate_regions, kind_classes, region_of_spans
from tests.extraction.reading import document_of

ROW = "<li class='x{}'><a href='/{}'>Entry with a title</a> and some words about it</li>"


def counts(html):
    return {region.count for region in candidate_regions(document_of(html))}


def test_siblings_are_a_region():
    assert 5 in counts("<ul>" + "".join(ROW.format("", n) for n in range(5)) + "</ul>")


def test_siblings_with_varying_classes_are_one_region():
    assert 6 in counts("<ul>" + "".join(ROW.format("abcdef"[n], n) for n in range(6)) + "</ul>")


def test_like_lists_under_like_parents_are_also_one_region():
    rows = "<ul>" + "".join(ROW.format("", n) for n in range(3)) + "</ul>"
    assert 6 in counts(f"<div>{rows}</div><div>{rows}</div>")


def test_runs_of_siblings_are_regions():
    runs = "".join(f"<h3>Heading number {n}</h3><p>First paragraph</p><p>Second paragraph</p>" for n in range(4))
    spans = [
        region.spans
        for region in candidate_regions(document_of(f"<div>{runs}</div>"))
        if region.spans[0][1] - region.spans[0][0] == 3
    ]
    assert [len(each) for each in spans] == [4]


def test_a_run_ends_at_a_heading_of_a_higher_level():
    runs = "<h2>June</h2><h3>One title</h3><p>Text one</p><h2>July</h2><h3>Another title</h3><p>Text of it</p>"
    document = document_of(f"<div>{runs * 3}</div>")
    sizes = {region.spans[0][1] - region.spans[0][0] for region in candidate_regions(document) if region.count == 6}
    assert 2 in sizes


def test_a_page_without_repetition_has_no_region():
    assert candidate_regions(document_of("<p>Hello</p>")) == []


def test_regions_are_bounded():
    assert max(counts("<ul>" + ROW.format("", 1) * (MAX_RECORDS + 10) + "</ul>")) == MAX_RECORDS


def test_a_large_part_of_a_page_and_scraps_are_no_region():
    rows = "".join(f"<i>Word number {n}</i>" for n in range(250))
    regions = candidate_regions(document_of(f"<div><p>Lamps of brass</p><p>{rows}</p><p>Sold since 1900</p></div>"))
    assert [region for region in regions if region.count == 3] == []


def test_chosen_spans_are_kept_in_page_order():
    assert region_of_spans(document_of("<p>a</p><p>b</p>"), [(3, 4), (2, 3), (2, 3)]).spans == ((2, 3), (3, 4))


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        pytest.param("post-1581 post odd", "post", id="number and state"),
        pytest.param("col-4 card", "card col-4", id="short numbers tell the kind"),
        pytest.param("", "", id="empty"),
    ],
)
def test_classes_tell_the_kind_of_a_record(named, kept):
    assert kind_classes(named) == kept
