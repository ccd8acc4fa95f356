"""Deploying the egg alone to a stock Scrapyd by scrapyd-deploy, and running jobs there by schedule.json."""

import subprocess
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.models import Run
from db.runs import claim_run, create_run, end_run
from db.session import session_scope
from tests.crawls import Crawls
from tests.scrapyd.servers import clean_copy, running_scrapyd, stock_python, tool
from tests.site import paged_site

SECRET = "hunter2-and-more"


@pytest.fixture(scope="module")
def crawls(sqlite_template):
    url = f"sqlite:///{sqlite_template.with_name('deployed.db')}"
    sqlite_template.with_name("deployed.db").write_bytes(sqlite_template.read_bytes())
    crawls = Crawls(url)
    yield crawls
    crawls.close()


@pytest.fixture(scope="module")
def server(crawls, tmp_path_factory):
    """A stock Scrapyd, to which a clean clone was deployed by the target in its scrapy.cfg."""
    folder = tmp_path_factory.mktemp("stock")
    python = stock_python(folder / "venv")
    with running_scrapyd(folder / "scrapyd", database_url=crawls.database_url, python=python) as server:
        clone = clean_copy(folder / "clone")
        cfg = (clone / "scrapy.cfg").read_text(encoding="utf-8")
        (clone / "scrapy.cfg").write_text(cfg.replace("http://127.0.0.1:6800/", server.url), encoding="utf-8")
        subprocess.run([tool("scrapyd-deploy")], cwd=clone, check=True, capture_output=True)
        yield server


@pytest.fixture(scope="module")
def deeds(server, crawls):
    """What was scheduled, by name: the id of Scrapyd's job, and of ours where it is a run. All have ended."""
    with paged_site(pages=3, per_page=4) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button")
        over_id = _run_that_is_over(crawls, job_id)
        deeds = {
            "run": server.schedule(job_id=job_id, jobid="monday"),
            "argument": server.schedule(job_id=job_id, password=SECRET),
            "unknown": server.schedule(job_id=uuid4()),
            "over": server.schedule(run_id=over_id),
        }
        ends = {name: (job, server.finished(job)) for name, job in deeds.items()}
        again = server.schedule(job_id=job_id, idempotency_key="monday")
        ends["again"] = (again, server.finished(again))
        return job_id, ends, len(things.records()), len(site.paths)


def _run_that_is_over(crawls, job_id):
    with session_scope(crawls.engine) as session:
        run, _ = create_run(session, job_id=job_id, user_id=crawls.user_id, snapshot={}, idempotency_key="sunday")
        claim_run(session, run.id)
        end_run(session, run.id, status="completed", stop_reason="no_next", outcome="complete")
        return run.id


def _run(crawls, job_id, key):
    with session_scope(crawls.engine) as session:
        return session.scalars(select(Run).filter_by(job_id=job_id, idempotency_key=key)).one()


def test_a_job_runs_to_its_end_and_scrapyds_job_is_its_key(deeds, crawls):
    job_id, ends, records, _ = deeds
    run = _run(crawls, job_id, "monday")
    assert "Process finished:" in ends["run"][1]
    assert (run.status, run.stop_reason, run.outcome) == ("completed", "no_next", "complete")
    assert (run.pages_fetched, run.items_extracted, run.attempts, run.fence) == (3, records, 1, 1)


def test_the_same_key_again_fetches_nothing(deeds, crawls, server):
    _, ends, _, fetched = deeds
    job, end = ends["again"]
    assert "Process finished:" in end
    assert "exists already and is completed; nothing was fetched" in server.run_log(job)
    assert fetched == 4  # robots.txt and three pages, for all that was scheduled


@pytest.mark.parametrize(
    ("name", "exit_code", "message"),
    [
        pytest.param(
            "argument", 2, "unknown spider argument 'password'", id="an argument that the spider does not take"
        ),
        pytest.param("unknown", 3, "check the id and whose it is", id="a job that is not there"),
    ],
)
def test_what_cannot_be_run_is_refused_in_its_log_and_by_its_exit_code(deeds, server, name, exit_code, message):
    job, end = deeds[1][name]
    assert f"Process died: exitstatus={exit_code} " in end
    assert message in server.run_log(job)
    assert "Traceback" not in server.run_log(job)


def test_a_run_that_is_over_is_left_as_it_is(deeds, server):
    job, end = deeds[1]["over"]
    assert "Process finished:" in end
    assert "is completed; nothing was fetched" in server.run_log(job)


def test_what_was_refused_wrote_nothing(deeds, crawls):
    with session_scope(crawls.engine) as session:
        keys = session.scalars(select(Run.idempotency_key).order_by(Run.idempotency_key)).all()
        assert (keys, session.scalar(select(func.count(Run.id)))) == (["monday", "sunday"], 2)


def test_the_value_of_an_argument_is_not_in_the_log_of_the_run(deeds, server):
    job, _ = deeds[1]["argument"]
    assert SECRET not in server.run_log(job)


def test_no_database_url_is_in_the_log_or_among_the_arguments(deeds, server, crawls):
    assert crawls.database_url not in server.log
