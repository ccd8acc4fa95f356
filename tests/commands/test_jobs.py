"""`scrapy jobs`."""

import json

import pytest

SCHEMA = '{"type": "object", "properties": {"title": {"type": "string"}}}'
URL = "https://shop.example/list"


@pytest.fixture
def jobs(migrated, tmp_path):
    """`scrapy jobs` in a database that has the schema "product"."""
    file = tmp_path / "product.json"
    file.write_text(SCHEMA, encoding="utf-8")
    assert migrated("schemas", "add", file).code == 0
    return lambda *argv: migrated("jobs", *argv)


def test_a_job_is_added_under_the_name_of_its_host(jobs):
    jobs("add", URL, "--schema", "product", "--pagination", "next_button", "--options", '{"max_pages": 3}')
    shown = json.loads(jobs("show", "shop.example", "--json").out)
    assert (shown["target_url"], shown["pagination_type"], shown["options"]) == (URL, "next_button", {"max_pages": 3})


def test_adding_says_how_to_run_it(jobs):
    assert "scrapy crawl job -a job_id=" in jobs("add", URL, "--schema", "product").out


def test_options_may_stand_in_a_file(jobs, tmp_path):
    file = tmp_path / "options.json"
    file.write_text('{"max_items": 7}', encoding="utf-8")
    assert json.loads(jobs("add", URL, "--schema", "product", "--options", file, "--json").out)["options"] == {
        "max_items": 7
    }


def test_an_unknown_option_is_a_warning_with_the_nearest_known_one(jobs):
    finished = jobs("add", URL, "--schema", "product", "--options", '{"max_page": 3}')
    assert (finished.code, finished.err) == (0, "warning: max_page: did you mean max_pages?\n")


def test_a_schedule_is_stored(jobs):
    added = jobs("add", URL, "--schema", "product", "--cron", "0 6 * * 1", "--timezone", "Europe/Berlin", "--json")
    job = json.loads(added.out)
    assert (job["schedule_cron"], job["schedule_timezone"]) == ("0 6 * * 1", "Europe/Berlin")


@pytest.mark.parametrize(
    ("argv", "place"),
    [
        (("--options", '{"max_pages": "three"}'), "/max_pages"),
        (("--options", "[]"), "object"),
        (("--options", "{"), "JSON"),
        (("--options", "nowhere.json"), "nowhere.json"),
        (("--options", '{"archive": true}'), "/archive"),
        (("--pagination", "nexxt"), "next_button"),
        (("--pagination", "url_list"), "/pagination/urls"),
        (("--timezone", "Mars/Olympus"), "schedule_timezone"),
    ],
    ids=["type", "list", "no json", "no file", "not built", "pagination", "setting", "zone"],
)
def test_a_job_that_could_not_run_is_refused_with_the_place(jobs, argv, place):
    finished = jobs("add", URL, "--schema", "product", *argv)
    assert (finished.code, finished.out, finished.err.count("\n")) == (2, "", 1)
    assert place in finished.err


def test_a_refused_job_is_not_stored(jobs):
    jobs("add", URL, "--schema", "product", "--options", '{"archive": true}')
    assert json.loads(jobs("list", "--json").out) == []


@pytest.mark.parametrize("url", ["ftp://shop.example/", "shop.example", "https:///list"])
def test_an_address_that_is_none_is_refused(jobs, url):
    assert jobs("add", url, "--schema", "product").code == 2


def test_an_unknown_schema_is_not_found(jobs):
    assert jobs("add", URL, "--schema", "nothing").code == 3


def test_a_removed_job_is_gone(jobs):
    jobs("add", URL, "--schema", "product")
    assert jobs("remove", "shop.example").code == 0
    assert jobs("show", "shop.example").code == 3


def test_a_name_that_two_jobs_have_needs_an_id(jobs):
    ids = [json.loads(jobs("add", URL, "--schema", "product", "--json").out)["id"] for _ in range(2)]
    finished = jobs("show", "shop.example")
    assert finished.code == 2
    assert all(each in finished.err for each in ids)


def test_the_table_names_every_job(jobs):
    added = json.loads(jobs("add", URL, "--schema", "product", "--json").out)
    assert added["id"] in jobs("list").out


def test_showing_prints_the_options(jobs):
    jobs("add", URL, "--schema", "product", "--options", '{"max_pages": 3}')
    assert '{"max_pages": 3}' in jobs("show", "shop.example").out


def test_a_job_with_a_schedule_is_added_with_its_next_times(jobs):
    out = jobs("add", URL, "--schema", "product", "--cron", "0 6 1 1 *", "--timezone", "Asia/Tokyo").out
    assert ("next in Asia/Tokyo" in out, out.count("-01-01 06:00 JST"), out.count("-12-31 21:00")) == (True, 5, 5)


def test_a_bad_schedule_is_refused_with_what_to_write(jobs):
    finished = jobs("add", URL, "--schema", "product", "--cron", "0 0 6 * * *")
    assert (finished.code, "such as 0 6 * * *" in finished.err) == (2, True)


def test_the_operator_says_how_often_is_too_often(jobs):
    often = ("--cron", "* * * * *", "-s", "SCRAPER_CRON_MIN_INTERVAL_SECONDS=60")
    assert jobs("add", URL, "--schema", "product", *often).code == 0


@pytest.mark.parametrize(
    ("argv", "name", "value"),
    [
        (("--cron", "0 7 * * *"), "schedule_cron", "0 7 * * *"),
        (("--no-cron",), "schedule_cron", None),
        (("--timezone", "Asia/Tokyo"), "schedule_timezone", "Asia/Tokyo"),
        (("--no-active",), "is_active", False),
    ],
)
def test_when_a_job_runs_can_be_changed(jobs, argv, name, value):
    jobs("add", URL, "--schema", "product", "--cron", "0 6 * * *")
    assert jobs("edit", "shop.example", *argv).code == 0
    assert json.loads(jobs("show", "shop.example", "--json").out)[name] == value


def test_an_edit_that_says_nothing_is_refused(jobs):
    jobs("add", URL, "--schema", "product")
    assert "say what to change" in jobs("edit", "shop.example").err
