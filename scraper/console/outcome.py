"""What a run came to, for a person at a terminal: its first records, its counters and why it stopped."""

from uuid import UUID

from sqlalchemy import Engine

from db.results import list_results
from db.runs import get_run, owner_of
from db.session import session_scope
from scraper.console.proof import proof_line, proof_lines
from scraper.console.tables import print_facts, print_records


def print_outcome(database: Engine, run_id: UUID, *, limit: int) -> None:
    """Print the run's first `limit` records with their confidence, then its counters and its end."""
    with session_scope(database, is_read_only=True) as session:
        run = get_run(session, run_id, user_id=owner_of(session, run_id))
        results = list_results(session, run_id, user_id=run.user_id, limit=limit)
    if results:
        print_records([(result.data, result.confidence_score) for result in results])
    if run.items_extracted > len(results):
        print(f"… and {run.items_extracted - len(results)} more: scrapy results {run.id}")
    print_facts(
        {
            "run": run.id,
            "status": f"{run.status}, {run.outcome}" if run.outcome else run.status,
            "stopped": run.stop_reason,
            "pages": run.pages_fetched,
            "items": f"{run.items_extracted} stored of {run.items_found} found",
            "coverage": proof_line(run.run_metadata),
            "missing": "; ".join(line.removeprefix("missing: ") for line in proof_lines(run.run_metadata)),
            "dropped": run.run_metadata.get("dropped"),
            "credits": run.credits_charged,
            "quality": run.run_metadata.get("quality", {}).get("verdict"),
            "model": run.run_metadata.get("llm"),
            "warnings": "; ".join(run.run_metadata.get("warnings", [])),
            "error": run.error_message,
        }
    )
