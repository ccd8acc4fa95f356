"""Scraping jobs: what to scrape, how to page, how often."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.models import ScrapingJob
from db.schemas import get_schema


def add_job(
    session: Session,
    *,
    user_id: UUID,
    name: str,
    target_url: str,
    extractor_schema_id: UUID,
    pagination_type: str | None = "none",
    options: Mapping[str, Any] | None = None,
    description: str | None = None,
    schedule_cron: str | None = None,
    schedule_timezone: str = "UTC",
    is_active: bool = True,
) -> ScrapingJob:
    """The new job. Raises NotFound for a schema that is neither the user's nor public, InvalidValue for the rest."""
    get_schema(session, extractor_schema_id, user_id=user_id)
    job = ScrapingJob(
        user_id=user_id,
        name=name,
        target_url=target_url,
        extractor_schema_id=extractor_schema_id,
        pagination_type=pagination_type,
        options=dict(options or {}),
        description=description,
        schedule_cron=schedule_cron,
        schedule_timezone=schedule_timezone,
        is_active=is_active,
    )
    session.add(job)
    session.flush()
    return job


def get_job(session: Session, job_id: UUID, *, user_id: UUID) -> ScrapingJob:
    """The job. Raises NotFound when it is missing or someone else's."""
    job = session.scalars(select(ScrapingJob).filter_by(id=job_id, user_id=user_id)).one_or_none()
    if job is None:
        raise NotFound("scraping_jobs", job_id)
    return job


def list_jobs(session: Session, *, user_id: UUID) -> list[ScrapingJob]:
    """All jobs of the user, by name."""
    return list(
        session.scalars(select(ScrapingJob).filter_by(user_id=user_id).order_by(ScrapingJob.name, ScrapingJob.id))
    )


def remove_job(session: Session, job_id: UUID, *, user_id: UUID) -> None:
    """Remove the job with its runs and all that hangs on them. Raises NotFound."""
    session.delete(get_job(session, job_id, user_id=user_id))
    session.flush()


def owner_of(session: Session, job_id: UUID) -> UUID:
    """Whose job it is; for the operator's side, which only knows the id. Raises NotFound."""
    owner = session.scalar(select(ScrapingJob.user_id).filter_by(id=job_id))
    if owner is None:
        raise NotFound("scraping_jobs", job_id)
    return owner
