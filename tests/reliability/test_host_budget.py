"""Several processes on one host: together they keep its delay, by the server's own clock."""

import threading
from itertools import pairwise
from time import monotonic

from tests.site import Request, Site, document

DELAY = 0.2
TOLERANCE = 0.1  # what two cores and loopback add to or take from the time between two arrivals
PROCESSES, PAGES = 4, 6
PAGE = document("A thing", "<h1>A thing</h1><p>Price: $3.50</p>")


class Arrivals:
    """When each request came."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> str:
        with self._lock:
            self.times.append(monotonic())
        return PAGE

    def gaps(self) -> list[float]:
        """The seconds between one request and the next."""
        return [after - before for before, after in pairwise(self.times)]


def test_four_processes_keep_one_delay_and_each_gets_its_turns(crawls):
    arrivals = Arrivals()
    with Site(otherwise=arrivals) as site:
        options = {"delay_between_requests": DELAY, "randomize_delay": False, "respect_robots_txt": False}
        jobs = []
        for process in range(PROCESSES):
            urls = [f"{site.url}/{process}/{page}" for page in range(PAGES)]
            jobs.append(crawls.job(urls[0], "url_list", pagination={"urls": urls}, **options))
        started = [crawls.start(job_id, "-s SCRAPER_HOST_BUDGET_ENABLED=1") for job_id in jobs]
        crawled = [crawls.finish(process, job_id) for process, job_id in zip(started, jobs, strict=True)]
        owners = [path.split("/")[1] for path in site.paths]
    gaps = arrivals.gaps()
    alternations = sum(one != other for one, other in pairwise(owners))
    print(f"\n{len(gaps) + 1} requests: {min(gaps):.3f} s apart at least, {alternations} changes of the process")
    assert [each.run.pages_fetched for each in crawled] == [PAGES] * PROCESSES, [each.log[-2000:] for each in crawled]
    assert min(gaps) >= DELAY - TOLERANCE
