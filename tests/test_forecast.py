"""scraper.forecast: what a run will come to, from its first pages, within the limits of its job."""

import pytest

from scraper.coverage.tracking import Track
from scraper.coverage.values import Promise, Strength
from scraper.credits.policies import pages
from scraper.forecast import Seen, forecast
from tests.live import job


def told(options=None, *, promised=240, unit="records", listed=1, details=0, goes_on=True):
    track = Track()
    if promised:
        track.hear([Promise(unit, promised, Strength.STATED, "text", "1–20 of 240")], 1, "https://a.example/")
    seen = Seen(listed, 20, details, 0.5, goes_on)
    return forecast(job(options or {}, pagination_type="next_button"), seen, track, pages)


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        pytest.param({"options": {"max_pages": 100}}, (12, 240, 12.0, 12), id="promised records"),
        pytest.param({"options": {"max_pages": 100}, "promised": 7, "unit": "pages"}, (7, 140, 7.0, 7), id="pages"),
        pytest.param({}, (10, 200, 10.0, 10), id="ten pages are the default limit"),
        pytest.param({"options": {"max_items": 30}}, (2, 30, 2.0, 2), id="max_items"),
        pytest.param({"options": {"max_credits": 3}}, (10, 200, 10.0, 3), id="max_credits"),
        pytest.param({"options": {"max_duration": 4}}, (10, 200, 4, 10), id="max_duration"),
        pytest.param({"goes_on": False}, (1, 20, 1.0, 1), id="one page"),
        pytest.param({"promised": 40, "details": 20}, (42, 40, 42.0, 40), id="details are charged, lists are free"),
        pytest.param({"promised": None, "listed": 4}, (4, 80, 4.0, 4), id="a list of pages"),
    ],
)
def test_the_figures_follow_from_what_was_seen(given, figures):
    found = told(given.pop("options", None), **given)
    assert (found.pages, found.items, found.seconds, found.credits) == figures


def test_where_nothing_is_promised_the_limit_is_the_most():
    found = told(promised=None)
    assert (found.pages, found.is_upper_limit, found.basis) == (10, True, "nothing is promised: max_pages")


def test_a_page_in_a_browser_costs_more():
    assert told({"render_js": True, "max_pages": 2}).credits == 10


def test_fetching_side_by_side_is_faster():
    options = {"delay_between_requests": 0, "concurrent_requests": 5, "max_pages": 10}
    assert told(options).seconds == 1.0
