"""Which requests of a shared run a worker gets: those hinted at, or the next ones, as far as the run's limits allow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db import sharing
from db.leases import Lease
from db.models import Run, RunRequest
from db.sharing import UnderWay
from scraper.items import Visit
from scraper.runs.frontier import visit_of
from scraper.shared.hints import place
from scraper.shared.judging import Rules
from scraper.shared.standing import Standing

HINTS_AT_ONCE = 1000  # so many who finds no hints adds for all: one long answer of the tables, for many claims


@dataclass(frozen=True, slots=True)
class Claimed:
    """Requests that are this worker's from now on. `is_over`: nothing of the run is left to be fetched by anybody.

    `more` are others that wait, as hints.
    """

    visits: Sequence[Visit] = ()
    is_over: bool = False
    more: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests may be claimed, and how many of them may be details."""

    requests: int
    details: int


def claim(
    session: Session, lease: Lease, run: Run, rules: Rules, *, hinted: Sequence[str], wanted: int, is_hinting: bool
) -> Claimed:
    """Claim up to `wanted` requests of the run, whose row is locked; what a limit holds back waits for those under way.

    Where no request is under way and a limit lets none through, that limit is why the run ends.
    """
    standing = Standing.of_run(run)
    if standing.stopped_by is not None:
        return Claimed(is_over=True)
    waiting, more = _waiting(session, run, hinted, wanted, is_hinting=is_hinting)
    room = _room(rules, standing, sharing.under_way(session, run.id), wanted)
    chosen = list(_chosen(waiting, room))
    if chosen:
        sharing.claim(session, lease, chosen)
        return Claimed([visit_of(each) for each in chosen], more=more)
    states = sharing.open_states(session, run.id)
    if states == {"queued"}:
        standing.ended_by = "max_items" if room.requests else "max_credits"
        sharing.keep_standing(session, run, standing.as_metadata())
    return Claimed(is_over="claimed" not in states)


def _waiting(
    session: Session, run: Run, hinted: Sequence[str], wanted: int, *, is_hinting: bool
) -> tuple[list[RunRequest], dict[str, float]]:
    """Requests that wait, enough for the claim where there are as many; and, as hints, those that come after them."""
    waiting = sharing.queued_among(session, run.id, hinted) if hinted else []
    if len(waiting) >= wanted:
        return waiting, {}
    next_ones = sharing.next_queued(session, run.id, limit=wanted + (HINTS_AT_ONCE if is_hinting else 0))
    known = {each.fingerprint for each in waiting}
    others = [each for each in next_ones if each.fingerprint not in known]
    missing = wanted - len(waiting)
    more = {each.fingerprint: place(each.kind, each.position) for each in others[missing:]} if is_hinting else {}
    return waiting + others[:missing], more


def _room(rules: Rules, standing: Standing, under_way: UnderWay, wanted: int) -> Room:
    """Each request under way holds what it may cost, and each detail one record."""
    options, price = rules.job.options, rules.budget().price
    requests, details = wanted, wanted
    if options.max_credits is not None and price:
        left = options.max_credits - standing.credits_charged - price * under_way.requests
        requests = max(0, min(requests, left // price))
    if options.max_items is not None:
        details = max(0, min(details, options.max_items - standing.items_stored - under_way.details))
    return Room(requests, details)


def _chosen(waiting: Iterable[RunRequest], room: Room) -> Iterable[RunRequest]:
    requests, details = room.requests, room.details
    for each in waiting:
        if not requests:
            return
        if each.kind == "detail" and not details:
            continue
        requests -= 1
        details -= each.kind == "detail"
        yield each
