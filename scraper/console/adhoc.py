"""A schema and a job for a URL and some field names: what `scrapy scrape` stores before it runs them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from db.jobs import add_job, list_jobs
from db.models import ExtractorSchema, ScrapingJob
from db.schemas import add_schema, find_schema
from scraper.exceptions import InvalidSchema
from scraper.job import schema_hash

FIELD_TYPES: Mapping[str, Mapping[str, str]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "url": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
}


def schema_of_fields(fields: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of fields written as NAME, NAME:TYPE or NAME:TYPE[] (several values).

    Raises InvalidSchema for a type that is none of FIELD_TYPES and for a name given twice.
    """
    properties: dict[str, Any] = {}
    for field in fields:
        name, _, kind = field.partition(":")
        kind, is_array = kind.removesuffix("[]") or "string", kind.endswith("[]")
        if kind not in FIELD_TYPES:
            raise InvalidSchema(f"/properties/{name}", f"type {kind!r} is none of: {', '.join(FIELD_TYPES)}")
        if not name or name in properties:
            raise InvalidSchema(f"/properties/{name}", "each field needs a name of its own")
        spec = dict(FIELD_TYPES[kind])
        properties[name] = {"type": "array", "items": spec} if is_array else spec
    return {"type": "object", "properties": properties}


def job_for(
    session: Session,
    *,
    user_id: UUID,
    url: str,
    definition: Mapping[str, Any],
    pagination_type: str,
    options: Mapping[str, Any],
) -> ScrapingJob:
    """The user's job for exactly this, made with its schema where there is none; so a repeated call adds a run only."""
    schema = _schema_for(session, user_id, url, definition)
    for job in list_jobs(session, user_id=user_id):
        wanted = (job.target_url, job.pagination_type, job.extractor_schema_id, job.options)
        if wanted == (url, pagination_type, schema.id, dict(options)):
            return job
    return add_job(
        session,
        user_id=user_id,
        name=f"scrape {urlsplit(url).netloc}"[:255],
        target_url=url,
        extractor_schema_id=schema.id,
        pagination_type=pagination_type,
        options=dict(options),
    )


def _schema_for(session: Session, user_id: UUID, url: str, definition: Mapping[str, Any]) -> ExtractorSchema:
    name = f"{urlsplit(url).netloc} {schema_hash(definition)[:8]}"[-255:]
    schema = find_schema(session, user_id=user_id, name=name)
    if schema is None:
        schema = add_schema(session, user_id=user_id, name=name, schema_definition=dict(definition))
        session.flush()
    return schema
