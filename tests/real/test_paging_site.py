"""Every variant of the test site, crawled by real jobs: all records once, the right end, few pages, a true coverage."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db.models import Run
from tests.crawls import ROOT, Crawled, Crawls
from tests.paging_site import Variant
from tests.paging_site.crawling import CASES, Case

# What is known to be wrong, by the start of the case's name; a case that comes right has to leave the table.
OPEN = {
    "trap_calendar": "“Next month” is not taken for the next page",
    "postback_strip": "the ellipsis of a GridView's pager is not followed, and its row is read as a record",
}


@dataclass(frozen=True)
class Followed:
    """What a run left, and what its site was asked for; or why there is no run."""

    crawled: Crawled | None
    requests: list[str]
    refusal: str

    @property
    def run(self) -> Run:
        assert self.crawled is not None, self.refusal
        return self.crawled.run

    @property
    def coverage(self) -> dict[str, Any]:
        return ((self.crawled and self.crawled.run.run_metadata) or {}).get("coverage") or {}


@pytest.fixture(scope="module")
def followed(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Followed]:
    """What each chosen case left: all of them are crawled by one process, each on a site of its own."""
    chosen = dict.fromkeys(item.callspec.params["case"].name for item in request.session.items if is_case(item))
    folder = tmp_path_factory.mktemp("paging")
    shutil.copy(sqlite_template, folder / "scraper.db")
    crawls = Crawls(f"sqlite:///{folder / 'scraper.db'}")
    told = crawled_together(chosen, crawls.database_url, folder / "log")
    left = {line["name"]: Followed(outcome(crawls, line), line["requests"], line["refusal"]) for line in told}
    crawls.close()
    return left


def is_case(item: pytest.Item) -> bool:
    """Whether the test is one of this module's."""
    return isinstance(item, pytest.Function) and hasattr(item, "callspec") and "case" in item.callspec.params


def crawled_together(names: list[str], database_url: str, log: Path) -> list[dict[str, Any]]:
    """Run the cases in one process; what it says of each."""
    command = [sys.executable, "-m", "tests.paging_site.crawling", *names]
    settings = {"SCRAPER_DATABASE_URL": database_url, "SCRAPY_SETTINGS_MODULE": "scraper.settings"}
    with log.open("w") as stderr:
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=stderr,
            timeout=1200,
            check=True,
        )
    return [json.loads(line) for line in ran.stdout.decode().splitlines()]


def outcome(crawls: Crawls, line: dict[str, Any]) -> Crawled | None:
    """The run of a case; None if its job was refused."""
    return None if line["refusal"] else crawls.outcome(UUID(line["job_id"]))


def params(still_open: Mapping[str, str]) -> list[object]:
    """The cases as parameters, marked if they need a browser or if what is wrong with them is known."""
    return [pytest.param(case, id=name, marks=marks(case, still_open)) for name, case in CASES.items()]


def marks(case: Case, still_open: Mapping[str, str]) -> list[pytest.MarkDecorator]:
    needs_browser = case.variant.needs_browser or case.ask.options.get("render_js")
    why = next((why for start, why in still_open.items() if case.name.startswith(start)), "")
    return [pytest.mark.browser] * bool(needs_browser) + [pytest.mark.xfail(reason=why, strict=True)] * bool(why)


@pytest.mark.parametrize("case", params(OPEN))
def test_a_variant_is_followed_to_its_end(case: Case, followed: dict[str, Followed]) -> None:
    found = faults(case, followed[case.name])
    assert not found, "; ".join(found)


@pytest.mark.parametrize("case", params(OPEN))
def test_the_coverage_of_a_variant_is_true(case: Case, followed: dict[str, Followed]) -> None:
    found = coverage_faults(case.variant, followed[case.name].coverage)
    assert not found, "; ".join(found)


def faults(case: Case, left: Followed) -> list[str]:
    """What is wrong with what a run left, one sentence each."""
    if left.crawled is None:
        return [f"no run: {left.refusal}"]
    variant = case.variant
    key = variant.catalogue.kind.key
    found, wanted = Counter(map(str, left.crawled.values(key))), Counter(map(str, variant.keys()))
    is_rendered = variant.needs_browser or "render_js" in case.ask.options
    fetched = left.run.pages_fetched if is_rendered else len(set(left.requests) or left.requests)
    sentences = {
        f"{(wanted - found).total()} of {wanted.total()} records missing: {list(wanted - found)[:2]}": wanted - found,
        f"{(found - wanted).total()} records too many: {list(found - wanted)[:2]}": found - wanted,
        f"stop_reason {left.run.stop_reason}, not {variant.ends}": left.run.stop_reason not in variant.ends,
        f"{fetched} pages, not {variant.most_pages}": fetched > variant.most_pages,
        f"error {left.run.error_message}": left.run.status == "failed",
    }
    return [sentence for sentence, is_wrong in sentences.items() if is_wrong]


def coverage_faults(variant: Variant, coverage: dict[str, Any]) -> list[str]:
    """What is wrong with a run's coverage."""
    count = len(variant.keys())
    said = json.dumps(coverage, ensure_ascii=False)
    is_whole = not variant.lost and variant.promised in (None, count)
    sentences = {
        f"coverage.found {coverage.get('found')}, not {count}": coverage.get("found") != count,
        f"coverage.promised {coverage.get('promised')}, not {variant.promised}": (
            coverage.get("promised") != variant.promised and variant.last_page is None
        ),
        f"coverage names none of {variant.named}": variant.named and not any(name in said for name in variant.named),
        f"coverage.missing of a whole run: {coverage.get('missing')}": is_whole and coverage.get("missing"),
        "coverage.missing is empty": not is_whole and not coverage.get("missing"),
    }
    return [sentence for sentence, is_wrong in sentences.items() if is_wrong]
