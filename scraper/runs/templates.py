"""The wrappers of a run between the tables and the process: taken over at its start, stored when it learnt some."""

import logging
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from db.exceptions import DbError
from db.failures import cause_of
from db.models import Wrapper
from db.session import session_scope
from db.wrappers import NewWrapper, load_wrappers, save_wrappers
from scraper.extraction.wrappers import StoredTemplate, Templates
from scraper.reading import detail_options
from scraper.runs.run import LiveRun

logger = logging.getLogger(__name__)


def load_templates(run: LiveRun) -> Templates | None:
    """The templates that earlier runs of the user learnt for the job's schema; None for a job without wrappers."""
    job = run.job
    if not job.is_using_wrappers:
        return None
    templates = Templates(job.schema, audit_pages=run.config.wrapper_audit_pages)
    with session_scope(run.database, is_read_only=True) as session:
        rows = load_wrappers(session, user_id=run.user_id, schema_hash=job.schema_hash)
        stored = [_stored(row) for row in rows]
    templates.restore(stored, (job.options.extract, detail_options(job.options.extract)))
    return templates


def learnt(run: LiveRun) -> list[NewWrapper]:
    """What the run learnt since it was asked last, as rows. Called in the reactor's thread, which reads the pages."""
    if run.templates is None:
        return []
    return [
        NewWrapper(each.site, each.signature, each.selectors, each.samples, each.health, each.pages)
        for each in run.templates.changed()
    ]


def keep_templates(run: LiveRun, wrappers: Sequence[NewWrapper]) -> None:
    """Store what the run learnt for its user and schema. Where that fails the next run learns it again, no more."""
    if not wrappers:
        return

    def save() -> None:
        with session_scope(run.database) as session:
            save_wrappers(session, user_id=run.user_id, schema_hash=run.job.schema_hash, wrappers=wrappers)

    try:
        run.patience.run(save)
    except (DbError, SQLAlchemyError) as error:
        logger.warning("The wrappers of run %s were not stored: %s", run.run_id, cause_of(error))


def _stored(row: Wrapper) -> StoredTemplate:
    return StoredTemplate(row.site, row.signature, row.selectors, tuple(map(str, row.samples)), row.health)
