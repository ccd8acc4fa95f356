"""What earlier runs of the user learnt of a site: for which kinds of its pages a browser is needed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from db.options import canonical_options
from db.runs import TERMINAL, list_runs
from db.session import session_scope
from scraper.job import host_of
from scraper.runs.run import LiveRun

# So many of the user's last runs are looked at.
_RUNS = 50


def remember_browser(run: LiveRun) -> None:
    """Give a run with render_js "auto" what the last run on its site found out; nothing for other runs."""
    if run.job.options.render_js != "auto":
        return
    run.patience.run(partial(_remember, run, host_of(run.job.target_url)))
    if run.notes.browser:
        run.budget.render()


def _remember(run: LiveRun, host: str) -> None:
    with session_scope(run.database, is_read_only=True) as session:
        for row in list_runs(session, user_id=run.user_id, limit=_RUNS):
            job = row.job_snapshot or {}
            is_over = row.status in TERMINAL and row.pages_fetched > 0
            if is_over and host_of(job.get("target_url", "")) == host and _is_auto(job.get("options")):
                run.notes.browser = {**row.run_metadata.get("browser", {}), **run.notes.browser}
                break


def _is_auto(options: Mapping[str, Any] | None) -> bool:
    canonical, _ = canonical_options(dict(options or {}))
    return canonical.get("render_js") == "auto"
