"""A sample of tests/reliability: the runs of page writers that are killed end as undisturbed ones."""

from tests.reliability.killing import kill_at_every_point, kill_at_random


def test_killed_writers_lose_double_and_mischarge_nothing(engine, database_url):
    done = kill_at_random(engine, database_url, kills=8, seed=3)
    assert (done.faults, done.kills >= 8) == ([], True)


def test_a_kill_at_a_statement_of_a_page_leaves_nothing_of_it(engine, database_url):
    assert kill_at_every_point(engine, database_url, pages=2, every=4).faults == []
