"""Holds the quality of extraction on labelled pages to its floors: `python -m tests.quality.floors --shared DIR`.

DIR has corpus/ (labelled pages, one folder each) and tools/score.py; without it nothing is checked. A figure may fall
below its floor in floors.json by one page or 0.01, whichever is more. `--raise` writes the figures above their floors.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
TOLERANCE = 0.01
# Which figures of the scorer are held, as paths into its report: those that speak of a whole corpus, and the fields
# of products that others publish figures for. A single field of a small corpus moves with every change.
HELD = ("micro.f1", "article_metric.f1", "records.f1", "records_all_fields_right.f1", "next.accuracy")
HELD_FIELDS = {"products": ("price", "sku", "availability", "brand")}

Figures = dict[str, dict[str, float]]


class Miss(NamedTuple):
    """A figure below its floor by more than is tolerated."""

    corpus: str
    figure: str
    measured: float
    floor: float

    def __str__(self) -> str:
        return f"{self.corpus} {self.figure}: {self.measured:.3f} is below its floor {self.floor:.3f}"


def figures_of(report: Mapping[str, Any]) -> Figures:
    """The held figures of each corpus, with `pages`, from the scorer's report."""
    return {corpus: {"pages": scored["pages"], **dict(_held(corpus, scored))} for corpus, scored in report.items()}


def _held(corpus: str, scored: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for path in (*HELD, *(f"fields.{field}.f1" for field in HELD_FIELDS.get(corpus, ()))):
        value: Any = scored
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            yield path, round(value, 4)


def misses(figures: Figures, floors: Figures) -> list[Miss]:
    """The figures that are too far below their floors; one that is no longer measured counts as 0."""
    return [
        Miss(corpus, figure, measured, floor)
        for corpus, held in floors.items()
        for figure, floor in held.items()
        if figure != "pages"
        for measured in [figures.get(corpus, {}).get(figure, 0.0)]
        if measured < floor - max(TOLERANCE, 1 / held["pages"])
    ]


def raised(figures: Figures, floors: Figures) -> Figures:
    """The floors with every figure that is above its own; none is lowered, and new ones are added."""
    return {
        corpus: {
            figure: max(value, floors.get(corpus, {}).get(figure, 0.0)) for figure, value in sorted(measured.items())
        }
        for corpus, measured in sorted(figures.items())
    } | {corpus: held for corpus, held in floors.items() if corpus not in figures}


def measure(shared: Path) -> Figures:
    """Runs `scrapy extract` over every corpus and scores what it gave."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        predictions, report = work / "predictions.jsonl", work / "report.json"
        with predictions.open("wb") as output:
            for pages in sorted((shared / "corpus").glob("*/pages.jsonl")):
                extracted = work / f"{pages.parent.name}.jsonl"
                # Exit code 1: some pages could not be read; they count as pages without records.
                _run("-m", "scrapy", "extract", pages, "--root", shared / "corpus", "-o", extracted, codes=(0, 1))
                output.write(extracted.read_bytes())
        scorer = shared / "tools" / "score.py"
        _run(scorer, predictions, "--root", shared / "corpus", "--json", report)
        return figures_of(json.loads(report.read_text(encoding="utf-8")))


def _run(*arguments: str | Path, codes: tuple[int, ...] = (0,)) -> None:
    command = [sys.executable, *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode not in codes:
        raise subprocess.CalledProcessError(ended.returncode, command)


def main() -> int:
    """0 where every figure reaches its floor or no labelled pages are there; else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of corpus/ and tools/")
    parser.add_argument("--raise", dest="is_raising", action="store_true", help="write figures above their floors")
    options = parser.parse_args()
    shared = options.shared.resolve()
    if not (shared / "corpus").is_dir():
        print(f"NOT CHECKED: quality floors. There are no labelled pages in {shared / 'corpus'}.")
        return 0
    floors: Figures = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures = measure(shared)
    if options.is_raising:
        FLOORS.write_text(json.dumps(raised(figures, floors), indent=2) + "\n", encoding="utf-8")
    found = misses(figures, floors)
    print(*found, sep="\n")
    print(f"{sum(len(held) - 1 for held in floors.values())} floors, {len(found)} missed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
