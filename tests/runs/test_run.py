"""scraper.runs.run: what a run may still fetch, what it costs, and why it stops."""

from collections import Counter

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from scraper.failures import FailedFetch, failure_stop_reason
from scraper.items import PageTally
from scraper.runs.counters import Counters
from scraper.runs.memory import NAMED_IN_METADATA
from scraper.runs.run import live_run
from tests.live import TARGET, detail, item, job, live, visit

_LIST = {"pagination": {"urls": [f"{TARGET}?page={number}" for number in range(1, 9)]}}
_TIMEOUT = FailedFetch("timeout", "it did not answer in time")


def _paging(options=None):
    return job(options, pagination_type="next_button")


def _fixed(options=None):
    return job(_LIST | (options or {}), pagination_type="url_list")


def _open():
    return job({"pagination": {"pattern": f"{TARGET}?page={{page}}"}}, pagination_type="url_pattern")


def _enter(run, *visits):
    """The visits that are let through of these."""
    return run.admit(run.enroll(visits))


def _complete(run, of, *, stored=0, dropped=None, **changes):
    """Settle the page of a visit with that many stored records and those dropped."""
    tally = PageTally(of, run.page_complete, **({"signature": of.fingerprint, "http_status": 200} | changes))
    tally.dropped = Counter(dropped or {})
    tally.found = stored + tally.dropped.total()
    tally.stored = [item(page=tally, position=position) for position in range(stored)]
    tally.close()
    return tally


def _fail(run, of, *, status=None, reason="timeout"):
    run.failed(of, FailedFetch(reason, f"{of.url}: {reason}"), status=status)
    return _complete(run, of, state="failed", reason=reason, http_status=status, signature=None)


def _pages(run, *numbers, **settled):
    """Read these pages one after the other."""
    for number in numbers:
        of = visit(number)
        _enter(run, of)
        _complete(run, of, **settled)


# What may be fetched


def test_a_visit_is_enrolled_once():
    run, _ = live(_fixed())
    assert run.enroll([visit(1), visit(2), visit(1)]) == [visit(1), visit(2)]


def test_a_page_that_was_seen_ends_a_pagination_as_a_loop():
    run, _ = live(_paging())
    run.enroll([visit(1), visit(1)])
    assert run.stop_reason == "loop"


def test_a_url_twice_in_a_fixed_list_is_no_loop():
    run, _ = live(_fixed())
    run.enroll([visit(1), visit(1), visit(2)])
    assert run.stop_reason is None


def test_a_detail_page_that_was_seen_is_no_loop():
    run, _ = live(_paging())
    run.enroll([detail(1), detail(1)])
    assert run.stop_reason is None


def test_max_pages_ends_the_pagination():
    run, _ = live(_paging({"max_pages": 2}))
    assert (run.enroll([visit(1), visit(2), visit(3)]), run.stop_reason) == ([visit(1), visit(2)], "max_pages")


def test_a_pagination_of_exactly_max_pages_is_not_cut_short():
    run, _ = live(_paging({"max_pages": 2}))
    run.enroll([visit(1), visit(2)])
    assert run.stop_reason is None


def test_detail_pages_do_not_count_for_max_pages():
    run, _ = live(_paging({"max_pages": 1}))
    run.enroll([visit(1)])
    assert run.enroll([detail(1), detail(2)]) == [detail(1), detail(2)]


def test_without_limits_all_visits_are_admitted_in_their_order():
    run, _ = live(_fixed())
    assert _enter(run, visit(1), visit(2), visit(3)) == [visit(1), visit(2), visit(3)]


def test_no_more_detail_pages_are_under_way_than_records_are_wanted():
    run, _ = live(job({"max_items": 2}))
    assert _enter(run, detail(1), detail(2), detail(3)) == [detail(1), detail(2)]


def test_a_detail_page_without_a_record_makes_room_for_the_next_one():
    run, told = live(job({"max_items": 2}))
    _enter(run, detail(1), detail(2), detail(3))
    _complete(run, detail(1), dropped={"invalid": 1})
    assert told.issued == [detail(3)]


def test_max_items_stops_the_run():
    run, told = live(_paging({"max_items": 2}))
    _enter(run, visit(1))
    _complete(run, visit(1), stored=2, dropped={"max_items": 3})
    assert (run.stop_reason, run.is_stopped, told.halts) == ("max_items", True, 1)


def test_records_beyond_max_items_are_not_accepted():
    run, _ = live(job({"max_items": 2}))
    assert [run.accept_item() for _ in range(3)] == [True, True, False]


def test_without_max_items_every_record_is_accepted():
    run, _ = live()
    assert all(run.accept_item() for _ in range(100))


# Credits


def test_no_more_pages_are_under_way_than_the_credits_can_pay():
    run, _ = live(_fixed({"max_credits": 2}))
    assert _enter(run, *map(visit, range(1, 5))) == [visit(1), visit(2)]


def test_a_free_page_gives_its_credit_back_to_one_that_waits():
    run, told = live(_fixed({"max_credits": 2}))
    _enter(run, *map(visit, range(1, 5)))
    _fail(run, visit(1))
    assert told.issued == [visit(3)]


def test_spent_credits_end_the_run_when_nothing_is_under_way():
    run, told = live(_fixed({"max_credits": 2}))
    _enter(run, *map(visit, range(1, 5)))
    _complete(run, visit(1), stored=1)
    _complete(run, visit(2), stored=1)
    assert (told.issued, run.stop_reason, run.counters.credits_charged) == ([], "max_credits", 2)


@pytest.mark.parametrize("budget", [0, 1, 3, 7])
def test_a_run_never_charges_more_than_max_credits(budget):
    run, told = live(_fixed({"max_credits": budget}))
    told.issued.extend(_enter(run, *map(visit, range(1, 9))))
    for of in told.issued:  # grows while it is read
        _complete(run, of, stored=1)
    assert (run.counters.credits_charged, len(told.committed)) == (budget, budget)


def test_without_credits_nothing_is_fetched():
    run, _ = live(_paging({"max_credits": 0}))
    assert (_enter(run, visit(1)), run.stop_reason) == ([], "max_credits")


def test_details_that_cannot_be_paid_are_the_reason_of_the_end_although_the_list_was_read_to_its_end():
    run, _ = live(job({"max_credits": 1, "extract": {"follow_details": True}}))
    _enter(run, visit(1))
    run.finish("no_next")
    listed = run.enroll([detail(1), detail(2)])
    _complete(run, visit(1))
    run.admit(listed)
    _complete(run, detail(1), stored=1)
    assert (run.end_reason, run.counters.credits_charged) == ("max_credits", 1)


def test_pages_beyond_the_reserved_credits_wait_and_more_are_asked_for():
    run, told = live(_fixed())
    run.budget.cover = 2
    assert _enter(run, *map(visit, range(1, 5))) == [visit(1), visit(2)]
    assert (told.funds, run.waiting, run.stop_reason) == (1, 2, None)


def test_pages_that_wait_for_credits_go_on_when_these_are_there():
    run, _ = live(_fixed())
    run.budget.cover = 0
    waited = _enter(run, visit(1), visit(2))
    run.budget.cover = 1
    assert (waited, run.admit(())) == ([], [visit(1)])


def test_a_free_page_pays_for_one_that_waits():
    run, told = live(_fixed())
    run.budget.cover = 1
    _enter(run, visit(1), visit(2))
    _fail(run, visit(1))
    assert told.issued == [visit(2)]


def test_no_credits_are_asked_for_beyond_max_credits():
    run, told = live(_fixed({"max_credits": 1}))
    run.budget.cover = 1
    _enter(run, visit(1), visit(2))
    _complete(run, visit(1), stored=1)
    assert (told.funds, run.stop_reason) == (0, "max_credits")


@pytest.mark.parametrize(
    ("settled", "credits"),
    [
        pytest.param({"stored": 3}, 1, id="records"),
        pytest.param({"stored": 0}, 0, id="no record"),
        pytest.param({"dropped": {"duplicate": 2}}, 1, id="records that the run has already"),
        pytest.param({"dropped": {"invalid": 2}}, 0, id="records that break the schema"),
        pytest.param({"stored": 1, "state": "failed"}, 0, id="a failed page whose record its list page gave"),
        pytest.param({"stored": 3, "signature": "same"}, 0, id="the records of the page that led here"),
        pytest.param({"stored": 3, "content": "text"}, 0, id="the text of the page that led here"),
        pytest.param({"dropped": {"max_items": 2}}, 0, id="records beyond max_items"),
    ],
)
def test_a_page_is_charged_for_valid_records_of_its_own(settled, credits):
    run, _ = live(_paging())
    of = visit(2, parent="page-1", parent_signature="same", parent_content="text")
    _enter(run, of)
    assert (_complete(run, of, **settled).credits, run.counters.credits_charged) == (credits, credits)


# How a pagination ends


def test_a_pagination_goes_on_while_pages_give_records():
    run, _ = live(_paging())
    assert all(run.goes_on(visit(), found=3, content=str(number)) for number in range(20))


def test_two_empty_pages_in_a_row_end_the_pagination():
    run, _ = live(_paging())
    found = [0, 5, 0, 0]
    went_on = [run.goes_on(visit(), found=each, content=str(number)) for number, each in enumerate(found)]
    assert (went_on, run.stop_reason) == ([True, True, True, False], "empty_pages")


def test_the_operator_says_how_many_empty_pages_end_a_pagination():
    run, _ = live(_paging(), empty_pages_limit=1)
    assert not run.goes_on(visit(), found=0, content="")


def test_a_page_that_repeats_another_ends_the_pagination_as_a_loop():
    run, _ = live(_paging())
    assert run.goes_on(visit(), found=3, content="a")
    assert not run.goes_on(visit(), found=3, content="a")
    assert run.stop_reason == "loop"


def test_empty_and_repeated_pages_say_nothing_about_a_fixed_list():
    run, _ = live(_fixed())
    assert all(run.goes_on(visit(), found=0, content="same") for _ in range(5))


def test_a_pagination_that_is_over_does_not_go_on():
    run, _ = live(_paging())
    run.finish("max_pages")
    assert not run.goes_on(visit(), found=3, content="a")


def test_pages_without_a_new_record_end_the_pagination():
    run, _ = live(_paging())
    _pages(run, 1, stored=3)
    _pages(run, 2, 3, 4, dropped={"duplicate": 3})
    assert (run.stop_reason, run.is_stopped, _enter(run, visit(5))) == ("no_new_records", False, [])


def test_details_are_still_fetched_when_the_pagination_gives_nothing_new():
    run, _ = live(_paging(), known_pages_limit=1)
    _pages(run, 1, dropped={"duplicate": 3})
    assert _enter(run, detail(1)) == [detail(1)]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param({"stored": 1, "dropped": {"duplicate": 2}}, id="a new record"),
        pytest.param({"dropped": {"duplicate": 2, "invalid": 1}}, id="a record that breaks the schema"),
    ],
)
def test_a_page_with_more_than_known_records_starts_the_count_again(between):
    run, _ = live(_paging())
    _pages(run, 1, 2, dropped={"duplicate": 3})
    _pages(run, 3, **between)
    _pages(run, 4, 5, dropped={"duplicate": 3})
    assert run.stop_reason is None


def test_list_pages_with_links_of_which_none_is_new_end_the_pagination():
    run, _ = live(_paging(), known_pages_limit=2)
    _pages(run, 1, linked=3, next_visits=[detail(1)])
    _pages(run, 2, linked=3)
    assert run.stop_reason is None
    _pages(run, 3, linked=3)
    assert run.stop_reason == "no_new_records"


def test_list_pages_with_a_new_link_are_not_known():
    run, _ = live(_paging(), known_pages_limit=2)
    _pages(run, 1, 2, 3, linked=3, next_visits=[detail(1)])
    assert run.stop_reason is None


def test_known_records_say_nothing_about_a_fixed_list():
    run, _ = live(_fixed())
    _pages(run, 1, 2, 3, 4, 5, dropped={"duplicate": 3})
    assert run.stop_reason is None


# Pages that cannot be had


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_pages_in_a_row_that_refuse_us_stop_the_run(status):
    run, told = live(_fixed())
    for number in (1, 2, 3):
        _enter(run, visit(number))
        _fail(run, visit(number), status=status)
    assert (run.stop_reason, told.halts) == ("blocked", 1)


def test_a_page_in_between_starts_the_count_of_refusals_again():
    run, _ = live(_fixed())
    for number, status in enumerate([403, 403, 200, 403, 403], start=1):
        _enter(run, visit(number))
        _complete(run, visit(number), state="done" if status == 200 else "failed", http_status=status)
    assert not run.is_stopped


def test_failed_pages_in_a_row_stop_the_run():
    run, told = live(_fixed(), failed_pages_limit=3)
    for number in (1, 2, 3):
        _enter(run, visit(number))
        _fail(run, visit(number), status=500)
    assert (run.stop_reason, told.halts) == ("error", 1)


def test_a_page_in_between_starts_the_count_of_failures_again():
    run, _ = live(_fixed(), failed_pages_limit=2)
    for number, state in enumerate(["failed", "done", "failed"], start=1):
        _enter(run, visit(number))
        _complete(run, visit(number), state=state)
    assert not run.is_stopped


@pytest.mark.parametrize("status", [404, 410])
def test_a_guessed_page_that_is_not_there_is_the_end(status):
    assert live(_open())[0].is_past_the_end(visit(2), status)


@pytest.mark.parametrize(
    ("made", "of", "status"),
    [
        pytest.param(_paging(), visit(2), 404, id="a page that another one links to"),
        pytest.param(_fixed(), visit(2), 404, id="a page of a fixed list"),
        pytest.param(_open(), visit(1), 404, id="the first page"),
        pytest.param(_open(), visit(2), 500, id="a guessed page that broke"),
        pytest.param(_open(), detail(2), 404, id="a detail page"),
    ],
)
def test_a_page_that_should_be_there_is_missing(made, of, status):
    run, told = live(made)
    _enter(run, of)
    assert not run.is_past_the_end(of, status)
    _fail(run, of, status=status)
    assert (run.counters.pages_failed, told.committed[-1].state, len(run.notes.failures)) == (1, "failed", 1)


@pytest.mark.parametrize(
    ("reason", "status", "is_first", "stop_reason"),
    [
        pytest.param("timeout", None, True, "error", id="a timeout"),
        pytest.param("http_500", 500, False, "error", id="a server error"),
        pytest.param("http_404", 404, True, "error", id="the first page is not there"),
        pytest.param("http_404", 404, False, "not_found", id="a page past the last one"),
        pytest.param("http_410", 410, False, "not_found", id="a page that is gone"),
        pytest.param("http_403", 403, True, "blocked", id="forbidden"),
        pytest.param("http_429", 429, False, "blocked", id="too many requests"),
        pytest.param("robots_forbidden", None, True, "robots_forbidden", id="robots.txt"),
    ],
)
def test_a_failure_is_a_stop_reason(reason, status, is_first, stop_reason):
    assert failure_stop_reason(FailedFetch(reason, ""), status=status, is_first=is_first) == stop_reason


def test_a_run_without_any_page_ends_for_what_kept_it_from_the_first():
    run, _ = live(_paging())
    run.failed(visit(1), FailedFetch("http_403", "forbidden"), status=403)
    assert (run.end_reason, run.failure_sentence) == ("blocked", "forbidden")


@pytest.mark.parametrize("stop_reason", ["no_next", "max_pages", "max_credits", "empty_pages"])
def test_no_limit_hides_that_not_one_page_could_be_had(stop_reason):
    run, _ = live(_fixed())
    run.failed(visit(1), _TIMEOUT)
    run.finish(stop_reason)
    assert run.end_reason == "error"


def test_a_site_whose_robots_txt_forbids_every_page_of_a_list_is_not_called_broken():
    run, _ = live(_fixed(), failed_pages_limit=3)
    for number in (1, 2, 3):
        _enter(run, visit(number))
        _fail(run, visit(number), reason="robots_forbidden")
    assert (run.is_stopped, run.end_reason) == (True, "robots_forbidden")


@pytest.mark.parametrize("stop_reason", ["crash", "cancelled", "blocked"])
def test_a_run_that_was_stopped_keeps_its_reason_although_it_got_no_page(stop_reason):
    run, _ = live(_fixed())
    run.failed(visit(1), _TIMEOUT)
    run.stop(stop_reason)
    assert run.end_reason == stop_reason


def test_a_run_with_a_page_ends_for_its_own_reason_in_spite_of_failures():
    run, _ = live(_fixed())
    _pages(run, 1, stored=1)
    run.failed(visit(2), _TIMEOUT)
    run.finish("max_pages")
    assert run.end_reason == "max_pages"


# Stopping


def test_the_first_reason_to_finish_stands():
    run, _ = live()
    run.finish("loop")
    run.finish("no_next")
    assert run.stop_reason == "loop"


def test_a_finished_run_still_reads_what_is_under_way():
    run, told = live(_paging())
    _enter(run, visit(1))
    run.finish("max_pages")
    _complete(run, visit(1), stored=1)
    assert (len(told.committed), told.halts) == (1, 0)


def test_a_stop_overrides_a_finished_pagination():
    run, _ = live()
    run.finish("no_next")
    run.stop("blocked")
    assert run.stop_reason == "blocked"


def test_only_the_first_stop_counts():
    run, told = live()
    run.stop("crash", "disk full")
    run.stop("blocked", "later")
    assert (run.stop_reason, run.message, told.halts) == ("crash", "disk full", 1)


def test_a_crash_replaces_what_stopped_the_run_before_and_halts_it_no_second_time():
    run, told = live()
    run.stop("max_items")
    run.stop("crash", "disk full")
    run.stop("crash", "later")
    assert (run.stop_reason, run.message, told.halts) == ("crash", "disk full", 1)


def test_a_stopped_run_admits_nothing():
    run, told = live(_fixed({"max_credits": 1}))
    _enter(run, visit(1), visit(2))
    run.stop("cancelled")
    assert (_enter(run, visit(3)), told.issued) == ([], [])


# Counting and noting


def test_counters_are_those_of_the_pages():
    run, _ = live(_fixed())
    _enter(run, visit(1), visit(2), visit(3))
    _complete(run, visit(1), stored=2, dropped={"duplicate": 1})
    _complete(run, visit(2), dropped={"invalid": 2})
    _fail(run, visit(3))
    assert run.counters == Counters(
        pages_issued=3, pages_done=2, pages_failed=1, items_found=5, items_stored=2, credits_charged=1
    )


def test_a_page_is_committed_with_its_price():
    run, told = live(_fixed())
    _pages(run, 1, stored=2)
    assert [(tally.visit, tally.credits) for tally in told.committed] == [(visit(1), 1)]


def test_metadata_has_what_there_is_to_say():
    run, _ = live(_paging({"max_page": 1}))
    _enter(run, visit(1), visit(2))
    _complete(run, visit(1), stored=1, dropped={"duplicate": 2})
    _fail(run, visit(2))
    run.notes.leave_out("https://elsewhere.example/", "it leaves the allowed domains")
    assert run.notes.as_metadata() == {
        "warnings": ["max_page: did you mean max_pages?"],
        "failures": [{"page": 2, "url": visit(2).url, "reason": "timeout", "message": f"{visit(2).url}: timeout"}],
        "dropped": {"duplicate": 2},
        "links_not_followed": {"https://elsewhere.example/": "it leaves the allowed domains"},
    }


def test_metadata_of_a_run_without_anything_to_say_is_empty():
    assert live()[0].notes.as_metadata() == {}


def test_metadata_names_no_more_than_a_person_reads():
    run, _ = live()
    for number in range(100):
        run.notes.warn(f"warning {number}")
        run.notes.leave_out(f"https://elsewhere.example/{number}", "left out")
        run.failed(visit(number), _TIMEOUT)
    assert {name: len(notes) for name, notes in run.notes.as_metadata().items()} == dict.fromkeys(
        ("warnings", "failures", "links_not_followed"), NAMED_IN_METADATA
    )


def test_a_warning_is_kept_once():
    run, _ = live()
    run.notes.warn("twice")
    run.notes.warn("twice")
    assert run.notes.as_metadata() == {"warnings": ["twice"]}


# Resuming


def test_a_resumed_run_counts_on():
    run, _ = live(_paging({"max_pages": 3, "max_items": 10, "max_credits": 3}))
    run.resume(Counters(pages_issued=2, pages_done=2, items_accepted=9, items_stored=9, credits_charged=2), (), ())
    _pages(run, 3, stored=1)
    assert (run.counters.pages_done, run.counters.credits_charged, run.stop_reason) == (3, 3, "max_items")


def test_a_resumed_run_keeps_to_max_pages():
    run, _ = live(_paging({"max_pages": 2}))
    run.resume(Counters(pages_issued=2), ("page-1", "page-2"), ())
    assert (run.enroll([visit(3)]), run.stop_reason) == ([], "max_pages")


def test_a_resumed_run_knows_what_it_has_seen():
    run, _ = live(_fixed())
    run.resume(Counters(), ["page-1"], ["hash"])
    assert (run.enroll([visit(1), visit(2)]), run.known_hashes) == ([visit(2)], {"hash"})


def test_a_resumed_run_that_has_its_items_asks_for_no_detail_page():
    run, _ = live(job({"max_items": 2}))
    run.resume(Counters(items_accepted=2, items_stored=2), (), ())
    assert (run.admit([detail(3)]), run.stop_reason) == ([], "max_items")


def test_a_resumed_run_remembers_how_its_pagination_went():
    first, _ = live(_paging())
    _pages(first, 1, stored=1)
    first.goes_on(visit(), found=0, content="a")
    first.failed(visit(2), _TIMEOUT)
    first.notes.leave_out("https://elsewhere.example/", "left out")
    run, _ = live(_paging())
    run.resume(Counters(), (), (), first.progress(), first.paging.contents)
    assert (run.paging, run.notes) == (first.paging, first.notes)
    assert not run.goes_on(visit(), found=0, content="b")


def test_a_resumed_run_remembers_why_its_pagination_ended():
    first, _ = live(_paging())
    first.finish("max_pages")
    _pages(first, 1, ends=first.ending())
    run, _ = live(_paging())
    run.resume(Counters(), (), (), first.progress())
    assert run.stop_reason == "max_pages"


def test_what_a_page_said_that_was_not_complete_is_forgotten():
    first, _ = live(_paging())
    first.finish("max_pages")
    _pages(first, 1)
    run, _ = live(_paging())
    run.resume(Counters(), (), (), first.progress())
    assert run.stop_reason is None


def test_a_run_that_came_to_a_limit_before_its_worker_died_fetches_nothing_more():
    first, told = live(_paging({"max_items": 1}))
    kept = []
    first.commit = lambda tally: kept.append(first.progress())
    _pages(first, 1, stored=1)
    run, _ = live(_paging({"max_items": 1}))
    run.resume(Counters(items_accepted=1, items_stored=1), (), (), kept[0])
    assert (_enter(run, visit(2)), run.end_reason, told.halts) == ([], "max_items", 1)


def test_the_seconds_of_earlier_attempts_count():
    run, _ = live()
    run.seconds_before = 100.0
    assert run.progress()["resume"]["seconds"] >= 100.0


# The crawler's run


def test_the_run_of_a_crawler_is_its_spiders():
    crawler = get_crawler(Spider)
    crawler.spider = Spider("job")
    crawler.spider.run, _ = live()
    assert live_run(crawler) is crawler.spider.run


def test_a_spider_without_a_run_gets_no_extensions_of_ours():
    crawler = get_crawler(Spider)
    crawler.spider = Spider("other")
    with pytest.raises(NotConfigured):
        live_run(crawler)


def test_a_page_whose_completion_fails_ends_the_run_and_is_not_handed_on():
    def policy(_usage):
        raise RuntimeError("no tariff")

    run, told = live(_fixed())
    _enter(run, visit(1), visit(2))
    run.budget.policy = policy
    _complete(run, visit(1), stored=1)
    assert (run.stop_reason, told.halts, told.committed) == ("crash", 1, [])
    assert run.message == f"{visit(1).url} could not be completed: RuntimeError: no tariff"
