"""Crawling: a crawl that ends before its first request is one line and an exit code; no run is left waiting."""

from unittest.mock import Mock
from uuid import uuid4

import pytest
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.test import get_crawler
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from db.models import Run
from db.runs import claim_run, create_run, end_run
from db.session import session_scope
from scraper.console import crawling
from scraper.console.crawling import _exit_code
from scraper.console.terminal import ExitCode
from scraper.runs.ending import Ending
from scraper.spiders.job import JobSpider
from tests.crawls import Crawls
from tests.db.rows import add_rows
from tests.live import live

# Nothing answers there; no test gets as far as asking.
URL = "http://127.0.0.1:9/list"


def _queued(crawls, **options):
    """Job and run id of a run that waits to be started."""
    job_id = crawls.job(URL, **options)
    with session_scope(crawls.engine) as session:
        run, _ = create_run(session, job_id=job_id, user_id=crawls.user_id, snapshot={})
        run.job_snapshot = None  # as the main server queues it
        return job_id, run.id


def _said(process):
    """Exit code, stdout and stderr of a crawl that ends by itself."""
    output, log = process.communicate(timeout=60)
    return process.returncode, output, log


def _errors(log):
    return [line for line in log.splitlines() if line.startswith("error: ")]


def test_a_run_that_is_over_is_left_as_it_is(sqlite_crawls):
    job_id, run_id = _queued(sqlite_crawls)
    with session_scope(sqlite_crawls.engine) as session:
        claim_run(session, run_id)
        end_run(session, run_id, status="completed", stop_reason="no_next", outcome="complete")
    code, output, log = _said(sqlite_crawls.start_with(f"run_id={run_id}"))
    assert (code, _errors(log)) == (ExitCode.OK, [])
    assert "is completed" in output
    assert sqlite_crawls.outcome(job_id).end == ("completed", "no_next", "complete")


def test_a_run_that_is_running_is_left_as_it_is(sqlite_crawls):
    job_id, run_id = _queued(sqlite_crawls)
    with session_scope(sqlite_crawls.engine) as session:
        claim_run(session, run_id)
    code, output, log = _said(sqlite_crawls.start_with(f"run_id={run_id}"))
    assert (code, _errors(log)) == (ExitCode.OK, [])
    assert "is running" in output
    assert sqlite_crawls.outcome(job_id).end == ("running", None, None)


def test_a_job_that_cannot_be_run_is_one_line(sqlite_crawls):
    job_id = sqlite_crawls.job(URL)
    with sqlite_crawls.engine.begin() as connection:
        connection.execute(text("UPDATE scraping_jobs SET pagination_type = 'teleport'"))
    code, _, log = _said(sqlite_crawls.start(job_id))
    assert (code, len(_errors(log))) == (ExitCode.INVALID, 1)
    assert "Traceback" not in log
    assert sqlite_crawls.runs() == []


def test_a_job_whose_proxy_is_unknown_leaves_no_run_waiting(sqlite_crawls):
    job_id = sqlite_crawls.job(URL, proxy="office")
    for _ in range(2):
        code, _, log = _said(sqlite_crawls.start(job_id))
        assert (code, len(_errors(log))) == (ExitCode.INVALID, 1)
    assert [run.status for run in sqlite_crawls.runs()] == ["failed", "failed"]
    crawled = sqlite_crawls.outcome(job_id)
    assert crawled.end == ("failed", "error", "empty")
    assert "'office' is no proxy of this installation" in crawled.run.error_message


@pytest.mark.parametrize(
    "setting", ["SCRAPER_CREDITS_BACKEND=http", "SCRAPER_CREDIT_POLICY=none", "SCRAPER_CREDIT_POLICY=builtins.str"]
)
def test_settings_of_the_credits_that_cannot_work_are_one_line_and_make_no_run(sqlite_crawls, setting):
    code, _, log = _said(sqlite_crawls.start(sqlite_crawls.job(URL), f"-s {setting}"))
    assert (code, len(_errors(log)), sqlite_crawls.runs()) == (ExitCode.INVALID, 1, [])
    assert "SCRAPER_CREDIT" in _errors(log)[0]


def test_a_run_that_is_not_there_is_one_line(sqlite_crawls):
    code, _, log = _said(sqlite_crawls.start_with(f"run_id={uuid4()}"))
    assert (code, len(_errors(log))) == (ExitCode.NOT_FOUND, 1)


@pytest.fixture
def unmigrated(sqlite_crawls, tmp_path):
    """Crawls on a database without tables."""
    crawls = Crawls(sqlite_crawls.database_url)
    crawls.database_url = f"sqlite:///{tmp_path / 'new.db'}"
    yield crawls
    crawls.close()


def test_a_database_without_tables_is_one_line_that_says_what_to_run(unmigrated):
    code, _, log = _said(unmigrated.start(uuid4()))
    assert (code, len(_errors(log))) == (ExitCode.NO_DATABASE, 1)
    assert "scrapy migrate" in _errors(log)[0]


def test_an_error_that_nobody_expects_fails_the_queued_run(sqlite_crawls):
    job_id, run_id = _queued(sqlite_crawls)
    process = sqlite_crawls.start_with(f"run_id={run_id}", "-s DOWNLOADER=scraper.no_such_module.Downloader")
    code, _, log = _said(process)
    crawled = sqlite_crawls.outcome(job_id)
    assert code == ExitCode.FAILED
    assert "Traceback" in log
    assert crawled.end == ("failed", "error", "empty")
    assert "no_such_module" in crawled.run.error_message


@pytest.fixture
def left(engine):
    """A run whose process goes before its spider closed."""
    ids = add_rows(engine)
    run, _ = live(database=engine, ids=(ids.run_id, ids.user_id))
    run.lease, run.flush = ids.lease, lambda: None
    return run


def _row(engine, run):
    with session_scope(engine, is_read_only=True) as session:
        return session.get(Run, run.run_id)


def test_a_process_that_goes_at_once_queues_its_run_again(engine, left):
    assert _exit_code(left, None) == ExitCode.OK
    assert _row(engine, left).status == "queued"


def test_a_process_that_goes_at_once_and_has_lost_its_run_says_so(engine, left, caplog):
    with session_scope(engine) as session:
        end_run(session, left.run_id, status="failed", stop_reason="error", outcome="empty")
    assert _exit_code(left, None) == ExitCode.FAILED
    assert f"Run {left.run_id} is lost, nothing more was written" in caplog.text
    assert _row(engine, left).status == "failed"


def test_a_process_that_goes_at_once_may_miss_the_answer_to_its_last_words(engine, left, monkeypatch):
    write, tries = Ending._write, []

    def end_row(ending, end, metadata):
        tries.append(end)
        write(ending, end, metadata)
        raise OperationalError("COMMIT", {}, ConnectionResetError("the server closed the connection"))

    monkeypatch.setattr(Ending, "_write", lambda *given: write(*given) if tries else end_row(*given))
    assert (_exit_code(left, None), len(tries)) == (ExitCode.OK, 1)
    assert _row(engine, left).status == "queued"


def test_a_person_who_does_not_want_to_wait_for_a_run_is_told_that_nothing_was_done(monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(crawling, "_await_take_over", interrupt)
    code = crawling.crawl(Mock(spec=AsyncCrawlerProcess), get_crawler(JobSpider), {})
    assert (code, capsys.readouterr().err) == (
        ExitCode.FAILED,
        "interrupted before the run was begun: nothing was fetched\n",
    )
