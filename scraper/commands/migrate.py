"""`scrapy migrate`: brings the database to the newest revision."""

import argparse

from scrapy.exceptions import UsageError

from db.migrate import migrate
from scraper.console.terminal import ProjectCommand, add_example, engine_of, exit_codes


class Command(ProjectCommand):
    """Makes the tables, or brings them to the newest revision; safe to repeat."""

    def short_desc(self) -> str:
        return "Make the tables, or bring them to the newest revision"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy migrate -s SCRAPER_DATABASE_URL=sqlite:///other.db")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument: {args[0]}")
        assert self.settings is not None
        with exit_codes(self):
            url = engine_of(self.settings).url
            revisions = migrate(url.render_as_string(hide_password=False))
            state = f"is migrated: {', '.join(revisions)}" if revisions else "is up to date"
            print(f"{url.render_as_string(hide_password=True)} {state}")
