"""scraper.config: the SCRAPER_* settings as one typed value."""

from dataclasses import fields

import pytest
from scrapy.settings import Settings

from scraper import settings as project_settings
from scraper.config import Config
from scraper.exceptions import InvalidSetting


def test_without_settings_the_defaults_hold():
    assert Config.from_settings(Settings()) == Config()


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        pytest.param("database_url", "sqlite:///x.db", "sqlite:///x.db", id="database_url"),
        pytest.param("credit_policy", "pages", "pages", id="credit_policy"),
        pytest.param("empty_pages_limit", "4", 4, id="empty_pages_limit"),
        pytest.param("failed_pages_limit", 5, 5, id="failed_pages_limit"),
        pytest.param("known_pages_limit", "6", 6, id="known_pages_limit"),
        pytest.param("blocked_pages_limit", "7", 7, id="blocked_pages_limit"),
        pytest.param("proxies", '{"a": "http://p:1"}', {"a": "http://p:1"}, id="proxies as JSON"),
        pytest.param("proxies", {"a": "http://p:1"}, {"a": "http://p:1"}, id="proxies"),
        pytest.param("progress_enabled", "1", True, id="progress_enabled"),
        pytest.param("progress_enabled", "False", False, id="progress switched off"),
        pytest.param("write_batch_results", "8", 8, id="write_batch_results"),
        pytest.param("write_linger_seconds", "0.5", 0.5, id="write_linger_seconds"),
        pytest.param("write_queue_pages", "9", 9, id="write_queue_pages"),
    ],
)
def test_a_setting_is_read_as_its_type(name, given, value):
    read = getattr(Config.from_settings(Settings({f"SCRAPER_{name.upper()}": given})), name)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        pytest.param("SCRAPER_EMPTY_PAGES_LIMIT", "two", id="text for an integer"),
        pytest.param("SCRAPER_EMPTY_PAGES_LIMIT", [2], id="a list for an integer"),
        pytest.param("SCRAPER_WRITE_LINGER_SECONDS", "soon", id="text for a number"),
        pytest.param("SCRAPER_PROGRESS_ENABLED", "perhaps", id="text for a boolean"),
        pytest.param("SCRAPER_PROXIES", "http://p:1", id="an address for a mapping"),
        pytest.param("SCRAPER_CREDIT_POLICY", "stars", id="an unknown policy"),
        pytest.param("SCRAPER_CREDIT_POLICY", "tests.credits.test_policies.half", id="a policy of halves"),
    ],
)
def test_a_setting_of_a_wrong_type_is_refused_by_its_name(name, given):
    with pytest.raises(InvalidSetting, match=name):
        Config.from_settings(Settings({name: given}))


def test_an_unknown_credit_policy_is_refused_with_the_known_ones():
    with pytest.raises(InvalidSetting, match="known: pages, pages_and_tokens"):
        Config.from_settings(Settings({"SCRAPER_CREDIT_POLICY": "stars"}))


def test_the_projects_own_settings_are_fields_of_the_config():
    ours = {name.removeprefix("SCRAPER_").lower() for name in vars(project_settings) if name.startswith("SCRAPER_")}
    assert ours <= {each.name for each in fields(Config)}


def test_a_lease_that_three_heartbeats_outlast_is_refused():
    with pytest.raises(InvalidSetting, match="SCRAPER_LEASE_SECONDS is 29; give at least three times"):
        Config.from_settings(Settings({"SCRAPER_LEASE_SECONDS": 29}))


@pytest.mark.parametrize(
    "name", ["SCRAPER_WRITE_BATCH_RESULTS", "SCRAPER_WRITE_QUEUE_PAGES", "SCRAPER_EMPTY_PAGES_LIMIT"]
)
@pytest.mark.parametrize("value", [0, -1])
def test_a_number_that_would_hang_or_end_every_run_is_refused(name, value):
    with pytest.raises(InvalidSetting, match=f"{name} is {value}; give a number above 0"):
        Config.from_settings(Settings({name: value}))
