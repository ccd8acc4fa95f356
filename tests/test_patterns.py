"""No regular expression of the package may take exponential time.

`(?:[a-z]+/?)*` reads n letters in 2**n ways before it fails; with a possessive inner repetition, `(?:[a-z]++/?)*`,
in one. So a repetition inside a repetition gives nothing back.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import db
import scraper

_MANY = 10  # repetitions: fewer cannot multiply to much


def modules() -> Iterator[ModuleType]:
    for package in (scraper, db):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern that a module keeps by name, in a tuple or in a dictionary; equal ones once."""
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                if isinstance(pattern.pattern, str):
                    found.setdefault(f"{module.__name__}.{name}: {pattern.pattern[:60]}", pattern)
    return found


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _patterns_in(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _patterns_in(each)


def can_explode(pattern: re.Pattern[str]) -> bool:
    """Whether a repetition that can give back stands in the body of another."""
    return _is_nested(parser.parse(pattern.pattern, pattern.flags))


def _is_nested(parsed: Any) -> bool:
    return any(
        (code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] >= _MANY and _varies(value[2]))
        or any(map(_is_nested, _bodies(code, value)))
        for code, value in parsed
    )


def _varies(parsed: Any) -> bool:
    return any(
        (code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] - value[0] > 1)
        or (code not in (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP) and any(map(_varies, _bodies(code, value))))
        for code, value in parsed
    )


def _bodies(code: Any, value: Any) -> list[Any]:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:[a-z]+/?)*", True),
        (r"(?:x|(?:a*b?)){0,200}", True),
        (r"(?=(a+)+)b", True),
        (r"(?:[a-z]++/?)*", False),
        (r"(?:(?>[a-z]+)/?)*", False),
        (r"(?:[a-z]+/?){0,3}", False),
        (r"(?:ab?)*c+", False),
    ],
)
def test_the_rule_knows_patterns_that_explode(pattern, expected):
    assert can_explode(re.compile(pattern)) is expected


def test_no_pattern_of_the_package_explodes():
    found = patterns()
    assert len(found) > 150
    assert [name for name, pattern in found.items() if can_explode(pattern)] == []
