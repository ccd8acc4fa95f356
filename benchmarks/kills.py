"""How often kill -9 of a page writer leaves a fault: of the real page transaction, and of a naive one.

    python -m benchmarks.kills --kills 200
    SCRAPER_DATABASE_URL=postgresql://USER@HOST/EMPTY python -m benchmarks.kills --kills 200

The database is migrated and filled with runs: give an empty one. Without SCRAPER_DATABASE_URL it is a SQLite file that
is thrown away. The naive writer charges in a transaction of its own; where it shows no fault, the kills were too few.
"""

import argparse
import os
import tempfile
from pathlib import Path

from db.migrate import migrate
from db.session import make_engine
from tests.reliability.killing import Kills, kill_at_every_point, kill_at_random


def main() -> None:
    """Print a line for each writer and way of killing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="random kills of each writer (200)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the moments of the kills (1)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("SCRAPER_DATABASE_URL") or f"sqlite:///{Path(folder) / 'kills.db'}"
        migrate(url)
        engine = make_engine(url)
        print(f"{'writer':<8}{'killed':<22}{'kills':>7}{'runs':>7}{'faulty runs':>13}")
        for name, is_naive in (("real", False), ("naive", True)):
            done = kill_at_random(engine, url, kills=asked.kills, seed=asked.seed, naive=is_naive)
            _print(name, "at random", done)
            _print(name, "at every statement", kill_at_every_point(engine, url, naive=is_naive))
        engine.dispose()


def _print(writer: str, moments: str, done: Kills) -> None:
    print(f"{writer:<8}{moments:<22}{done.kills:>7}{done.runs:>7}{done.faulty_runs:>13}", flush=True)


if __name__ == "__main__":
    main()
