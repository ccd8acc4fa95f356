"""Blocks of credits between the database and the gateway: reserved for a run, settled when it needs them no more.

Each step is one transaction or one call, in an order that any crash may cut: the next one who comes repeats it.
"""

import logging
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Engine

from db import reservations
from db.leases import Lease
from db.reservations import Block
from db.session import session_scope
from scraper.credits.gateway import CreditGateway
from scraper.exceptions import BlockClosed, GatewayUnavailable

logger = logging.getLogger(__name__)


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


def settle_left_blocks(database: Engine, gateway: CreditGateway) -> int:
    """How many runs are settled whose blocks a killed process, or a gateway that was away, had left.

    Safe to repeat, and to call in several processes at once. What the gateway does not take stays for the next time.
    """
    with session_scope(database, is_read_only=True) as session:
        left = reservations.runs_with_left_blocks(session)
    return sum(settle_run(database, gateway, run_id) for run_id in left)


def _settle(database: Engine, gateway: CreditGateway, blocks: Iterable[Block]) -> bool:
    """Whether the gateway has taken all of the blocks."""
    is_taken = True
    for block in blocks:
        try:
            gateway.settle(block)
        except GatewayUnavailable as error:
            logger.warning("Block %d of run %s is not settled yet: %s", block.block_no, block.run_id, error)
            is_taken = False
            if error.is_silent:  # it would not answer to the others either, and someone waits
                break
            continue
        with session_scope(database) as session:
            reservations.mark_settled(session, block)
    return is_taken
