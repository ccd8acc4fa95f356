"""scraper.items: a record on its way through Scrapy, and the tally of its page."""

import pytest
from itemadapter import ItemAdapter

from scraper.items import PageTally, RecordItem
from tests.live import item, record, visit


def _tally(found):
    completed = []
    return PageTally(visit(), completed.append, found=found), completed


def test_an_item_is_a_dict_of_the_record_to_scrapy():
    assert ItemAdapter(item(record(data={"title": "Tea"}))).asdict() == {"title": "Tea"}


def test_an_item_keeps_where_it_came_from_beside_its_fields():
    of = record(url="https://shop.example/1", extra={"Colour": "red"})
    made = RecordItem.from_record(of, page=_tally(1)[0], position=4, source_url="https://shop.example/list")
    assert (made.record_url, made.source_url, made.position, made.extra, made.confidence) == (
        "https://shop.example/1",
        "https://shop.example/list",
        4,
        {"Colour": "red"},
        0.8,
    )


def test_an_item_does_not_change_the_record_it_was_made_of():
    of = record()
    made = item(of)
    made["title"] = "Coffee"
    made.evidence.clear()
    made.field_confidence.clear()
    assert of == record()


@pytest.mark.parametrize(
    ("found", "fates", "is_complete"),
    [
        pytest.param(0, ["close"], True, id="a page without records"),
        pytest.param(2, ["close", "store"], False, id="a record is still on its way"),
        pytest.param(2, ["store", "drop"], False, id="the spider has not said that it is done"),
        pytest.param(2, ["close", "store", "drop"], True, id="closed first"),
        pytest.param(2, ["store", "drop", "close"], True, id="closed last"),
        pytest.param(2, ["drop", "close", "drop"], True, id="all dropped"),
    ],
)
def test_a_page_is_complete_when_every_record_is_accounted_for_in_any_order(found, fates, is_complete):
    tally, completed = _tally(found)
    acts = {"close": tally.close, "store": lambda: tally.store(item(page=tally)), "drop": lambda: tally.drop("invalid")}
    for fate in fates:
        acts[fate]()
    assert (completed == [tally], tally.settled.is_set()) == (is_complete, is_complete)


def test_a_page_is_completed_before_what_waits_for_it_goes_on():
    seen = []
    tally = PageTally(visit(), lambda page: seen.append(page.settled.is_set()))
    tally.close()
    assert seen == [False]


def test_duplicates_are_valid_records_and_other_drops_are_not():
    tally, _ = _tally(4)
    tally.store(item(page=tally))
    for reason in ("duplicate", "invalid", "max_items"):
        tally.drop(reason)
    assert tally.valid == 2


def test_what_waits_for_a_page_goes_on_if_its_completion_fails():
    def fail(_):
        raise RuntimeError

    tally = PageTally(visit(), fail)
    with pytest.raises(RuntimeError):
        tally.close()
    assert tally.settled.is_set()
