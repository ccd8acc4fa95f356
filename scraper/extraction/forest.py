"""Boosted regression trees as data: read from JSON, evaluated in Python alone. They are made in `training/`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

Node = Any  # a leaf's number, or [feature index, threshold, node where value <= threshold, node where it is above]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose sum is a log-odds. `features` names the columns of a row, in order; `trees` are their roots."""

    features: tuple[str, ...]
    trees: tuple[Node, ...]

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
        total = 0.0
        for node in self.trees:
            while node.__class__ is list:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return total
