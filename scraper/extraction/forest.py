"""Boosted regression trees as data: read from JSON, evaluated in Python alone. They are made in `training/`."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

Node = Any  # a leaf's number, or [feature index, threshold, node where value <= threshold, node where it is above]

_ROWS_TO_COMPILE = 400  # rows from which on the trees are worth compiling: what it takes, some 25 ms, they cost twice
_TREES_A_LINE = 20  # the compiler's recursion is as deep as a sum is long


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose sum is a log-odds. `features` names the columns of a row, in order; `trees` are their roots.

    A forest that has scored some hundred rows becomes one function of nested conditions, four times as fast.
    """

    features: tuple[str, ...]
    trees: tuple[Node, ...]
    _rows: list[None] = field(default_factory=list, init=False, repr=False, compare=False)
    _compiled: list[Callable[[Sequence[float]], float]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @classmethod
    def load(cls, name: str) -> "Forest":
        """The forest that is shipped as `models/<name>.json`."""
        text = (files("scraper.extraction") / "models" / f"{name}.json").read_text(encoding="utf-8")
        return cls.from_json(json.loads(text))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Forest":
        """The forest of `stored`: its `features` and its `trees`."""
        return cls(tuple(stored["features"]), tuple(stored["trees"]))

    def score(self, row: Sequence[float]) -> float:
        """The log-odds of a row that has a number for each of `features`, in their order."""
        if self._compiled:
            return self._compiled[0](row)
        self._rows.append(None)
        if len(self._rows) == _ROWS_TO_COMPILE:
            self._compiled.append(_compiled(self))
        total = 0.0
        for node in self.trees:
            while node.__class__ is list:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return total


def _compiled(forest: Forest) -> Callable[[Sequence[float]], float]:
    """`Forest.score` as one function; it adds in the same order, so that the sums are the same to the last bit."""
    columns = "".join(f"c{number}, " for number in range(len(forest.features)))
    lines = ["def score(row):", f"    {columns}= row", "    total = 0.0"]
    for start in range(0, len(forest.trees), _TREES_A_LINE):
        terms = " + ".join(map(_expression, forest.trees[start : start + _TREES_A_LINE]))
        lines.append(f"    total = total + {terms}")
    made: dict[str, Any] = {"inf": float("inf")}
    source = "\n".join([*lines, "    return total"])
    exec(compile(source, "<forest>", "exec"), made)  # noqa: S102  # nothing but numbers comes in, see _expression
    function: Callable[[Sequence[float]], float] = made["score"]
    return function


def _expression(node: Node) -> str:
    if not isinstance(node, list):
        return repr(float(node))
    column, threshold, below, above = node
    return f"({_expression(below)} if c{int(column)} <= {float(threshold)!r} else {_expression(above)})"
