"""Runs against what their sites promise, end to end: faults are named, and a killed run proves the same."""

import signal

import pytest

from tests.site import Reply, card, document, record

PAGES, PER_PAGE = 6, 5
TOTAL = PAGES * PER_PAGE
_SAYS = "Ergebnisse {first} bis {last} von {total}"


def install(site, *, says=_SAYS, total=TOTAL, empty=(), faults=None):
    """A list of PAGES pages that says how many records it has."""
    asked = dict(faults or {})

    def page(request):
        number = int(request.query.get("page", "1"))
        if (fault := asked.get(number)) is not None and fault:
            return fault.pop(0) if isinstance(fault, list) else fault
        first, last = (number - 1) * PER_PAGE + 1, number * PER_PAGE
        numbers = () if number in empty or number > PAGES else range(first, last + 1)
        cards = (
            "".join(card(record(each)) for each in numbers)
            or f"<blockquote>Nothing on page {number} of this catalogue. Look elsewhere.</blockquote>"
        )
        sentence = says.format(first=first, last=last, total=total)
        link = f'<p><a rel="next" href="/list?page={number + 1}">Next</a></p>' if number < PAGES else ""
        return document("Things", f'<div class="count">{sentence}</div>{cards}{link}')

    site.route("/list", page)
    return {"pattern": site.url + "/list?page={page}", "end": PAGES}


def proof_of(crawled):
    proof = crawled.run.run_metadata["coverage"]
    return proof["promised"], proof["found"], proof["share"], proof["verdict"]


def test_a_whole_list_is_proven_and_said_in_the_last_line_of_the_log(sqlite_crawls, site):
    install(site)
    crawled = sqlite_crawls.crawl(site.url + "/list", "next_button")
    assert crawled.end == ("completed", "no_next", "complete")
    assert proof_of(crawled) == (TOTAL, TOTAL, 1.0, "reached")
    assert f"coverage {TOTAL} of {TOTAL} records (100 %)" in crawled.log
    evidence = crawled.run.run_metadata["coverage"]["evidence"]
    assert (evidence["text"], evidence["page"], evidence["pages"]) == ("Ergebnisse 1 bis 5 von 30", 1, PAGES)


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        pytest.param({"faults": {4: Reply("no", status=500)}}, "page 4: HTTP 500 after 3 tries", id="a dead page"),
        pytest.param({"empty": {3}}, "page 3: no record is on it", id="an early empty page"),
        pytest.param({"total": 40}, "10 records:", id="a total that is too large"),
    ],
)
def test_what_is_missing_is_named_and_makes_the_run_partial(sqlite_crawls, site, faults, said):
    pattern = install(site, **faults)
    options = {"pagination": pattern, "extract": {"mode": "list"}, "concurrent_requests": 4}
    crawled = sqlite_crawls.crawl(site.url + "/list", "url_pattern", **options)
    proof = crawled.run.run_metadata["coverage"]
    assert crawled.end[2] == "partial"
    assert f"{proof['missing'][0]['what']}: {proof['missing'][0]['why']}".startswith(said)


def test_a_page_that_heals_is_remarked_and_nothing_is_missing(sqlite_crawls, site):
    install(site, faults={4: [Reply("no", status=500)]})
    crawled = sqlite_crawls.crawl(site.url + "/list", "next_button")
    assert crawled.end == ("completed", "no_next", "complete")
    proof = crawled.run.run_metadata["coverage"]
    assert (proof["missing"], proof["remarks"]) == ([], ["page 4: answered at try 2 (before that: HTTP 500)"])


def test_a_limit_at_the_very_end_of_what_was_promised_is_complete(sqlite_crawls, site):
    install(site)
    crawled = sqlite_crawls.crawl(site.url + "/list", "next_button", max_items=TOTAL)
    assert crawled.end == ("completed", "max_items", "complete")


def test_a_run_that_was_stopped_and_goes_on_proves_what_an_undisturbed_one_does(sqlite_crawls, site):
    install(site, empty={2}, faults={4: Reply("no", status=404)})
    pattern = {"pagination": {"pattern": site.url + "/list?page={page}", "end": PAGES}, "extract": {"mode": "list"}}
    whole = sqlite_crawls.crawl(site.url + "/list", "url_pattern", **pattern)
    install(site, empty={2}, faults={4: Reply("no", status=404)})
    job_id = sqlite_crawls.job(site.url + "/list", "url_pattern", **pattern | {"delay_between_requests": 0.3})
    process = sqlite_crawls.start(job_id)
    while site.count("/list?page=3") < 2:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    stopped = sqlite_crawls.finish(process, job_id)
    assert stopped.run.status == "queued"
    again = sqlite_crawls.finish(sqlite_crawls.start_with(f"run_id={stopped.run.id}"), job_id)
    assert again.run.run_metadata["coverage"] == whole.run.run_metadata["coverage"]
