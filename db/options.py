"""The options of a job: their published JSON Schema, other spellings folded, unknown keys named. No defaults."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from referencing import Registry

from db.exceptions import InvalidValue
from db.types import check_json, dump_json, pointer_of

MAX_OPTIONS_BYTES = 8_388_608  # a url_list of 100,000 URLs fits

# What people type who come from other tools, per place; camelCase of every option is understood besides.
ALIASES: Mapping[str, Mapping[str, str]] = {
    "": {
        "limit": "max_pages",
        "delay": "delay_between_requests",
        "download_delay": "delay_between_requests",
        "max_results": "max_items",
        "js": "render_js",
        "javascript": "render_js",
        "obey_robots": "respect_robots_txt",
        "custom_headers": "headers",
    },
    "pagination": {
        "next_selector": "selector",
        "next_button_selector": "selector",
        "url_pattern": "pattern",
        "url_template": "pattern",
        "parameter": "param",
        "page_param": "param",
        "start_page": "start",
        "increment": "step",
        "per_page": "page_size",
    },
    "extract": {"item_selector": "record_selector"},
}

_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}


@cache
def options_schema() -> Mapping[str, Any]:
    """The JSON Schema of `scraping_jobs.options`: every option with type, range, default and meaning."""
    text = resources.files("db").joinpath("options.schema.json").read_text(encoding="utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


def canonical_options(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The options that were given, under their own names, and a warning for each key that is not known.

    Unknown keys and nulls are left out; whole numbers such as 10.0 become integers where an integer is asked for.
    A warning reads "max_page: did you mean max_pages?". Raises InvalidValue("options", pointer, reason and cure) for
    a wrong type or value, and for an option that is given twice under two names with two values.
    """
    if not isinstance(options, dict):
        raise InvalidValue("options", "", f"is {_shown(options)}; give an object")
    check_json("options", options)
    if (size := len(dump_json(options).encode())) > MAX_OPTIONS_BYTES:
        raise InvalidValue("options", "", f"has {size} bytes; at most {MAX_OPTIONS_BYTES} are kept")
    warnings: list[str] = []
    folded = _fold_object(options, options_schema(), (), warnings)
    if error := best_match(_validator().iter_errors(folded)):
        raise InvalidValue("options", pointer_of(tuple(error.absolute_path)), _reason(error))
    return folded, warnings


def given_option(options: Mapping[str, Any], name: str) -> Any:
    """What these options say for the option `name`, whichever way it is spelt; None for naught. Nothing is checked."""
    known: Mapping[str, Any] = options_schema()["properties"]
    return next(
        (value for key, value in options.items() if value is not None and _own_name(key, known, ()) == name), None
    )


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(options_schema(), registry=Registry())


def _fold(value: Any, schema: Mapping[str, Any], path: tuple[str, ...], warnings: list[str]) -> Any:
    if isinstance(value, dict) and "properties" in schema:
        return _fold_object(value, schema, path, warnings)
    if isinstance(value, list) and "items" in schema:
        return [_fold(each, schema["items"], path, warnings) for each in value]
    if isinstance(value, float) and schema.get("type") == "integer" and value.is_integer():
        return int(value)
    return value


def _fold_object(
    given: Mapping[str, Any], schema: Mapping[str, Any], path: tuple[str, ...], warnings: list[str]
) -> dict[str, Any]:
    known: Mapping[str, Any] = schema["properties"]
    folded: dict[str, Any] = {}
    for key, value in given.items():
        name = _own_name(key, known, path)
        if name is None:
            warnings.append(_unknown(key, known, path))
        elif value is not None:
            child = _fold(value, known[name], (*path, name), warnings)
            if name in folded and folded[name] != child:
                raise InvalidValue(
                    "options", pointer_of((*path, key)), f"gives {name} a second value; keep one of them"
                )
            folded[name] = child
    return folded


def _own_name(key: str, known: Mapping[str, Any], path: tuple[str, ...]) -> str | None:
    """The option's name for what was typed, or None."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", key).lower()
    aliases = ALIASES.get(".".join(path), {})
    return next((name for name in (key, snake, aliases.get(key), aliases.get(snake)) if name in known), None)


def _unknown(key: str, known: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """The warning about a key: the same option at another place, else the nearest one here, else none."""
    place = ".".join((*path, key))
    if elsewhere := next((option for option in _places(options_schema(), ()) if option[-1] == key), None):
        return f"{place}: did you mean {'.'.join(elsewhere)}?"
    aliases = ALIASES.get(".".join(path), {})
    close = difflib.get_close_matches(key.lower(), [*known, *aliases], n=1, cutoff=0.6)
    if not close:
        return f"{place}: is not an option and is ignored"
    return f"{place}: did you mean {'.'.join((*path, aliases.get(close[0], close[0])))}?"


def _places(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, child in schema.get("properties", {}).items():
        yield (*path, name)
        yield from _places(child, (*path, name))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


# What to write instead, by the keyword of the published schema that was broken.
_CURES = {
    "type": "is {shown}; give {kinds}",
    "enum": "is {shown}; use one of: {values}",
    "minimum": "is {shown}; give at least {limit}",
    "maximum": "is {shown}; give at most {limit}",
    "exclusiveMinimum": "is {shown}; give more than {limit}",
    "required": "{message}; add it",
    "minLength": "is empty; give a text or leave it out",
    "maxLength": "is too long; give at most {limit} characters",
    "minItems": "is empty; give at least one or leave it out",
    "maxItems": "is too long; give at most {limit}",
    "uniqueItems": "names something twice; name it once",
    "not": "is {shown}; give another value",
}


def _reason(error: ValidationError) -> str:
    limit: Any = error.validator_value
    reason = _CURES.get(str(error.validator), "{message}; correct it").format(
        shown=_shown(error.instance),
        kinds=" or ".join(_KINDS[str(kind)] for kind in _listed(limit) if str(kind) in _KINDS),
        values=", ".join(_shown(value) for value in _listed(limit)),
        limit=limit,
        message=error.message,
    )
    meaning = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{reason} ({meaning})" if meaning else reason


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
