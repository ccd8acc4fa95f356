"""scraper.options: defaults, other spellings, and what is refused with its place and its cure."""

import pytest

from db.options import options_schema
from scraper.exceptions import InvalidOptions
from scraper.extraction.values import ExtractOptions
from scraper.options import DedupeOptions, JobOptions, LlmOptions
from scraper.quality import QualityRules
from tests.live import job


def _options(given):
    return JobOptions.from_options(given)[0]


def _default(*path):
    place = options_schema()
    for name in path:
        place = place["properties"][name]
    return place["default"]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, option in options_schema()["properties"].items()
        if "default" in option and name in JobOptions.__dataclass_fields__ and name != "max_pages"
    ],
)
def test_a_default_is_the_published_one(name):
    assert getattr(_options({}), name) == _default(name)


def test_the_default_of_max_pages_is_the_published_one():
    assert job().max_pages({}) == _default("max_pages")


@pytest.mark.parametrize(
    ("path", "used"),
    [
        pytest.param(("extract", "mode"), lambda options: options.extract.mode, id="extract.mode"),
        pytest.param(("extract", "min_confidence"), lambda o: o.extract.min_confidence, id="extract.min_confidence"),
        pytest.param(("extract", "follow_details"), lambda o: o.is_following_details, id="extract.follow_details"),
        pytest.param(("dedupe", "scope"), lambda options: options.dedupe.scope, id="dedupe.scope"),
    ],
)
def test_a_nested_default_is_the_published_one(path, used):
    assert used(_options({})) == _default(*path)


def test_every_published_option_is_either_built_or_refused():
    given = {
        "archive": True,
        "auth": "shop",
        "export": {"formats": ["csv"]},
        "incremental": "new_only",
        "webhook": {"url": "https://hooks.example/"},
    }
    assert options_schema()["properties"].keys() - JobOptions.__dataclass_fields__.keys() == given.keys()


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        pytest.param({"limit": 3}, "max_pages", 3, id="limit"),
        pytest.param({"maxPages": 3}, "max_pages", 3, id="maxPages"),
        pytest.param({"delay": 2}, "delay_between_requests", 2, id="delay"),
        pytest.param({"download_delay": 2}, "delay_between_requests", 2, id="download_delay"),
        pytest.param({"maxItems": 5}, "max_items", 5, id="maxItems"),
        pytest.param({"max_results": 5}, "max_items", 5, id="max_results"),
        pytest.param({"obey_robots": False}, "respect_robots_txt", False, id="obey_robots"),
        pytest.param({"custom_headers": {"X-A": "1"}}, "headers", {"X-A": "1"}, id="custom_headers"),
        pytest.param({"max_pages": 3.0}, "max_pages", 3, id="a whole number with a decimal point"),
        pytest.param({"timeout": None}, "timeout", 30.0, id="null is not given"),
        pytest.param({"allowed_domains": ["a.example"]}, "allowed_domains", ("a.example",), id="a list is frozen"),
    ],
)
def test_an_option_is_understood(given, name, value):
    assert getattr(_options(given), name) == value


def test_extraction_gets_its_part():
    given = {"mode": "list", "record_selector": "li", "selectors": {"title": "h3"}, "min_confidence": 0.5}
    assert _options({"extract": given}).extract == ExtractOptions("list", "li", {"title": "h3"}, 0.5)


@pytest.mark.parametrize(
    ("extract", "mode", "is_following"),
    [
        pytest.param({}, "auto", False, id="nothing said"),
        pytest.param({"mode": "list"}, "list", False, id="lists alone"),
        pytest.param({"mode": "list_and_detail"}, "list", True, id="list_and_detail"),
        pytest.param({"follow_details": True}, "auto", True, id="follow_details"),
        pytest.param({"mode": "detail", "follow_details": False}, "detail", False, id="detail pages alone"),
    ],
)
def test_details_are_followed_where_the_job_says_so(extract, mode, is_following):
    options = _options({"extract": extract})
    assert (options.extract.mode, options.is_following_details) == (mode, is_following)


def test_dedupe_is_read():
    assert _options({"dedupe": {"scope": "off", "keys": ["sku"]}}).dedupe == DedupeOptions("off", ("sku",))


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        pytest.param({"max_page": 3}, "max_page: did you mean max_pages?", id="a slip of the pen"),
        pytest.param(
            {"record_selector": "li"}, "record_selector: did you mean extract.record_selector?", id="another place"
        ),
        pytest.param({"qqqq": 1}, "qqqq: is not an option and is ignored", id="nothing near"),
        pytest.param(
            {"is_following_details": True}, "is_following_details: is not an option and is ignored", id="our own names"
        ),
    ],
)
def test_an_unknown_key_is_a_warning_and_changes_nothing(given, warning):
    assert JobOptions.from_options(given) == (JobOptions(), (warning,))


@pytest.mark.parametrize(
    ("given", "pointer", "cure"),
    [
        pytest.param({"max_pages": "three"}, "/max_pages", "give an integer", id="text for an integer"),
        pytest.param({"max_pages": 0}, "/max_pages", "give at least 1", id="no page"),
        pytest.param({"max_pages": True}, "/max_pages", "give an integer", id="true is no integer"),
        pytest.param({"max_pages": 2.5}, "/max_pages", "give an integer", id="half a page"),
        pytest.param({"max_credits": -1}, "/max_credits", "give at least 0", id="a negative budget"),
        pytest.param({"timeout": 0}, "/timeout", "give more than 0", id="no time"),
        pytest.param({"delay_between_requests": -1}, "/delay_between_requests", "at least 0", id="a negative delay"),
        pytest.param({"respect_robots_txt": "yes"}, "/respect_robots_txt", "give true or false", id="text for true"),
        pytest.param({"headers": ["a"]}, "/headers", "give an object", id="headers as a list"),
        pytest.param({"headers": {"X-A": 1}}, "/headers/X-A", "give a string", id="a header that is no text"),
        pytest.param({"headers": {"X-A": "1\r\nX-B: 2"}}, "/headers/X-A", "does not match", id="a header in a header"),
        pytest.param({"method": "DELETE"}, "/method", "use one of", id="a method that changes things"),
        pytest.param({"extract": {"mode": "table"}}, "/extract/mode", "use one of", id="an unknown mode"),
        pytest.param({"extract": "list"}, "/extract", "give an object", id="extract as text"),
        pytest.param({"dedupe": {"keys": "sku"}}, "/dedupe/keys", "give a list", id="keys as text"),
        pytest.param({"proxy": "http://me:pw@proxy/"}, "/proxy", "does not match", id="a proxy by address"),
        pytest.param({"limit": 3, "max_pages": 4}, "/max_pages", "keep one of them", id="twice with two values"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place_and_its_cure(given, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as refused:
        JobOptions.from_options(given)
    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        pytest.param({"archive": True}, "/archive", id="archive"),
        pytest.param({"auth": "shop"}, "/auth", id="auth"),
        pytest.param({"export": {"formats": ["csv"]}}, "/export", id="export"),
        pytest.param({"incremental": "new_only"}, "/incremental", id="incremental"),
        pytest.param({"webhook": {"url": "https://hooks.example/"}}, "/webhook", id="webhook"),
        pytest.param({"dedupe": {"scope": "job"}}, "/dedupe/scope", id="dedupe over the job's runs"),
        pytest.param({"max_depth": 2}, "/max_depth", id="details of details"),
    ],
)
def test_an_option_that_is_not_built_is_refused(given, pointer):
    with pytest.raises(InvalidOptions, match="built") as refused:
        JobOptions.from_options(given)
    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("given", "pointer", "cure"),
    [
        pytest.param({"wait_for": 2}, "/wait_for", "render_js", id="a wait without a browser"),
        pytest.param({"actions": [{"type": "scroll"}]}, "/actions", "render_js", id="actions without a browser"),
        pytest.param({"js": "auto", "wait_for": " "}, "/wait_for", "CSS selector", id="a blank selector"),
        pytest.param({"js": True, "actions": [{"type": "click"}]}, "/actions/0", "'selector'", id="a click on nothing"),
    ],
)
def test_what_cannot_be_done_in_a_browser_is_refused(given, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as refused:
        JobOptions.from_options(given)
    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("quality", "rules"),
    [
        pytest.param({}, None, id="no rules"),
        pytest.param({"on_breach": "fail"}, None, id="a breach of nothing"),
        pytest.param({"min_items": 3}, QualityRules(min_items=3), id="flagging"),
        pytest.param({"min_items": 3, "on_breach": "fail"}, QualityRules(min_items=3, is_failing=True), id="failing"),
        pytest.param({"minFillRate": {"a": 0.5}}, QualityRules(min_fill_rate={"a": 0.5}), id="by field"),
    ],
)
def test_quality_rules_are_typed(quality, rules):
    assert JobOptions.from_options({"quality": quality})[0].quality == rules


def test_an_llm_that_nobody_switches_on_is_refused():
    with pytest.raises(InvalidOptions, match="has no effect") as refused:
        JobOptions.from_options({"extract": {"llm": {"budget": 1000}}})
    assert refused.value.pointer == "/extract/llm"


@pytest.mark.parametrize(
    ("llm", "expected"),
    [
        (True, LlmOptions()),
        ({"enabled": True, "budget": 9, "mode": "template"}, LlmOptions(budget=9, mode="template")),
        ({"enabled": True, "server": "local", "model": "a", "threshold": 0.9}, LlmOptions("local", "a", threshold=0.9)),
        (False, None),
    ],
    ids=["true", "budget and mode", "server, model and threshold", "false"],
)
def test_the_language_model_options_are_typed(llm, expected):
    assert JobOptions.from_options({"extract": {"llm": llm}})[0].llm == expected


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"actions": []}, id="no actions"),
        pytest.param({"archive": False}, id="no archive"),
        pytest.param({"export": {}}, id="no export"),
        pytest.param({"incremental": "off"}, id="incremental off"),
        pytest.param({"render_js": False}, id="no browser"),
        pytest.param({"extract": {"llm": False}}, id="no llm"),
        pytest.param({"extract": {"llm": {}}}, id="no llm settings"),
        pytest.param({"extract": {"llm": {"enabled": False, "budget": 9}}}, id="an llm that is switched off"),
        pytest.param({"dedupe": {"scope": "run"}}, id="dedupe within the run"),
        pytest.param({"max_depth": 1}, id="details"),
    ],
)
def test_a_value_that_asks_for_nothing_unbuilt_is_accepted(given):
    assert JobOptions.from_options(given) == (JobOptions(), ())


@pytest.mark.parametrize(
    "name",
    [
        *("Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade"),
        *("Expect", "Proxy-Authorization", "proxy-connection", "X-Forwarded-For", "Metadata-Flavor"),
        "X-aws-ec2-metadata-token",
    ],
)
def test_a_reserved_header_is_refused(name):
    with pytest.raises(InvalidOptions, match="remove it") as refused:
        JobOptions.from_options({"headers": {name: "1"}})
    assert refused.value.pointer == f"/headers/{name}"


def test_the_cookie_header_is_refused_in_favour_of_cookies():
    with pytest.raises(InvalidOptions, match=r"use options\.cookies"):
        JobOptions.from_options({"headers": {"Cookie": "a=1"}})


@pytest.mark.parametrize("name", ["Authorization", "Accept-Language", "X-Requested-With", "Referer"])
def test_an_ordinary_header_is_accepted(name):
    assert _options({"headers": {name: "1"}}).headers == {name: "1"}
