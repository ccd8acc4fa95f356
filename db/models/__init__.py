"""The tables and their invariants (docs/data_model.md). No queries. Values are checked at flush.

Tables are made by the migrations, which also add the triggers that fill `user_id` for rows written by plain SQL.
"""

from db.models.base import Base
from db.models.hosts import HostTurn
from db.models.jobs import ExtractorSchema, ScrapingJob, User
from db.models.results import Export, Result, Wrapper
from db.models.runs import CHARGE_REASONS, CreditReservation, Run, RunRequest, RunWorker
from db.models.schedules import ScheduleFire

__all__ = [
    "CHARGE_REASONS",
    "Base",
    "CreditReservation",
    "Export",
    "ExtractorSchema",
    "HostTurn",
    "Result",
    "Run",
    "RunRequest",
    "RunWorker",
    "ScheduleFire",
    "ScrapingJob",
    "User",
    "Wrapper",
]
