"""The figures that are held, taken from the scorer's report and from the predictions themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.quality.predictions import Line, sure_share

WHOLE = ("micro.f1", "article_metric.f1", "records.f1", "records_all_fields_right.f1", "next.accuracy")
"""Figures of a whole corpus, as paths into its part of the scorer's report."""
BY_FIELD = ("products", "recipes", "news")
"""Corpora each of whose fields is held; the others have one field, or records that are held as a whole."""
CONFIDENCE = ("field_calibration.ece10", "field_calibration.coverage_at_95")
FALLING = ("field_calibration.ece10", "wrong_kind.sure", "read_as_list", "failed")
"""Figures that are better when they are lower."""


class Figure(NamedTuple):
    """A figure and how many pages it is made of: one of them may go wrong before it counts as fallen."""

    value: float
    pages: int


Figures = dict[str, dict[str, Figure]]


def scored(task: str, corpus: str, report: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, Figure]:
    """The held figures of one task from its corpus's part of the report."""
    pages = report["pages"]
    measured = {path: _at(report, path) for path in (*WHOLE, *CONFIDENCE)}
    found = {path: Figure(_rounded(value), pages) for path, value in measured.items() if value is not None}
    if corpus in BY_FIELD:
        found |= dict(_by_field(report))
    found["failed"] = Figure(float(sum("error" in line for line in lines)), pages)
    if any(line.get("mode") for line in lines) and task.partition(".")[0] in (*BY_FIELD, "articles", "dates"):
        found["read_as_list"] = Figure(float(sum(line.get("mode") == "list" for line in lines)), pages)
    return found


def wrong_kind(lines: Sequence[Line]) -> dict[str, Figure]:
    """The held figures of pages that were read for a schema of another kind of page."""
    failed = sum("error" in line for line in lines)
    return {
        "wrong_kind.sure": Figure(_rounded(sure_share(lines)), len(lines)),
        "failed": Figure(float(failed), len(lines)),
    }


def _by_field(report: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    for name, each in report["fields"].items():
        wanted = round(each["tp"] + each["fn"])
        yield f"fields.{name}.f1", Figure(_rounded(each["f1"]), max(1, wanted))


def _at(report: Mapping[str, Any], path: str) -> Any:
    value: Any = report
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _rounded(value: float) -> float:
    return round(value, 4)
