"""Results: the stored records of a run, in the order of the site."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.models import Result, RunRequest

# Pagination step, then the order in which its requests were found, then the place on the page. The id ends ties, so
# that the order is total. Rows without a request (written by SQL) come first.
RUN_ORDER = (
    func.coalesce(RunRequest.page_number, 0),
    func.coalesce(RunRequest.position, 0),
    Result.position,
    Result.id,
)
STREAM_ROWS = 500
PAGE_ROWS = 10  # a record may have 16 MB


@dataclass(frozen=True, slots=True)
class ResultFilter:
    """Which results are wanted: at least so sure, with a value in each of these fields, stored at that time or later.

    A result without a confidence is less sure than any. A field's name has no quotation mark or backslash.
    """

    min_confidence: float | None = None
    fields: tuple[str, ...] = ()
    since: datetime | None = None

    def of(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The query with these conditions."""
        if self.min_confidence is not None:
            query = query.where(Result.confidence_score >= self.min_confidence)
        if self.since is not None:
            query = query.where(Result.created_at >= self.since)
        return query.where(*(Result.data[field].as_string().is_not(None) for field in self.fields))


_ALL = ResultFilter()


def known_hashes(session: Session, run_id: UUID, *, user_id: UUID) -> set[str]:
    """The content hashes that the run has stored; empty for a run that is missing or someone else's."""
    return set(session.scalars(select(Result.content_hash).filter_by(run_id=run_id, user_id=user_id)))


def list_results(
    session: Session,
    run_id: UUID,
    *,
    user_id: UUID,
    after: UUID | None = None,
    limit: int = 100,
    wanted: ResultFilter = _ALL,
) -> list[Result]:
    """Up to `limit` results in the run's order; `after` is the id of the last result of the page before.

    Empty for a run that is missing or someone else's; raises NotFound when `after` is no result of it.
    """
    return list(session.scalars(_page(session, run_id, user_id, after, wanted).limit(limit)))


def iter_results(session: Session, run_id: UUID, *, user_id: UUID) -> Iterator[Result]:
    """All results in the run's order, read in blocks, so that memory does not grow with their number."""
    query = _in_order(select(Result), run_id, user_id).execution_options(yield_per=STREAM_ROWS)
    yield from session.scalars(query)


def iter_page(
    session: Session, run_id: UUID, *, user_id: UUID, after: UUID | None, limit: int, wanted: ResultFilter = _ALL
) -> Generator[Result, None, None]:
    """The same as `list_results`, a few rows at a time: for pages that may be too large for memory. Close it."""
    found = session.scalars(
        _page(session, run_id, user_id, after, wanted).limit(limit).execution_options(yield_per=PAGE_ROWS)
    )
    try:
        yield from found
    finally:
        found.close()


def _page(
    session: Session, run_id: UUID, user_id: UUID, after: UUID | None, wanted: ResultFilter
) -> Select[*tuple[Any, ...]]:
    query = wanted.of(_in_order(select(Result), run_id, user_id))
    if after is not None:
        query = query.where(tuple_(*RUN_ORDER) > _place_of(session, run_id, user_id, after))
    return query


def _in_order(query: Select[*tuple[Any, ...]], run_id: UUID, user_id: UUID) -> Select[*tuple[Any, ...]]:
    joined = query.outerjoin(RunRequest, RunRequest.id == Result.request_id)
    return joined.where(Result.run_id == run_id, Result.user_id == user_id).order_by(*RUN_ORDER)


def _place_of(session: Session, run_id: UUID, user_id: UUID, result_id: UUID) -> tuple[Any, ...]:
    query = _in_order(select(*RUN_ORDER).select_from(Result), run_id, user_id).where(Result.id == result_id)
    place = session.execute(query).one_or_none()
    if place is None:
        raise NotFound("results", result_id)
    return tuple(place)
