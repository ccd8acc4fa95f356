"""Names each record by its content hash and drops one that the run already has."""

from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scraper.canonical import content_hash, resource_url
from scraper.items import RecordItem
from scraper.runs.run import LiveRun, live_run


class DedupePipeline:
    """Sets `content_hash`; raises DropItem for a record whose hash the run has seen (unless dedupe.scope is off)."""

    def __init__(self, run: LiveRun) -> None:
        self.run = run
        self.dedupe = run.job.options.dedupe

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(live_run(crawler))

    def process_item(self, item: RecordItem) -> RecordItem:
        item.content_hash = self._hash(item)
        if item.content_hash in self.run.known_hashes:
            raise DropItem("duplicate: the run already has this record")
        self.run.known_hashes.add(item.content_hash)
        return item

    def _hash(self, item: RecordItem) -> str:
        data = _by_resource(ItemAdapter(item).asdict(), item.record_url)
        if self.dedupe.scope == "off":
            return content_hash(data, link=item.record_url, place=(item.page.visit.fingerprint, item.position))
        named = {key: data[key] for key in self.dedupe.keys if data.get(key) is not None}
        if named:
            return content_hash(named)
        return content_hash(data, link=item.record_url)


def _by_resource(data: dict[str, Any], link: str | None) -> dict[str, Any]:
    """The data, its fields that hold the record's own link without tracking and session parameters."""
    return {name: resource_url(link) if link and value == link else value for name, value in data.items()}
