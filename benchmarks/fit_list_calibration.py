"""Fits the constants of `scraper/extraction/list_calibration.json` on labelled list pages, split by site.

    python benchmarks/fit_list_calibration.py CORPUS_DIR SCORE_PY [--write]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth_records, site); SCORE_PY is the scorer whose
rules say what is right. Prints the expected calibration error of the beliefs as they are and of five folds by site.
"""

import argparse
import gzip
import importlib.util
import json
import math
import zlib
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from scraper.extraction import RecordSchema, extract
from scraper.extraction.list_calibration import (
    DATA,
    WEIGHTS,
    features,
    json_confidence,
    json_features,
    list_confidence,
)
from scraper.extraction.roles import main_field, role_of
from scraper.extraction.values import ExtractOptions
from scraper.page import Page

CORPORA = ("lists", "court_lists", "events", "shops", "json_lists")
READ_WHILE_WRITING = 0.02  # of the right values of JSON lists count as wrong: their few sites are those that were read
HIDDEN = 0.06  # what a value counts that stands in for one whose key was hidden
FOLDS = 5
PLAIN = {"belief": 1.0, "json.belief": 1.0}  # the weights that give beliefs back
L2 = 2.0  # on the indicators of roles: those seen on few sites stay near 0
STEPS, RATE = 300, 0.5


def rows_of(corpus, scorer):
    """(site, features, is right, weight, is hidden) of every value of list records; a page of n values weighs √n."""
    WEIGHTS.clear()
    WEIGHTS.update(PLAIN)
    for name in CORPORA:
        for line in (corpus / name / "pages.jsonl").read_text().splitlines():
            asked = json.loads(line)
            schema = RecordSchema.from_definition(asked["schema"])
            page = Page.from_bytes(asked["url"], gzip.decompress((corpus / asked["file"]).read_bytes()))
            records = extract(page, schema, ExtractOptions(mode="list")).records
            found = list(values_of(asked, schema, (records, page.is_json), scorer))
            site = asked.get("site") or urlsplit(asked["url"]).hostname
            yield from ((site, named, is_right, len(found) ** -0.5, False) for named, is_right in found)
            if page.is_json:
                yield from hidden_rows(asked, schema, (page, records, site), scorer)


def hidden_rows(asked, schema, read, scorer):
    """Rows of what is read for a field when the key that held it is gone: what a guess looks like that is wrong."""
    page, records, site = read
    for field in schema.fields:
        body = json.loads(page.text)
        for record in records:
            if field.name in record.evidence:
                hide(body, record.evidence[field.name].path)
        again = extract(
            Page.from_bytes(page.url, json.dumps(body).encode()), schema, ExtractOptions(mode="list")
        ).records
        found = list(values_of(asked, schema, (again, True), scorer, only=field.name))
        yield from ((site, named, is_right, HIDDEN * len(found) ** -0.5, True) for named, is_right in found)


def hide(body, pointer):
    """Take what stands at the JSON pointer out of the body."""
    *steps, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    for step in steps:
        if isinstance(body, list) and not step.isdigit():
            body = body[0]
        body = body[int(step)] if isinstance(body, list) else body[step]
    if isinstance(body, list):
        body = body[0]
    body.pop(last, None)


def values_of(asked, schema, read, scorer, only=None):
    """(features, is right) of every value, or those of one field, of the page's records that its truth speaks of."""
    records, is_json = read
    main = main_field(schema)
    truth = asked["truth_records"]
    matched = {j: i for i, j, _ in scorer.match_records(truth, [each.data for each in records], asked["schema"])}
    for number, record in enumerate(records):
        true = truth[matched[number]] if number in matched else {}
        for field in schema.fields:
            if (
                only not in (None, field.name)
                or field.name not in record.data
                or (number in matched and field.name not in true)
            ):
                continue
            kind = scorer.ftype(asked["schema"], field.name)
            wanted = true.get(field.name)
            is_right = not scorer.is_empty(wanted) and (
                scorer.value_f1(wanted, record.data[field.name], kind, field.name) >= 0.999
            )
            belief = record.field_confidence[field.name]
            if is_json:
                is_part = " in text" in record.evidence[field.name].transformation
                yield json_features(belief, is_part=is_part), is_right
            else:
                yield features(belief, role_of(field, is_main=field is main)), is_right


def fit(rows):
    """Weights by gradient ascent on the penalised log-likelihood."""
    weights, momentum = {}, defaultdict(float)
    groups = defaultdict(lambda: [0.0, 0.0])
    for _, named, is_right, weight, _ in rows:
        group = groups[tuple((name, round(value, 2)) for name, value in named.items())]
        group[0] += weight
        group[1] += weight * is_right * (1 - READ_WHILE_WRITING if "json" in named else 1)
    total = sum(count for count, _ in groups.values())
    for _ in range(STEPS):
        slope = defaultdict(float)
        for named, (count, right) in groups.items():
            error = right - count * chance(weights, dict(named))
            for name, value in named:
                slope[name] += error * value
        for name, value in slope.items():
            penalty = L2 * weights.get(name, 0.0) if ":" in name else 0.0
            momentum[name] = 0.9 * momentum[name] + (value - penalty) / total
            weights[name] = weights.get(name, 0.0) + RATE * momentum[name]
    return weights


def chance(weights, named):
    WEIGHTS.clear()
    WEIGHTS.update(weights)
    if "json" in named:
        return json_confidence(sigmoid(named["json.belief"]), is_part=named["json:part"] > 0)
    role = next(name for name in named if name.startswith("role:")).partition(":")[2]
    return list_confidence(sigmoid(named["belief"]), role)


def sigmoid(log_odds):
    return 1 / (1 + math.exp(-log_odds))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--write", action="store_true", help="write the constants beside list_calibration.py")
    asked = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", asked.scorer)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = list(rows_of(asked.corpus, scorer))
    for name in ("HTML", "JSON"):
        kind = [row for row in rows if ("json" in row[1]) is (name == "JSON")]
        if kind:
            report(name, kind, scorer)
    weights = fit(rows)
    if asked.write:
        text = json.dumps({name: round(value, 4) for name, value in sorted(weights.items())}, indent=1)
        DATA.write_text(f"{text}\n", encoding="utf-8")


def report(name, rows, scorer):
    """Print how well the beliefs, and the confidences of sites that were not fitted, say what is right."""
    before = [(chance(PLAIN, named), int(is_right)) for _, named, is_right, _, is_hidden in rows if not is_hidden]
    print(f"{name}: values {len(before)}, right {sum(y for _, y in before) / len(before):.3f}")
    print(f"  beliefs as they are: ECE {scorer.ece(before):.3f}, AUROC {scorer.auroc(before):.3f}")
    pairs = []
    for fold in range(FOLDS):
        here = [zlib.crc32(row[0].encode()) % FOLDS == fold for row in rows]
        weights = fit([row for row, is_test in zip(rows, here, strict=True) if not is_test])
        tests = [row for row, is_test in zip(rows, here, strict=True) if is_test and not row[4]]
        pairs += [(chance(weights, row[1]), int(row[2])) for row in tests]
    print(f"  held-out sites: ECE {scorer.ece(pairs):.3f}, AUROC {scorer.auroc(pairs):.3f}")
    above = [y for c, y in pairs if c >= 0.9]
    print(f"  held-out values of .9 and more: {len(above)}, right {sum(above) / max(1, len(above)):.3f}")


if __name__ == "__main__":
    main()
