"""Metrics for Prometheus: figures of the database, the same from every server, read at most every few seconds."""

import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.session import session_scope
from db.statistics import COUNTERS, Settled, Statistics, statistics
from scraper.failures import FAILURE_REASONS
from scraper.runs.end import STOP_REASONS
from scraper.scrapyd.answering import Answer, JsonService, Text

CACHE_SECONDS = 15.0  # Prometheus's usual interval: who asks more often gets the same answer
OTHER = "other"  # what SQL wrote into stop_reason; labels are bounded
_COUNTED = {
    "pages_fetched": ("scraper_pages", "Pages that runs have fetched."),
    "items_found": ("scraper_items_found", "Records that pages offered."),
    "items_extracted": ("scraper_items", "Results that were stored."),
    "credits_charged": ("scraper_credits", "Credits that runs have charged."),
}


class Figures(Collector):
    """The metrics of one database. Several threads may collect: one reads, the others get what it has read.

    Totals never fall while the process lives, though runs may be removed; Prometheus would take that for a restart.
    """

    def __init__(self, engine: Engine, *, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._now = now
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._metrics: list[Metric] = []
        self._settled = Settled()
        self._most: dict[tuple[str, ...], float] = {}

    def describe(self) -> Iterable[Metric]:
        """Nothing: the database is not asked when the process starts."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The metrics now, or as they were a moment ago; of a database that is away, that it is."""
        with self._lock:
            if self._read_at is None or self._now() - self._read_at >= CACHE_SECONDS:
                self._metrics = list(self._read())
                self._read_at = self._now()
            yield from self._metrics

    def _read(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("scraper_database_up", "1 where the database answers, else 0.")
        started = self._now()
        try:
            with session_scope(self._engine, is_read_only=True) as session:
                found = statistics(session, self._settled)
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        self._settled = found.settled
        up.add_metric([], 1)
        yield up
        yield gauge("scraper_metrics_read_seconds", "How long reading these figures took.", self._now() - started)
        yield from self._of_runs(found)
        yield from _of_workers(found)

    def _of_runs(self, found: Statistics) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("scraper_runs", "Runs that have not ended.", labels=["status"])
        for status, count in found.open_runs.items():
            waiting.add_metric([status], count)
        yield waiting
        oldest = found.oldest_queued_seconds or 0.0
        yield gauge("scraper_oldest_queued_run_seconds", "How long the oldest queued run has waited.", oldest)
        ended = CounterMetricFamily("scraper_runs_ended", "Runs that have ended.", labels=["status", "stop_reason"])
        for labels, count in _by_reason(found).items():
            ended.add_metric(labels, self._total("scraper_runs_ended", labels, count))
        yield ended
        failed = CounterMetricFamily("scraper_failed_pages", "Pages that ended runs could not have.", labels=["reason"])
        for reason, count in _bounded(found.failed_pages, FAILURE_REASONS).items():
            failed.add_metric([reason], self._total("scraper_failed_pages", (reason,), count))
        yield failed
        for place, name in enumerate(COUNTERS):
            if name in _COUNTED:
                metric, meaning = _COUNTED[name]
                count = found.under_way[place] + sum(sums[place] for sums in found.ends.values())
                yield CounterMetricFamily(metric, meaning, value=self._total(metric, (), count))

    def _total(self, metric: str, labels: tuple[str, ...], count: int) -> float:
        key = (metric, *labels)
        self._most[key] = max(self._most.get(key, 0), count)
        return self._most[key]


class Metrics(JsonService):
    """Figures for Prometheus, in its text format."""

    def __init__(self, root: Any) -> None:
        super().__init__(root)
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(Figures(self.database))

    def answer(self, values: Mapping[str, Any]) -> Answer:
        return 200, Text(generate_latest(self._registry), CONTENT_TYPE_PLAIN_0_0_4)


def gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    """A metric without labels."""
    return GaugeMetricFamily(name, meaning, value=value)


def _by_reason(found: Statistics) -> dict[tuple[str, ...], int]:
    """Ended runs by status and one of the stop reasons that there are."""
    counts: dict[tuple[str, ...], int] = {}
    for (status, reason), sums in found.ends.items():
        labels = (status, reason if reason in STOP_REASONS else OTHER)
        counts[labels] = counts.get(labels, 0) + sums[0]
    return counts


def _bounded(counts: Mapping[str, int], known: Container[str]) -> dict[str, int]:
    """The counts by the reasons that are known, and of all others together."""
    bounded: dict[str, int] = {}
    for reason, count in counts.items():
        label = reason if reason in known else OTHER
        bounded[label] = bounded.get(label, 0) + count
    return bounded


def _of_workers(found: Statistics) -> Iterator[Metric]:
    yield gauge("scraper_workers", "Processes that work on runs and are believed alive.", found.workers_alive)
    yield gauge("scraper_silent_workers", "Workers whose lease is over and that nobody reaped.", found.workers_silent)
    longest = found.oldest_silence_seconds or 0.0
    yield gauge(
        "scraper_reaping_lag_seconds",
        "How long the oldest lease that is over has been left alone; more than two leases: nobody reaps.",
        longest,
    )
