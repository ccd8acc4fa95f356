"""Soak: kill as many real spiders as SCRAPER_SOAK_KILLS says (100); the dated result goes into spider_kills.tsv beside.

    SCRAPER_SOAK_KILLS=250 pytest -s tests/soak/test_killed_spiders.py -k sqlite

The runs add up: docs/reliability.md gives the sum.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability.spiders import kill_spiders

RESULTS = Path(__file__).with_name("spider_kills.tsv")


def test_killed_spiders_lose_double_and_mischarge_nothing(crawls):
    now, database = datetime.now(UTC), crawls.engine.dialect.name
    kills = int(os.environ.get("SCRAPER_SOAK_KILLS", "100"))
    done, runs, faults = kill_spiders(crawls, kills=kills, seed=int(now.timestamp()))
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(f"{now:%Y-%m-%d %H:%M}\t{database}\t{done}\t{runs}\t{len(faults)}\n")
    print(*faults, sep="\n")
    assert faults == []
