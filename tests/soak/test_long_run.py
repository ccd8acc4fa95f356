"""A hundred thousand results in one run: every record once, memory flat. By hand: pytest tests/soak -s."""

import threading
from pathlib import Path

from tests.site import paged_site

PAGES, PER_PAGE = 1000, 100
GROWTH_LIMIT_MB = 50  # from a tenth of the way to the end


def _memory_mb(pid: int) -> float:
    """The resident memory of a process, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _sampled(process, site, samples, is_over):
    """Pages served and memory of the crawl, four times a second until it is over."""
    while not is_over.wait(0.25):
        try:
            samples.append((len(site.requests), _memory_mb(process.pid)))
        except (FileNotFoundError, StopIteration):
            return


def test_a_hundred_thousand_results_in_one_run(crawls):
    samples, is_over = [], threading.Event()
    with paged_site(pages=PAGES, per_page=PER_PAGE, has_details=False) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=PAGES + 1, extract={"mode": "list"})
        process = crawls.start(job_id, "-s LOG_LEVEL=WARNING")
        sampler = threading.Thread(target=_sampled, args=(process, site, samples, is_over))
        sampler.start()
        crawled = crawls.finish(process, job_id)
        is_over.set()
        sampler.join()
    early = max(memory for pages, memory in samples if pages <= PAGES // 10)
    late = max(memory for _, memory in samples)
    print(f"\n{crawled.run.items_extracted} results, {early:.0f} MB after a tenth, {late:.0f} MB at most")
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.counters == crawled.counted
    assert late - early <= GROWTH_LIMIT_MB
