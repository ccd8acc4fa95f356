"""What a page comes to in a shared run, by what the run has: records, links, the pagination's end, pages in a row."""

from collections import Counter

import pytest

from db.sharing import Known
from scraper.config import Config
from scraper.credits.policies import pages
from scraper.items import PageTally
from scraper.runs.memory import Paging, RunNotes
from scraper.shared.judging import Rules, enrolled, judged
from scraper.shared.standing import Standing
from tests.live import detail, item, job, record, visit

CHAIN = {"pagination_type": "next_button"}


def _rules(options=None, *, config=None, **changes):
    return Rules(job(options or {}, **changes), config or Config(), pages)


def _standing(**changes):
    given = {"notes": RunNotes(), "paging": Paging(), "ended_by": None, "stopped_by": None, "seconds": 0.0}
    numbers = {"visits": 5, "pages": 1, "items_stored": 0, "credits_charged": 0}
    return Standing(**(given | numbers | changes))


def _tally(*names, of=None, following=(), **changes):
    tally = PageTally(of or visit(), lambda _: None, found=len(names), **changes)
    tally.next_visits = list(following)
    for position, name in enumerate(names):
        one = item(record(data={"title": name}), page=tally, position=position)
        one.content_hash = name
        tally.stored.append(one)
    return tally


def test_a_record_that_the_run_has_is_a_duplicate():
    page = judged(_tally("Tea", "Milk"), _rules(), _standing(), Known(hashes={"Tea"}))
    assert ([each.content_hash for each in page.stored], page.dropped) == (["Milk"], Counter(duplicate=1))


def test_a_page_of_duplicates_is_charged_like_any_other():
    page = judged(_tally("Tea"), _rules(), _standing(), Known(hashes={"Tea"}))
    assert (page.charge, page.credits) == ("records", 1)


def test_a_page_whose_records_are_all_beyond_max_items_is_free():
    page = judged(_tally("Tea"), _rules({"max_items": 3}), _standing(items_stored=3), Known())
    assert (page.charge, page.credits) == ("beyond_max_items", 0)


def test_the_last_record_that_is_wanted_stops_the_run():
    standing = _standing(items_stored=2)
    judged(_tally("Tea"), _rules({"max_items": 3}), standing, Known())
    assert standing.stopped_by == "max_items"


def test_a_detail_that_the_run_knows_is_a_repeated_link():
    standing = _standing()
    page = judged(_tally(following=[detail(1), detail(2)]), _rules(), standing, Known(fingerprints={"detail-1"}))
    assert ([each.fingerprint for each in page.next_visits], page.repeated) == (["detail-2"], 1)
    assert standing.notes.dropped == {"duplicate": 1}


def test_requests_get_their_places_in_the_order_of_the_whole_run():
    page = judged(_tally(following=[detail(1), detail(2)]), _rules(), _standing(visits=7), Known())
    assert [each.order for each in page.next_visits] == [7, 8]


def test_the_tally_itself_stays_as_it_is():
    tally = _tally("Tea", following=[detail(1)])
    judged(tally, _rules(), _standing(), Known(hashes={"Tea"}, fingerprints={"detail-1"}))
    assert (len(tally.stored), len(tally.next_visits), tally.dropped) == (1, 1, Counter())


@pytest.mark.parametrize(
    ("tally", "standing", "known", "reason"),
    [
        (_tally("Tea", following=[visit(2)]), {}, Known(fingerprints={"page-2"}), "loop"),
        (_tally("Tea", following=[visit(2)], content="same"), {}, Known(contents={"same"}), "loop"),
        (_tally("Tea", following=[visit(2)]), {"pages": 10}, Known(), "max_pages"),
        (_tally(following=[visit(2)]), {"paging": Paging(empty_pages=1)}, Known(), "empty_pages"),
        (
            _tally("Tea", following=[visit(2)]),
            {"paging": Paging(known_pages=2)},
            Known(hashes={"Tea"}),
            "no_new_records",
        ),
        (_tally("Tea", ends="no_next"), {}, Known(), "no_next"),
    ],
    ids=["known address", "known content", "max_pages", "empty", "nothing new", "what the page says"],
)
def test_a_chain_ends(tally, standing, known, reason):
    stands = _standing(**standing)
    page = judged(tally, _rules(**CHAIN), stands, known)
    assert (stands.ended_by, page.next_visits) == (reason, [])


def test_a_chain_goes_on_while_there_is_something_new():
    standing = _standing()
    page = judged(_tally("Tea", following=[visit(2)]), _rules(**CHAIN), standing, Known())
    assert (standing.ended_by, [each.number for each in page.next_visits], standing.pages) == (None, [2], 2)


def test_details_are_followed_after_the_end_of_the_pagination_too():
    page = judged(_tally(following=[detail(1)]), _rules(), _standing(ended_by="max_pages"), Known())
    assert len(page.next_visits) == 1


def test_pages_that_fail_in_a_row_stop_the_run_whoever_fetched_them():
    rules, standing = _rules(config=Config(failed_pages_limit=2)), _standing()
    for number in (1, 2):
        judged(_tally(of=visit(number), state="failed", reason="timeout"), rules, standing, Known())
    assert standing.stopped_by == "error"


def test_refusals_in_a_row_stop_the_run_and_are_counted():
    standing = _standing()
    for number in (1, 2, 3):
        judged(
            _tally(of=visit(number), state="failed", reason="http_403", http_status=403), _rules(), standing, Known()
        )
    assert (standing.stopped_by, standing.notes.blocked) == ("blocked", {"http_403": 3})


def test_of_the_first_visits_max_pages_are_enrolled():
    standing = _standing(visits=0, pages=0)
    kept = list(enrolled([visit(1), visit(2), visit(3)], _rules({"max_pages": 2}), standing))
    assert ([each.number for each in kept], standing.ended_by, standing.pages) == ([1, 2], "max_pages", 2)
