"""`scrapy migrate`."""

import pytest
from sqlalchemy import create_engine, inspect


def test_it_makes_the_tables(scrapy, empty_url):
    assert scrapy("migrate").code == 0
    engine = create_engine(empty_url)
    assert {"extractor_schemas", "scraping_jobs", "runs", "results"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_it_names_the_revisions_that_it_ran(scrapy):
    assert "014, 015" in scrapy("migrate").out


def test_a_second_time_there_is_nothing_to_do(migrated):
    assert "is up to date" in migrated("migrate").out


def test_the_database_may_be_named_on_the_command_line(scrapy, tmp_path):
    scrapy("migrate", "-s", f"SCRAPER_DATABASE_URL=sqlite:///{tmp_path / 'other.db'}")
    assert (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    "url",
    ["no url", "sqlite:////nowhere/at/all.db", "postgresql://x:secret@127.0.0.1:1/x", "oracle+nothing://x/y"],
    ids=["malformed", "no folder", "no server", "no driver"],
)
def test_a_database_that_cannot_be_reached_is_one_line_and_exit_code_4(scrapy, url):
    finished = scrapy("migrate", "-s", f"SCRAPER_DATABASE_URL={url}")
    assert (finished.code, finished.out, finished.err.count("\n")) == (4, "", 1)


def test_the_password_of_the_database_is_never_printed(scrapy):
    finished = scrapy("migrate", "-s", "SCRAPER_DATABASE_URL=postgresql://x:secret@127.0.0.1:1/x")
    assert "secret" not in finished.out + finished.err


def test_an_argument_too_many_is_refused(scrapy):
    assert scrapy("migrate", "now").code == 2
