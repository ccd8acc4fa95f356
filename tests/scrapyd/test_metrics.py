"""scraper.scrapyd.metrics: read by Prometheus's own parser; bounded labels, few questions, totals that never fall."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, update

from db.frontier import add_requests, commit_pages
from db.models import Run
from db.runs import end_run
from db.session import make_engine, session_scope
from scraper.scrapyd.metrics import CACHE_SECONDS, OTHER, Figures
from tests.db.rows import add_rows, page, request

MAX_QUESTIONS = 10


class Clock:
    """A monotonic clock that a test sets."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def figures(engine, clock):
    return Figures(engine, now=clock)


def _read(figures):
    """(metric, labels) -> value, as Prometheus reads the text."""
    registry = CollectorRegistry()
    registry.register(figures)
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(each.name, *sorted(each.labels.items())): each.value for family in families for each in family.samples}


def _end(engine, ids, *, stop_reason="no_next"):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1), request(2)])
        failed = page(2, state="failed", reason="timeout", credits=0)
        commit_pages(session, ids.lease, [page(1, "tea", "rice"), failed])
        end_run(session, ids.run_id, status="completed", stop_reason=stop_reason, outcome="partial")


def test_the_figures_of_a_run_that_has_ended(engine, figures):
    _end(engine, add_rows(engine))
    read = _read(figures)
    assert read["scraper_database_up",] == 1
    assert read["scraper_runs", ("status", "running")] == 0
    assert read["scraper_runs_ended_total", ("status", "completed"), ("stop_reason", "no_next")] == 1
    assert read["scraper_failed_pages_total", ("reason", "timeout")] == 1
    names = ("pages", "items_found", "items", "credits")
    assert [read[f"scraper_{name}_total",] for name in names] == [1, 2, 2, 1]


def test_the_figures_of_a_run_under_way(engine, figures):
    add_rows(engine)
    read = _read(figures)
    assert (read["scraper_runs", ("status", "running")], read["scraper_workers",]) == (1, 1)
    assert (read["scraper_silent_workers",], read["scraper_reaping_lag_seconds",]) == (0, 0)


def test_reasons_that_sql_wrote_do_not_become_labels(engine, figures):
    _end(engine, add_rows(engine))
    with session_scope(engine) as session:
        session.execute(update(Run).values(stop_reason="because of the rain"))
    assert _read(figures)["scraper_runs_ended_total", ("status", "completed"), ("stop_reason", OTHER)] == 1


def test_totals_do_not_fall_when_a_run_is_removed(engine, figures, clock):
    ids = add_rows(engine)
    _end(engine, ids)
    before = _read(figures)["scraper_items_total",]
    with session_scope(engine) as session:
        session.delete(session.get_one(Run, ids.run_id))
    clock.now += CACHE_SECONDS
    assert _read(figures)["scraper_items_total",] == before == 2


def test_a_second_look_within_the_cache_asks_nothing(engine, figures, clock):
    _read(figures)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *_: asked.append(1))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: list(figures.collect()), range(8)))
    assert asked == []
    clock.now += CACHE_SECONDS
    list(figures.collect())
    assert 0 < len(asked) <= MAX_QUESTIONS


def test_a_database_that_is_away_is_a_figure_and_no_error(tmp_path):
    engine = make_engine(f"postgresql://nobody@/none?host={tmp_path}")
    assert _read(Figures(engine)) == {("scraper_database_up",): 0.0}
