"""Page writers that are killed -9, at random and at every statement: nothing is lost, doubled or charged wrongly.

The naive writer, which charges in a transaction of its own, must be found out by the same harness.
"""

from tests.reliability.killing import kill_at_every_point, kill_at_random

KILLS = 200


def test_200_kills_at_random_leave_no_fault(engine, database_url):
    done = kill_at_random(engine, database_url, kills=KILLS, seed=7)
    print(f"\n{engine.dialect.name}: {done.kills} kills in {done.runs} runs, {done.faulty_runs} of them with a fault")
    assert (done.faults, done.kills >= KILLS) == ([], True)


def test_a_kill_at_every_statement_leaves_no_fault(engine, database_url):
    done = kill_at_every_point(engine, database_url)
    print(f"\n{engine.dialect.name}: killed at each of {done.kills} points, {done.faulty_runs} runs with a fault")
    assert (done.faults, done.kills == done.runs, done.kills > 50) == ([], True, True)


def test_commits_that_are_repeated_after_a_lost_answer_charge_nothing_twice(engine, database_url):
    done = kill_at_every_point(engine, database_url, replays=1, every=3)
    print(f"\n{engine.dialect.name}: every commit twice, {done.kills} kills, {done.faulty_runs} runs with a fault")
    assert (done.faults, done.kills > 15) == ([], True)


def test_the_harness_finds_the_naive_writer_out(engine, database_url):
    done = kill_at_random(engine, database_url, kills=40, seed=7, naive=True)
    print(f"\n{engine.dialect.name}: naive, {done.kills} kills: {done.faulty_runs} of {done.runs} runs with a fault")
    assert done.faulty_runs > 0


def test_the_failpoints_find_the_naive_writer_out(engine, database_url):
    done = kill_at_every_point(engine, database_url, naive=True)
    print(f"\n{engine.dialect.name}: naive, {done.kills} points: {done.faulty_runs} runs with a fault")
    assert done.faulty_runs > 0
