"""scraper.runs.admission: visits go through while credits and max_items leave room."""

import pytest

from scraper.credits.budget import Budget
from scraper.credits.policies import pages
from scraper.items import Visit
from scraper.runs.admission import Admission


def visits(kind, *numbers):
    return [Visit(f"{kind}-{number}", f"https://a.example/{kind}/{number}", kind=kind) for number in numbers]


@pytest.fixture
def admit():
    """What an admission with these limits lets through of some visits, and the admission itself."""

    def make(waiting, *, max_items=None, max_credits=None, items_stored=0):
        admission = Admission(Budget(pages, limit=max_credits), max_items=max_items)
        admission.add(waiting)
        return [each.fingerprint for each in admission.take(items_stored)], admission

    return make


def test_without_limits_all_go_through_in_their_order(admit):
    taken, admission = admit([*visits("page", 2, 1), *visits("detail", 1)])
    assert (taken, admission.in_flight, admission.waiting) == (["page-2", "page-1", "detail-1"], 3, 0)


def test_no_more_go_through_than_credits_pay(admit):
    taken, admission = admit(visits("page", 1, 2, 3), max_credits=2)
    assert (taken, admission.in_flight, admission.waiting) == (["page-1", "page-2"], 2, 1)


def test_as_many_details_go_through_as_records_are_wanted_still(admit):
    taken, admission = admit(visits("detail", 1, 2, 3, 4), max_items=5, items_stored=3)
    assert (taken, admission.waiting) == (["detail-1", "detail-2"], 2)


def test_a_detail_that_is_done_makes_room_for_another(admit):
    _, admission = admit(visits("detail", 1, 2), max_items=1)
    admission.done(visits("detail", 1)[0])
    assert [each.fingerprint for each in admission.take(0)] == ["detail-2"]


def test_list_pages_go_through_however_many_records_are_wanted(admit):
    taken, _ = admit(visits("page", 1, 2), max_items=1)
    assert taken == ["page-1", "page-2"]


def test_what_is_left_out_waits_no_more(admit):
    _, admission = admit(visits("page", 1, 2), max_credits=1)
    admission.clear()
    assert (admission.take(0), admission.waiting, admission.in_flight) == ([], 0, 1)
