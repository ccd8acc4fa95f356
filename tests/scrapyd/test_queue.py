"""scraper.scrapyd.queue: what is refused leaves no row, what is taken is told by ids, other projects keep theirs."""

from uuid import UUID, uuid4

import pytest
from scrapyd.spiderqueue import SqliteSpiderQueue
from sqlalchemy import func, select
from twisted.web.error import Error

from db.models import Run, RunWorker
from db.session import session_scope
from tests.db.rows import add_rows
from tests.scrapyd.in_process import OTHER

SOMEBODY = str(uuid4())
REFUSED = {
    "a slash": ({"_job": "../../x"}, 400),
    "a setting": ({"settings": ["FEEDS=s3cret"]}, 400),
    "a version": ({"_version": "s3cret"}, 400),
    "an unknown argument": ({"start_urls": "s3cret"}, 400),
    "an unknown job": ({"job_id": SOMEBODY}, 404),
    "a foreign job": ({"user_id": SOMEBODY}, 404),
    "an unknown run": ({"job_id": "", "run_id": SOMEBODY}, 404),
}


def _count(server):
    with session_scope(server.engine) as session:
        return session.scalar(select(func.count()).select_from(Run))


@pytest.mark.parametrize(("change", "status"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_started_is_refused_and_leaves_no_row(scrapyd, ids, change, status):
    given = {"_job": "monday", "job_id": str(ids.job_id), **change}
    with pytest.raises(Error) as refused:
        scrapyd.queue.add("job", 0.0, **given)
    assert (int(refused.value.status), b"s3cret" in refused.value.message, _count(scrapyd)) == (status, False, 1)


def test_what_is_added_is_taken_by_its_ids_alone(shared):
    ids = add_rows(shared.engine, name="secret")
    started = shared.queue.add("job", 3.0, _job="monday", job_id=str(ids.job_id))
    assert shared.take() is None  # another run of the job is under way
    with session_scope(shared.engine) as session:
        session.get_one(Run, ids.run_id).status = "completed"
    message = shared.queue.pop()
    worker = UUID(message.pop("worker"))
    assert message == {"name": "job", "_job": "monday", "run_id": str(started.run_id)}
    with session_scope(shared.engine) as session:
        assert session.get_one(RunWorker, worker).run_id == started.run_id


def test_an_empty_queue_gives_nothing(shared):
    assert (shared.queue.count(), shared.queue.pop(), shared.queue.list()) == (0, None, [])


def test_a_run_that_was_counted_and_taken_elsewhere_is_not_there_any_more(scrapyd, ids):
    scrapyd.runs.refresh()
    assert scrapyd.queue.count() == 1
    scrapyd.take()
    assert scrapyd.queue.pop() is None


def test_projects_of_ours_share_one_queue_that_is_listed_once(scrapyd, ids):
    scrapyd.runs.refresh()
    first, second = (scrapyd.poller.queues[project] for project in ("scraper", "default"))
    assert (first.count(), len(first.list())) == (1, 1)
    assert (second.count(), second.list(), second.pop()) == (0, [], None)


def test_a_run_that_sql_wrote_is_listed_by_its_id_without_its_options(scrapyd, ids):
    scrapyd.runs.refresh()
    own = {"_job": str(ids.run_id), "run_id": str(ids.run_id), "job_id": str(ids.job_id)}
    assert scrapyd.queue.list() == [{"name": "job", "priority": 0.0, **own}]


def test_clearing_the_queue_cancels_what_waits(scrapyd, ids):
    scrapyd.queue.clear()
    assert scrapyd.run(ids.run_id).stop_reason == "cancelled"


def test_another_project_keeps_scrapyds_own_queue(scrapyd):
    others = scrapyd.poller.queues[OTHER]
    others.add("quotes", 1.0, _job="x", settings={"A": "b"}, anything="goes")
    assert isinstance(others, SqliteSpiderQueue)
    assert others.pop() == {"name": "quotes", "_job": "x", "settings": {"A": "b"}, "anything": "goes"}
