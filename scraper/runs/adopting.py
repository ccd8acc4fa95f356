"""The lease that a Scrapyd server took for this process before it began."""

import os
import socket
from uuid import UUID

from sqlalchemy import Engine

from db import leases
from db.leases import Lease
from db.session import session_scope


def adopt_lease(database: Engine, run_id: UUID, worker_id: UUID, lease_seconds: float) -> Lease:
    """The lease of the worker `worker_id`, which this process is, renewed. Raises RunLost where it came too late."""
    with session_scope(database) as session:
        return leases.adopt(session, run_id, worker_id, lease_seconds=lease_seconds, process=process_name())


def process_name() -> str:
    """Where this process is found: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"
