"""What the tables are declared with: their base class, columns of the same kind, checks."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    MetaData,
    event,
    func,
    text,
)
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute, mapped_column

from db.types import JsonColumn, UtcDateTime, as_utc, utc_now


class Base(DeclarativeBase):
    """The tables of this package; constraint names follow one pattern, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _keep_datetimes_aware(cls: type[Base], key: str, attribute: QueryableAttribute[Any]) -> None:
    """A naive datetime that is assigned is aware at once, not only after it was read back."""
    columns = getattr(attribute.property, "columns", ())
    if columns and isinstance(columns[0].type, UtcDateTime):
        event.listen(attribute, "set", lambda _, value, *__: value and as_utc(value), retval=True)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The column holds one of these values."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def json_object(column: str, max_bytes: int, kind: str = "object") -> CheckConstraint:
    """PostgreSQL's cheap second look at what comes by SQL; `max_bytes` is of JSONB's own, spaced text."""
    condition = f"jsonb_typeof({column}) = '{kind}' AND octet_length({column}::text) <= {max_bytes}"
    return CheckConstraint(condition, name=column).ddl_if(dialect="postgresql")


def user_id_is_filled() -> CheckConstraint:
    """Nullable only for SQLite, whose triggers fill the column after the INSERT."""
    return CheckConstraint("user_id IS NOT NULL", name="user_id").ddl_if(dialect="postgresql")


def json_column(column: str, *, is_required: bool = True) -> Any:
    """A column of a JSON object whose changes are noticed."""
    kind = MutableDict.as_mutable(JsonColumn(column))
    if not is_required:
        return mapped_column(column, kind)
    return mapped_column(column, kind, default=dict, server_default=text("'{}'"), nullable=False)


def counter() -> Any:
    """A number that starts at 0."""
    return mapped_column(BigInteger, default=0, server_default=text("0"))


def created_at_column() -> Any:
    """When the row was made."""
    return mapped_column(UtcDateTime, default=utc_now, server_default=func.current_timestamp())


def updated_at_column() -> Any:
    """When the row was last changed."""
    return mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now, server_default=func.current_timestamp())
