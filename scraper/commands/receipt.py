"""`scrapy receipt`: what a run charged, page by page, and what was free."""

import argparse
from dataclasses import asdict
from typing import Any

from scrapy.exceptions import UsageError
from sqlalchemy.orm import Session

from db.models import CreditReservation, Run
from db.receipts import CHARGE_SENTENCES, Receipt, ReceiptLine, receipt, receipt_lines
from db.reservations import list_blocks
from db.runs import recount
from scraper.console.references import named_run
from scraper.console.tables import print_facts, print_json, print_table
from scraper.console.terminal import (
    ProjectCommand,
    add_example,
    add_shared_options,
    exit_codes,
    opened,
    positive,
    reading_user,
)

_TABLE_ROWS = 50
_PLAIN = {"http_pages": 1}


class Command(ProjectCommand):
    """The receipt of a run as tables or as JSON."""

    def syntax(self) -> str:
        return "RUN|last [options]"

    def short_desc(self) -> str:
        return "Show what a run charged for each page and why, and what was free"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy receipt last")
        add_shared_options(parser)
        parser.add_argument("run", metavar="ID|last")
        parser.add_argument(
            "--limit", type=positive, metavar="N", help=f"how many pages (default: {_TABLE_ROWS} in a table, else all)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument: {args[0]}")
        assert self.settings is not None
        with exit_codes(self), opened(self.settings, is_read_only=True) as session:
            _print_receipt(session, opts)


def _print_receipt(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    run = named_run(session, opts.run, user_id=user_id)
    found = receipt(session, run.id, user_id=user_id)
    limit = opts.limit or (None if opts.json else _TABLE_ROWS)
    lines = list(receipt_lines(session, run.id, user_id=user_id, limit=limit))
    blocks = [_facts(block) for block in list_blocks(session, run.id, user_id=user_id)]
    audit = _audit(session, run)
    if opts.json:
        pages = [asdict(line) | {"why": line.why} for line in lines]
        print_json(asdict(found) | {"pages": pages, "blocks": blocks, "audit": audit})
    else:
        _print_tables(found, lines)
        for counter, (said, counted) in (audit or {}).items():
            if said != counted:
                print(f"the run's {counter} is {said}, its rows say {counted}: restore them, or correct the run's row")
        for block in blocks:
            if block["refusal"]:
                print("block {block_no}: {used} credits used, never settled: the gateway {refusal}".format(**block))


def _audit(session: Session, run: Run) -> dict[str, tuple[int, int]] | None:
    """Each counter of a finished run as its row has it and as its rows add up to; None while it may still change."""
    if run.finished_at is None:
        return None
    return {name: (getattr(run, name), counted) for name, counted in asdict(recount(session, run.id)).items()}


def _facts(block: CreditReservation) -> dict[str, Any]:
    """A block of credits that the run has reserved."""
    names = ("block_no", "state", "asked", "granted", "used", "refusal")
    return {name: getattr(block, name) for name in names}


def _print_tables(found: Receipt, lines: list[ReceiptLine]) -> None:
    rows = [(line.credits, line.url, line.http_status, line.items_extracted, _why(line)) for line in lines]
    print_table(("credits", "page", "status", "results", "why"), rows, title=f"run {found.run_id}")
    if left := sum(total.requests for total in found.totals) - len(lines):
        print(f"… and {left} more: scrapy receipt {found.run_id} --limit {left + len(lines)}")
    sums = [(total.credits, total.requests, CHARGE_SENTENCES[total.charge]) for total in found.totals]
    print_table(("credits", "pages", "because"), sums)
    print_facts({"charged": f"{found.credits_charged} credits", "run": found.stop_reason or found.status})


def _why(line: ReceiptLine) -> str:
    """The reason, and what the charge was made of where that was more than one page."""
    if line.usage in ({}, _PLAIN):
        return line.why
    used = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in line.usage.items())
    return f"{line.why} ({used})"
