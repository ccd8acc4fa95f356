"""`scrapy runs`: the runs of the jobs and what became of them."""

import argparse
from typing import Any

from sqlalchemy.orm import Session

from db.cancelling import request_cancel
from db.frontier import finished_requests
from db.leases import workers_of
from db.models import Run
from db.runs import list_runs
from scraper.console.proof import proof_line, proof_lines, share_of
from scraper.console.references import named_job, named_run
from scraper.console.tables import print_facts, print_json, print_table
from scraper.console.terminal import ProjectCommand, add_action, add_actions, positive, reading_user, run_action

_EXAMPLE = "scrapy runs show last"


class Command(ProjectCommand):
    """What became of the jobs: list runs, show one, cancel one."""

    def syntax(self) -> str:
        return "ACTION [options]"

    def short_desc(self) -> str:
        return "List runs, show how one went, and cancel one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        actions = add_actions(parser, "runs", _EXAMPLE)
        listing = add_action(actions, "list", "list your runs, newest first", "scrapy runs list --job shop.example")
        listing.add_argument("--job", metavar="NAME|ID", help="only the runs of this job")
        listing.add_argument("--limit", type=positive, default=20, metavar="N", help="default: 20")
        show = add_action(actions, "show", "show counters, end, warnings and failed pages of a run", _EXAMPLE)
        show.add_argument("run", metavar="ID|last")
        cancelling = "end a run: at once if it is queued, else after the page it is at"
        cancel = add_action(actions, "cancel", cancelling, "scrapy runs cancel last")
        cancel.add_argument("run", metavar="ID|last")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        run_action(self, {"list": _list, "show": _show, "cancel": _cancel}, args, opts)


def _list(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    job_id = named_job(session, opts.job, user_id=user_id).id if opts.job else None
    runs = list_runs(session, user_id=user_id, job_id=job_id, limit=opts.limit)
    if opts.json:
        print_json([_facts(run) for run in runs])
        return
    rows = [
        (
            run.id,
            f"{run.created_at:%m-%d %H:%M}",
            run.stop_reason or run.status,
            run.pages_fetched,
            run.items_extracted,
            share_of(run.run_metadata),
        )
        for run in runs
    ]
    print_table(("id", "UTC", "state", "pages", "results", "of all"), rows)


def _show(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    run = named_run(session, opts.run, user_id=user_id)
    requests = finished_requests(session, run.id, user_id=user_id)
    failed = [
        {"url": each.url, "reason": each.reason, "http_status": each.http_status}
        for each in requests
        if each.state == "failed"
    ]
    workers = [
        {"process": each.process, "heartbeat_at": each.heartbeat_at, "lease_expires_at": each.lease_expires_at}
        for each in workers_of(session, run.id, user_id=user_id)
    ]
    if opts.json:
        print_json(_facts(run) | {"failed_pages": failed, "workers": workers})
        return
    facts = _facts(run)
    metadata = facts.pop("metadata")
    print_facts(facts | {"coverage": proof_line(metadata)})
    for line in proof_lines(metadata):
        print(line)
    metadata.pop("coverage", None)
    for warning in metadata.pop("warnings", ()):
        print(f"warning: {warning}")
    print_facts({name: value for name, value in metadata.items() if name not in facts})
    if workers:
        print_table(("worker", "last heard of", "believed alive until"), [tuple(each.values()) for each in workers])
    if failed:
        print_table(("failed page", "reason", "status"), [tuple(each.values()) for each in failed])


def _cancel(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    run = request_cancel(session, named_run(session, opts.run, user_id=user_id).id, user_id=user_id)
    if opts.json:
        print_json(_facts(run))
        return
    said = "ends after the page that it is at" if run.status == "running" else f"is {run.stop_reason or run.status}"
    print(f"run {run.id} {said}")


def _facts(run: Run) -> dict[str, Any]:
    names = (
        "id job_id status stop_reason outcome error_message pages_fetched items_found items_extracted credits_charged"
        " idempotency_key created_at started_at finished_at"
    )
    return {name: getattr(run, name) for name in names.split()} | {"metadata": dict(run.run_metadata)}
