"""The user that owns everything when the system runs alone, without the main server."""

from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from db.exceptions import DbError
from db.models import User

LOCAL_USER_ID = UUID("5c4a9e2d-1c0e-4d6b-8f57-0a1b2c3d4e5f")


def local_user(session: Session) -> User:
    """The standalone user, made when missing.

    Raises DbError where `users` is the main server's own table and asks for more than an id: then name one of its
    users.
    """
    if user := session.get(User, LOCAL_USER_ID):
        return user
    required = _unknown_required_columns(session)
    if required:
        raise DbError(
            f"the table users belongs to the main server (it requires {', '.join(required)}), so no local user can be"
            " added to it; give the id of one of its users instead"
        )
    user = User(id=LOCAL_USER_ID, email="local@localhost")
    session.add(user)
    session.flush()
    return user


def _unknown_required_columns(session: Session) -> list[str]:
    known = {column.name for column in User.__table__.columns}
    return [
        column["name"]
        for column in inspect(session.connection()).get_columns("users")
        if column["name"] not in known and not column["nullable"] and column["default"] is None
    ]
