"""A site of which 30 % of the answers are errors, 10 % hang and 5 % are cut short gives nearly all that it can give.

Run by .ci/run: `pytest -s tests/reliability/test_flapping.py` prints the figures.
"""

import gzip
import random
from collections import Counter

from tests import faults
from tests.faults import FaultSite, whole
from tests.site import detail_page, record

PAGES = 400
TRIES = 3
SHARES = {"error": 0.30, "hang": 0.10, "cut": 0.05}


def page(number):
    return detail_page(record(number)).encode()


def cut(number, dice):
    """One of the ways to cut a page short."""
    data = gzip.compress(page(number))
    return dice.choice(
        [
            faults.reset_in_body,
            faults.cut_chunks(page(number)[:200]),
            whole(data[: len(data) // 2], "Content-Encoding: gzip"),
            faults.cut_without_length(page(number)[:-12]),
        ]
    )


def error(dice):
    refused = [whole("no", status=status) for status in ("500 Oops", "502 Bad Gateway", "503 Busy", "504 Too Late")]
    return dice.choice([*refused, faults.reset, faults.close_at_once])


def flapping(number, dice):
    """What the first tries of a page get: "good" or the name of a fault, and the faults themselves."""
    kinds = dice.choices([*SHARES, "good"], [*SHARES.values(), 1 - sum(SHARES.values())], k=TRIES)
    make = {
        "error": lambda: error(dice),
        "hang": lambda: faults.hang,
        "cut": lambda: cut(number, dice),
        "good": lambda: whole(page(number)),
    }
    return kinds, faults.by_turns(*(make[kind]() for kind in kinds))


def test_nearly_every_page_that_answers_within_three_tries_is_stored(sqlite_crawls):
    dice = random.Random(20261123)
    plans = {f"/item/{number}": flapping(number, dice) for number in range(1, PAGES + 1)}
    with FaultSite({path: answer for path, (_, answer) in plans.items()}) as site:
        options = {
            "pagination": {"urls": [site.url + path for path in plans]},
            "concurrent_requests": 16,
            "timeout": 1.0,
            "max_retries": TRIES - 1,
            "extract": {"mode": "detail"},
        }
        limits = ("-s SCRAPER_FAILED_PAGES_LIMIT=1000", "-s SCRAPER_RETRY_BACKOFF_SECONDS=0.2")
        crawled = sqlite_crawls.run(sqlite_crawls.job(site.url, "url_list", **options), *limits)
        asked = len([each for each in site.exchanges() if each.path in plans])
    reachable = {path for path, (kinds, _) in plans.items() if "good" in kinds}
    stored = {request.url.removeprefix(site.url) for request in crawled.requests if request.state == "done"}
    reasons = Counter(request.reason for request in crawled.requests if request.state == "failed")
    print(f"\n{PAGES} pages, {asked} requests: {len(stored)} stored of {len(reachable)} that answer; {dict(reasons)}")
    assert len(stored & reachable) >= 0.99 * len(reachable)
    assert stored <= reachable
    assert sum(reasons.values()) == PAGES - len(stored)
    assert None not in reasons
    assert crawled.run.items_extracted == crawled.run.credits_charged == len(stored)
    assert crawled.counters == crawled.counted
