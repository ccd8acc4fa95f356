"""scraper.pipelines.dedupe: when two records are one."""

import pytest
from scrapy.exceptions import DropItem

from scraper.items import PageTally
from scraper.pipelines.dedupe import DedupePipeline
from tests.live import item, job, live, record, visit

_TEA = {"title": "Tea", "price": 3.5}


def _pipeline(options=None):
    return DedupePipeline(live(job(options))[0])


def _kept(options, *items):
    """Whether each item is kept, in their order."""
    pipeline = _pipeline(options)
    return [_is_kept(pipeline, each) for each in items]


def _is_kept(pipeline, each):
    try:
        return bool(pipeline.process_item(each))
    except DropItem:
        return False


def _item(data=None, *, page=1, position=0, url=None, extra=None):
    tally = PageTally(visit(page), lambda _: None)
    return item(record(data=dict(data or _TEA), url=url, extra=extra or {}), page=tally, position=position)


@pytest.mark.parametrize(
    ("one", "other", "is_kept"),
    [
        pytest.param(_item(), _item(page=2), False, id="the same on two pages"),
        pytest.param(_item(), _item(position=1), False, id="the same twice on a page"),
        pytest.param(_item(), _item({"price": 3.5, "title": "Tea"}), False, id="another order of fields"),
        pytest.param(_item(), _item(_TEA | {"price": 3.6}), True, id="another price"),
        pytest.param(_item(), _item({"title": "Tea"}), True, id="a field less"),
        pytest.param(_item({"a": None, "b": 1}), _item({"b": 1}), True, id="null is not missing"),
        pytest.param(_item({"a": 1}), _item({"a": 1.0}), False, id="a whole float is the integer"),
        pytest.param(_item({"a": 1}), _item({"a": "1"}), True, id="a text is no number"),
        pytest.param(_item({"a": 1}), _item({"a": True}), True, id="true is no number"),
        pytest.param(_item(url="https://s.example/1"), _item(url="https://s.example/2"), True, id="other links"),
        pytest.param(_item(url="https://s.example/1"), _item(), True, id="a link and none"),
        pytest.param(
            _item(url="https://s.example/1?id=3&utm_source=a"),
            _item(url="https://s.example/1?gclid=x&id=3#top", page=2),
            False,
            id="tracking parameters",
        ),
        pytest.param(
            _item(url="https://s.example/1;jsessionid=A?id=3"),
            _item(url="https://s.example/1?id=3&PHPSESSID=b", page=2),
            False,
            id="session parameters",
        ),
        pytest.param(
            _item(_TEA | {"link": "https://s.example/1?utm_source=a"}, url="https://s.example/1?utm_source=a"),
            _item(_TEA | {"link": "https://s.example/1?utm_source=b"}, url="https://s.example/1?utm_source=b"),
            False,
            id="tracking parameters in a field that holds the record's link",
        ),
        pytest.param(
            _item(_TEA | {"image": "https://s.example/1.png?utm_source=a"}),
            _item(_TEA | {"image": "https://s.example/1.png?utm_source=b"}),
            True,
            id="another field is compared as it is",
        ),
    ],
)
def test_within_a_run_a_record_is_known_by_its_data_and_its_own_link(one, other, is_kept):
    assert _kept({}, one, other) == [True, is_kept]


@pytest.mark.parametrize(
    ("one", "other", "is_kept"),
    [
        pytest.param({"sku": 1, "price": 2}, {"sku": 1, "price": 3}, False, id="equal keys"),
        pytest.param({"sku": 1, "price": 2}, {"sku": 2, "price": 2}, True, id="other keys"),
        pytest.param({"price": 2}, {"price": 2}, False, id="no key at all: all fields are compared"),
        pytest.param({"price": 2}, {"price": 3}, True, id="no key and other fields"),
        pytest.param({"sku": None, "price": 2}, {"sku": None, "price": 3}, True, id="null is no key"),
    ],
)
def test_with_keys_a_record_is_known_by_them_alone(one, other, is_kept):
    properties = {"sku": {}, "price": {}}
    made = job({"dedupe": {"keys": ["sku"]}}, schema_definition={"type": "object", "properties": properties})
    pipeline = DedupePipeline(live(made)[0])
    links = ("https://s.example/1", "https://s.example/1")
    kept = [_is_kept(pipeline, _item(each, url=url)) for each, url in zip((one, other), links, strict=True)]
    assert kept == [True, is_kept]


def test_with_keys_the_link_does_not_matter():
    options = {"dedupe": {"keys": ["title"]}}
    assert _kept(options, _item(url="https://s.example/1"), _item(url="https://s.example/2")) == [True, False]


def test_switched_off_every_record_is_kept():
    options = {"dedupe": {"scope": "off", "keys": ["title"]}}
    assert _kept(options, _item(), _item(position=1), _item(page=2)) == [True, True, True]


def test_switched_off_a_record_still_has_one_hash_for_its_place():
    options = {"dedupe": {"scope": "off"}}
    assert _kept(options, _item(position=1), _item(position=1)) == [True, False]


def test_a_record_that_an_earlier_attempt_of_the_run_stored_is_dropped():
    stored = _pipeline().process_item(_item())
    pipeline = _pipeline()
    pipeline.run.known_hashes.add(stored.content_hash)
    with pytest.raises(DropItem, match=r"^duplicate: "):
        pipeline.process_item(_item())


def test_a_kept_record_carries_its_hash():
    assert len(_pipeline().process_item(_item()).content_hash) == 64


@pytest.mark.parametrize(
    "url", ["http://[half", "https://s.example:port/", "https://s.example/\ufffd", "mailto:a@b.example", "//", "%zz"]
)
def test_an_odd_link_does_not_lose_the_record(url):
    assert _kept({}, _item(url=url), _item(url=url)) == [True, False]
