"""The receipt of a run says of every request what it cost and why, and its totals are the run's counter."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, update

from db.exceptions import NotFound
from db.frontier import FinishedPage, add_requests, commit_pages
from db.models import CHARGE_REASONS, RunRequest
from db.receipts import CHARGE_SENTENCES, NOT_FETCHED, ReceiptTotal, receipt, receipt_lines
from db.runs import end_run, recount
from db.session import session_scope
from tests.db.rows import add_rows, page, request

_USAGE = {"http_pages": 1, "model_tokens": 1500}


@pytest.fixture
def run(engine: Engine):
    """A run that ended after five of its six pages, one of each kind."""
    ids = add_rows(engine)
    free = replace(page(3), credits=0, charge="no_record")
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(number) for number in range(1, 7)])
        done = [page(1, "a", charge="records", usage={"http_pages": 1}), page(2, "b", charge="records", credits=3)]
        failed = FinishedPage("page-4", "failed", reason="timeout", charge="not_read")
        old = FinishedPage("page-5", "failed", reason="blocked", http_status=403)  # as older versions wrote it
        commit_pages(session, ids.lease, [done[0], replace(done[1], usage=_USAGE), free, failed, old])
        end_run(session, ids.run_id, status="completed", stop_reason="max_credits", outcome="partial")
    return ids


def lines_of(engine, ids, **changes):
    with session_scope(engine, is_read_only=True) as session:
        return list(receipt_lines(session, ids.run_id, user_id=ids.user_id, **changes))


def receipt_of(engine, ids):
    with session_scope(engine, is_read_only=True) as session:
        return receipt(session, ids.run_id, user_id=ids.user_id)


def test_every_request_has_its_line_in_the_order_of_the_site(engine, run):
    lines = lines_of(engine, run)
    assert [(line.credits, line.charge, line.reason) for line in lines] == [
        (1, "records", None),
        (3, "records", None),
        (0, "no_record", None),
        (0, "not_read", "timeout"),
        (0, "not_read", "blocked"),
        (0, NOT_FETCHED, "max_credits"),
    ]


def test_a_line_says_why_in_a_sentence(engine, run):
    lines = lines_of(engine, run)
    assert [lines[0].why, lines[3].why] == ["it gave valid records", "it could not be read: timeout"]


def test_a_charged_line_says_what_was_used(engine, run):
    assert [line.usage for line in lines_of(engine, run)][:3] == [{"http_pages": 1}, _USAGE, {}]


def test_the_totals_add_up_by_reason(engine, run):
    assert receipt_of(engine, run).totals == (
        ReceiptTotal("records", 2, 4),
        ReceiptTotal("no_record", 1, 0),
        ReceiptTotal("not_read", 2, 0),
        ReceiptTotal(NOT_FETCHED, 1, 0),
    )


def test_the_totals_are_the_runs_counter(engine, run):
    found = receipt_of(engine, run)
    with session_scope(engine) as session:
        counted = recount(session, run.run_id).credits_charged
    assert {found.credits_charged, sum(total.credits for total in found.totals), counted} == {4}


def test_lines_can_be_read_in_parts(engine, run):
    assert lines_of(engine, run, limit=2, offset=1) == lines_of(engine, run)[1:3]


def test_a_run_without_requests_has_an_empty_receipt(engine):
    found = receipt_of(engine, add_rows(engine))
    assert (found.status, found.credits_charged, found.totals) == ("running", 0, ())


def test_an_old_row_with_credits_counts_as_charged_for_its_records(engine, run):
    with session_scope(engine) as session:
        session.execute(update(RunRequest).values(charge=None, usage=None))
    assert [line.charge for line in lines_of(engine, run)][:3] == ["records", "records", "no_record"]


def test_another_users_receipt_is_not_there(engine, run):
    other = add_rows(engine, name="other")
    with session_scope(engine) as session, pytest.raises(NotFound):
        receipt(session, run.run_id, user_id=other.user_id)
    assert lines_of(engine, replace(run, user_id=other.user_id)) == []


def test_every_reason_has_its_sentence():
    assert {*CHARGE_REASONS, NOT_FETCHED} == set(CHARGE_SENTENCES)
