"""What a wrapper says of a page, and what makes it doubt."""

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers import Applier, example_of, learn
from tests.extraction.wrappers.sites import DRIFTS, Tweaks, page, schema

OPTIONS = {kind: ExtractOptions(mode=kind) for kind in ("list", "detail")}


@pytest.fixture(scope="module")
def appliers():
    return {kind: Applier(learnt(kind), schema(kind), OPTIONS[kind]) for kind in ("list", "detail")}


def learnt(kind):
    pages = [page("shop", kind, number, Tweaks())[0] for number in range(4)]
    read = [extract(each, schema(kind), OPTIONS[kind]) for each in pages]
    return learn([example_of(*each) for each in zip(pages, read, strict=True)], schema(kind), OPTIONS[kind])


def applied(appliers, kind, number, drift="none"):
    return appliers[kind].apply(page("shop", kind, number, DRIFTS[drift])[0])


@pytest.mark.parametrize("kind", ["list", "detail"])
def test_a_page_of_the_template_is_read_without_a_doubt(appliers, kind):
    found = applied(appliers, kind, 7)
    assert found.is_sound
    assert [record.data for record in found.extraction.records] == page("shop", kind, 7, Tweaks())[1]
    assert found.extraction.read_by == "wrapper"


def test_a_field_that_the_page_lacks_is_named(appliers):
    assert applied(appliers, "detail", 9).missing == ("old_price",)
    assert applied(appliers, "detail", 10).missing == ()


@pytest.mark.parametrize(
    ("kind", "drift", "doubt"),
    [
        ("list", "classes renamed", ("", "records")),
        ("list", "classes swapped", ("price", "names")),
        ("detail", "extra h1", ("title", "conflict")),
    ],
)
def test_a_change_is_a_doubt_about_a_field(appliers, kind, drift, doubt):
    assert doubt in [(each.field, each.reason) for each in applied(appliers, kind, 7, drift).doubts]


def test_a_page_without_records_is_doubted(appliers):
    found = appliers["list"].apply(page("shop", "detail", 3, Tweaks())[0])
    assert (found.extraction.records, found.is_sound) == ((), False)
