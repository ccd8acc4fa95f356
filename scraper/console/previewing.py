"""The first pages of a job, fetched as a run would fetch them, stored nowhere and charged to nobody."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Self
from uuid import uuid4

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from db.session import make_engine
from db.users import LOCAL_USER_ID
from scraper.browser.rendering import Rendering
from scraper.config import Config
from scraper.console.terminal import CommandError, ExitCode
from scraper.coverage.promises import promises
from scraper.coverage.tracking import Track
from scraper.crawl_settings import crawl_settings
from scraper.exceptions import UnusablePage
from scraper.extraction.suggest.suggestion import suggest
from scraper.extraction.values import Record
from scraper.failures import failed_block, failed_fetch, failed_status
from scraper.items import Visit
from scraper.job import Job
from scraper.network.block_pages import block_page
from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination import following as following_pages
from scraper.pagination.page_number import find_page_number
from scraper.reading import Reading, extraction_of, own_hosts, reading_of
from scraper.responses import page_of
from scraper.runs.run import LiveRun
from scraper.visits import VisitMaker, request_of

SHOWN_URLS = 3
_PAGES = 2  # of the pagination
_DOCUMENTS = 4  # with sitemaps that only name other sitemaps
JobOf = Callable[[Mapping[str, Any]], Job]


@dataclass(slots=True)
class Preview:
    """What the first pages showed. `next_urls` says of each whether it is only guessed; `stop` why nothing follows."""

    job: Job
    first_url: str = ""
    mode: str = ""
    records: tuple[Record, ...] = ()
    per_page: int = 0
    details_per_page: int = 0
    listed_pages: int = 0
    pages: int = 0
    seconds: float = 0.0
    track: Track = field(default_factory=Track)
    next_urls: list[tuple[str, bool]] = field(default_factory=list)
    choice: dict[str, str] = field(default_factory=dict)
    stop: str | None = None
    warnings: list[str] = field(default_factory=list)
    definition: Mapping[str, Any] | None = None


class FirstPages(Spider):
    """Fetches the first page of a job and the one that follows, under the settings and middlewares of a run of it."""

    name = "first_pages"
    custom_settings = {  # noqa: RUF012 - read by Scrapy
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
        "SCRAPER_RETRY_AFTER_LIMIT_SECONDS": 5,  # somebody waits for it
    }

    def __init__(self, job: Job, job_of: JobOf | None) -> None:
        super().__init__()
        self.job_of = job_of
        self.failure: str | None = None
        self.preview = Preview(job)
        self.documents = 0
        self._asked_at: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with the settings that a run of the job would have. Raises InvalidOptions and InvalidSetting."""
        spider = cls(kwargs["job"], kwargs.get("job_of"))
        config = Config.from_settings(crawler.settings)
        crawler.settings.setdict(crawl_settings(kwargs["job"], config), priority="spider")
        spider._set_crawler(crawler)
        spider._look_with(kwargs["job"], config)
        return spider

    def _look_with(self, job: Job, config: Config) -> None:
        """Have a run of the job that no database knows: it decides what is followed, as a real one does."""
        self.preview.job = job
        database = make_engine(config.database_url)
        self.run = LiveRun(run_id=uuid4(), user_id=LOCAL_USER_ID, job=job, config=config, database=database)
        self.own_hosts = own_hosts(job)
        self.rendering = Rendering(self.run)

    def _first(self) -> list[Visit]:
        """The pages that the pagination starts with; from here on `visits` makes those that follow."""
        self.visits = VisitMaker(self.run, self.crawler.request_fingerprinter, self.rendering.following)
        return self.visits.first()

    async def start(self) -> AsyncIterator[Request]:
        """The first request of the job."""
        visits = self._first()
        self.preview.listed_pages = len(visits)
        self.preview.next_urls = [(visit.url, False) for visit in visits[1 : 1 + SHOWN_URLS]]
        for visit in visits[:1]:
            yield self._request(visit)

    def parse(self, response: Response, visit: Visit) -> Any:
        """Look at the page; then the page that follows it, if it is the first."""
        self.preview.seconds += monotonic() - self._asked_at.get(visit.fingerprint, monotonic())
        self.documents += 1
        if response.status >= 400:
            self._fail(failed_status(response.status, visit.url).sentence)
            return None
        self.rendering.saw(visit, response.meta)
        try:
            page = page_of(response, max_size=self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
            blocked = block_page(page)
            if blocked is not None and blocked.is_certain:
                self._fail(failed_block(blocked, visit.url).sentence)
                return None
            self._suggest(page)
            reading = self._reading(page, visit)
        except UnusablePage as error:
            self._fail(f"{visit.url} cannot be read: {error.reason}")
            return None
        return self._next(self._followed(page, visit, reading), visit)

    def errback(self, failure: Failure) -> None:
        """Keep why the page could not be had."""
        assert failure.value is not None
        request: Request = failure.request  # type: ignore[attr-defined]
        self._fail(failed_fetch(failure.value, request.url).sentence)

    def _fail(self, sentence: str) -> None:
        """The first page is what there is to show; a second one that fails is a warning."""
        if self.preview.pages:
            self.preview.warnings.append(sentence)
        else:
            self.failure = sentence

    def _suggest(self, page: Page) -> None:
        """Without a schema, have the one that the first page proposes. Raises UnusablePage where it proposes none."""
        if self.job_of is None:
            return
        suggestion = suggest(page, "auto")
        if not suggestion.fields:
            raise UnusablePage("it shows no fields that could be named; give --schema or --field")
        job_of, self.job_of = self.job_of, None
        self.preview.definition = suggestion.definition
        self._look_with(job_of(suggestion.definition), self.run.config)
        self._first()

    def _reading(self, page: Page, visit: Visit) -> Reading:
        job, preview = self.run.job, self.preview
        extraction = extraction_of(page, visit, job)
        reading = reading_of(extraction, page, visit, job)
        if visit.is_index:
            return reading
        preview.pages += 1
        preview.warnings += [each for each in reading.warnings if each not in preview.warnings]
        if preview.pages == 1:
            preview.first_url, preview.mode, preview.records = page.url, extraction.mode, extraction.records
            preview.per_page, preview.details_per_page = reading.found, len(reading.details)
        preview.track.read(visit.number, visit.url, found=reading.found, is_new=True)
        if reading.is_list or not reading.found:
            preview.track.hear(promises(page, found=reading.found), visit.number, visit.url)
        return reading

    def _followed(self, page: Page, visit: Visit, reading: Reading) -> list[Visit]:
        """The visits that follow the page, as a run would make them."""
        preview, run = self.preview, self.run
        following = self.visits.next_pages(page, visit, reading)
        preview.choice.update(run.notes.pagination)
        preview.stop = run.stop_reason
        preview.warnings += [each for each in run.notes.warnings if each not in preview.warnings]
        for url, why in run.notes.links_not_followed.items():
            preview.warnings.append(f"{url} is not followed: {why}")
        if visit.is_index:
            preview.listed_pages += len([each for each in following if not each.is_index]) - 1
        preview.next_urls = [each for each in preview.next_urls if not each[1]]  # what is known takes their place
        shown = [url for url, _ in preview.next_urls]
        preview.next_urls += [(each.url, False) for each in following if each.url not in shown and not each.is_index]
        if following and len(preview.next_urls) < SHOWN_URLS:
            self._guess(following[-1])
        return following

    def _guess(self, visit: Visit) -> None:
        """What counts up goes on; a link to a numbered page foretells the one after it."""
        job = self.run.job
        known = [url for url, is_guessed in self.preview.next_urls if not is_guessed]
        self.preview.next_urls = [(url, False) for url in known]
        request = PageRequest(visit.url, visit.number, visit.method, visit.body, visit.headers, visit.state)
        while len(self.preview.next_urls) < SHOWN_URLS:
            step = following_pages(job.pagination, job.options.pagination, None, request)
            if not step.requests:
                break
            request = step.requests[0]
            self.preview.next_urls.append((request.url, False))
        number = find_page_number(known[-1]) if known else None
        if number is not None and number.kind == "page" and number.url == visit.url:
            while len(self.preview.next_urls) < SHOWN_URLS:
                value = number.value + len(self.preview.next_urls) - len(known) + 1
                self.preview.next_urls.append((number.with_value(value), True))

    def _next(self, following: list[Visit], visit: Visit) -> Request | None:
        """The request of the next document to look at, if any."""
        is_more = self.preview.pages < _PAGES and self.documents < _DOCUMENTS
        if not is_more or not following:
            return None
        return self._request(following[0])

    def _request(self, visit: Visit) -> Request:
        self._asked_at[visit.fingerprint] = monotonic()
        request = request_of(visit, self.run.job, self.own_hosts)
        return request.replace(meta=self.rendering.meta(visit), callback=self.parse, errback=self.errback)


def previewed(job: Job, settings: Settings, *, job_of: JobOf | None = None) -> Preview:
    """What the first pages of the job show. Uses up the process's reactor.

    With `job_of` the job has no schema yet: it gets the one that its first page proposes. Raises CommandError where the
    first page cannot be had, with the reason, and what crawl_settings raises.
    """
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(FirstPages)
    task = process.crawl(crawler, job=job, job_of=job_of)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    spider = crawler.spider
    if not isinstance(spider, FirstPages) or spider.failure or not spider.preview.pages:
        failure = getattr(spider, "failure", None)
        raise CommandError(failure or f"{job.target_url} was not fetched", ExitCode.FAILED)
    return spider.preview
