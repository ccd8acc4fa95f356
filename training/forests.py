"""Fits boosted trees, the same bytes for the same rows, and writes them as `scraper.extraction.forest` reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy

from scraper.extraction.forest import Forest

# One thread, rows in their order and a seed: LightGBM's own conditions for equal bytes.
_EXACT = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 7, "verbosity": -1}
_DIGITS = 6  # of leaves and thresholds: half the file, no change in any figure


def fit(
    features: Sequence[str],
    rows: Any,
    labels: Sequence[float],
    weights: Sequence[float],
    settings: Mapping[str, Any],
) -> Forest:
    """A forest for the log-odds of `labels` (0 or 1). `settings` are LightGBM's, with `rounds` for the number of trees.

    `rows` is anything that numpy makes a table of. It holds finite numbers only: missing values have no branch of their
    own.
    """
    parameters = {"objective": "binary", "boost_from_average": False, **settings, **_EXACT}
    rounds = parameters.pop("rounds")
    data = lightgbm.Dataset(
        numpy.asarray(rows, dtype=numpy.float64), label=list(labels), weight=list(weights), free_raw_data=True
    )
    booster = lightgbm.train(parameters, data, num_boost_round=rounds)
    trees = [_node(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return Forest(tuple(features), tuple(trees))


def stored(forest: Forest) -> dict[str, Any]:
    """The forest as JSON."""
    return {"features": list(forest.features), "trees": list(forest.trees)}


def _node(node: Mapping[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], _DIGITS)
    branches = [_node(node["left_child"]), _node(node["right_child"])]
    return [node["split_feature"], float(f"{node['threshold']:.{_DIGITS + 3}g}"), *branches]


def scores(forest: Forest, rows: Any) -> Any:
    """`Forest.score` of every row of a two-dimensional array, as an array."""
    total = numpy.zeros(len(rows))
    for tree in forest.trees:
        _add(tree, rows, numpy.arange(len(rows)), total)
    return total


def _add(node: Any, rows: Any, at: Any, total: Any) -> None:
    """Adds the tree's leaves to the totals of the rows `at`."""
    if not isinstance(node, list):
        total[at] += node
        return
    is_left = rows[at, node[0]] <= node[1]
    _add(node[2], rows, at[is_left], total)
    _add(node[3], rows, at[~is_left], total)
