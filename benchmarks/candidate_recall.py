"""Says for each field of labelled detail pages whether the right value is among the candidates, and whether it wins.

    python benchmarks/candidate_recall.py CORPUS_DIR SCORE_PY CORPUS [--stripped] [--every N] [--field F] [--errors]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth, site); SCORE_PY is the scorer whose rules say
what is right. --stripped removes JSON-LD scripts and microdata first, --every N takes each Nth page, --errors prints
the wrong values with their rivals.
"""

import argparse
import gzip
import importlib.util
import json
from collections import Counter, defaultdict
from pathlib import Path

from scraper.exceptions import UnusablePage
from scraper.extraction.detail import field_choices
from scraper.extraction.document import Document
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.page import Page
from training.corpora import stripped

SHOWN = 6  # rivals of a wrong value
WIDTH = 110  # characters of a value


def readings(asked):
    """(field, its truth, type, choices) of each labelled field of each page."""
    for number, line in enumerate((asked.corpus / asked.name / "pages.jsonl").read_text().splitlines()):
        page = json.loads(line)
        if number % asked.every:
            continue
        body = gzip.decompress((asked.corpus / page["file"]).read_bytes())
        if asked.stripped:
            body = stripped(body)
        try:
            scope = Scope(Document(Page.from_bytes(page["url"], body)), RecordSchema.from_definition(page["schema"]))
        except UnusablePage:
            continue
        for spec in scope.schema.fields:
            if spec.name in page["truth"] and asked.field in (None, spec.name):
                yield page, spec, field_choices(scope, spec, [])


def agreement(page, spec, choice, scorer):
    truth = page["truth"][spec.name]
    if scorer.is_empty(truth):
        return 0.0
    return scorer.value_f1(truth, choice.value, scorer.ftype(page["schema"], spec.name), spec.name)


def shown(value):
    return json.dumps(value, ensure_ascii=False)[:WIDTH]


def print_error(page, spec, choices, matches):
    print(f"\n{spec.name} {page['id']} {page['url'][:120]}\n   truth {shown(page['truth'][spec.name])}")
    for rank, (choice, match) in enumerate(zip(choices, matches, strict=True)):
        if rank < SHOWN or match >= 0.999:
            where = f"{','.join(choice.sources)} {choice.candidate.path[-60:]}"
            print(f"   {rank} {match:.2f} {choice.belief:.2f} {shown(choice.value)} {where}")


def balanced_accuracy(given):
    """The mean share of right values of each true value, and the share of each: {truth: (right, all)}."""
    shares = {truth: (right, total) for truth, (right, total) in sorted(given.items())}
    return sum(right / total for right, total in shares.values()) / max(1, len(shares)), shares


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("name")
    parser.add_argument("--stripped", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--field")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    loaded = importlib.util.spec_from_file_location("scorer", asked.scorer)
    scorer = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(scorer)
    totals = defaultdict(Counter)
    stock = defaultdict(lambda: [0, 0])
    for page, spec, choices in readings(asked):
        truth = page["truth"][spec.name]
        matches = [agreement(page, spec, choice, scorer) for choice in choices]
        count = totals[spec.name]
        first = matches[0] if matches else 0.0
        count["wanted"] += not scorer.is_empty(truth)
        count["given"] += bool(choices)
        count["right"] += first
        count["among"] += max(matches, default=0.0)
        if spec.concept == "availability" and not scorer.is_empty(truth):
            key = shown(truth[0] if isinstance(truth, list) else truth)
            stock[key][0] += first >= 0.999
            stock[key][1] += 1
        if asked.errors and first < 0.999 and (choices or not scorer.is_empty(truth)):
            print_error(page, spec, choices, matches)
    micro = Counter()
    for name, count in sorted(totals.items()):
        micro.update(count)
        print_row(name, count)
    print_row("all", micro)
    if stock:
        print("availability: balanced accuracy {:.3f}, right by truth {}".format(*balanced_accuracy(stock)))


def print_row(name, count):
    f1 = 2 * count["right"] / max(1, count["wanted"] + count["given"])
    recall = count["among"] / max(1, count["wanted"])
    print(f"{name:18} wanted {count['wanted']:5} given {count['given']:5} F1 {f1:.3f} among candidates {recall:.3f}")


if __name__ == "__main__":
    main()
