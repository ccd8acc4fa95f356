"""scraper.runs.memory: notes and pagination go into the metadata and come back as they were."""

import json
from collections import Counter

from scraper.failures import FailedFetch
from scraper.items import Visit
from scraper.runs.memory import Paging, RunNotes


def test_a_pagination_comes_back_as_it_was():
    paging = Paging(1, 2, 3, 4, is_over=True, contents={"b", "a"})
    assert Paging.from_json(json.loads(json.dumps(paging.as_json())), ["a", "b"]) == paging


def test_a_pagination_without_a_past_begins_anew():
    assert Paging.from_json({}) == Paging()


def test_a_pagination_that_another_version_kept_is_read_as_far_as_it_is_known():
    assert Paging.from_json({"failed_pages": 2, "contents": ["a"], "colour": "red"}) == Paging(failed_pages=2)


def test_a_page_that_fails_in_two_attempts_is_named_once():
    notes = RunNotes()
    for _ in range(2):
        notes.name_failure(Visit("f", "https://a.example/"), FailedFetch("timeout", "it did not answer"), "error")
    assert notes.failures == [
        {"page": 1, "url": "https://a.example/", "reason": "timeout", "message": "it did not answer"}
    ]


def test_failures_stand_in_the_order_of_their_pages_whatever_came_first():
    notes = RunNotes()
    for number in (10, 9, 11):
        failure = FailedFetch("timeout", f"{number} did not answer")
        notes.name_failure(Visit(f"f{number}", f"https://a.example/{number}", number=number), failure, "error")
    assert [each["page"] for each in notes.failures] == [9, 10, 11]
    assert notes.first_failure.sentence == "9 did not answer"


def test_an_earlier_page_that_fails_in_a_later_attempt_is_the_first():
    notes = RunNotes()
    earlier = {"page": 10, "url": "https://a.example/10", "reason": "dns", "message": "no address"}
    notes.restore({"failures": [earlier]}, first_failure_reason="error")
    failure = FailedFetch("timeout", "it did not answer")
    notes.name_failure(Visit("f", "https://a.example/9", number=9), failure, "blocked")
    assert [each["page"] for each in notes.failures] == [9, 10]
    assert (notes.first_failure, notes.first_failure_reason) == (failure, "blocked")


def test_notes_of_two_attempts_are_merged():
    notes = RunNotes(warnings={"b": None, "a": None}, dropped=Counter(duplicate=1), links_not_followed={"y": "left"})
    earlier = {"warnings": ["a"], "dropped": {"duplicate": 2, "invalid": 1}, "links_not_followed": {"x": "left"}}
    notes.restore(earlier, first_failure_reason=None)
    assert notes.as_metadata() == {
        "warnings": ["a", "b"],
        "dropped": {"duplicate": 3, "invalid": 1},
        "links_not_followed": {"x": "left", "y": "left"},
    }


def test_the_first_failure_is_that_of_the_first_attempt():
    notes = RunNotes()
    notes.restore({"failures": [{"url": "u", "reason": "dns", "message": "no address"}]}, first_failure_reason="error")
    assert (notes.first_failure.sentence, notes.first_failure_reason) == ("no address", "error")


def test_a_page_is_repeated_when_three_addresses_gave_it():
    paging = Paging()
    urls = ["/1", "/1", "/2", "/2", "/3", "/4"]
    assert [paging.is_repeated("key", url) for url in urls] == [False, False, False, False, True, True]


def test_suspects_are_kept_when_a_run_goes_on():
    paging = Paging()
    paging.is_repeated("key", "/1")
    paging.is_repeated("key", "/2")
    assert Paging.from_json(paging.as_json()).is_repeated("key", "/3")


def test_only_the_newest_suspects_are_remembered():
    paging = Paging()
    for number in range(500):
        paging.is_repeated(f"key {number}", "/" + "x" * 5000)
    assert len(json.dumps(paging.as_json())) < 100_000
