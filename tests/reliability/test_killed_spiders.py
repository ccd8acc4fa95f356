"""Real spiders that are killed -9: 20 on each database, their runs taken over until they end."""

from tests.reliability.spiders import kill_spiders

KILLS = 20


def test_20_killed_spiders_lose_double_and_mischarge_nothing(crawls):
    kills, runs, faults = kill_spiders(crawls, kills=KILLS, seed=11)
    print(f"\n{crawls.engine.dialect.name}: {kills} spiders killed in {runs} runs, {len(faults)} faults")
    assert (faults, kills >= KILLS) == ([], True)
