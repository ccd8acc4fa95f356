"""Makes complete pages of accepted records and hands them to the writer: results, receipt and counters together."""

import asyncio
import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, TypeGuard

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from db.cancelling import standing
from db.failures import cause_of, is_disk_full
from db.frontier import FinishedPage, NewResult, commit_pages
from db.session import check_room, session_scope
from db.wrappers import NewWrapper
from scraper.canonical import HASH_VERSION, clean
from scraper.items import PageTally, RecordItem
from scraper.runs.frontier import new_request
from scraper.runs.run import LiveRun, live_run
from scraper.runs.templates import keep_templates, learnt
from scraper.runs.trouble import is_ended_by
from scraper.runs.writer import PageWriter

# What a pipeline's DropItem may say before its colon; anything else counts as "other".
DROP_REASONS = frozenset({"invalid", "empty", "duplicate", "max_items", "error"})


@dataclass(frozen=True, slots=True)
class CompletePage:
    """A page on its way to the writer, and where the run stands after it. A shared run decides of the tally again."""

    page: FinishedPage
    progress: dict[str, Any]
    tally: PageTally


class ResultsPipeline:
    """The last pipeline: every record's fate is told to its page's tally; a complete page goes to the writer."""

    def __init__(self, crawler: Crawler, run: LiveRun) -> None:
        self.crawler = crawler
        self.run = run
        self._learnt: queue.SimpleQueue[list[NewWrapper]] = queue.SimpleQueue()  # what waits for the writer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler, live_run(crawler))
        crawler.signals.connect(pipeline.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signal=signals.item_error)
        return pipeline

    def open_spider(self) -> None:
        config, intake = self.run.config, self.run.intake
        loop = self._loop = asyncio.get_running_loop()
        self.run.patience.on_away = partial(_call, loop, intake.hold, "away")
        self.run.patience.on_back = partial(_call, loop, intake.release, "away")
        self.writer: PageWriter[CompletePage] = PageWriter(
            self._write,
            weight=lambda complete: page_weight(complete.page),
            batch_weight=config.write_batch_results,
            linger_seconds=config.write_linger_seconds,
            queue_pages=config.write_queue_pages,
            on_full=partial(intake.hold, "full"),
            on_room=partial(_call, loop, intake.release, "full"),
            on_error=partial(_call, loop, self._writing_failed),
        )
        self.run.commit, self.run.flush = self._hand_over, self.writer.close

    async def close_spider(self) -> None:
        await asyncio.to_thread(self.writer.close)
        if self.run.templates is not None and not self.run.is_lost:
            self.run.templates.finish()
            await asyncio.to_thread(keep_templates, self.run, learnt(self.run))

    def process_item(self, item: RecordItem) -> RecordItem:
        if not self.run.accept_item():
            raise DropItem("max_items: the job wants no more")
        item.is_accepted = True
        return item

    def item_scraped(self, item: object) -> None:
        """A record that every pipeline let through, those of an installation after this one too, will be stored."""
        if _has_page(item):
            item.page.store(item)
        else:
            self._lost_page(item)

    def item_dropped(self, item: object, exception: DropItem) -> None:
        reason = str(exception).partition(":")[0]
        self._drop(item, reason if reason in DROP_REASONS else "other")

    def item_error(self, item: object) -> None:
        self._drop(item, "error")

    def _drop(self, item: object, reason: str) -> None:
        if not _has_page(item):
            self._lost_page(item)
            return
        self.crawler.stats.inc_value(f"scraper/records/dropped/{reason}")
        if item.is_accepted:  # by this pipeline, but not by one after it
            self.run.give_back_item()
        if reason != "duplicate":  # the run does not have it: the same record on another page is none it has already
            self.run.known_hashes.discard(item.content_hash)
        item.page.drop(reason)

    def _lost_page(self, item: object) -> None:
        """The page of an item that does not say which it is can never be complete."""
        cure = "let each pipeline of ITEM_PIPELINES return the item that it was given, not a copy"
        self.run.stop("crash", f"A pipeline returned a {type(item).__name__} that does not know its page: {cure}")

    def _hand_over(self, tally: PageTally) -> None:
        self.crawler.stats.inc_value(f"scraper/pages/{tally.state}")
        self.crawler.stats.inc_value("scraper/records/stored", len(tally.stored))
        taken = tally if self.run.shared is None else self.run.shared.taken(tally)
        self.writer.put(CompletePage(finished_page(taken), clean(self.run.progress()), taken))
        if self.run.templates is not None and self.run.templates.has_learnt:
            self._learnt.put(learnt(self.run))

    def _write(self, pages: Sequence[CompletePage]) -> None:
        check_room(self.run.database, reserve_mb=self.run.config.database_reserve_mb)
        self.run.patience.run(partial(self._commit, pages))
        while not self._learnt.empty():
            keep_templates(self.run, self._learnt.get())

    def _commit(self, complete: Sequence[CompletePage]) -> None:
        assert self.run.lease is not None
        if self.run.shared is not None:
            totals, is_cancelled = self.run.shared.commit([each.tally for each in complete], finished_page)
        else:
            pages, progress = [each.page for each in complete], complete[-1].progress
            with session_scope(self.run.database) as session:
                commit_pages(session, self.run.lease, pages, progress=progress)
                # Read and not added up: pages whose commit was not heard of are in already when they come again.
                totals, is_cancelled = standing(session, self.run.run_id)
        committed = self.run.committed
        committed.pages_done, committed.items_found = totals.pages_fetched, totals.items_found
        committed.items_stored, committed.credits_charged = totals.items_extracted, totals.credits_charged
        if is_cancelled:
            _call(self._loop, self.run.stop, "cancelled")

    def _writing_failed(self, error: Exception) -> None:
        if is_ended_by(self.run, error):
            return
        advice = "; make room on the disk of the database" if is_disk_full(error) else ""
        self.run.stop("crash", f"The database did not take the results: {cause_of(error)}{advice}")


def _has_page(item: object) -> TypeGuard[RecordItem]:
    """Whether the item is as the spider made it: a pipeline of an installation may return anything."""
    return isinstance(item, RecordItem) and hasattr(item, "page")


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: object) -> None:
    """Call `function` in the loop's thread."""
    loop.call_soon_threadsafe(function, *args)


def page_weight(page: FinishedPage) -> int:
    """The rows that a page is about: its request, which a page without results has too, and its results."""
    return 1 + len(page.results)


def finished_page(tally: PageTally) -> FinishedPage:
    """The tally's page as the rows that it becomes."""
    visit = tally.visit
    return FinishedPage(
        fingerprint=visit.fingerprint,
        state=tally.state,
        reason=tally.reason,
        http_status=tally.http_status,
        renderer=tally.renderer,
        content=tally.content,
        items_found=tally.found,
        credits=tally.credits,
        charge=tally.charge,
        usage=tally.usage,
        results=tuple(_new_result(item) for item in tally.stored),
        next_requests=tuple(new_request(each) for each in tally.next_visits),
    )


def _new_result(item: RecordItem) -> NewResult:
    return NewResult(
        data=ItemAdapter(item).asdict(),
        source_url=item.source_url,
        record_url=item.record_url,
        content_hash=item.content_hash,
        confidence_score=round(min(1.0, max(0.0, item.confidence)), 4),
        evidence={name: each.as_dict() for name, each in item.evidence.items()},
        violations=item.violations,
        position=item.position,
        hash_version=HASH_VERSION,
    )
