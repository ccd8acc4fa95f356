"""The rows that people name on a command line: a schema or job by id or name, a run by id or as "last"."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from scrapy.settings import BaseSettings
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.jobs import get_job, list_jobs
from db.models import ExtractorSchema, Run, ScrapingJob
from db.runs import get_run, list_runs
from db.schemas import find_schema, get_schema
from scraper.console.terminal import CommandError, ExitCode, opened, read_json

LAST = "last"


def named_schema(session: Session, text: str, *, user_id: UUID) -> ExtractorSchema:
    """The schema with the id (the user's or a public one) or the newest one of the user's with the name.

    Raises NotFound.
    """
    if schema_id := _uuid(text):
        return get_schema(session, schema_id, user_id=user_id)
    schema = find_schema(session, user_id=user_id, name=text)
    if schema is None:
        raise NotFound("extractor_schemas", text)
    return schema


def definition_named(text: str, settings: BaseSettings, *, user_id: UUID) -> Any:
    """The schema definition in a JSON text, in the file of that name, or stored under that id or name.

    The database is opened for the last only. Raises CommandError and NotFound.
    """
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            raise CommandError(f"--schema is not JSON: {error}") from error
    if Path(text).is_file():
        return read_json(Path(text))
    if text.endswith(".json"):
        raise CommandError(f"there is no file {text}", ExitCode.NOT_FOUND)
    with opened(settings, is_read_only=True) as session:
        return named_schema(session, text, user_id=user_id).schema_definition


def named_job(session: Session, text: str, *, user_id: UUID) -> ScrapingJob:
    """The job with the id or the name. Raises NotFound, or CommandError where several jobs have the name."""
    if job_id := _uuid(text):
        return get_job(session, job_id, user_id=user_id)
    jobs = [job for job in list_jobs(session, user_id=user_id) if job.name == text]
    if not jobs:
        raise NotFound("scraping_jobs", text)
    if len(jobs) > 1:
        raise CommandError(f"several jobs are named {text!r}; use an id: {', '.join(str(job.id) for job in jobs)}")
    return jobs[0]


def named_run(session: Session, text: str, *, user_id: UUID) -> Run:
    """The run with the id, or the newest one for "last". Raises NotFound."""
    if run_id := _uuid(text):
        return get_run(session, run_id, user_id=user_id)
    newest = list_runs(session, user_id=user_id, limit=1) if text == LAST else []
    if not newest:
        raise NotFound("runs", text)
    return newest[0]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
