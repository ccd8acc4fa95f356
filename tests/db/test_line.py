"""db.line: the next run is found without a look at the rest of the queue; the rest of it is in test_queue.py."""

from sqlalchemy import text

from db.line import Line
from db.session import make_engine, session_scope


def test_the_next_run_is_read_from_an_index_in_the_order_of_the_queue(sqlite_url):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        query = Line(session, per_user=1, per_job=1)._query()
        words = query.compile(engine, compile_kwargs={"render_postcompile": True, "literal_binds": True})
        steps = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert steps[0] == "SCAN runs USING INDEX ix_runs_queue"
    assert not [step for step in steps if "TEMP B-TREE" in step]
    engine.dispose()


def test_what_is_under_way_is_read_from_an_index_of_running_runs(sqlite_url):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        plan = "EXPLAIN QUERY PLAN SELECT user_id, job_id FROM runs WHERE status = 'running'"
        assert [row[3] for row in session.execute(text(plan))] == ["SCAN runs USING INDEX ix_runs_job_id_user_id"]
    engine.dispose()
