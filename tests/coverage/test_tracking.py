"""scraper.coverage.tracking: whatever order pages come in, the track of a run is the same, and comes back as it was."""

import json
from itertools import permutations

from scraper.coverage.tracking import NAMED_PAGES, Track
from scraper.coverage.values import Promise, Strength

_SURE = Promise("records", 240, Strength.STATED, "text", "1–20 of 240", "/p")
_LATER = Promise("records", 241, Strength.STATED, "text", "41–60 of 241", "/p")


def _page(track, number):
    if number == 4:
        track.failed.add(4, "https://a.example/4", reason="timeout", tries=3)
        return
    track.read(number, f"https://a.example/{number}", found=0 if number == 2 else 20, is_new=number != 2)
    track.hear([_LATER if number == 3 else _SURE], number, f"https://a.example/{number}")


def _track(order):
    track = Track()
    for number in order:
        _page(track, number)
    return track


def test_the_order_of_pages_does_not_matter():
    expected = _track((1, 2, 3, 4)).as_json()
    assert all(_track(order).as_json() == expected for order in permutations((1, 2, 3, 4)))


def test_a_track_comes_back_from_json_as_it_was_and_goes_on():
    half = Track.from_json(json.loads(json.dumps(_track((1, 2)).as_json())))
    for number in (3, 4):
        _page(half, number)
    assert half == _track((1, 2, 3, 4))


def test_what_most_pages_say_is_believed():
    assert [each.promise.value for each in _track((1, 2, 3)).ranked("records")] == [240, 241]


def test_a_strip_that_shows_more_on_later_pages_is_believed_for_its_highest_number():
    track = Track()
    for number, last in ((1, 5), (2, 5), (3, 7)):
        track.hear([Promise("pages", last, Strength.STRIP, "links", "…")], number, "https://a.example/")
    assert track.ranked("pages")[0].promise.value == 7


def test_pages_are_named_up_to_a_number_and_counted_beyond():
    track = Track()
    for number in range(50, 0, -1):
        track.read(number, f"https://a.example/{number}", found=0, is_new=False)
    assert (track.empty.count, [each["page"] for each in track.empty.first]) == (50, [*range(1, NAMED_PAGES + 1)])


def test_a_site_that_says_another_total_on_each_page_costs_no_memory():
    track = Track()
    for number in range(1, 500):
        track.hear([Promise("records", number, Strength.COUNT, "text", "x" * 100)], number, "https://a.example/")
    assert len(json.dumps(track.as_json())) < 40_000
