"""A job as a frozen, validated value made from a run's snapshot; a bad job is refused here, before any request."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import UnionType
from typing import Any, Self
from urllib.parse import urlsplit

from jmespath.exceptions import JMESPathError

from db.definitions import CLOSING_KEYWORDS, check_schema_definition
from db.exceptions import InvalidValue
from db.validation import check_target_url
from scraper.canonical import canonical_json, clean
from scraper.exceptions import InvalidOptions, InvalidSchema, JobError
from scraper.extraction.schema import RecordSchema
from scraper.extraction.selectors import compiled_jmespath, selector_from_text
from scraper.options import JobOptions
from scraper.pagination import PageRequest, PaginationType, Settings, pagination_type, way_of
from scraper.pagination.parameters import is_json_body

DEFAULT_MAX_PAGES = 10
_NO_EXTRA = "allow_extra_fields has no effect: the schema itself forbids other properties (additionalProperties: false)"

# What a snapshot must hold; what is said of the other parts is said of them where they are read.
_PARTS: Mapping[str, type | UnionType] = {
    "target_url": object,
    "pagination_type": object,
    "options": Mapping | None,
    "schema_definition": object,
    "strict_validation": bool,
    "allow_extra_fields": bool,
}


@dataclass(frozen=True, slots=True)
class Job:
    """What to scrape and how: everything that a run needs to know, checked.

    `warnings` are sentences for the run's metadata.
    """

    target_url: str
    pagination: PaginationType
    options: JobOptions
    schema: RecordSchema
    definition: Mapping[str, Any]
    is_strict: bool
    is_allowing_extra: bool
    warnings: tuple[str, ...] = ()

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> Self:
        """The job in `snapshot` (see `snapshot`). Raises a JobError that names the place and the cure."""
        _check_parts(snapshot)
        target_url = snapshot["target_url"]
        _check_definition(snapshot["schema_definition"])
        definition = _in_order(snapshot["schema_definition"], snapshot.get("field_order"))
        _check_target_url(target_url)
        options, warnings = JobOptions.from_options(snapshot["options"] or {})
        pagination = pagination_type(snapshot["pagination_type"])
        pagination.check(target_url, options.pagination)
        schema = _with_selectors(RecordSchema.from_definition(dict(definition)), options)
        options = replace(options, extract=replace(options.extract, selectors={}))  # the schema has them from here on
        _check_dedupe_keys(options, definition)
        _check_quality_fields(options, definition)
        _check_workers(options)
        is_closed = any(definition.get(keyword) is False for keyword in CLOSING_KEYWORDS)
        is_allowing_extra = snapshot["allow_extra_fields"]
        return cls(
            target_url=target_url,
            pagination=pagination,
            options=options,
            schema=schema,
            definition=definition,
            is_strict=snapshot["strict_validation"],
            is_allowing_extra=is_allowing_extra and not is_closed,
            warnings=(*warnings, _NO_EXTRA) if is_allowing_extra and is_closed else warnings,
        )

    @property
    def target(self) -> PageRequest:
        """The request of the target URL."""
        options = self.options
        headers = _body_headers(options.body, options.headers)
        return PageRequest(self.target_url, method=options.method, body=options.body, headers=headers)

    def max_pages(self, state: Mapping[str, Any]) -> float:
        """How many pages of the pagination may be fetched; infinity where nothing limits them.

        `state` is that of the request in question: it names the pagination that `auto` chose, here and below.
        """
        pagination, _ = self.way(state)
        if self.options.max_pages is not None:
            return self.options.max_pages
        return DEFAULT_MAX_PAGES if pagination.has_page_limit else math.inf

    def way(self, state: Mapping[str, Any]) -> tuple[PaginationType, Settings]:
        """The pagination that a request belongs to, and its settings: the job's own, or the one that `auto` chose."""
        return way_of(self.pagination, self.options.pagination, state)

    @property
    def schema_hash(self) -> str:
        """64 hex digits that name the schema's definition."""
        return schema_hash(self.definition)

    @property
    def is_using_wrappers(self) -> bool:
        """Whether pages may be read by wrappers; they know nothing of what a page offers beyond the schema."""
        return self.options.is_using_wrappers and not self.is_allowing_extra

    @property
    def is_fixed_list(self) -> bool:
        """Whether all pages are known at the start: then a failed or empty one says nothing about the others."""
        return self.is_listed({})

    def is_listed(self, state: Mapping[str, Any]) -> bool:
        """Whether the pagination that a request belongs to is a fixed list."""
        pagination, settings = self.way(state)
        return pagination.has_known_end(self.target_url, settings)

    def is_guessing(self, state: Mapping[str, Any]) -> bool:
        """Whether a page past the first one may be a guess: nobody said that it is there."""
        pagination, _ = self.way(state)
        return pagination.is_open_ended and not self.is_listed(state)

    @property
    def is_following_details(self) -> bool:
        """Whether the records' own pages are fetched."""
        return self.options.is_following_details and self.options.max_depth > 0


def snapshot(
    *,
    target_url: str,
    pagination_type: str | None,
    options: Mapping[str, Any] | None,
    schema_definition: Any,
    strict_validation: bool,
    allow_extra_fields: bool,
    field_order: Sequence[str] | None = None,
) -> dict[str, Any]:
    """What a run keeps of its job and schema: plain JSON that execution and resuming read, and nothing else.

    Raises InvalidSchema, because a definition that cannot work may be too deep to be named by its hash.
    """
    _check_definition(schema_definition)
    return {
        "target_url": target_url,
        "pagination_type": pagination_type,
        "options": dict(options or {}),
        "schema_definition": schema_definition,
        "schema_hash": schema_hash(schema_definition),
        "strict_validation": strict_validation,
        "allow_extra_fields": allow_extra_fields,
        "field_order": field_order,
    }


def _body_headers(body: str | None, given: Mapping[str, str]) -> dict[str, str]:
    """The Content-Type of a body, where the job itself gives none: JSON, or what browsers send for a form."""
    if body is None or any(name.lower() == "content-type" for name in given):
        return {}
    return {"Content-Type": "application/json" if is_json_body(body) else "application/x-www-form-urlencoded"}


def schema_hash(definition: Any) -> str:
    """64 hex digits that name a schema definition, whatever the order of its keys."""
    return hashlib.sha256(canonical_json(clean(definition))).hexdigest()


def host_of(url: str) -> str:
    """The URL's host in lower case, without a leading "www."."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def _in_order(definition: Mapping[str, Any], field_order: Sequence[str] | None) -> Mapping[str, Any]:
    """The definition with its properties in their author's order, which JSONB does not keep."""
    properties = definition["properties"]
    order = [name for name in field_order or () if name in properties]
    return {**definition, "properties": {name: properties[name] for name in (*order, *properties)}}


def _check_parts(snapshot: Mapping[str, Any]) -> None:
    """Refuse what no function of ours wrote: `runs.job_snapshot` may have come by SQL, or from another version."""
    for name, kinds in _PARTS.items():
        if name not in snapshot:
            raise JobError(f"the run's job_snapshot lacks {name!r}: start a new run of the job")
        if not isinstance(snapshot[name], kinds):
            raise JobError(f"the run's job_snapshot has a wrong {name!r}: start a new run of the job")
    order = snapshot.get("field_order")
    if order is not None and not (isinstance(order, list | tuple) and all(isinstance(name, str) for name in order)):
        raise JobError("the run's job_snapshot has a wrong 'field_order': start a new run of the job")


def _check_definition(definition: Any) -> None:
    try:
        check_schema_definition(definition)
    except InvalidValue as error:
        raise InvalidSchema(error.pointer, error.reason) from error


def _check_target_url(target_url: Any) -> None:
    try:
        check_target_url(target_url)
    except InvalidValue as error:
        raise JobError(f"target_url {target_url!r}: {error.reason}") from error


def _with_selectors(schema: RecordSchema, options: JobOptions) -> RecordSchema:
    """The schema with the selectors that the options give; all of them are compiled once here, as a check."""
    _check_record_selector(options.extract.record_selector)
    try:
        return schema.with_selectors(options.extract.selectors)
    except InvalidSchema as error:
        place = error.pointer.replace("/properties/", "/extract/selectors/", 1)
        raise InvalidOptions(place, error.reason) from error


def _check_record_selector(selector: str | None) -> None:
    """On an HTML page it is CSS or XPath, on a JSON page JMESPath; here it only has to be one of them."""
    if selector is None:
        return
    try:
        selector_from_text(selector, "")
    except InvalidSchema as error:
        try:
            compiled_jmespath(selector)
        except JMESPathError:
            reason = f"{error.reason}, and not a valid JMESPath either; correct it"
            raise InvalidOptions("/extract/record_selector", reason) from error


def _check_dedupe_keys(options: JobOptions, definition: Mapping[str, Any]) -> None:
    for index, key in enumerate(options.dedupe.keys):
        if key not in definition["properties"]:
            known = ", ".join(definition["properties"])
            raise InvalidOptions(f"/dedupe/keys/{index}", f"{key!r} is no field of the schema; its fields are: {known}")


def _check_workers(options: JobOptions) -> None:
    """A model's budget is kept by one process."""
    if options.workers > 1 and options.llm is not None:
        reason = f"{options.workers} processes cannot share the budget of extract.llm; use 1, or remove extract.llm"
        raise InvalidOptions("/workers", reason)


def _check_quality_fields(options: JobOptions, definition: Mapping[str, Any]) -> None:
    for field in options.quality.fields if options.quality else ():
        if field not in definition["properties"]:
            known = ", ".join(definition["properties"])
            reason = f"{field!r} is no field of the schema; its fields are: {known}"
            raise InvalidOptions(f"/quality/min_fill_rate/{field}", reason)
