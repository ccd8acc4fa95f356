"""What a job may do on a page, from a closed list: wait, click, write, press, scroll. No scripts of the job's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from scraper.exceptions import InvalidOptions

# What each action must have (one of a group is enough) and may have besides.
_NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "wait": (("seconds", "selector"),),
    "click": (("selector",),),
    "write": (("selector",), ("text",)),
    "press": (("key",),),
    "scroll": (),
}
_MAY: Mapping[str, tuple[str, ...]] = {
    "click": ("times",),
    "press": ("times", "selector"),
    "scroll": ("times", "selector"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `selector` is CSS, or XPath if it starts with "/", "./" or "("."""

    type: Literal["wait", "click", "write", "press", "scroll"]
    selector: str | None = None
    text: str | None = None
    key: str | None = None
    seconds: float | None = None
    times: int = 1

    @classmethod
    def from_option(cls, value: Mapping[str, Any], index: int) -> Self:
        """The action at that place of the option `actions`. Raises InvalidOptions for one that lacks what it needs."""
        kind = value["type"]
        given = {name for name, each in value.items() if each is not None} - {"type"}
        for group in _NEEDS[kind]:
            if not given.intersection(group):
                raise InvalidOptions(f"/actions/{index}", f"{kind!r} needs {' or '.join(map(repr, group))}; add it")
        known = {name for group in _NEEDS[kind] for name in group}.union(_MAY.get(kind, ()))
        for name in sorted(given - known):
            raise InvalidOptions(f"/actions/{index}/{name}", f"{kind!r} has no {name!r}; remove it")
        return cls(**{name: each for name, each in value.items() if each is not None})


def actions_of(option: Sequence[Mapping[str, Any]] | None) -> tuple[Action, ...]:
    """The actions that the option lists. Raises InvalidOptions."""
    return tuple(Action.from_option(each, index) for index, each in enumerate(option or ()))


def waiting_seconds(wait_for: float | str | None, actions: Sequence[Action]) -> float:
    """How long a page is waited for because the job says so, in all."""
    waits = sum(each.seconds or 0.0 for each in actions)
    return waits + (wait_for if isinstance(wait_for, (int, float)) else 0.0)


def locator_text(selector: str) -> str:
    """The selector as Playwright wants it: XPath by its start, everything else CSS."""
    return f"xpath={selector}" if selector.startswith(("/", "./", "(")) else f"css={selector}"
