"""Holds the quality of extraction on labelled pages to its floors: `python -m tests.quality.floors --shared DIR`.

DIR has corpus/ (labelled pages, one folder each) and tools/score.py; without it nothing is checked. Figures of trained
readers are cross-validated by site. A figure may be worse than its floor in floors.json by one page or 0.01, whichever
is more (errors of calibration by 0.01); one that is no longer measured is missed.

`--raise` writes the figures that are better than their floors, and new ones. `--lower CORPUS FIGURE --because SENTENCE`
writes a worse one and keeps the sentence, which belongs into the commit's message too. `--predictions DIR` keeps what
was predicted, `--figures FILE` what was measured; what FILE has is not measured again, unless `--only` names it.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tests.quality.figures import FALLING, Figure, Figures, scored, wrong_kind
from tests.quality.predictions import Line, Task, predicted, tasks
from training.corpora import scorer_at

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
TOLERANCE = 0.01
PROCESSES = min(2, os.cpu_count() or 1)
_EPSILON = 1e-9
_MIN_SENTENCE = 20  # characters


class Miss(NamedTuple):
    """A figure that is worse than its floor by more than is tolerated; `measured` None: it is not measured any more."""

    corpus: str
    figure: str
    measured: float | None
    floor: float

    def __str__(self) -> str:
        if self.measured is None:
            return f"{self.corpus} {self.figure}: no longer measured; its floor is {self.floor:.4f}"
        side = "above" if self.figure in FALLING else "below"
        return f"{self.corpus} {self.figure}: {self.measured:.4f} is {side} its floor {self.floor:.4f}"


def misses(figures: Figures, floors: Figures) -> list[Miss]:
    """The figures that are too much worse than their floors."""
    found = []
    for corpus, held in floors.items():
        for figure, floor in held.items():
            measured = figures.get(corpus, {}).get(figure)
            if measured is None:
                found.append(Miss(corpus, figure, None, floor.value))
            elif loss(figure, measured, floor) > tolerance(figure, floor) + _EPSILON:
                found.append(Miss(corpus, figure, measured.value, floor.value))
    return found


def loss(figure: str, measured: Figure, floor: Figure) -> float:
    """How much worse the figure is than its floor; below 0 where it is better."""
    return measured.value - floor.value if figure in FALLING else floor.value - measured.value


def tolerance(figure: str, floor: Figure) -> float:
    """What a figure may lose: one page or 0.01; counts of pages nothing, errors of calibration 0.01."""
    if figure in ("failed", "read_as_list"):
        return 0.0
    return TOLERANCE if figure in FALLING else max(TOLERANCE, 1 / floor.pages)


def raised(figures: Figures, floors: Figures) -> Figures:
    """The floors with every figure that is better than its own; none gets worse, and new ones are added."""
    found = {corpus: dict(held) for corpus, held in floors.items()}
    for corpus, measured in figures.items():
        held = found.setdefault(corpus, {})
        for figure, value in measured.items():
            if figure not in held or loss(figure, value, held[figure]) < 0:
                held[figure] = value
    return found


def lowered(figures: Figures, floors: Figures, corpus: str, figure: str) -> Figures:
    """The floors with this one as measured, without it where it is no longer measured; SystemExit if there is none."""
    if figure not in floors.get(corpus, {}):
        raise SystemExit(
            f"no floor is called {corpus} {figure}; those of {corpus}: {', '.join(floors.get(corpus, ()))}"
        )
    held = {name: value for name, value in floors[corpus].items() if name != figure}
    measured = figures.get(corpus, {}).get(figure)
    return {**floors, corpus: held | ({figure: measured} if measured else {})}


def measure(shared: Path, task: Task, processes: int, keep: Path | None) -> dict[str, Figure]:
    """The figures of one task; its predictions are kept in the folder `keep`."""
    corpus = shared / "corpus"
    lines = predicted(corpus, task, processes)
    _keep(lines, keep / f"{task.name}.jsonl" if keep else None)
    for line in lines:
        if "error" in line:
            print(f"{line['id']}: {line['error']}", file=sys.stderr)
    if task.schema is not None:
        return wrong_kind(lines)
    scorer = scorer_at(shared / "tools" / "score.py")
    report = scorer.score(str(corpus), lines, corpus=task.corpus)[task.corpus]
    return scored(task.name, task.corpus, report, lines)


def _keep(lines: list[Line], path: Path | None) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def as_json(figures: Figures) -> dict[str, Any]:
    """The figures as they are stored: corpus -> figure -> floor and pages."""
    return {
        corpus: {figure: {"floor": value.value, "pages": value.pages} for figure, value in sorted(held.items())}
        for corpus, held in sorted(figures.items())
    }


def from_json(stored: Mapping[str, Any]) -> Figures:
    """The figures that `as_json` gave."""
    return {
        corpus: {figure: Figure(each["floor"], each["pages"]) for figure, each in held.items()}
        for corpus, held in stored.items()
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of corpus/ and tools/")
    parser.add_argument("--only", action="append", help="measure this anew, nothing else: news, news.stripped, …")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--predictions", type=Path, help="keep the predictions in this folder")
    parser.add_argument("--figures", type=Path, help="keep the figures in this file; taken from it where it exists")
    parser.add_argument(
        "--raise", dest="is_raising", action="store_true", help="write figures better than their floors"
    )
    parser.add_argument("--lower", nargs=2, metavar=("CORPUS", "FIGURE"), help="write this figure though it is worse")
    parser.add_argument("--because", metavar="SENTENCE", help="why a floor is lowered")
    asked = parser.parse_args()
    if bool(asked.lower) != bool(asked.because) or (asked.because and len(asked.because) < _MIN_SENTENCE):
        parser.error("--lower takes --because with a sentence that says why")
    return asked


def main() -> int:
    """0 where every figure reaches its floor or no labelled pages are there; else 1."""
    asked = _arguments()
    shared = asked.shared.resolve()
    if not (shared / "corpus").is_dir():
        print(f"NOT CHECKED: quality floors. There are no labelled pages in {shared / 'corpus'}.")
        return 0
    stored = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors, sentences = from_json(stored["floors"]), stored["lowered"]
    figures = _figures(asked, shared)
    if asked.lower:
        corpus, figure = asked.lower
        old = floors.get(corpus, {}).get(figure)
        floors = lowered(figures, floors, corpus, figure)
        now = floors[corpus].get(figure)
        sentences.append(
            {
                "date": datetime.now(UTC).date().isoformat(),
                "floor": f"{corpus} {figure}",
                "from": old.value if old else None,
                "to": now.value if now else None,
                "because": asked.because,
            }
        )
    if asked.is_raising:
        floors = raised(figures, floors)
    if asked.lower or asked.is_raising:
        text = json.dumps({"floors": as_json(floors), "lowered": sentences}, indent=1)
        FLOORS.write_text(text + "\n", encoding="utf-8")
    found = misses(figures, floors)
    print(*found, sep="\n")
    print(f"{sum(map(len, floors.values()))} floors, {len(found)} missed")
    return 1 if found else 0


def refuse_unknown(only: Sequence[str], names: Sequence[str]) -> None:
    """SystemExit where `--only` names what is not measured."""
    if unknown := [name for name in only if name not in names]:
        raise SystemExit(f"nothing that is measured is called {unknown[0]!r}; it is one of: {', '.join(names)}")


def _figures(asked: argparse.Namespace, shared: Path) -> Figures:
    """The figures of every task, those of the file where they need not be measured; the file grows task by task."""
    known: Figures = {}
    if asked.figures and asked.figures.exists():
        known = from_json(json.loads(asked.figures.read_text(encoding="utf-8")))
    asked_for = tasks(sorted(each.parent.name for each in (shared / "corpus").glob("*/pages.jsonl")))
    refuse_unknown(asked.only or (), [task.name for task in asked_for])
    for task in asked_for:
        is_wanted = task.name in asked.only if asked.only else task.name not in known
        if is_wanted:
            known[task.name] = measure(shared, task, asked.processes, asked.predictions)
            if asked.figures:
                asked.figures.write_text(json.dumps(as_json(known), indent=1) + "\n", encoding="utf-8")
    return known


if __name__ == "__main__":
    sys.exit(main())
