"""A job's options as frozen, typed values with their defaults; what is known but not built yet is refused here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

from db.exceptions import InvalidValue
from db.options import canonical_options
from scraper.browser.actions import Action, actions_of
from scraper.exceptions import InvalidOptions
from scraper.extraction.values import ExtractOptions
from scraper.quality import QualityRules

# Headers that frame the message, name the peer or carry credentials of a proxy; a job must not set them.
_RESERVED_HEADERS = frozenset(
    {
        *("connection", "content-length", "cookie", "expect", "host", "keep-alive", "te", "trailer", "upgrade"),
        *("transfer-encoding", "metadata-flavor"),
        *("x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds"),
    }
)
_RESERVED_PREFIXES = ("proxy-", "x-forwarded-")

# Options of the published schema that later parts build, with the values that ask for nothing.
_NOT_BUILT: Mapping[str, tuple[Any, ...]] = {
    "archive": (False,),
    "auth": (),
    "export": ({},),
    "incremental": ("off", False),
    "webhook": ({},),
}


@dataclass(frozen=True, slots=True)
class DedupeOptions:
    """`scope` "off" keeps every record; `keys` are the fields that make two records one (empty: all of them)."""

    scope: Literal["run", "off"] = "run"
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LlmOptions:
    """What a job may say of the language model: fields below `threshold` are asked about, within `budget` tokens.

    `server` and `model` are names that the operator has configured ("" is the server's first model). Mode "template"
    asks about each field of a site once and keeps to the place that was chosen.
    """

    server: str = "default"
    model: str = ""
    budget: int = 50_000
    threshold: float = 0.5
    mode: Literal["fields", "template"] = "fields"


@dataclass(frozen=True, slots=True)
class JobOptions:
    """The options that a job gives, with defaults for the rest. Times are seconds."""

    max_pages: int | None = None
    max_items: int | None = None
    max_depth: int = 1
    max_duration: float | None = None
    max_credits: int | None = None
    delay_between_requests: float = 1.0
    randomize_delay: bool = True
    concurrent_requests: int = 1
    workers: int = 1
    timeout: float = 30.0
    max_retries: int = 2
    respect_robots_txt: bool = True
    user_agent: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    allowed_domains: tuple[str, ...] = ()
    include_urls: tuple[str, ...] = ()
    exclude_urls: tuple[str, ...] = ()
    method: str = "GET"
    body: str | None = None
    proxy: str | None = None
    render_js: Literal[False, True, "auto"] = False
    wait_for: float | str | None = None
    actions: tuple[Action, ...] = ()
    pagination: Mapping[str, Any] = field(default_factory=dict)
    extract: ExtractOptions = field(default_factory=ExtractOptions)
    is_following_details: bool = False
    is_using_wrappers: bool = True
    dedupe: DedupeOptions = field(default_factory=DedupeOptions)
    llm: LlmOptions | None = None
    quality: QualityRules | None = None
    overlap_policy: Literal["skip", "queue", "allow"] = "skip"
    misfire_grace_time: int = 3600

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> tuple[Self, tuple[str, ...]]:
        """The typed options and the warnings about unknown keys. Raises InvalidOptions with the place and the cure."""
        try:
            canonical, warnings = canonical_options(dict(options))
        except InvalidValue as error:
            raise InvalidOptions(error.pointer, error.reason) from error
        _refuse_not_built(canonical)
        _check_headers(canonical.get("headers") or {})
        actions = actions_of(canonical.pop("actions", None))
        _check_browser_options(canonical, actions)
        extract = canonical.pop("extract", None) or {}
        dedupe = canonical.pop("dedupe", None) or {}
        quality = canonical.pop("quality", None) or {}
        known = {each.name for each in fields(cls)}
        values = {name: _frozen(value) for name, value in canonical.items() if name in known and value is not None}
        return (
            cls(
                **values,
                actions=actions,
                extract=_extract_options(extract),
                is_following_details=bool(extract.get("follow_details")) or extract.get("mode") == "list_and_detail",
                is_using_wrappers=extract.get("wrappers") is not False,
                dedupe=DedupeOptions(scope=dedupe.get("scope", "run"), keys=tuple(dedupe.get("keys") or ())),
                llm=_llm_options(extract.get("llm")),
                quality=QualityRules.from_options(quality),
            ),
            tuple(warnings),
        )


def _extract_options(extract: Mapping[str, Any]) -> ExtractOptions:
    """The part that extraction itself reads; following details is the spider's matter."""
    mode = extract.get("mode", "auto")
    return ExtractOptions(
        mode="list" if mode == "list_and_detail" else mode,
        record_selector=extract.get("record_selector"),
        selectors=dict(extract.get("selectors") or {}),
        min_confidence=float(extract.get("min_confidence") or 0.0),
    )


def _llm_options(llm: Mapping[str, Any] | bool | None) -> LlmOptions | None:
    """What the job asks of a language model; None where it asks none."""
    if not llm or llm is True:
        return LlmOptions() if llm else None
    if not llm.get("enabled"):
        if "enabled" not in llm:
            raise InvalidOptions("/extract/llm", 'has no effect without "enabled": true; add it, or remove llm')
        return None
    names = {each.name for each in fields(LlmOptions)}
    return LlmOptions(**{name: value for name, value in llm.items() if name in names and value is not None})


def _refuse_not_built(options: Mapping[str, Any]) -> None:
    """Raise InvalidOptions for an option that would have no effect."""
    for name, idle_values in _NOT_BUILT.items():
        value = options.get(name)
        if value is not None and value not in idle_values:
            raise InvalidOptions(f"/{name}", "this option is not built yet; remove it from the job")
    if (options.get("dedupe") or {}).get("scope") == "job":
        raise InvalidOptions("/dedupe/scope", "'job' is not built yet; use 'run' or 'off'")
    if (options.get("max_depth") or 0) > 1:
        raise InvalidOptions("/max_depth", "only 0 (no detail pages) and 1 (detail pages of list pages) are built")


def _check_browser_options(options: Mapping[str, Any], actions: Sequence[Action]) -> None:
    """Raise InvalidOptions for what is to be done in a browser that the job does not want."""
    for name, value in (("wait_for", options.get("wait_for")), ("actions", actions)):
        if value and not options.get("render_js"):
            raise InvalidOptions(f"/{name}", 'has no effect without a browser; add "render_js": true or "auto"')
    wait_for = options.get("wait_for")
    if isinstance(wait_for, str) and not wait_for.strip():
        raise InvalidOptions("/wait_for", "is blank; give seconds or a CSS selector")


def _check_headers(headers: Mapping[str, str]) -> None:
    """Raise InvalidOptions for a header that a job must not set."""
    for name in headers:
        if name.lower() in _RESERVED_HEADERS or name.lower().startswith(_RESERVED_PREFIXES):
            cure = "use options.cookies" if name.lower() == "cookie" else "remove it"
            raise InvalidOptions(f"/headers/{name}", f"this header is not a job's to set; {cure}")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
