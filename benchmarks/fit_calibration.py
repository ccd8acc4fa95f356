"""Fits the constants of `scraper/extraction/calibration.json` on labelled detail pages, split by site.

    python benchmarks/fit_calibration.py CORPUS_DIR SCORE_PY [--write]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth, site); SCORE_PY is the scorer whose rules say
what is right. Prints the expected calibration error of five folds by site, then that of the constants fitted on all.
"""

import argparse
import gzip
import importlib.util
import json
import math
import re
import zlib
from collections import defaultdict
from pathlib import Path

from scraper.exceptions import UnusablePage
from scraper.extraction.calibration import DATA, features
from scraper.extraction.detail import field_choices
from scraper.extraction.document import Document
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.page import Page

CORPORA = ("products", "news", "articles", "dates", "recipes")
FOLDS = 5
L2 = 2.0  # on the indicators of sources, concepts and types: those seen on few sites stay near 0
STEPS, RATE = 400, 0.5
_LD = re.compile(rb"<script[^>]*ld\+json[^>]*>.*?</script>", re.IGNORECASE | re.DOTALL)
_MICRODATA = re.compile(
    rb"\s(?:itemprop|itemscope|itemtype|typeof)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?(?=[\s>/])"
)


def rows_of(corpus, scorer):
    """(site, features, is right) of every value that extraction gives, with the page's markup and without it."""
    for name in CORPORA:
        for number, line in enumerate((corpus / name / "pages.jsonl").read_text().splitlines()):
            asked = json.loads(line)
            if name == "recipes" and number % 3:
                continue
            body = gzip.decompress((corpus / asked["file"]).read_bytes())
            for each in (body, _MICRODATA.sub(b"", _LD.sub(b"", body))) if name != "articles" else (body,):
                yield from page_rows(asked, each, scorer)


def page_rows(asked, body, scorer):
    schema = RecordSchema.from_definition(asked["schema"])
    try:
        scope = Scope(Document(Page.from_bytes(asked["url"], body)), schema)
    except UnusablePage:
        return
    for spec in schema.fields:
        choices = field_choices(scope, spec, [])
        if not choices or spec.name not in asked["truth"]:
            continue
        truth = asked["truth"][spec.name]
        kind = scorer.ftype(asked["schema"], spec.name)
        is_right = not scorer.is_empty(truth) and scorer.value_f1(truth, choices[0].value, kind, spec.name) >= 0.999
        rival = choices[1].belief if len(choices) > 1 else 0.0
        best = choices[0]
        yield asked["site"], features(best.belief, rival, (best.candidate.source, best.sources), spec), is_right


def fit(rows):
    """Weights by gradient ascent on the penalised log-likelihood."""
    weights = defaultdict(float)
    momentum = defaultdict(float)
    for _ in range(STEPS):
        slope = defaultdict(float)
        for _, named, is_right in rows:
            error = is_right - chance(weights, named)
            for name, value in named.items():
                slope[name] += error * value
        for name, value in slope.items():
            penalty = L2 * weights[name] if ":" in name else 0.0
            momentum[name] = 0.9 * momentum[name] + (value - penalty) / len(rows)
            weights[name] += RATE * momentum[name]
    return weights


def chance(weights, named):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[name] * value for name, value in named.items())))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--write", action="store_true", help="write the constants beside calibration.py")
    asked = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", asked.scorer)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = list(rows_of(asked.corpus, scorer))
    pairs = []
    for fold in range(FOLDS):
        here = [zlib.crc32(site.encode()) % FOLDS == fold for site, _, _ in rows]
        weights = fit([row for row, is_test in zip(rows, here, strict=True) if not is_test])
        pairs += [(chance(weights, row[1]), int(row[2])) for row, is_test in zip(rows, here, strict=True) if is_test]
    print(f"values {len(rows)}, right {sum(y for _, y in pairs) / len(rows):.3f}")
    print(f"held-out sites: ECE {scorer.ece(pairs):.3f}, AUROC {scorer.auroc(pairs):.3f}")
    weights = fit(rows)
    if asked.write:
        DATA.write_text(
            json.dumps({name: round(value, 4) for name, value in sorted(weights.items())}, indent=1) + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
