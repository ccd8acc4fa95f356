"""Options keep their own names, unknown keys are warned about, wrong values are refused with the place."""

import pytest
from jsonschema import Draft202012Validator

from db.exceptions import InvalidValue
from db.options import ALIASES, MAX_OPTIONS_BYTES, canonical_options, given_option, options_schema

FOLDED = {
    "own name": ({"max_pages": 5}, {"max_pages": 5}),
    "camelCase": ({"maxPages": 5, "respectRobotsTxt": False}, {"max_pages": 5, "respect_robots_txt": False}),
    "limit": ({"limit": 5}, {"max_pages": 5}),
    "delay": ({"delay": 2}, {"delay_between_requests": 2}),
    "download_delay": ({"download_delay": 0.5}, {"delay_between_requests": 0.5}),
    "maxItems": ({"maxItems": 5}, {"max_items": 5}),
    "max_results": ({"max_results": 5}, {"max_items": 5}),
    "waitFor": ({"waitFor": "#list"}, {"wait_for": "#list"}),
    "js": ({"js": True}, {"render_js": True}),
    "javascript": ({"javascript": "auto"}, {"render_js": "auto"}),
    "obey_robots": ({"obey_robots": False}, {"respect_robots_txt": False}),
    "custom_headers": ({"custom_headers": {"A": "b"}}, {"headers": {"A": "b"}}),
    "inside pagination": (
        {"pagination": {"nextSelector": "a", "per_page": 3}},
        {"pagination": {"selector": "a", "page_size": 3}},
    ),
    "inside a list": ({"actions": [{"type": "wait", "Seconds": 1}]}, {"actions": [{"type": "wait", "seconds": 1}]}),
    "a whole float": ({"max_pages": 5.0}, {"max_pages": 5}),
    "null": ({"max_items": None, "extract": {"mode": None}}, {"extract": {}}),
    "twice the same": ({"limit": 5, "max_pages": 5}, {"max_pages": 5}),
    "names of the job's own": ({"webhook": {"url": "https://a.b/c", "metadata": {"myKey": None}}},) * 2,
    "nothing": ({}, {}),
}

WARNED = {
    "a typing error": ({"max_page": 5}, "max_page: did you mean max_pages?"),
    "nested": ({"pagination": {"selektor": "a"}}, "pagination.selektor: did you mean pagination.selector?"),
    "in a list": ({"actions": [{"type": "click", "selctor": "a"}]}, "actions.selctor: did you mean actions.selector?"),
    "another place": ({"min_fill_rate": 0.9}, "min_fill_rate: did you mean quality.min_fill_rate?"),
    "close to an alias": ({"javscript": True}, "javscript: did you mean render_js?"),
    "nothing like it": ({"colour": "red"}, "colour: is not an option and is ignored"),
}

REFUSED = {
    "a string for a number": ({"max_pages": "10"}, "/max_pages", 'is "10"; give an integer'),
    "a boolean for a number": ({"max_pages": True}, "/max_pages", "give an integer"),
    "too small": ({"max_pages": 0}, "/max_pages", "give at least 1"),
    "too large": ({"concurrent_requests": 1000}, "/concurrent_requests", "give at most 64"),
    "zero seconds": ({"timeout": 0}, "/timeout", "give more than 0"),
    "not one of": ({"dedupe": {"scope": "all"}}, "/dedupe/scope", 'use one of: "run", "job", "off"'),
    "one of two types": ({"wait_for": []}, "/wait_for", "give a number or a string"),
    "a string for an object": ({"extract": "list"}, "/extract", "give an object"),
    "inside a list": ({"allowed_domains": ["a.b", 3]}, "/allowed_domains/1", "give a string"),
    "something missing": ({"webhook": {"events": []}}, "/webhook", "'url' is a required property; add it"),
    "an empty list": ({"pagination": {"urls": []}}, "/pagination/urls", "give at least one"),
    "an empty text": ({"user_agent": ""}, "/user_agent", "is empty"),
    "named twice": ({"export": {"formats": ["csv", "csv"]}}, "/export/formats", "name it once"),
    "a line break in a header": ({"headers": {"A": "b\r\nC: d"}}, "/headers/A", "does not match"),
    "the address of a proxy": ({"proxy": "http://user:pw@10.0.0.1"}, "/proxy", "does not match"),
    "two values": ({"limit": 5, "max_pages": 6}, "/max_pages", "keep one of them"),
    "a step of zero": ({"pagination": {"step": 0}}, "/pagination/step", "give another value"),
    "NUL": ({"body": "\x00"}, "/body", "U+0000"),
    "too much": ({"body": "x" * MAX_OPTIONS_BYTES}, "", "bytes; at most"),
    "no object": (["max_pages"], "", "give an object"),
}

OF_THE_JOBS_PAGE = (
    "max_pages max_items max_depth max_duration max_credits delay_between_requests randomize_delay"
    " concurrent_requests workers timeout max_retries respect_robots_txt user_agent headers cookies"
    " allowed_domains include_urls exclude_urls method body proxy auth render_js wait_for actions pagination"
    " extract dedupe incremental archive quality export webhook overlap_policy misfire_grace_time"
)


@pytest.mark.parametrize(("given", "own"), FOLDED.values(), ids=FOLDED)
def test_options_get_their_own_names(given, own):
    assert canonical_options(given) == (own, [])


@pytest.mark.parametrize(("given", "warning"), WARNED.values(), ids=WARNED)
def test_an_unknown_key_is_named_with_the_nearest_known_one(given, warning):
    assert canonical_options(given)[1] == [warning]


@pytest.mark.parametrize(("given", "pointer", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_value_is_refused_with_place_and_cure(given, pointer, reason):
    with pytest.raises(InvalidValue) as caught:
        canonical_options(given)
    assert caught.value.column == "options"
    assert caught.value.pointer == pointer
    assert reason in caught.value.reason


def test_unknown_keys_are_left_out():
    assert canonical_options({"colour": "red", "max_pages": 1})[0] == {"max_pages": 1}


def test_the_given_options_stay_as_they_are():
    given = {"pagination": {"perPage": 3}}
    canonical_options(given)
    assert given == {"pagination": {"perPage": 3}}


def test_the_published_schema_is_valid():
    Draft202012Validator.check_schema(options_schema())


def test_the_published_schema_has_all_options():
    assert set(options_schema()["properties"]) == set(OF_THE_JOBS_PAGE.split())


def test_every_option_has_a_description():
    schema = options_schema()["properties"]
    nested = [child for option in schema.values() for child in option.get("properties", {}).values()]
    assert [option for option in (*schema.values(), *nested) if not option.get("description")] == []


def test_every_default_is_a_legal_value():
    defaults = {
        name: option["default"] for name, option in options_schema()["properties"].items() if "default" in option
    }
    assert canonical_options(defaults) == (defaults, [])


@pytest.mark.parametrize("place", ALIASES)
def test_every_alias_leads_to_an_option(place):
    schema = options_schema()["properties"]
    known = schema[place]["properties"] if place else schema
    assert set(ALIASES[place].values()) <= set(known)


@pytest.mark.parametrize("options", [{"max_pages": 5}, {"maxPages": 5}, {"limit": 5}, {"limit": None, "max-pages": 5}])
def test_an_option_is_found_under_any_of_its_names(options):
    assert given_option(options, "max_pages") == 5


def test_an_option_that_is_not_given_is_none():
    assert given_option({"max_items": 5, "pagination": {"limit": 7}}, "max_pages") is None
