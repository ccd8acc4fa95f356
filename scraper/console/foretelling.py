"""What a preview shows: sample records with their evidence, the pagination, and the forecast."""

from collections.abc import Iterator, Mapping
from typing import Any

from scraper.config import Config
from scraper.console.previewing import SHOWN_URLS, Preview
from scraper.console.tables import cell, print_facts, print_records, print_table
from scraper.credits.policies import credit_policy
from scraper.extraction.values import Record
from scraper.forecast import Forecast, Seen, forecast

_SAMPLES = 5


def facts_of(preview: Preview, config: Config) -> tuple[dict[str, Any], Forecast]:
    """The preview as JSON, and the forecast in it."""
    goes_on = bool(preview.next_urls)
    seen = Seen(
        listed_pages=preview.listed_pages,
        per_page=preview.per_page,
        details_per_page=preview.details_per_page,
        seconds_per_page=preview.seconds / max(1, preview.pages),
        goes_on=goes_on,
    )
    told = forecast(preview.job, seen, preview.track, credit_policy(config.credit_policy))
    pagination = {
        "type": preview.job.pagination.name,
        "chosen": preview.choice or None,
        "next": [{"url": url, "guessed": guessed} for url, guessed in preview.next_urls[:SHOWN_URLS]],
        "stop_reason": None if goes_on else preview.stop,
    }
    facts = {
        "url": preview.first_url,
        "read_as": preview.mode,
        "records_on_page": preview.per_page,
        "pages_fetched": preview.pages,
        "pagination": pagination,
        "promised": _promised(preview),
        "samples": [_sample(record) for record in preview.records[:_SAMPLES]],
        "forecast": told.as_metadata(),
        "warnings": preview.warnings,
        "schema": preview.definition,
    }
    return facts, told


def print_preview(preview: Preview, facts: Mapping[str, Any]) -> None:
    """The facts for a person: records as a table, where their values were read, then what to expect."""
    print_records([(record.data, record.confidence) for record in preview.records[:_SAMPLES]])
    rows = list(_evidence_rows(facts["samples"]))
    print_table(("record", "field", "value", "read from", "place"), rows, title="evidence")
    told, paging, promised = facts["forecast"], facts["pagination"], facts["promised"]
    chosen = paging["chosen"] or {}
    print_facts(
        {
            "page": facts["url"],
            "read as": f"{facts['read_as']}, {facts['records_on_page']} records",
            "pagination": " ".join(f"{name}: {value};" for name, value in chosen.items()).rstrip(";") or paging["type"],
            "next": "; ".join(each["url"] + (" (a guess)" if each["guessed"] else "") for each in paging["next"]),
            "nothing follows": paging["stop_reason"],
            "promised": "; ".join(f'{each["value"]} {each["unit"]} ("{each["text"]}")' for each in promised),
            "forecast": _sentence(told),
            "based on": told["basis"],
            "warnings": "; ".join(facts["warnings"]),
            "fetched": f"{facts['pages_fetched']} pages; nothing was stored, nothing was charged",
        }
    )


def _end_of(path: str) -> str:
    """The last steps of a path, which tell places apart; all of it is in the JSON."""
    steps = path.split("/")
    return path if len(steps) <= 4 else f"…/{'/'.join(steps[-3:])}"


def _sentence(told: Mapping[str, Any]) -> str:
    most = "at most " if told["is_upper_limit"] else ""
    return f"{most}{told['pages']} pages, {told['items']} items, {told['seconds']:g} seconds, {told['credits']} credits"


def _promised(preview: Preview) -> list[dict[str, Any]]:
    believed = (*preview.track.ranked("records")[:1], *preview.track.ranked("pages")[:1])
    names = ("value", "unit", "text", "path", "source", "is_approximate")
    return [{name: getattr(each.promise, name) for name in names} for each in believed]


def _sample(record: Record) -> dict[str, Any]:
    evidence = {name: each.as_dict() for name, each in record.evidence.items()}
    return {"data": record.data, "confidence": record.confidence, "url": record.url, "evidence": evidence}


def _evidence_rows(samples: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for number, sample in enumerate(samples, 1):
        for name, value in sample["data"].items():
            read = sample["evidence"].get(name, {})
            place = read.get("path", "")
            yield (
                number,
                name,
                cell(value, limit=40),
                read.get("source", ""),
                _end_of(place),
            )
