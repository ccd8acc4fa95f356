"""scraper.coverage.report: promised, found, share, and what is missing and why."""

import pytest

from scraper.coverage.report import Got, coverage
from scraper.coverage.tracking import Track
from scraper.coverage.values import Promise, Strength


def promise(value=240, strength=Strength.STATED, unit="records", **changes):
    return Promise(unit, value, strength, "text", f"1–20 of {value}", "/p", **changes)


def track(*promises, pages=12, per_page=20, failed=(), empty=()):
    made = Track()
    for number in range(1, pages + 1):
        if number in failed:
            made.failed.add(number, f"https://a.example/{number}", kind="page", reason="timeout", tries=3)
            continue
        found = 0 if number in empty else per_page
        made.read(number, f"https://a.example/{number}", found=found, is_new=found > 0)
        made.hear(promises, number, f"https://a.example/{number}")
    return made


def proof(of, stored, stop_reason="no_next", dropped=None, **changes):
    return coverage(of, Got(stored, dropped or {}, stop_reason, **changes))


def test_all_that_was_promised_is_reached():
    found = proof(track(promise()), 240)
    assert (found.verdict, found.missing, str(found)) == ("reached", (), "240 of 240 records (100 %)")


def test_a_site_that_promises_nothing_is_unknown():
    found = proof(track(), 240)
    assert (found.verdict, str(found)) == ("unknown", "240 records, nothing promised")


def test_a_dead_page_is_named_with_its_reason_and_tries():
    found = proof(track(promise(), failed={7}), 220)
    assert [str(gap) for gap in found.missing] == ["page 7: timed out after 3 tries"]
    assert (found.verdict, str(found)) == ("short", "220 of 240 records (91.7 %)")


def test_an_early_empty_page_is_named():
    assert [str(gap) for gap in proof(track(promise(), empty={3}), 220).missing] == ["page 3: no record is on it"]


def test_empty_pages_after_the_last_one_are_how_a_list_ends():
    assert proof(track(promise(200), empty={11, 12}), 200, "empty_pages").missing == ()


def test_silent_loss_is_said():
    found = proof(track(promise(200), pages=1, per_page=10), 10)
    assert "190 records: page 1 names no next page" in str(found.missing[0])


def test_a_limit_is_why_the_rest_is_missing():
    assert "max_pages was reached at page 3" in str(proof(track(promise(), pages=3), 60, "max_pages").missing[0])


def test_one_page_of_many_is_not_all_of_them():
    found = proof(track(promise(), pages=1), 20, is_single_page=True)
    assert "pagination_type none" in str(found.missing[0])


def test_a_wrong_total_is_remarked():
    found = proof(track(promise(200)), 240)
    assert (found.counts[0].share, found.verdict) == (1.0, "reached")
    assert any("its total may be wrong" in remark for remark in found.remarks)


def test_two_totals_are_remarked_and_what_most_pages_say_is_believed():
    of = track(promise(240))
    of.hear([promise(250)], 13, "https://a.example/13")
    found = proof(of, 240)
    assert (found.counts[0].promised, len(found.remarks)) == (240, 1)


def test_a_page_that_answered_at_a_further_try_is_remarked():
    of = track(promise())
    of.healed.add(4, "https://a.example/4", kind="page", tries=2, trouble="http_500")
    assert proof(of, 240).remarks == ("page 4: answered at try 2 (before that: HTTP 500)",)


@pytest.mark.parametrize(
    ("dropped", "verdict"), [({"invalid": 3}, "reached"), ({"duplicate": 3}, "short"), ({"error": 3}, "short")]
)
def test_records_that_the_job_put_aside_were_read(dropped, verdict):
    found = proof(track(promise()), 237, dropped=dropped)
    assert (found.verdict, found.counts[0].share) == (verdict, 0.9875)


def test_records_that_are_the_same_by_the_jobs_keys_are_not_missing():
    assert proof(track(promise()), 237, dropped={"duplicate": 3}, has_keys=True).verdict == "reached"


@pytest.mark.parametrize(("stored", "verdict"), [(225, "reached"), (200, "short")])
def test_about_so_many_is_met_by_most_of_them(stored, verdict):
    assert proof(track(promise(is_approximate=True)), stored).verdict == verdict


def test_a_bare_count_that_all_pages_have_no_room_for_is_not_believed():
    found = proof(track(promise(5000, Strength.COUNT), promise(12, Strength.PLACE, "pages")), 240)
    assert (str(found), found.verdict) == ("12 of 12 pages (100 %)", "reached")


@pytest.mark.parametrize(
    ("strength", "stored", "is_proven"),
    [
        (Strength.STATED, 240, True),
        (Strength.STATED, 241, True),
        (Strength.STATED, 239, False),
        (Strength.COUNT, 240, True),
        (Strength.COUNT, 241, False),
    ],
)
def test_a_run_that_a_limit_ended_is_complete_when_it_has_what_was_promised(strength, stored, is_proven):
    assert proof(track(promise(240, strength)), stored, "max_pages").is_proven is is_proven


def test_a_list_of_urls_promises_its_urls():
    found = proof(track(pages=5, failed={2}), 80, listed_pages=5)
    assert str(found) == "4 of 5 pages (80 %)"


def test_a_sitemap_of_records_promises_a_record_for_each_url():
    found = proof(track(pages=5, per_page=1), 5, listed_pages=5, is_sitemap=True).as_metadata()
    assert (found["promised"], found["found"], found["pages"]["promised"]) == (5, 5, 5)


def test_a_sitemap_that_was_fetched_as_a_page_is_none_that_came_empty():
    of = track(pages=5, per_page=1, empty={1})
    found = proof(of, 4, listed_pages=4, is_sitemap=True, index_url="https://a.example/1")
    assert (found.verdict, found.missing) == ("reached", ())


def test_never_all_of_less():
    assert str(proof(track(promise(100_000)), 99_999)) == "99999 of 100000 records (99.9 %)"


def test_the_metadata_count_records_and_beside_them_pages():
    proof_of = proof(track(promise(), promise(12, Strength.PLACE, "pages")), 240).as_metadata()
    assert (proof_of["promised"], proof_of["found"], proof_of["share"]) == (240, 240, 1.0)
    assert (proof_of["pages"]["promised"], proof_of["pages"]["found"]) == (12, 12)
    assert proof_of["evidence"]["text"] == "1–20 of 240"


def test_a_site_that_only_counts_pages_promises_no_number_of_records():
    found = proof(track(promise(12, Strength.PLACE, "pages"), pages=7), 140, "max_pages").as_metadata()
    assert (found["promised"], found["found"], found["share"], found["verdict"]) == (None, 140, 0.5833, "short")
