"""Where a shared run stands goes into its metadata and comes back, in the form that a single worker reads."""

from db.models import Run
from scraper.runs.memory import Paging
from scraper.shared.standing import Standing
from tests.live import live


def _run(metadata, **values):
    return Run(run_metadata=metadata, items_extracted=values.get("items", 0), credits_charged=values.get("credits", 0))


def test_a_new_run_stands_at_its_beginning():
    standing = Standing.of_run(_run({}))
    assert (standing.ended_by, standing.stopped_by, standing.visits, standing.pages) == (None, None, 0, 0)


def test_it_comes_back_as_it_was():
    standing = Standing.of_run(_run({}, items=3, credits=2))
    standing.notes.warn("cold")
    standing.paging, standing.ended_by, standing.visits, standing.pages = Paging(empty_pages=1), "no_next", 9, 4
    metadata = standing.as_metadata()
    again = Standing.of_run(_run(metadata, items=3, credits=2))
    assert (again.as_metadata(), again.items_stored, again.credits_charged) == (metadata, 3, 2)


def test_a_single_worker_could_go_on_from_it():
    standing = Standing.of_run(_run({}))
    standing.ended_by, standing.seconds = "max_pages", 12.5
    run, _ = live()
    run.resume(run.counters, (), (), standing.as_metadata())
    assert run.stop_reason == "max_pages"
