"""What a claim gives: what was hinted at, else what waits; and hints for those that come after."""

from db.frontier import queued_requests
from db.session import session_scope
from scraper.shared.claiming import claim
from tests.shared.workers import SITE, queued_run, worker


def _claim(shared, wanted, *, hinted=(), is_hinting=False):
    with shared.transaction() as (session, run, _):
        return claim(session, shared.lease, run, shared.rules, hinted=hinted, wanted=wanted, is_hinting=is_hinting)


def _fingerprints(shared):
    with session_scope(shared.run.database) as session:
        rows = queued_requests(session, shared.run.run_id, user_id=shared.run.user_id)
        return [row.fingerprint for row in rows]


def test_what_was_hinted_at_is_claimed_first(crawls):
    shared = worker(crawls, queued_run(crawls))
    last = _fingerprints(shared)[-1]
    assert [visit.url for visit in _claim(shared, 1, hinted=[last]).visits] == [f"{SITE}/4"]


def test_hints_that_came_too_late_are_made_up_for_from_the_tables(crawls):
    shared = worker(crawls, queued_run(crawls))
    first = _fingerprints(shared)[0]
    _claim(shared, 1, hinted=[first])
    given = _claim(shared, 2, hinted=[first, "unknown"])
    assert [visit.url for visit in given.visits] == [f"{SITE}/2", f"{SITE}/3"]


def test_who_finds_no_hints_adds_those_of_the_requests_that_come_next(crawls):
    shared = worker(crawls, queued_run(crawls))
    waiting = _fingerprints(shared)
    assert list(_claim(shared, 1, is_hinting=True).more) == waiting[1:]


def test_where_nobody_hints_there_are_none(crawls):
    assert not _claim(worker(crawls, queued_run(crawls)), 1).more
