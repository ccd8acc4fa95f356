"""Workers of one run: each request is one worker's, pages are decided by what all have, and one of them ends it."""

import pytest

from db.exceptions import IllegalStatusChange, RunLost
from db.leases import release_requests
from db.models import Run
from db.session import session_scope
from scraper.items import PageTally
from scraper.pipelines.results import finished_page
from scraper.runs.end import run_end
from scraper.runs.ending import Ending
from tests.shared.workers import SITE, queued_run, store, worker


def _run(crawls, run_id):
    with session_scope(crawls.engine) as session:
        return session.get_one(Run, run_id)


def _urls(claimed):
    return [visit.url for visit in claimed.visits]


def test_two_workers_never_get_the_same_request(crawls):
    run_id = queued_run(crawls)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    assert (_urls(one.claim(3)), _urls(other.claim(3))) == ([f"{SITE}/{n}" for n in (1, 2, 3)], [f"{SITE}/4"])


def test_the_first_requests_are_put_in_once_as_far_as_max_pages_allows(crawls):
    run_id = queued_run(crawls, max_pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    assert (len(one.claim(9).visits), len(other.claim(9).visits)) == (2, 0)
    one.catch_up()
    assert one.run.stop_reason == "max_pages"


def test_no_more_workers_join_than_there_are_seats(crawls):
    run_id = queued_run(crawls, workers=2)
    first, _ = worker(crawls, run_id), worker(crawls, run_id)
    first.run.lease = None
    with pytest.raises(IllegalStatusChange):
        first.take(list, on_claimed=lambda: None)


def test_a_record_that_another_worker_stored_is_a_duplicate_and_its_page_is_charged(crawls):
    run_id = queued_run(crawls, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first, second = one.claim(1), other.claim(1)
    store(one, first, "Tea")
    store(other, second, "Tea", "Milk")
    run = _run(crawls, run_id)
    counters = (run.pages_fetched, run.items_found, run.items_extracted, run.credits_charged)
    assert (counters, run.run_metadata["dropped"]) == ((2, 3, 2, 2), {"duplicate": 1})


def test_max_items_holds_for_all_workers_together(crawls):
    run_id = queued_run(crawls, max_items=3)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first, second = one.claim(1), other.claim(1)
    store(one, first, "Tea", "Milk")
    store(other, second, "Salt", "Rice")
    run = _run(crawls, run_id)
    assert (run.items_extracted, run.run_metadata["dropped"], other.stopped_by) == (3, {"max_items": 1}, "max_items")
    assert one.claim(1).is_over


def test_max_credits_holds_for_all_workers_together(crawls):
    run_id = queued_run(crawls, max_credits=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first = one.claim(9)
    assert (len(first.visits), other.claim(9).visits, other.claim(9).is_over) == (2, (), False)
    store(one, first)
    assert other.claim(9).is_over
    other.catch_up()
    assert (other.run.stop_reason, other.run.counters.credits_charged) == ("max_credits", 2)


def test_a_free_page_makes_room_within_max_credits(crawls):
    run_id = queued_run(crawls, max_credits=1, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first = one.claim(9)
    one.commit([one.taken(PageTally(first.visits[0], lambda _: None))], finished_page)
    assert _urls(other.claim(9)) == [f"{SITE}/2"]


def test_a_run_is_over_when_no_worker_has_anything_left(crawls):
    run_id = queued_run(crawls, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first, second = one.claim(1), other.claim(1)
    store(one, first)
    assert not one.claim(1).is_over
    store(other, second)
    assert (one.claim(1).is_over, other.claim(1).is_over) == (True, True)


def test_what_a_worker_held_that_is_gone_is_claimed_by_another(crawls):
    run_id = queued_run(crawls, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    one.claim(2)
    assert not other.claim(2).visits
    with session_scope(crawls.engine) as session:
        release_requests(session, one.lease)
    assert len(other.claim(2).visits) == 2


def test_a_claim_whose_answer_was_lost_is_made_again(crawls, monkeypatch):
    run_id = queued_run(crawls, pages=2)
    one = worker(crawls, run_id)
    claim, calls = one._claim, []

    def unheard(*args, **kwargs):
        calls.append(claim(*args, **kwargs))
        return calls[0] if kwargs["is_again"] else claim(*args, is_again=True)

    monkeypatch.setattr(one, "_claim", unheard)
    assert len(one.claim(2).visits) == 2


def test_a_page_that_is_stored_again_after_a_lost_answer_counts_once(crawls):
    run_id = queued_run(crawls, pages=2)
    one = worker(crawls, run_id)
    claimed = one.claim(1)
    store(one, claimed, "Tea")
    store(one, claimed, "Tea")
    run = _run(crawls, run_id)
    assert (run.pages_fetched, run.items_found, run.items_extracted, run.credits_charged) == (1, 1, 1, 1)
    assert "dropped" not in run.run_metadata


def test_one_worker_ends_the_run_and_the_others_see_its_end(crawls):
    run_id = queued_run(crawls, pages=1)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    store(one, one.claim(1))
    end = run_end("no_next", pages_done=1, items_stored=1, pages_missing=0)
    assert other.end_by_others() is None
    Ending(one.run).write(end, {})
    with pytest.raises(RunLost):
        Ending(other.run).write(end, {})
    assert other.end_by_others() == end
    with pytest.raises(RunLost):
        other.claim(1)


def test_a_worker_that_is_told_to_go_leaves_the_run_to_the_others(crawls):
    run_id = queued_run(crawls, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    one.claim(2)
    shutdown = run_end("shutdown", pages_done=0, items_stored=0, pages_missing=0)
    Ending(one.run).write(shutdown, {})
    assert (_run(crawls, run_id).status, len(other.claim(2).visits)) == ("running", 2)
    Ending(other.run).write(shutdown, {})
    assert (_run(crawls, run_id).status, _run(crawls, run_id).attempts) == ("queued", 0)


def test_a_run_that_was_left_goes_on_where_it_was(crawls):
    run_id = queued_run(crawls, pages=3)
    one = worker(crawls, run_id)
    store(one, one.claim(1), "Tea")
    Ending(one.run).write(run_end("shutdown", pages_done=1, items_stored=1, pages_missing=0), {})
    other = worker(crawls, run_id)
    assert _urls(other.claim(9)) == [f"{SITE}/2", f"{SITE}/3"]


def test_warnings_and_failures_of_all_workers_are_the_runs(crawls):
    run_id = queued_run(crawls, pages=2)
    one, other = worker(crawls, run_id), worker(crawls, run_id)
    first, second = one.claim(1), other.claim(1)
    one.run.notes.warn("the tea is cold")
    store(one, first)
    other.run.notes.warn("the milk is sour")
    store(other, second)
    one.run.notes.warn("and late")
    one.catch_up()
    assert list(one.run.notes.warnings) == ["the tea is cold", "the milk is sour", "and late"]
