"""The receipt of a run: per request what was charged and why, and what was free and why. Reads `run_requests` alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.models import Run, RunRequest

CHARGED = "records"
NOT_FETCHED = "not_fetched"
# Why a request was charged or free, as a person is told; the first alone is charged.
CHARGE_SENTENCES: Mapping[str, str] = {
    CHARGED: "it gave valid records",
    "repeats_parent": "it repeats the page that led to it",
    "records_on_own_pages": "its records are charged with their own pages",
    "no_record": "no record was found on it",
    "no_valid_record": "none of its records fits the schema",
    "beyond_max_items": "the job wanted no more records",
    "not_read": "it could not be read",
    NOT_FETCHED: "it was not fetched",
}
_STREAM_ROWS = 500
# Requests in the order of the site.
_ORDER = (RunRequest.page_number, RunRequest.position, RunRequest.created_at, RunRequest.id)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One request of a run. `charge` is a key of CHARGE_SENTENCES, `reason` what kept it from being read or fetched."""

    url: str
    kind: str
    page_number: int
    state: str
    http_status: int | None
    items_found: int
    items_extracted: int
    credits: int
    charge: str
    reason: str | None
    usage: Mapping[str, int]

    @property
    def why(self) -> str:
        """Why the request was charged or free, as a sentence without a full stop."""
        sentence = CHARGE_SENTENCES[self.charge]
        return f"{sentence}: {self.reason}" if self.reason else sentence


@dataclass(frozen=True, slots=True)
class ReceiptTotal:
    """All requests of a run that were charged or free for one reason."""

    charge: str
    requests: int
    credits: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a run has charged; `credits_charged` is its row's counter, which equals the sum of the totals."""

    run_id: UUID
    status: str
    stop_reason: str | None
    credits_charged: int
    totals: tuple[ReceiptTotal, ...]


def receipt(session: Session, run_id: UUID, *, user_id: UUID) -> Receipt:
    """The run's receipt without its lines, all of one moment, also while the run goes on.

    Raises NotFound when the run is missing or someone else's.
    """
    of_run = (Run.status, Run.stop_reason, Run.credits_charged)
    of_request = (RunRequest.charge, RunRequest.state)
    query = select(*of_run, *of_request, func.count(RunRequest.id), func.coalesce(func.sum(RunRequest.credits), 0))
    joined = query.outerjoin(RunRequest, RunRequest.run_id == Run.id).where(Run.id == run_id, Run.user_id == user_id)
    rows = session.execute(joined.group_by(*of_run, *of_request)).all()
    if not rows:
        raise NotFound("runs", run_id)
    counts = dict.fromkeys(CHARGE_SENTENCES, (0, 0))
    for *_, charge, state, requests, credits in rows:
        reason = _charge_of(charge, state, int(credits))
        counts[reason] = (counts[reason][0] + requests, counts[reason][1] + int(credits))
    totals = tuple(ReceiptTotal(charge, *sums) for charge, sums in counts.items() if sums[0])
    return Receipt(run_id, *rows[0][:3], totals)


def receipt_lines(
    session: Session, run_id: UUID, *, user_id: UUID, limit: int | None = None, offset: int = 0
) -> Iterator[ReceiptLine]:
    """The lines of the receipt in the order of the site, read in blocks; none for a run that is someone else's."""
    query = select(RunRequest).filter_by(run_id=run_id, user_id=user_id).order_by(*_ORDER)
    rows = session.scalars(query.limit(limit).offset(offset).execution_options(yield_per=_STREAM_ROWS))
    return map(_line, rows)


def _line(row: RunRequest) -> ReceiptLine:
    return ReceiptLine(
        url=row.url,
        kind=row.kind,
        page_number=row.page_number,
        state=row.state,
        http_status=row.http_status,
        items_found=row.items_found,
        items_extracted=row.items_extracted,
        credits=row.credits,
        charge=_charge_of(row.charge, row.state, row.credits),
        reason=row.reason,
        usage=row.usage or {},
    )


def _charge_of(charge: str | None, state: str, credits: int) -> str:
    """The reason that the row names, or what its state says for a row that an older version wrote."""
    if charge is not None:
        return charge
    if state == "failed":
        return "not_read"
    if state != "done":
        return NOT_FETCHED
    return CHARGED if credits else "no_record"
