"""scraper.pipelines.results: pages become rows whole or not at all, and the counters follow. On both databases."""

import asyncio
from contextlib import contextmanager

import pytest
from scrapy import Spider
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from db.cancelling import request_cancel
from db.frontier import add_requests, finished_requests, queued_requests
from db.models import Result, Run, RunRequest
from db.results import list_results
from db.runs import RunTotals, recount
from db.session import make_engine, session_scope
from scraper.canonical import clean, content_hash
from scraper.extraction.values import Evidence
from scraper.items import PageTally, RecordItem
from scraper.pipelines.dedupe import DedupePipeline
from scraper.pipelines.results import DROP_REASONS, ResultsPipeline, finished_page, page_weight
from scraper.pipelines.validation import ValidationPipeline
from scraper.runs.frontier import new_request
from tests.db.rows import add_rows, counters_of
from tests.live import DEFINITION, detail, item, job, live, record, visit

REFUSED = "The database itself refuses a record with this title."


class _Crawl:
    """The item pipelines of one run, fed with pages as the spider does it."""

    def __init__(self, engine: Engine, options=None, *, schema_definition=DEFINITION, **config) -> None:
        self.engine = engine
        self.ids = add_rows(engine)
        made = job(options, pagination_type="next_button", strict_validation=False, schema_definition=schema_definition)
        config = {"write_batch_results": 1, "write_linger_seconds": 0.0, **config}
        self.run, self.told = live(made, database=engine, ids=(self.ids.run_id, self.ids.user_id), **config)
        self.run.lease = self.ids.lease
        self.crawler = get_crawler(Spider)
        self.crawler.spider = Spider("job")
        self.crawler.spider.run = self.run
        kinds = (ValidationPipeline, DedupePipeline, ResultsPipeline)
        self.pipelines = [kind.from_crawler(self.crawler) for kind in kinds]
        with session_scope(engine) as session:
            add_requests(session, self.ids.run_id, [new_request(each) for each in self.run.enroll([visit(1)])])

    def read(self, *pages) -> None:
        """Put the pages (visit, records, next visits) through the pipelines and close them."""
        asyncio.run(self._read(pages))

    async def _read(self, pages) -> None:
        results = self.pipelines[-1]
        results.open_spider()
        for of, records, following in pages:
            tally = PageTally(of, self.run.page_complete, http_status=200, signature=of.fingerprint)
            tally.found, tally.next_visits = len(records), self.run.enroll(following)
            self.run.admit([of])
            tally.close()
            for position, each in enumerate(records):
                self._process(RecordItem.from_record(each, page=tally, position=position, source_url=of.url))
        await results.close_spider()
        await asyncio.sleep(0)  # what the writer's thread said last

    def _process(self, each: RecordItem) -> None:
        if each.get("title") == REFUSED:
            each.source_url = None  # NOT NULL
        try:
            for pipeline in self.pipelines:
                pipeline.process_item(each)
            self.pipelines[-1].item_scraped(each)
        except DropItem as drop:
            self.pipelines[-1].item_dropped(each, drop)

    def counters(self) -> tuple[RunTotals, RunTotals]:
        """What the run's row says, and what its other rows add up to."""
        with session_scope(self.engine) as session:
            return RunTotals(*counters_of(session, self.ids.run_id)), recount(session, self.ids.run_id)

    def titles(self) -> list[str]:
        with session_scope(self.engine) as session:
            rows = list_results(session, self.ids.run_id, user_id=self.ids.user_id)
            return [row.data["title"] for row in rows]

    def requests(self, state: str) -> list[str]:
        select_in = queued_requests if state == "queued" else finished_requests
        with session_scope(self.engine) as session:
            rows = select_in(session, self.ids.run_id, user_id=self.ids.user_id)
            return [row.fingerprint for row in rows]


def _records(*titles, **values):
    return [record(data={"title": title, "price": 1.5}, **values) for title in titles]


def test_records_are_stored_in_the_order_of_the_pages(engine):
    crawl = _Crawl(engine)
    crawl.read((visit(1), _records("a", "b"), [visit(2)]), (visit(2), _records("c", "d"), []))
    assert crawl.titles() == ["a", "b", "c", "d"]


def test_a_page_is_stored_with_the_requests_that_it_led_to(engine):
    crawl = _Crawl(engine)
    crawl.read((visit(1), _records("a"), [visit(2), detail(1)]))
    assert (crawl.requests("done"), crawl.requests("queued")) == (["page-1"], ["detail-1", "page-2"])


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_counters_equal_what_can_be_counted(engine, batch):
    crawl = _Crawl(engine, {"max_items": 6}, write_batch_results=batch)
    crawl.read(
        (visit(1), [*_records("a", "b", "a"), record(data={"price": "dear"})], [visit(2), visit(3)]),
        (visit(2), [], []),
        (visit(3), _records("a", "b", "c", "d", "e"), [visit(4), visit(5)]),
        (visit(4), _records("a"), []),
    )
    row, counted = crawl.counters()
    assert row == counted == RunTotals(pages_fetched=4, items_found=10, items_extracted=5, credits_charged=3)


def test_counters_of_the_process_are_those_of_the_tables(engine):
    crawl = _Crawl(engine)
    crawl.read((visit(1), _records("a", "b", "a"), [visit(2)]), (visit(2), [], []))
    ours = crawl.run.counters
    assert crawl.counters()[0] == RunTotals(ours.pages_done, ours.items_found, ours.items_stored, ours.credits_charged)


def test_a_page_of_which_the_database_refuses_one_result_leaves_nothing(engine):
    crawl = _Crawl(engine)
    crawl.read(
        (visit(1), _records("a", "b"), [visit(2)]),
        (visit(2), _records("c", "d", REFUSED, "f"), [visit(3)]),
    )
    row, counted = crawl.counters()
    assert (crawl.titles(), crawl.requests("done"), crawl.requests("queued")) == (["a", "b"], ["page-1"], ["page-2"])
    assert row == counted == RunTotals(pages_fetched=1, items_found=2, items_extracted=2, credits_charged=1)


def test_pages_of_one_batch_stand_and_fall_together(engine):
    crawl = _Crawl(engine, write_batch_results=500, write_linger_seconds=5.0)
    crawl.read((visit(1), _records("a", "b"), [visit(2)]), (visit(2), _records("c", REFUSED), []))
    assert (crawl.titles(), crawl.counters()[0]) == ([], RunTotals())


def test_a_refused_page_stops_the_run_and_says_why(engine):
    crawl = _Crawl(engine)
    crawl.read((visit(1), _records(REFUSED), []))
    assert (crawl.run.stop_reason, crawl.told.halts) == ("crash", 1)
    assert crawl.run.message.startswith("The database did not take the results: ")


def test_nothing_is_written_after_a_refused_page(engine):
    crawl = _Crawl(engine)
    crawl.read((visit(1), _records("a", REFUSED), [visit(2)]), (visit(2), _records("c"), []))
    assert crawl.titles() == []


def test_a_run_that_was_ended_meanwhile_gets_no_more_pages(engine):
    crawl = _Crawl(engine)
    with session_scope(engine) as session:
        session.get_one(Run, crawl.ids.run_id).status = "failed"
    crawl.read((visit(1), _records("a"), []))
    assert (crawl.titles(), crawl.run.is_lost, crawl.told.halts) == ([], True, 1)


def test_a_result_keeps_all_that_is_known_of_its_record(engine):
    crawl = _Crawl(engine)
    evidence = {"title": Evidence("dom", "//h3", "Tea ", "stripped", 0.9)}
    found = record(data={"title": "Tea", "price": "dear"}, url="https://s.example/1", evidence=evidence, confidence=0.9)
    crawl.read((visit(1), [found], []))
    with session_scope(engine) as session:
        row = session.scalars(select(Result)).one()
        request_id = session.scalar(select(RunRequest.id))
    assert (row.data, row.source_url, row.record_url, row.position, row.hash_version, row.request_id) == (
        {"title": "Tea"},
        visit(1).url,
        "https://s.example/1",
        0,
        1,
        request_id,
    )
    assert (row.confidence_score, row.user_id, len(row.content_hash)) == (0.6, crawl.ids.user_id, 64)
    assert row.evidence == {
        "title": {"source": "dom", "path": "//h3", "text": "Tea ", "transformation": "stripped", "confidence": 0.9}
    }
    assert row.violations == [{"field": "price", "pointer": "/price", "message": "'dear' is not of type 'number'"}]


def test_hostile_values_are_stored_alike_on_both_databases(engine):
    crawl = _Crawl(engine)
    hostile = {"title": "T\x00e\ud800a", "price": 10**20}
    crawl.read((visit(1), [record(data=hostile, url="https://s.example/a\x00\udfff")], []))
    with session_scope(engine) as session:
        row = session.scalars(select(Result)).one()
    assert (row.data, row.record_url, row.content_hash) == (
        {"title": "Te\ufffda"},
        "https://s.example/a\ufffd",
        "3727dbc578490fe7de3e2d139c8fe0e4b932e2aa419240c979adb93c2e4220b6",
    )


_VALUES = {
    "a text with NUL": "a\x00b",
    "a lone surrogate": "a\udfffb",
    "an emoji": "🐘",
    "a key with NUL": {"a\x00": 1},
    "the largest safe integer": 2**53 - 1,
    "a huge integer": 10**40,
    "a huge float": 1e308,
    "a tiny float": 5e-324,
    "a float with an integer's value": 1e23,
    "zero below zero": -0.0,
    "NaN in a list": [1.5, float("nan"), float("inf")],
    "empty things": ["", [], {}, None, False],
    "quotes and escapes": '"\\\n\t\u2028',
    "many levels": [[[[[[[[[[[["leaf"]]]]]]]]]]]],
}


@pytest.mark.parametrize("value", _VALUES.values(), ids=_VALUES.keys())
def test_a_value_comes_back_from_the_database_as_it_was_hashed(engine, value):
    crawl = _Crawl(engine, schema_definition={"type": "object", "properties": {"any": {}}})
    crawl.read((visit(1), [record(data={"any": value})], []))
    with session_scope(engine) as session:
        row = session.scalars(select(Result)).one()
    assert (row.data, row.content_hash) == ({"any": clean(value)}, content_hash(row.data))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        *(pytest.param(f"{reason}: because", reason, id=reason) for reason in sorted(DROP_REASONS)),
        pytest.param("spam", "other", id="another pipeline's reason"),
        pytest.param("", "other", id="no reason"),
    ],
)
def test_a_dropped_record_is_counted_under_its_reason(message, reason):
    crawler = get_crawler(Spider)
    each = item()
    ResultsPipeline(crawler, live()[0]).item_dropped(each, DropItem(message))
    assert (each.page.dropped, crawler.stats.get_value(f"scraper/records/dropped/{reason}")) == ({reason: 1}, 1)


def test_a_record_that_broke_a_pipeline_is_counted():
    each = item()
    ResultsPipeline(get_crawler(Spider), live()[0]).item_error(each)
    assert each.page.dropped == {"error": 1}


def test_a_record_beyond_max_items_is_dropped():
    pipeline = ResultsPipeline(get_crawler(Spider), live(job({"max_items": 1}))[0])
    pipeline.process_item(item())
    with pytest.raises(DropItem, match=r"^max_items: "):
        pipeline.process_item(item())


def test_a_record_that_a_later_pipeline_drops_makes_room_for_another():
    run, _ = live(job({"max_items": 1}))
    pipeline, each = ResultsPipeline(get_crawler(Spider), run), item()
    pipeline.process_item(each)
    pipeline.item_dropped(each, DropItem("spam"))
    assert (each.page.stored, each.page.dropped, run.counters.items_accepted) == ([], {"other": 1}, 0)


def test_a_page_is_not_charged_for_records_that_another_page_had_beyond_max_items(engine):
    crawl = _Crawl(engine, {"max_items": 2})
    crawl.read(
        (visit(1), _records("a", "b"), [visit(2), visit(3)]),
        (visit(2), _records("c", "d"), []),
        (visit(3), _records("c", "d", "a"), []),
    )
    row, counted = crawl.counters()
    assert row == counted == RunTotals(pages_fetched=3, items_found=7, items_extracted=2, credits_charged=2)
    assert crawl.run.notes.dropped == {"max_items": 4, "duplicate": 1}


@pytest.mark.parametrize(
    ("reason", "is_known"), [("spam", False), ("max_items: no more", False), ("duplicate: it", True)]
)
def test_a_record_that_is_dropped_is_known_to_the_run_only_if_the_run_has_it(reason, is_known):
    run, _ = live()
    each = item()
    DedupePipeline(run).process_item(each)
    ResultsPipeline(get_crawler(Spider), run).item_dropped(each, DropItem(reason))
    assert (each.content_hash in run.known_hashes) == is_known


def test_a_record_that_broke_a_later_pipeline_is_not_known_to_the_run():
    run, _ = live()
    each = item()
    DedupePipeline(run).process_item(each)
    ResultsPipeline(get_crawler(Spider), run).item_error(each)
    assert run.known_hashes == set()


@pytest.mark.parametrize("told", ["item_scraped", "item_error"])
@pytest.mark.parametrize("other", [{"title": "Tea"}, None, RecordItem()], ids=["a dict", "nothing", "a copy"])
def test_an_item_without_its_page_ends_the_run(told, other):
    run, heard = live()
    getattr(ResultsPipeline(get_crawler(Spider), run), told)(other)
    assert (run.stop_reason, heard.halts) == ("crash", 1)
    assert f"returned a {type(other).__name__} that does not know its page" in run.message


@pytest.mark.parametrize(("confidence", "stored"), [(1.7, 1.0), (-0.2, 0.0), (0.123456, 0.1235)])
def test_a_confidence_is_stored_from_0_to_1(confidence, stored):
    tally = PageTally(visit(), lambda _: None, found=1)
    tally.store(item(record(confidence=confidence), page=tally))
    assert finished_page(tally).results[0].confidence_score == stored


def test_a_failed_page_is_stored_with_its_reason():
    page = finished_page(PageTally(visit(), lambda _: None, state="failed", reason="timeout"))
    assert (page.state, page.reason, page.credits, page.results) == ("failed", "timeout", 0, ())


def test_a_page_without_results_fills_a_batch_too():
    assert page_weight(finished_page(PageTally(visit(), lambda _: None, state="failed", reason="timeout"))) == 1


class _GoneError(Exception):
    """What a driver says of a connection that it has lost."""


def _loses_answers(monkeypatch, count):
    """The next `count` transactions of the pipeline are committed, and then nobody hears of it."""
    left = [None] * count

    @contextmanager
    def scope(engine):
        with session_scope(engine) as session:
            yield session
        if left:
            left.pop()
            raise OperationalError("COMMIT", {}, _GoneError("the server closed the connection"))

    monkeypatch.setattr("scraper.pipelines.results.session_scope", scope)


def test_a_page_whose_commit_was_not_heard_of_is_stored_and_counted_once(engine, monkeypatch):
    crawl = _Crawl(engine)
    _loses_answers(monkeypatch, 2)
    crawl.read((visit(1), _records("a", "b"), [visit(2)]), (visit(2), _records("c"), []))
    row, counted = crawl.counters()
    committed = crawl.run.committed
    assert (crawl.titles(), crawl.run.stop_reason, crawl.run.patience.retries) == (["a", "b", "c"], None, 2)
    assert row == counted == RunTotals(pages_fetched=2, items_found=3, items_extracted=3, credits_charged=2)
    assert (committed.pages_done, committed.items_stored, committed.credits_charged) == (2, 3, 2)


def test_a_database_that_stays_away_ends_the_run_without_the_pages(engine, monkeypatch):
    crawl = _Crawl(engine, database_patience_seconds=0.1)
    _loses_answers(monkeypatch, 1000)
    crawl.read((visit(1), _records("a"), [visit(2)]))
    assert (crawl.run.stop_reason, crawl.told.halts) == ("database_away", 1)


def test_a_cancelled_run_keeps_the_page_with_which_it_was_seen(engine):
    crawl = _Crawl(engine)
    with session_scope(engine) as session:
        request_cancel(session, crawl.ids.run_id, user_id=crawl.ids.user_id)
    crawl.read((visit(1), _records("a"), [visit(2)]))
    assert (crawl.titles(), crawl.run.stop_reason, crawl.told.halts) == (["a"], "cancelled", 1)


def test_a_disk_without_room_ends_the_run_while_it_can_be_said(sqlite_url):
    engine = make_engine(sqlite_url)
    crawl = _Crawl(engine, database_reserve_mb=1_000_000_000)
    crawl.read((visit(1), _records("a"), []))
    engine.dispose()
    assert (crawl.run.stop_reason, crawl.told.halts) == ("crash", 1)
    assert "make room" in crawl.run.message
