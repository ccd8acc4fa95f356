"""What a run came to, from what it remembers: the proof of its coverage, and figures to hold against a forecast."""

from typing import Any

from scraper.coverage.report import Coverage, Got, coverage
from scraper.runs.run import LiveRun


def proof(run: LiveRun, stop_reason: str) -> Coverage:
    """What the site promised and what the run has of it, ended for `stop_reason`."""
    job = run.job
    way = run.notes.pagination.get("type", job.pagination.name)  # of auto what it chose
    is_found_out = way == "sitemap" and job.pagination.name == "auto"  # its first page is the sitemap itself
    got = Got(
        stored=run.committed.items_stored,
        dropped=dict(run.notes.dropped),
        stop_reason=stop_reason,
        listed_pages=run.counters.pages_issued - is_found_out if way in ("url_list", "sitemap") else 0,
        is_sitemap=way == "sitemap",
        index_url=job.target_url if is_found_out else None,
        is_single_page=job.pagination.name == "none",
        has_keys=bool(job.options.dedupe.keys),
        links_not_followed=run.notes.links_not_followed,
    )
    return coverage(run.paging.track, got)


def real_figures(run: LiveRun) -> dict[str, Any]:
    """What a forecast foretold, as it was: pages, items, seconds and credits."""
    return {
        "pages": run.committed.pages_done,
        "items": run.committed.items_stored,
        "seconds": run.progress()["resume"]["seconds"],
        "credits": run.committed.credits_charged,
    }
