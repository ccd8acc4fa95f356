"""Cleans each record and holds it against the schema."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Self

from itemadapter import ItemAdapter
from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import Draft202012Validator
from referencing import Registry
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from db.definitions import CLOSING_KEYWORDS, DRAFTS
from db.exceptions import InvalidValue
from db.types import check_json, pointer_of
from scraper.canonical import clean
from scraper.items import RecordItem
from scraper.job import Job
from scraper.runs.run import live_run


class ValidationPipeline:
    """Drops records that break the schema (strict), or takes out what breaks it and says so (not strict)."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.properties: Mapping[str, Any] = job.definition["properties"]
        self.nullable = frozenset(name for name, spec in self.properties.items() if _is_nullable(spec))
        self.validator = compiled_validator(job.definition)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(live_run(crawler).job)

    def process_item(self, item: RecordItem) -> RecordItem:
        """The item with clean values, only allowed fields and its violations. Raises DropItem."""
        adapter = ItemAdapter(item)
        self._clean(item, adapter)
        violations = self._violations(adapter)
        if violations and self.job.is_strict:
            raise DropItem("invalid: " + violations[0]["message"])
        if violations:
            self._take_out(item, adapter, violations)
        if all(adapter.get(name) is None for name in self.properties):
            raise DropItem("empty: no field has a value")
        return item

    def _clean(self, item: RecordItem, adapter: ItemAdapter) -> None:
        """Storable values in place: the schema's fields in its order, then extra ones where the schema allows them."""
        found = _storable(adapter.asdict())
        ordered = {name: found[name] for name in self.properties if name in found}
        ordered |= {name: None for name in self.nullable if name not in ordered}
        if self.job.is_allowing_extra:
            extra = _storable(item.extra) | found
            ordered |= {name: value for name, value in extra.items() if name not in self.properties}
        item.clear()
        adapter.update(ordered)
        item.record_url = clean(item.record_url)
        item.confidence = item.confidence if math.isfinite(item.confidence) else 0.0
        item.evidence = {name: type(each).from_dict(clean(each.as_dict())) for name, each in item.evidence.items()}

    def _violations(self, adapter: ItemAdapter) -> list[dict[str, str]]:
        """One entry a violation: field ("" for the whole record), JSON pointer and message."""
        try:
            errors = list(self.validator.iter_errors(adapter.asdict()))
        except ArithmeticError as error:  # multipleOf on a number out of range
            return [{"field": "", "pointer": "", "message": f"the record cannot be validated: {error}"}]
        return [violation for error in errors for violation in self._violations_of(error, adapter)]

    def _violations_of(self, error: ValidationError, adapter: ItemAdapter) -> Iterator[dict[str, str]]:
        """The error as a violation; one a field where it is about all fields that the schema does not name."""
        path, message = tuple(error.absolute_path), error.message[:500]
        extra = [str(name) for name in adapter if name not in self.properties]
        if not path and error.validator in CLOSING_KEYWORDS and extra:
            yield from ({"field": name, "pointer": pointer_of((name,)), "message": message} for name in extra)
        else:
            yield {"field": str(path[0]) if path else "", "pointer": pointer_of(path), "message": message}

    def _take_out(self, item: RecordItem, adapter: ItemAdapter, violations: list[dict[str, str]]) -> None:
        """Remove the offending fields, keep the violations and lower the confidence by the share of bad fields."""
        offending = {each["field"] for each in violations if each["field"]}
        for name in offending & adapter.keys():
            del adapter[name]
            item.field_confidence.pop(name, None)
            item.evidence.pop(name, None)
        item.violations = violations
        item.confidence *= 1 - min(len(violations), len(self.properties)) / (len(self.properties) + 1)


def compiled_validator(definition: Mapping[str, Any]) -> Validator:
    """A validator for records; it never fetches a reference."""
    draft = DRAFTS.get(str(definition.get("$schema")).removesuffix("#"), Draft202012Validator)
    return draft(definition, registry=Registry(), format_checker=draft.FORMAT_CHECKER)


def _storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as both databases store them. Raises DropItem for what no cleaning helps."""
    cleaned: dict[str, Any] = clean(values)
    try:
        check_json("the record", cleaned)
    except InvalidValue as error:
        raise DropItem(f"invalid: {error}") from error
    return cleaned


def _is_nullable(spec: Any) -> bool:
    kind = spec.get("type") if isinstance(spec, Mapping) else None
    return isinstance(kind, list) and "null" in kind
