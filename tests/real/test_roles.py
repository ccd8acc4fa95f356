"""The PostgreSQL roles that docs/operations.md makes: one migrates, one works, one looks, none does more."""

import re

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from db.migrate import migrate
from db.session import make_engine
from tests.crawls import ROOT, Crawls
from tests.postgres import new_database, own_postgres
from tests.site import paged_site

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def url_as():
    """The URL of a database with the documented roles, migrated by its owner, for a role."""
    text_of_docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text_of_docs.partition("\n### PostgreSQL roles\n")[2].partition("\n#")[0]
    [statements] = re.findall(r"```sql\n(.*?)```", section, re.S)
    with own_postgres() as server, new_database(server.url) as url:
        engine = make_engine(url)
        with engine.begin() as connection:
            connection.execute(text(statements))
        engine.dispose()

        def url_as(role):
            return make_url(url).set(username=role).render_as_string(hide_password=False)

        migrate(url_as("scraper_owner"))
        yield url_as


def test_the_working_role_stores_jobs_and_runs_them(url_as):
    crawls = Crawls(url_as("scraper_app"))
    with paged_site(pages=2, per_page=3) as (site, things):
        crawled = crawls.crawl(site.url + things.path, "next_button")
    crawls.close()
    assert (crawled.exit_code, crawled.end) == (0, ("completed", "no_next", "complete"))
    assert crawled.counted == crawled.counters


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        pytest.param("scraper_app", "DROP TABLE results", id="the working role removes no table"),
        pytest.param("scraper_app", "CREATE TABLE mine (id int)", id="the working role makes no table"),
        pytest.param("scraper_reader", "DELETE FROM results", id="the reading role removes no row"),
        pytest.param("scraper_reader", "UPDATE runs SET status = 'failed'", id="the reading role changes no row"),
    ],
)
def test_what_a_role_is_not_for_is_refused(url_as, role, statement):
    engine = make_engine(url_as(role))
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_reading_role_reads(url_as):
    engine = make_engine(url_as("scraper_reader"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) >= 0 FROM results")).scalar()
    engine.dispose()
