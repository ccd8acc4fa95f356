"""`scrapy reap`: queue again the runs whose processes died."""

import argparse
import logging
import time

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.reaping import Reaped
from scraper.config import Config
from scraper.console.terminal import ProjectCommand, add_example, exit_codes, one_line, ready_engine
from scraper.credits.settler import Settler
from scraper.runs.reaper import Reaper

logger = logging.getLogger(__name__)


class Command(ProjectCommand):
    """Watches the workers of all runs for one lease, takes runs from dead ones, and says which."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Queue again the runs whose processes died"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy reap --watch")
        parser.add_argument("--watch", action="store_true", help="do not end: look on until interrupted")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        with exit_codes(self):
            config, engine = Config.from_settings(self.settings), ready_engine(self.settings)
            try:
                _reap(engine, config, is_endless=opts.watch)
            except KeyboardInterrupt:
                pass
            finally:
                engine.dispose()


def _reap(engine: Engine, config: Config, *, is_endless: bool) -> None:
    reaper, settler, count = Reaper(engine, config), Settler(engine, config), 0
    while True:
        try:
            reaped = reaper.look()
            if is_endless:
                settler.look()
        except SQLAlchemyError as error:
            if not is_endless:
                raise
            print(f"the database was not seen: {one_line(error)}", flush=True)
        else:
            count += len(reaped)
            for each in reaped:
                print(_line(each), flush=True)
            if not is_endless and not reaper.watch.is_waiting:
                break
        time.sleep(config.heartbeat_seconds / 2)
    if not count:
        print("no worker is dead")
    if settled := settler.settle():
        print(f"credits of {settled} {'run' if settled == 1 else 'runs'} were settled")


def _line(reaped: Reaped) -> str:
    worker = reaped.worker
    return f"run {worker.lease.run_id}: worker {worker.process or worker.name} is dead; the run is {reaped.status}"
