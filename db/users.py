"""The user that owns everything when the system runs alone, without the main server."""

from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from db.exceptions import DbError
from db.inserts import insert_new
from db.models import User

LOCAL_USER_ID = UUID("5c4a9e2d-1c0e-4d6b-8f57-0a1b2c3d4e5f")


def local_user(session: Session) -> User:
    """The standalone user, made when missing.

    Raises DbError where `users` is the main server's own table and asks for more than an id: then name one of its
    users.
    """
    if foreign := _foreign_columns(session):
        raise DbError(
            f"the table users belongs to the main server (see its column {foreign[0]}), so no local user can be added"
            " to it; give the id of one of its users instead"
        )
    if user := session.get(User, LOCAL_USER_ID):
        return user
    row = {"id": LOCAL_USER_ID, "email": "local@localhost"}
    insert_new(session, User.__table__, ("id",), [row], User.__table__.c.id)
    return session.get_one(User, LOCAL_USER_ID)


def _foreign_columns(session: Session) -> list[str]:
    """What keeps a row with our columns alone out of the table: columns that it requires besides, or lacks."""
    known = {column.name for column in User.__table__.columns}
    columns = inspect(session.connection()).get_columns("users")
    required = [each["name"] for each in columns if not each["nullable"] and each["default"] is None]
    missing = known - {each["name"] for each in columns}
    return [name for name in required if name not in known] + sorted(missing)
