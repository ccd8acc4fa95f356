"""scraper.canonical: one form of a record for both databases."""

import math

import pytest

from scraper.canonical import canonical_json, clean, content_hash, resource_url


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        pytest.param("a\x00b", "ab", id="NUL is dropped"),
        pytest.param("a\ud800b", "a\ufffdb", id="a lone high surrogate is replaced"),
        pytest.param("a\udc00", "a\ufffd", id="a lone low surrogate is replaced"),
        pytest.param("🐘", "🐘", id="a character beyond the BMP stays"),
        pytest.param(math.nan, None, id="NaN is nothing"),
        pytest.param(math.inf, None, id="infinity is nothing"),
        pytest.param(-math.inf, None, id="negative infinity is nothing"),
        pytest.param(2**53 - 1, 2**53 - 1, id="the largest safe integer stays a number"),
        pytest.param(2**53, "9007199254740992", id="a larger integer becomes text"),
        pytest.param(-(10**40), "-" + "1" + "0" * 40, id="a huge negative integer becomes text"),
        pytest.param(True, True, id="a boolean is no integer"),
        pytest.param({"a\x00": ["\x00", 1.5]}, {"a": ["", 1.5]}, id="keys and nested values are cleaned"),
        pytest.param(("a", "b"), ["a", "b"], id="a tuple is a list"),
    ],
)
def test_a_value_is_cleaned_to_what_both_databases_store(found, stored):
    assert clean(found) == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, id="order of keys"),
        pytest.param({"a": 1.0}, {"a": 1}, id="a whole float is the integer"),
        pytest.param({"a": "\u00e9"}, {"a": "é"}, id="escapes"),
    ],
)
def test_equal_data_has_one_canonical_text(one, other):
    assert canonical_json(one) == canonical_json(other)


def test_equal_records_with_links_of_their_own_have_two_hashes():
    data = {"title": "Emma"}
    assert content_hash(data, link="https://shop.example/1") != content_hash(data, link="https://shop.example/2")


def test_a_record_found_again_through_a_tracking_link_has_the_same_hash():
    data = {"title": "Emma"}
    tracked = "https://shop.example/1?utm_source=mail&fbclid=x#top"
    assert content_hash(data, link=tracked) == content_hash(data, link="https://shop.example/1")


def test_a_place_tells_equal_records_apart():
    assert content_hash({"a": 1}, place=("page", 0)) != content_hash({"a": 1}, place=("page", 1))


@pytest.mark.parametrize(
    ("url", "resource"),
    [
        pytest.param("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2", id="order of parameters"),
        pytest.param("https://a.example/x;jsessionid=AB12?a=1", "https://a.example/x?a=1", id="session in the path"),
        pytest.param("https://a.example/x?PHPSESSID=1&id=7", "https://a.example/x?id=7", id="session parameter"),
        pytest.param("https://a.example/x?id=7#reviews", "https://a.example/x?id=7", id="fragment"),
        pytest.param("https://a.example/x?empty=", "https://a.example/x?empty=", id="an empty value stays"),
    ],
)
def test_a_url_is_reduced_to_the_resource_it_names(url, resource):
    assert resource_url(url) == resource
