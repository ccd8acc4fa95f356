"""`scrapy receipt`."""

import json
from uuid import uuid4

import pytest

from db.models import CreditReservation, Run
from db.session import make_engine, session_scope
from tests.commands.stored import FAILED_URL, PAGE_URL


@pytest.fixture
def receipt(migrated, stored_run):
    return lambda *argv: migrated("receipt", *argv)


def test_the_table_says_what_each_page_cost_and_why(receipt):
    out = " ".join(receipt("last").out.split())
    assert f"1 {PAGE_URL}" in out
    assert "it gave valid records" in out
    assert "it could not be read: timeout" in out


def test_the_table_ends_with_the_totals(receipt):
    assert receipt("last").out.split()[-5:] == ["charged", "1", "credits", "run", "no_next"]


def test_the_json_holds_every_page_and_the_totals(receipt, stored_run):
    read = json.loads(receipt("last", "--json").out)
    assert (read["run_id"], read["credits_charged"]) == (str(stored_run), 1)
    assert [(each["url"], each["credits"], each["charge"]) for each in read["pages"]] == [
        (PAGE_URL, 1, "records"),
        (FAILED_URL, 0, "not_read"),
    ]
    assert read["totals"] == [
        {"charge": "records", "requests": 1, "credits": 1},
        {"charge": "not_read", "requests": 1, "credits": 0},
    ]


def test_a_block_that_the_gateway_refuses_to_settle_is_named(receipt, stored_run, sqlite_url):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        row = {"id": uuid4(), "run_id": stored_run, "user_id": session.get_one(Run, stored_run).user_id, "block_no": 1}
        amounts = {"asked": 20, "granted": 20, "used": 1}
        session.add(CreditReservation(**row, **amounts, state="settling", refusal="answered 409"))
    engine.dispose()
    assert "block 1: 1 credits used, never settled: the gateway answered 409" in receipt("last").out
    assert json.loads(receipt("last", "--json").out)["blocks"][0]["state"] == "settling"


def test_a_counter_that_its_rows_do_not_add_up_to_is_named(receipt, stored_run, sqlite_url):
    assert json.loads(receipt("last", "--json").out)["audit"] == {
        "pages_fetched": [1, 1],
        "items_found": [2, 2],
        "items_extracted": [2, 2],
        "credits_charged": [1, 1],
    }
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        session.get_one(Run, stored_run).credits_charged = 3
    engine.dispose()
    assert "credits_charged is 3, its rows say 1" in receipt("last").out


def test_a_run_that_goes_on_is_not_audited(receipt, stored_run, sqlite_url):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        session.get_one(Run, stored_run).finished_at = None
    engine.dispose()
    assert json.loads(receipt("last", "--json").out)["audit"] is None


def test_a_limit_cuts_the_pages_and_not_the_totals(receipt, stored_run):
    out = receipt("last", "--limit", "1").out
    assert FAILED_URL not in out
    assert f"… and 1 more: scrapy receipt {stored_run} --limit 2" in out
    assert "it could not be read" in out


def test_an_unknown_run_is_not_found(receipt):
    assert receipt("00000000-0000-0000-0000-000000000000").code == 3


@pytest.mark.parametrize("argv", [(), ("last", "--limit", "0"), ("last", "twice")])
def test_a_wrong_command_line_is_exit_code_2(receipt, argv):
    assert receipt(*argv).code == 2
