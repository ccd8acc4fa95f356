"""scraper.crawl_settings: a job's options as settings of its crawl."""

import pytest
from scrapy.settings import Settings, default_settings

from scraper.config import Config
from scraper.crawl_settings import crawl_settings, drop_job_dir
from scraper.exceptions import InvalidOptions
from tests.live import job

_EVERYTHING = {
    "delay_between_requests": 0.5,
    "randomize_delay": False,
    "concurrent_requests": 4,
    "timeout": 9,
    "max_retries": 0,
    "respect_robots_txt": False,
    "user_agent": "shop-watch/1",
    "max_duration": 60.5,
}


def test_options_become_scrapys_own_settings():
    assert crawl_settings(job(_EVERYTHING, allow_extra_fields=True), Config()) == {
        "DOWNLOAD_DELAY": 0.5,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS": 4,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "DOWNLOAD_TIMEOUT": 9,
        "RETRY_TIMES": 0,
        "ROBOTSTXT_OBEY": False,
        "USER_AGENT": "shop-watch/1",
        "CLOSESPIDER_TIMEOUT": 60.5,
    }


@pytest.mark.parametrize(("before", "left"), [(20.5, 40.0), (99.0, 0.001)])
def test_what_earlier_attempts_took_counts_for_max_duration(before, left):
    settings = crawl_settings(job(_EVERYTHING), Config(), seconds_before=before)
    assert settings["CLOSESPIDER_TIMEOUT"] == left


def test_a_job_without_options_is_polite():
    settings = crawl_settings(job(), Config())
    assert (settings["DOWNLOAD_DELAY"], settings["CONCURRENT_REQUESTS"], settings["ROBOTSTXT_OBEY"]) == (1.0, 1, True)


def test_a_randomized_delay_goes_half_up_and_half_down():
    assert crawl_settings(job(), Config())["DOWNLOAD_DELAY_JITTER"] == 0.5


@pytest.mark.parametrize("name", ["USER_AGENT", "CLOSESPIDER_TIMEOUT"])
def test_what_the_job_does_not_say_is_left_to_the_operator(name):
    assert name not in crawl_settings(job(), Config())


@pytest.mark.parametrize("priority", ["project", "cmdline"])
def test_a_folder_of_requests_is_ignored_with_a_warning(caplog, priority):
    settings = Settings()
    settings.set("JOBDIR", "crawls/1", priority=priority)
    drop_job_dir(settings)
    assert settings["JOBDIR"] is None
    assert "JOBDIR is ignored" in caplog.text


def test_without_a_folder_of_requests_there_is_no_warning(caplog):
    drop_job_dir(Settings())
    assert caplog.text == ""


def test_scrapy_knows_every_setting():
    assert all(hasattr(default_settings, name) for name in crawl_settings(job(_EVERYTHING), Config()))


def test_the_operators_own_settings_win():
    settings = Settings({"DOWNLOAD_DELAY": 7}, priority="cmdline")
    settings.setdict(crawl_settings(job(_EVERYTHING), Config()), priority="spider")
    assert settings.getfloat("DOWNLOAD_DELAY") == 7


@pytest.mark.parametrize(
    ("is_allowing_extra", "columns"),
    [
        pytest.param(False, ["title", "price"], id="the schema's"),
        pytest.param(True, None, id="whatever the records have"),
    ],
)
def test_files_have_the_fields_of_the_schema_as_columns(is_allowing_extra, columns):
    assert crawl_settings(job(allow_extra_fields=is_allowing_extra), Config()).get("FEED_EXPORT_FIELDS") == columns


def test_a_configured_proxy_is_accepted():
    assert crawl_settings(job({"proxy": "berlin"}), Config(proxies={"berlin": "http://10.0.0.1:8080"}))


@pytest.mark.parametrize(
    ("proxies", "known"),
    [
        pytest.param({}, "none is configured", id="no proxy at all"),
        pytest.param({"rome": "http://u:secret@10.0.0.1", "oslo": "http://10.0.0.2"}, "known: oslo, rome", id="others"),
    ],
)
def test_an_unknown_proxy_is_refused_with_the_names_of_the_known_ones(proxies, known):
    with pytest.raises(InvalidOptions, match=known) as refused:
        crawl_settings(job({"proxy": "berlin"}), Config(proxies=proxies))
    assert (refused.value.pointer, "secret" in str(refused.value)) == ("/proxy", False)
