"""`scrapy cron`: starts the runs of scheduled jobs."""

import argparse
import signal
import sys
import time
from typing import Any, ClassVar, NoReturn

from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from scraper.config import Config
from scraper.console.terminal import ProjectCommand, add_example, exit_codes, ready_engine
from scraper.cron import Cron
from scraper.runs.in_turn import InTurn


class Command(ProjectCommand):
    """Queues a run whenever a job's schedule says so; with --run it also runs what is queued."""

    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": True}

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Start the runs of scheduled jobs, until interrupted"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy cron --run")
        parser.add_argument("--run", action="store_true", help="also run what is queued, one run after another")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument: {args[0]}")
        assert self.settings is not None
        with exit_codes(self):
            config, engine = Config.from_settings(self.settings), ready_engine(self.settings)
            configure_logging(self.settings)
            given = [each for each in opts.set if not each.startswith("SCRAPER_DATABASE_URL=")]
            in_turn = InTurn(engine, config, settings=given) if opts.run else None
            signal.signal(signal.SIGTERM, _leave)
            signal.signal(signal.SIGINT, signal.default_int_handler)  # as Scrapy's: also where a shell has it ignored
            print("cron looks at the schedules (scrapy schedules shows them); Ctrl-C ends it", file=sys.stderr)
            try:
                Cron(engine, config).run(in_turn.work_for if in_turn else _sleep)
            except (KeyboardInterrupt, SystemExit) as stop:
                if in_turn:
                    in_turn.stop(signal.SIGINT if isinstance(stop, KeyboardInterrupt) else signal.SIGTERM)
            finally:
                engine.dispose()


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _leave(number: int, _: object) -> NoReturn:
    """Out of whatever it was at: a transaction that was under way is rolled back."""
    raise SystemExit(0)
