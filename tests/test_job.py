"""scraper.job: from a run's snapshot to a checked job, and every job that cannot be run."""

import json
import math

import pytest

from scraper.exceptions import InvalidOptions, InvalidSchema, JobError, UnknownPaginationType
from scraper.job import Job, host_of, schema_hash
from tests.live import DEFINITION, TARGET, job, job_snapshot


def _nested(levels):
    definition = {"type": "string"}
    for _ in range(levels):
        definition = {"type": "object", "properties": {"a": definition}}
    return definition


def _with_title(**title):
    return {"type": "object", "properties": {"title": title}}


@pytest.mark.parametrize(
    ("definition", "place", "cure"),
    [
        pytest.param(None, "", "give a JSON Schema", id="nothing"),
        pytest.param([], "", "give a JSON Schema", id="a list"),
        pytest.param("title", "", "give a JSON Schema", id="a text"),
        pytest.param({}, "/type", 'write "type": "object"', id="nothing in it"),
        pytest.param({"type": "string"}, "/type", 'write "type": "object"', id="a schema of a text"),
        pytest.param({"type": "array", "items": DEFINITION}, "/type", '"type": "object"', id="a schema of an array"),
        pytest.param({"type": "object"}, "/properties", '"properties": {"title"', id="no properties"),
        pytest.param({"type": "object", "properties": {}}, "/properties", "names no field", id="empty properties"),
        pytest.param(_with_title(type="txt"), "/properties/title/type", "correct it", id="no JSON Schema type"),
        pytest.param(_with_title(pattern="("), "/properties/title/pattern", "correct it", id="no regular expression"),
        pytest.param(
            _with_title(**{"$ref": "https://schemas.example/a.json"}),
            "/properties/title/$ref",
            "only places of this document",
            id="a remote reference",
        ),
        pytest.param(
            _with_title(**{"$ref": "file:///etc/passwd"}), "/properties/title/$ref", "only places", id="a file"
        ),
        pytest.param(
            _with_title(**{"$ref": "#/$defs/x"}), "/properties/title/$ref", "not there", id="a reference to nothing"
        ),
        pytest.param(
            DEFINITION | {"description": "x" * 1_000_000}, "", "at most 65536", id="a megabyte of description"
        ),
        pytest.param(_nested(200), "/properties/a", "flatten it", id="200 levels"),
        pytest.param(_nested(450), "/properties/a", "flatten it", id="450 levels"),
        pytest.param(
            DEFINITION | {"$schema": "http://json-schema.org/draft-03/schema"}, "/$schema", "use one of", id="old"
        ),
        pytest.param(
            _with_title(**{"x-css": "a[["}), "/properties/title/x-css", "not a valid CSS", id="a bad selector"
        ),
    ],
)
def test_a_schema_that_cannot_work_is_refused_with_its_place_and_its_cure(definition, place, cure):
    with pytest.raises(InvalidSchema) as refused:
        job(schema_definition=definition)
    assert refused.value.pointer.startswith(place)
    assert cure in str(refused.value)


@pytest.mark.parametrize(
    ("options", "place", "cure"),
    [
        pytest.param({"max_pages": "ten"}, "/max_pages", "give an integer", id="a wrong type"),
        pytest.param({"webhook": {"url": "https://h.example/"}}, "/webhook", "remove it", id="an option not built"),
        pytest.param({"pagination": {"step": 2}}, "/pagination/step", "remove it", id="a setting of another type"),
        pytest.param({"dedupe": {"keys": ["price", "sku"]}}, "/dedupe/keys/1", "title, price", id="no field"),
        pytest.param(
            {"quality": {"min_fill_rate": {"sku": 0.5}}},
            "/quality/min_fill_rate/sku",
            "title, price",
            id="no such field",
        ),
        pytest.param(
            {"extract": {"selectors": {"sku": "b"}}},
            "/extract/selectors/sku",
            "title, price",
            id="a selector of no field",
        ),
        pytest.param(
            {"extract": {"selectors": {"title": "a[["}}}, "/extract/selectors/title", "not a valid CSS", id="bad CSS"
        ),
        pytest.param(
            {"extract": {"selectors": {"title": "//a["}}},
            "/extract/selectors/title",
            "not a valid XPath",
            id="bad XPath",
        ),
        pytest.param(
            {"extract": {"record_selector": "li[["}}, "/extract/record_selector", "not a valid", id="no record selector"
        ),
        pytest.param(
            {"extract": {"record_selector": "//li["}}, "/extract/record_selector", "not a valid", id="no record XPath"
        ),
    ],
)
def test_options_that_cannot_work_are_refused_with_their_place_and_their_cure(options, place, cure):
    with pytest.raises(InvalidOptions) as refused:
        job(options)
    assert refused.value.pointer == place
    assert cure in str(refused.value)


@pytest.mark.parametrize("selector", ["li.card", "//li", "items[?price].offer", "data.items"])
def test_a_record_selector_is_css_xpath_or_jmespath(selector):
    assert job({"extract": {"record_selector": selector}}).options.extract.record_selector == selector


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        pytest.param(None, "give an address", id="none"),
        pytest.param("", "give an address", id="empty"),
        pytest.param("shop.example/list", "http:// or https://", id="without a scheme"),
        pytest.param("ftp://shop.example/", "http:// or https://", id="ftp"),
        pytest.param("file:///etc/passwd", "http:// or https://", id="a file"),
        pytest.param("javascript:alert(1)", "http:// or https://", id="a script"),
        pytest.param("http://", "no valid host", id="without a host"),
        pytest.param("http://shop.example:port/", "malformed", id="a port in letters"),
        pytest.param("http://shop.example:99999/", "malformed", id="a port too high"),
        pytest.param("http://[::1/", "malformed", id="half an IPv6 address"),
        pytest.param("http://me:secret@shop.example/", "use the option auth", id="a password"),
        pytest.param("http://shop.example/a b", "percent-encode", id="a space"),
        pytest.param("http://shop.example/\x00", "U\\+0000", id="NUL"),
        pytest.param("http://shop.example/" + "a" * 9000, "at most 8192", id="9,000 characters"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_refused_with_the_cure(url, cure):
    with pytest.raises(JobError, match=f"target_url .*{cure}"):
        job(target_url=url)


def test_an_unknown_pagination_type_is_refused_with_the_known_ones():
    with pytest.raises(UnknownPaginationType, match="'nxt' is not known; use one of: none, auto, next_button"):
        job(pagination_type="nxt")


@pytest.mark.parametrize("spelling", [None, "", "none", "single_page", " None "])
def test_a_job_without_a_pagination_type_reads_one_page(spelling):
    assert job(pagination_type=spelling).pagination.name == "none"


def test_a_job_without_options_has_none():
    assert Job.from_snapshot(job_snapshot(options=None)).options.max_items is None


def test_unknown_options_are_warnings_of_the_job():
    assert job({"max_page": 3}).warnings == ("max_page: did you mean max_pages?",)


def test_extra_fields_that_the_schema_forbids_are_a_warning_of_the_job():
    closed = job(schema_definition=DEFINITION | {"additionalProperties": False}, allow_extra_fields=True)
    assert (closed.is_allowing_extra, len(closed.warnings)) == (False, 1)


def test_a_schema_field_gets_the_selector_of_the_options():
    made = job({"extract": {"selectors": {"title": "h3"}}})
    assert made.schema.field("title").selector.text == "h3"


@pytest.mark.parametrize(
    ("pagination", "options", "max_pages"),
    [
        pytest.param("next_button", {}, 10, id="the default"),
        pytest.param("next_button", {"max_pages": 3}, 3, id="the job's own"),
        pytest.param("url_list", {"pagination": {"urls": [TARGET]}}, math.inf, id="a fixed list has no default"),
        pytest.param("url_list", {"pagination": {"urls": [TARGET]}, "max_pages": 3}, 3, id="a fixed list's own"),
    ],
)
def test_max_pages_has_a_default_where_nothing_else_ends_the_pagination(pagination, options, max_pages):
    assert job(options, pagination_type=pagination).max_pages({}) == max_pages


@pytest.mark.parametrize(
    ("pagination", "settings", "is_fixed"),
    [
        pytest.param("none", {}, False, id="one page"),
        pytest.param("next_button", {}, False, id="links"),
        pytest.param("url_list", {"urls": [TARGET]}, True, id="a list"),
        pytest.param("url_pattern", {"pattern": f"{TARGET}?p=[1-9]"}, True, id="a range"),
        pytest.param("url_pattern", {"pattern": f"{TARGET}?p={{page}}"}, False, id="an open pattern"),
    ],
)
def test_a_fixed_list_is_one_whose_pages_are_all_known_at_the_start(pagination, settings, is_fixed):
    assert job({"pagination": settings}, pagination_type=pagination).is_fixed_list is is_fixed


@pytest.mark.parametrize(
    ("options", "is_following"),
    [
        pytest.param({}, False, id="not asked"),
        pytest.param({"extract": {"follow_details": True}}, True, id="asked"),
        pytest.param({"extract": {"mode": "list_and_detail"}}, True, id="by mode"),
        pytest.param({"extract": {"follow_details": True}, "max_depth": 0}, False, id="no deeper than the list"),
    ],
)
def test_details_are_followed_within_max_depth(options, is_following):
    assert job(options).is_following_details is is_following


@pytest.mark.parametrize(
    ("name", "value"),
    [("options", []), ("strict_validation", "yes"), ("allow_extra_fields", None), ("field_order", [["a"]])],
)
def test_a_snapshot_of_wrong_kinds_is_refused(name, value):
    with pytest.raises(JobError, match=f"wrong '{name}': start a new run"):
        Job.from_snapshot({**job_snapshot(), name: value})


def test_a_snapshot_is_plain_json_that_makes_the_same_job():
    taken = job_snapshot(options={"max_items": 3}, pagination_type="next_button")
    assert Job.from_snapshot(json.loads(json.dumps(taken))) == Job.from_snapshot(taken)


def test_a_schema_has_one_hash_whatever_the_order_of_its_keys():
    turned = {"properties": dict(reversed(DEFINITION["properties"].items())), "type": "object"}
    assert schema_hash(turned) == schema_hash(DEFINITION)


def test_another_schema_has_another_hash():
    assert schema_hash(DEFINITION | {"required": ["title"]}) != schema_hash(DEFINITION)


def test_a_host_is_compared_without_www():
    assert host_of("https://WWW.Shop.example:8080/list") == "shop.example"


def test_fields_come_in_their_authors_order_although_jsonb_does_not_keep_it():
    made = job(field_order=["price", "title"])
    assert ([field.name for field in made.schema.fields], list(made.definition["properties"])) == (
        ["price", "title"],
        ["price", "title"],
    )
