"""A thousand times a run is cancelled while it completes and a page comes: one end, and nothing after it."""

from concurrent.futures import ThreadPoolExecutor

from tests.db.test_cancelling import race

RACES = 500  # on each database


def test_a_run_that_is_cancelled_while_it_completes_has_one_end(engine):
    reasons = []
    with ThreadPoolExecutor(3) as pool:
        for _ in range(RACES):
            first, later, written = race(engine, pool)
            facts = [(run.status, run.stop_reason, run.finished_at, run.items_extracted) for run in (first, later)]
            assert (facts[0], written) == (facts[1], 0)
            reasons.append(later.stop_reason)
    print(f"\n{RACES} races: {reasons.count('cancelled')} cancelled, {reasons.count('no_next')} completed")
