"""What wrappers lose beside the slow path alone, on sites whose records lack fields in several layouts.

`python -m tests.extraction.wrappers.test_losses [--pages 150]` prints figures.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers import Templates
from tests.extraction.wrappers.optional_sites import SITES, page

PAGES = {"detail": 50, "list": 12}
CONFIDENT = 0.5


@dataclass
class Losses:
    """Values that the slow path alone gave; of them those that a run with wrappers lacks; and its sure, wrong ones.

    What is as wrong on the slow path is not counted. `late` says what read the second half of the pages.
    """

    values: int = 0
    lost: list[tuple[object, ...]] = field(default_factory=list)
    wrong: list[tuple[object, ...]] = field(default_factory=list)
    read_by: Counter = field(default_factory=Counter)
    late: Counter = field(default_factory=Counter)


def losses(site, kind, pages):
    """A run over the site's pages, compared page by page."""
    templates, options, result = Templates(site.schema), ExtractOptions(mode=kind), Losses()
    for number in range(pages):
        shown, truth = page(site, number, kind)
        read, alone = templates.read(shown, options), extract(shown, site.schema, options)
        result.read_by[read.read_by] += 1
        result.late[read.read_by] += number >= pages // 2
        for mine, slow, right in zip(read.records, alone.records, truth, strict=False):
            count(mine, slow, right, (number, result))
        result.values += sum(len(slow.data) for slow in alone.records[len(read.records) :])
        result.lost += [(number, "record") for _ in alone.records[len(read.records) :]]
    return result


def count(mine, slow, right, where):
    number, found = where
    found.values += len(slow.data)
    found.lost += [(number, name, value) for name, value in slow.data.items() if name not in mine.data]
    for name, value in mine.data.items():
        is_wrong = value != right.get(name) and value != slow.data.get(name)
        if is_wrong and mine.field_confidence[name] >= CONFIDENT:
            found.wrong.append((number, name, value, right.get(name)))


@pytest.fixture(scope="module")
def found():
    return {kind: {site.name: losses(site, kind, pages) for site in SITES} for kind, pages in PAGES.items()}


@pytest.mark.parametrize("name", [site.name for site in SITES])
def test_no_value_of_a_detail_page_is_lost(found, name):
    assert found["detail"][name].lost == []


@pytest.mark.parametrize("kind", ["detail", "list"])
def test_hardly_a_value_is_wrong(found, kind):
    wrong = [each for losses in found[kind].values() for each in losses.wrong]
    assert len(wrong) <= 0.01 * sum(losses.values for losses in found[kind].values()), wrong


def test_hardly_a_value_of_a_list_is_lost(found):
    lost = [each for losses in found["list"].values() for each in losses.lost]
    assert len(lost) <= 0.01 * sum(losses.values for losses in found["list"].values()), lost


def test_the_wrappers_read_most_pages_once_they_know_the_layouts(found):
    late = sum((losses.late for losses in found["detail"].values()), Counter())
    assert late["slow_path"] <= 0.2 * late.total()


def main():
    """Print the figures of all sites."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=150)
    pages = parser.parse_args().pages
    for kind in ("detail", "list"):
        total = Losses()
        for site in SITES:
            each = losses(site, kind, pages if kind == "detail" else pages // 4)
            print(f"{kind} {site.name}: {len(each.lost)} lost, {len(each.wrong)} wrong of {each.values}", end=" ")
            print(f"{dict(each.read_by)}, in the second half {dict(each.late)}")
            total.values += each.values
            total.lost += each.lost
            total.wrong += each.wrong
            total.read_by += each.read_by
        print(f"{kind}: {len(total.lost)} lost, {len(total.wrong)} wrong of {total.values}", dict(total.read_by))


if __name__ == "__main__":
    main()
