"""Blocks of credits between the database and the gateway: reserved for a run, settled when it needs them no more.

Each step is one transaction or one call, in an order that any crash may cut: the next one who comes repeats it.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import Engine

from db import reservations
from db.leases import Lease
from db.reservations import Block, Which
from db.session import session_scope
from scraper.canonical import clean
from scraper.credits.gateway import CreditGateway
from scraper.exceptions import BlockClosed, GatewayUnavailable, SettlementRefused

logger = logging.getLogger(__name__)

# What the gateway said to a settlement: done; never; not now; nothing at all, or that it does not know us.
Answer = Literal["taken", "refused", "put off", "silent"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How many runs a sweep has settled, and whether a gateway that is away ended it."""

    runs: int
    is_silent: bool = False


def ask(database: Engine, gateway: CreditGateway, lease: Lease, credits: int) -> Block:
    """The block that the gateway is to be asked for. Raises RunLost and NotFound where the run is not the worker's.

    Blocks that are used up, or whose settlement the gateway did not take the last time, are settled first.
    """
    with session_scope(database) as session:
        block = reservations.ask_block(session, lease, credits)
        used_up = reservations.close_used_up_blocks(session, lease)
    _settle(database, gateway, used_up)
    return block


def take(database: Engine, gateway: CreditGateway, lease: Lease, block: Block, *, at_least: int) -> int:
    """How many credits the gateway has put into the block; the run may charge them now.

    Raises CreditsRefused, after which the same block may be taken again; GatewayUnavailable, after which it is to be
    asked anew; and RunLost or NotFound.
    """
    try:
        granted = gateway.reserve(block, at_least=at_least)
    except BlockClosed as error:
        with session_scope(database) as session:
            reservations.forget_block(session, lease, block.block_no)
        raise GatewayUnavailable(str(error)) from error
    with session_scope(database) as session:
        reservations.open_block(session, lease, block.block_no, granted)
    return granted


def release(database: Engine, gateway: CreditGateway, lease: Lease, *, charged: int) -> bool:
    """Return what the worker's own run has reserved beyond the `charged` credits.

    False while some of these are still on their way to the database; then the blocks stay, to pay them. Raises RunLost
    and NotFound.
    """
    with session_scope(database) as session:
        blocks = reservations.close_own_blocks(session, lease, charged=charged)
    _settle(database, gateway, blocks or ())
    return blocks is not None


def settle_run(database: Engine, gateway: CreditGateway, run_id: UUID) -> bool:
    """Settle the blocks of a run that nobody works on; nothing happens to those of one that is under way.

    False where the gateway did not take one of them; it is to be said again.
    """
    with session_scope(database) as session:
        blocks = reservations.close_left_blocks(session, run_id)
    return _settle(database, gateway, blocks)


def settle_left_blocks(database: Engine, gateway: CreditGateway, *, which: Which = "all") -> Settled:
    """What was settled of the blocks that a killed process, or a gateway that was away, had left.

    Safe to repeat, and to call in several processes at once. What the gateway does not take stays for another time;
    the first block about which it is silent ends the sweep.
    """
    with session_scope(database, is_read_only=True) as session:
        left = reservations.runs_with_left_blocks(session, which=which)
    runs = 0
    for run_id in left:
        with session_scope(database) as session:
            blocks = reservations.close_left_blocks(session, run_id, which=which)
        answers = list(_answers(database, gateway, blocks))
        if "silent" in answers:
            return Settled(runs, is_silent=True)
        runs += all(answer == "taken" for answer in answers)
    return Settled(runs)


def _settle(database: Engine, gateway: CreditGateway, blocks: Iterable[Block]) -> bool:
    """Whether there is nothing left to say about the blocks."""
    return set(_answers(database, gateway, blocks)) <= {"taken", "refused"}


def _answers(database: Engine, gateway: CreditGateway, blocks: Iterable[Block]) -> Iterator[Answer]:
    """What came of each block; after a silence nothing: it would not answer to the others either, and someone waits."""
    for block in blocks:
        answer = _settle_one(database, gateway, block)
        yield answer
        if answer == "silent":
            return


def _settle_one(database: Engine, gateway: CreditGateway, block: Block) -> Answer:
    try:
        gateway.settle(block)
    except SettlementRefused as error:
        logger.error("Block %d of run %s is refused for good: %s", block.block_no, block.run_id, error)
        with session_scope(database) as session:
            reservations.mark_refused(session, block, clean(error.reason))
        return "refused"
    except GatewayUnavailable as error:
        logger.warning("Block %d of run %s is not settled yet: %s", block.block_no, block.run_id, error)
        if error.is_silent or error.is_lasting:
            return "silent"
        with session_scope(database) as session:
            reservations.postpone(session, block)
        return "put off"
    with session_scope(database) as session:
        reservations.mark_settled(session, block)
    return "taken"
