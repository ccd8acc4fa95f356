"""Extractor schemas: what to extract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.models import ExtractorSchema


def add_schema(
    session: Session,
    *,
    user_id: UUID,
    name: str,
    schema_definition: Mapping[str, Any],
    version: str = "1.0",
    description: str | None = None,
    strict_validation: bool = True,
    allow_extra_fields: bool = False,
    is_public: bool = False,
) -> ExtractorSchema:
    """The new schema. Raises InvalidValue for a definition that cannot work, with the place and the cure."""
    schema = ExtractorSchema(
        user_id=user_id,
        name=name,
        schema_definition=dict(schema_definition),
        version=version,
        description=description,
        strict_validation=strict_validation,
        allow_extra_fields=allow_extra_fields,
        is_public=is_public,
    )
    session.add(schema)
    session.flush()
    return schema


def get_schema(session: Session, schema_id: UUID, *, user_id: UUID) -> ExtractorSchema:
    """The schema, the user's own or a public one. Raises NotFound when it is missing or private to someone else."""
    is_visible = or_(ExtractorSchema.user_id == user_id, ExtractorSchema.is_public)
    schema = session.scalars(select(ExtractorSchema).where(ExtractorSchema.id == schema_id, is_visible)).one_or_none()
    if schema is None:
        raise NotFound("extractor_schemas", schema_id)
    return schema


def find_schema(session: Session, *, user_id: UUID, name: str, version: str | None = None) -> ExtractorSchema | None:
    """The user's own schema of that name, without a version the newest one of it; None when there is none."""
    query = select(ExtractorSchema).filter_by(user_id=user_id, name=name)
    if version is not None:
        query = query.filter_by(version=version)
    return session.scalars(query.order_by(ExtractorSchema.created_at.desc(), ExtractorSchema.id)).first()


def list_schemas(session: Session, *, user_id: UUID) -> list[ExtractorSchema]:
    """All schemas of the user's own, by name and age."""
    query = select(ExtractorSchema).filter_by(user_id=user_id)
    return list(session.scalars(query.order_by(ExtractorSchema.name, ExtractorSchema.created_at, ExtractorSchema.id)))


def remove_schema(session: Session, schema_id: UUID, *, user_id: UUID) -> None:
    """Remove the user's own schema; its jobs stay and cannot start. Raises NotFound, also for public ones of others."""
    query = select(ExtractorSchema).filter_by(id=schema_id, user_id=user_id)
    schema = session.scalars(query).one_or_none()
    if schema is None:
        raise NotFound("extractor_schemas", schema_id)
    session.delete(schema)
    session.flush()
