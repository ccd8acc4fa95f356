"""Quality rules of a job: what a run came to against thresholds and against the run before. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

from db.quality import QualityFacts
from scraper.runs.end import RunEnd

Verdict = Literal["passed", "broken", "not_checked"]
_NAMED_IN_MESSAGE = 3


@dataclass(frozen=True, slots=True)
class QualityRules:
    """The options under `quality`; None is no rule. Shares are 0 to 1, per cents 0 to 100.

    `min_fill_rate` is one share for every field of the schema, or shares by field.
    """

    min_items: int | None = None
    min_fill_rate: float | Mapping[str, float] | None = None
    max_failed_pages_pct: float | None = None
    max_drop_vs_last_run: float | None = None
    is_failing: bool = False

    @classmethod
    def from_options(cls, quality: Mapping[str, Any]) -> Self | None:
        """The rules that a job's options give; None where there are none."""
        names = ("min_items", "min_fill_rate", "max_failed_pages_pct", "max_drop_vs_last_run")
        given = {name: quality[name] for name in names if quality.get(name) is not None}
        return cls(**given, is_failing=quality.get("on_breach") == "fail") if given else None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the rules name."""
        return tuple(self.min_fill_rate) if isinstance(self.min_fill_rate, Mapping) else ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule's verdict; `value` None is one that there was nothing to measure on."""

    rule: str
    threshold: float
    value: float | None
    verdict: Verdict
    field: str | None = None

    @property
    def sentence(self) -> str:
        """What was found and what was wanted, for a person."""
        of_field = f" of {self.field}" if self.field else ""
        return f"{self.rule}{of_field} is {self.value:g}, wanted was {self.threshold:g}"


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All verdicts of a run. `stopped` is why it had ended before it was judged."""

    judgements: tuple[Judgement, ...]
    stopped: str

    @property
    def broken(self) -> tuple[Judgement, ...]:
        """The rules that the run broke."""
        return tuple(each for each in self.judgements if each.verdict == "broken")

    @property
    def message(self) -> str:
        """The first broken rules as a sentence."""
        named = "; ".join(each.sentence for each in self.broken[:_NAMED_IN_MESSAGE])
        more = len(self.broken) - _NAMED_IN_MESSAGE
        return f"The run breaks its quality rules: {named}{f'; and {more} more' if more > 0 else ''}"

    def as_metadata(self) -> dict[str, Any]:
        """The report as JSON, for `runs.metadata`."""
        rules = [{name: value for name, value in asdict(each).items() if name != "field"} for each in self.judgements]
        for rule, judgement in zip(rules, self.judgements, strict=True):
            if judgement.field is not None:
                rule["field"] = judgement.field
        return {"verdict": "broken" if self.broken else "passed", "stopped": self.stopped, "rules": rules}


def judged(rules: QualityRules, facts: QualityFacts, fields: Sequence[str], *, stopped: str) -> QualityReport:
    """The run held against its rules; `fields` are those of its schema."""
    return QualityReport(tuple(_judgements(rules, facts, fields)), stopped)


def end_after(report: QualityReport, rules: QualityRules, end: RunEnd) -> RunEnd:
    """The run's end: one that breaks its rules fails, if they say so; one that had failed already keeps its reason."""
    if not (report.broken and rules.is_failing) or end.status != "completed":
        return end
    return replace(end, status="failed", stop_reason="quality", error_message=report.message)


def _judgements(rules: QualityRules, facts: QualityFacts, fields: Sequence[str]) -> Iterator[Judgement]:
    if rules.min_items is not None:
        yield _at_least("min_items", rules.min_items, facts.items)
    for field, share in _shares(rules, fields):
        filled = round(facts.filled.get(field, 0) / facts.items, 4) if facts.items else 0.0
        yield replace(_at_least("min_fill_rate", share, filled), field=field)
    if rules.max_failed_pages_pct is not None:
        pages = facts.pages_done + facts.pages_failed
        failed = round(100 * facts.pages_failed / pages, 2) if pages else None
        yield _at_most("max_failed_pages_pct", rules.max_failed_pages_pct, failed)
    if rules.max_drop_vs_last_run is not None:
        yield _at_most("max_drop_vs_last_run", rules.max_drop_vs_last_run, _drop(facts))


def _shares(rules: QualityRules, fields: Sequence[str]) -> Iterator[tuple[str, float]]:
    if isinstance(rules.min_fill_rate, Mapping):
        yield from rules.min_fill_rate.items()
    elif rules.min_fill_rate is not None:
        yield from ((field, rules.min_fill_rate) for field in fields)


def _drop(facts: QualityFacts) -> float | None:
    """Per cent of records fewer than in the run before, below 0 where there are more."""
    if not facts.last_items:
        return None
    return round(100 * (facts.last_items - facts.items) / facts.last_items, 2)


def _at_least(rule: str, threshold: float, value: float) -> Judgement:
    return Judgement(rule, threshold, value, "passed" if value >= threshold else "broken")


def _at_most(rule: str, threshold: float, value: float | None) -> Judgement:
    if value is None:
        return Judgement(rule, threshold, None, "not_checked")
    return Judgement(rule, threshold, value, "passed" if value <= threshold else "broken")
