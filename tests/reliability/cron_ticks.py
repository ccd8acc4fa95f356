"""A cron process whose clock the test sets: it looks once for each line that it reads, the number of a tick."""

import sys
from datetime import datetime, timedelta

from db.session import make_engine
from scraper.config import Config
from scraper.cron import Cron
from tests.scheduled import NOON


class TickingClock:
    """Five minutes a tick."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self, _: object) -> datetime:
        return self.now


def main(url: str) -> None:
    """Answer each tick with its number when the look is over."""
    clock = TickingClock()
    cron = Cron(make_engine(url), Config(), now=clock)
    for line in sys.stdin:
        clock.now = NOON + timedelta(minutes=5 * int(line))
        cron.look()
        print(line.strip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
