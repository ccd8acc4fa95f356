"""Blocks of credits that runs have reserved at the gateway: asked, opened, used, settled. Talks to no gateway itself.

A block is asked for before the gateway hears of it, and what was used of it is fixed before the gateway is told, so
that whoever comes after a crash repeats the same words. A block goes from asked to open to settling to settled.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, update
from sqlalchemy.orm import Session

from db.clock import database_time
from db.exceptions import NotCovered, RunLost
from db.leases import Lease, check_fence
from db.models import CreditReservation, Run
from db.types import utc_now

_NOT_CLOSED = ("asked", "open")
_NOT_SETTLED = (*_NOT_CLOSED, "settling")
LONGEST_WAIT_SECONDS = 3600  # how late a gateway that is mended may hear again of a block that it did not take
_CHANCE = random.SystemRandom()

# Blocks to settle: whose time has come; all but those that the gateway refuses for good; those, too.
Which = Literal["due", "unrefused", "all"]


@dataclass(frozen=True, slots=True)
class Block:
    """Credits reserved under the key (run_id, block_no); `used` counts once the block is settling."""

    run_id: UUID
    user_id: UUID
    block_no: int
    asked: int
    granted: int = 0
    used: int = 0


def ask_block(session: Session, lease: Lease, credits: int) -> Block:
    """The block to ask the gateway for: one that was asked for and never answered, or the run's next one.

    `asked` is the most that was ever asked for under its number. Raises as `leases.check_fence`.
    """
    check_fence(session, lease)
    row = session.scalars(select(CreditReservation).filter_by(run_id=lease.run_id, state="asked")).first()
    if row is None:
        row = CreditReservation(id=uuid4(), run_id=lease.run_id, user_id=lease.user_id, state="asked", asked=credits)
        row.block_no = _last_number(session, lease.run_id) + 1
        session.add(row)
    row.asked = max(row.asked, credits)
    session.flush()
    return _block(row)


def open_block(session: Session, lease: Lease, block_no: int, granted: int) -> None:
    """Note what the gateway granted; the run may charge it from now on. Raises as `leases.check_fence`.

    Raises RunLost, too, where the block was closed meanwhile: then whoever closed it returns all of it.
    """
    check_fence(session, lease)
    row = _row(session, lease.run_id, block_no)
    if row.state == "open" and row.granted == granted:  # said twice: the answer to the commit was lost
        return
    if row.state != "asked":
        raise RunLost(lease.run_id)
    row.state, row.granted = "open", granted
    session.flush()


def forget_block(session: Session, lease: Lease, block_no: int) -> None:
    """Close a block that the gateway says it will never open. Raises as `leases.check_fence`."""
    check_fence(session, lease)
    row = _row(session, lease.run_id, block_no)
    if row.state == "asked":
        row.state, row.settled_at = "settled", utc_now()
        session.flush()


def cover(session: Session, run_id: UUID) -> int | None:
    """Credits that the run may charge in all: what its open blocks hold and its closed ones were used for.

    None for a run that never asked for a block.
    """
    covered = select(func.sum(_covered()), func.count()).where(CreditReservation.run_id == run_id)
    credits, blocks = session.execute(covered).one()
    return int(credits) if blocks else None


def check_cover(session: Session, run_id: UUID) -> None:
    """Return if the run has charged no more than its blocks cover; its row is locked. Raises NotCovered."""
    covered = cover(session, run_id)
    if covered is None:
        return
    charged = _charged(session, run_id)
    if charged > covered:
        raise NotCovered(run_id, charged, covered)


def close_own_blocks(session: Session, lease: Lease, *, charged: int) -> list[Block] | None:
    """The blocks of the worker's own run to settle now; nothing more is charged to them. Raises as `check_fence`.

    None, and nothing is closed, where the database has not all of the `charged` credits yet.
    """
    check_fence(session, lease)
    return _close(session, lease.run_id) if _charged(session, lease.run_id) >= charged else None


def close_used_up_blocks(session: Session, lease: Lease) -> list[Block]:
    """The blocks of the worker's own run to settle now because all of them is charged. Raises as `check_fence`."""
    check_fence(session, lease)
    return _close(session, lease.run_id, is_rest_kept=True)


def close_left_blocks(session: Session, run_id: UUID, *, which: Which = "unrefused") -> list[Block]:
    """The blocks to settle of a run that nobody works on; none for a run that is under way or gone."""
    status = session.scalar(select(Run.status).where(Run.id == run_id).with_for_update())
    return [] if status in (None, "running") else _close(session, run_id, which=which)


def mark_settled(session: Session, block: Block) -> None:
    """The gateway has been told what was used of the block and has confirmed it. Said twice, it is so once."""
    _change_settling(session, block, state="settled", settled_at=utc_now(), refusal=None)


def mark_refused(session: Session, block: Block, refusal: str) -> None:
    """The gateway will never settle the block with that use: nobody says it again but a person."""
    _change_settling(session, block, refusal=refusal)


def postpone(session: Session, block: Block) -> None:
    """The gateway did not take the block: others wait twice as long as the last time, by chance up to half of it less.

    The wait begins with a second or two and ends with an hour.
    """
    tries = session.scalar(select(CreditReservation.settle_tries).where(*_is(block))) or 0
    wait = min(2 ** min(tries + 1, 20), LONGEST_WAIT_SECONDS) * _CHANCE.uniform(0.5, 1)
    after = database_time(session, plus_seconds=wait)
    _change_settling(session, block, settle_tries=tries + 1, settle_after=after)


def runs_with_left_blocks(session: Session, *, which: Which = "unrefused", limit: int = 1000) -> list[UUID]:
    """Runs that nobody works on and that have blocks which the gateway still holds, oldest first."""
    is_left = (CreditReservation.state.in_(_NOT_SETTLED), Run.status != "running", _belongs(session, which))
    query = select(Run.id).join(CreditReservation, CreditReservation.run_id == Run.id).where(*is_left)
    return list(session.scalars(query.group_by(Run.id, Run.created_at).order_by(Run.created_at).limit(limit)))


def list_blocks(session: Session, run_id: UUID, *, user_id: UUID) -> list[CreditReservation]:
    """The run's blocks by number; none for a run that is missing or someone else's."""
    query = select(CreditReservation).filter_by(run_id=run_id, user_id=user_id)
    return list(session.scalars(query.order_by(CreditReservation.block_no)))


def _close(session: Session, run_id: UUID, *, is_rest_kept: bool = False, which: Which = "unrefused") -> list[Block]:
    """Fix what was used of each block, in their order: earlier ones are used up first. The run's row is locked.

    `is_rest_kept` leaves blocks alone that have something left.
    """
    rows = session.scalars(
        select(CreditReservation).filter_by(run_id=run_id).order_by(CreditReservation.block_no)
    ).all()
    left = _charged(session, run_id) - sum(row.used for row in rows if row.state not in _NOT_CLOSED)
    for row, used in _shares([row for row in rows if row.state in _NOT_CLOSED], left):
        if not is_rest_kept or used == row.granted > 0:
            row.state, row.used = "settling", used
    session.flush()
    is_settling = (CreditReservation.run_id == run_id, CreditReservation.state == "settling")
    wanted = select(CreditReservation).where(*is_settling, _belongs(session, which))
    return [_block(row) for row in session.scalars(wanted.order_by(CreditReservation.block_no))]


def _belongs(session: Session, which: Which) -> ColumnElement[bool]:
    """Whether a block that is not settled belongs to those."""
    if which == "all":
        return true()
    is_unrefused = CreditReservation.refusal.is_(None)
    if which == "unrefused":
        return is_unrefused
    is_due = or_(CreditReservation.settle_after.is_(None), CreditReservation.settle_after <= database_time(session))
    return and_(is_unrefused, is_due)


def _is(block: Block) -> tuple[ColumnElement[bool], ...]:
    return CreditReservation.run_id == block.run_id, CreditReservation.block_no == block.block_no


def _change_settling(session: Session, block: Block, **values: Any) -> None:
    session.execute(
        update(CreditReservation).where(*_is(block), CreditReservation.state == "settling").values(values),
        execution_options={"synchronize_session": False},
    )


def _shares(rows: Sequence[CreditReservation], credits: int) -> Iterator[tuple[CreditReservation, int]]:
    for row in rows:
        used = min(credits, row.granted)
        credits -= used
        yield row, used


def _covered() -> ColumnElement[int]:
    return case((CreditReservation.state.in_(_NOT_CLOSED), CreditReservation.granted), else_=CreditReservation.used)


def _charged(session: Session, run_id: UUID) -> int:
    return session.scalar(select(Run.credits_charged).where(Run.id == run_id)) or 0


def _last_number(session: Session, run_id: UUID) -> int:
    return session.scalar(select(func.max(CreditReservation.block_no)).filter_by(run_id=run_id)) or 0


def _row(session: Session, run_id: UUID, block_no: int) -> CreditReservation:
    return session.scalars(select(CreditReservation).filter_by(run_id=run_id, block_no=block_no)).one()


def _block(row: CreditReservation) -> Block:
    return Block(row.run_id, row.user_id, row.block_no, row.asked, row.granted, row.used)
