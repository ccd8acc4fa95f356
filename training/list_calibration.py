"""Makes scraper/extraction/models/list_calibration.json from labelled list pages, and its provenance beside it.

    python -m training.list_calibration CORPUS_DIR SCORE_PY [--write]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth_records, site); SCORE_PY is the scorer whose
rules say what is right. Prints the expected calibration error of the beliefs as they are and of five folds by site.
"""

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scraper.extraction import ExtractOptions, Record, RecordSchema, extract
from scraper.extraction.lists.calibration import DATA, WEIGHTS, chance, features, json_features
from scraper.extraction.lists.roles import main_field, role_of
from scraper.page import Page
from training.corpora import scorer_at
from training.folds import FOLDS, fold_of

WEIGHTS_FILE = Path(str(DATA))
PROVENANCE = WEIGHTS_FILE.with_name("list_calibration.provenance.json")
CORPORA = ("lists", "court_lists", "events", "shops", "json_lists")
READ_WHILE_WRITING = 0.02  # of the right values of JSON lists count as wrong: their few sites are those that were read
HIDDEN = 0.06  # what a value counts that stands in for one whose key was hidden
PLAIN = {"belief": 1.0, "json.belief": 1.0}  # the weights that give beliefs back
L2 = 2.0  # on the indicators of roles: those seen on few sites stay near 0
STEPS, RATE = 300, 0.5
_AS_LIST = ExtractOptions(mode="list")
_RIGHT = 0.999  # the scorer's


class Row(NamedTuple):
    """A value of a list record: its features, whether it is right, its weight; `is_hidden` where its key was hidden."""

    corpus: str
    site: str
    named: Mapping[str, float]
    is_right: bool
    weight: float
    is_hidden: bool = False


def rows_of(corpus: Path, scorer: ModuleType) -> Iterator[Row]:
    """Every value of list records, by its belief; a page of n values weighs √n."""
    WEIGHTS.clear()
    WEIGHTS.update(PLAIN)
    for name in CORPORA:
        for line in (corpus / name / "pages.jsonl").read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            schema = RecordSchema.from_definition(asked["schema"])
            page = Page.from_bytes(asked["url"], gzip.decompress((corpus / asked["file"]).read_bytes()))
            records = extract(page, schema, _AS_LIST).records
            found = list(values_of(asked, schema, (records, page.is_json), scorer))
            site = str(asked.get("site") or urlsplit(asked["url"]).hostname)
            yield from (Row(name, site, named, is_right, len(found) ** -0.5) for named, is_right in found)
            if page.is_json:
                for hidden in hidden_values(asked, schema, (page, records), scorer):
                    weight = HIDDEN * len(hidden) ** -0.5 if hidden else 0.0
                    yield from (Row(name, site, named, is_right, weight, is_hidden=True) for named, is_right in hidden)


Values = list[tuple[dict[str, float], bool]]
"""Named features of a value, and whether it is right."""


def hidden_values(
    asked: Mapping[str, Any], schema: RecordSchema, read: tuple[Page, Sequence[Record]], scorer: ModuleType
) -> Iterator[Values]:
    """For each field what is read for it when the key that held it is gone: what a guess looks like that is wrong."""
    page, records = read
    for field in schema.fields:
        body = json.loads(page.text)
        for record in records:
            if field.name in record.evidence:
                hide(body, record.evidence[field.name].path)
        again = extract(Page.from_bytes(page.url, json.dumps(body).encode()), schema, _AS_LIST).records
        yield list(values_of(asked, schema, (again, True), scorer, only=field.name))


def hide(body: Any, pointer: str) -> None:
    """Take what stands at the JSON pointer out of the body."""
    *steps, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    for step in steps:
        if isinstance(body, list) and not step.isdigit():
            body = body[0]
        body = body[int(step)] if isinstance(body, list) else body[step]
    if isinstance(body, list):
        body = body[0]
    body.pop(last, None)


def values_of(
    asked: Mapping[str, Any],
    schema: RecordSchema,
    read: tuple[Sequence[Record], bool],
    scorer: ModuleType,
    *,
    only: str | None = None,
) -> Iterator[tuple[dict[str, float], bool]]:
    """Every value, or those of one field, of the page's records that its truth speaks of."""
    records, is_json = read
    main = main_field(schema)
    truth = asked["truth_records"]
    matched = {j: i for i, j, _ in scorer.match_records(truth, [each.data for each in records], asked["schema"])}
    for number, record in enumerate(records):
        true = truth[matched[number]] if number in matched else {}
        for field in schema.fields:
            is_unknown = number in matched and field.name not in true
            if only not in (None, field.name) or field.name not in record.data or is_unknown:
                continue
            kind = scorer.ftype(asked["schema"], field.name)
            value, wanted = record.data[field.name], true.get(field.name)
            is_right = not scorer.is_empty(wanted) and scorer.value_f1(wanted, value, kind, field.name) >= _RIGHT
            belief = record.field_confidence[field.name]
            is_part = " in text" in record.evidence[field.name].transformation
            by_role = features(belief, role_of(field, is_main=field is main))
            yield json_features(belief, is_part=is_part) if is_json else by_role, is_right


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights by gradient ascent on the penalised log-likelihood."""
    weights: dict[str, float] = {}
    momentum: dict[str, float] = defaultdict(float)
    groups: dict[tuple[tuple[str, float], ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        group = groups[tuple((name, round(value, 2)) for name, value in row.named.items())]
        group[0] += row.weight
        group[1] += row.weight * row.is_right * (1 - READ_WHILE_WRITING if "json" in row.named else 1)
    total = sum(count for count, _ in groups.values())
    for _ in range(STEPS):
        slope: dict[str, float] = defaultdict(float)
        for named, (count, right) in groups.items():
            error = right - count * chance(dict(named), weights)
            for name, value in named:
                slope[name] += error * value
        for name, value in slope.items():
            penalty = L2 * weights.get(name, 0.0) if ":" in name else 0.0
            momentum[name] = 0.9 * momentum[name] + (value - penalty) / total
            weights[name] = weights.get(name, 0.0) + RATE * momentum[name]
    return weights


def figures_of(rows: Sequence[Row], scorer: ModuleType) -> dict[str, Any]:
    """How well the beliefs, and the confidences of sites that were not fitted, say what is right."""
    before = [(chance(row.named, PLAIN), int(row.is_right)) for row in rows if not row.is_hidden]
    pairs = []
    for fold in range(FOLDS):
        weights = fit([row for row in rows if fold_of(row.site) != fold])
        held = (row for row in rows if fold_of(row.site) == fold and not row.is_hidden)
        pairs += [(chance(row.named, weights), int(row.is_right)) for row in held]
    above = [is_right for confidence, is_right in pairs if confidence >= 0.9]
    return {
        "values": len(before),
        "right": round(sum(is_right for _, is_right in before) / max(1, len(before)), 3),
        "ece_of_beliefs": round(scorer.ece(before), 3),
        "ece": round(scorer.ece(pairs), 3),
        "auroc": round(scorer.auroc(pairs), 3),
        "right_of_09_and_more": round(sum(above) / max(1, len(above)), 3),
    }


def provenance(rows: Sequence[Row], stored: str, figures: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Where the weights come from: script, counts, settings, figures on sites that were not fitted, date."""
    return {
        "script": "python -m training.list_calibration CORPUS_DIR SCORE_PY --write",
        "date": now.date().isoformat(),
        "sha256": hashlib.sha256(stored.encode()).hexdigest(),
        "values": dict(sorted(Counter(row.corpus for row in rows if not row.is_hidden).items())),
        "sites": len({row.site for row in rows}),
        "settings": {
            "read_while_writing": READ_WHILE_WRITING,
            "hidden": HIDDEN,
            "l2": L2,
            "steps": STEPS,
            "rate": RATE,
            "folds": FOLDS,
        },
        "cross_validated": dict(figures),
    }


def main() -> None:
    """Reads, fits, prints the figures, and with --write stores the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--write", action="store_true", help="store the weights and their provenance")
    asked = parser.parse_args()
    scorer = scorer_at(asked.scorer)
    rows = list(rows_of(asked.corpus, scorer))
    kinds = {name: [row for row in rows if ("json" in row.named) is (name == "json")] for name in ("html", "json")}
    figures = {name: figures_of(own, scorer) for name, own in kinds.items() if own}
    print(json.dumps(figures, indent=1))
    stored = json.dumps({name: round(value, 4) for name, value in sorted(fit(rows).items())}, indent=1) + "\n"
    if asked.write:
        WEIGHTS_FILE.write_text(stored, encoding="utf-8")
        made = provenance(rows, stored, figures, datetime.now(UTC))
        PROVENANCE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
