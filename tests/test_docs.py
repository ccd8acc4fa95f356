"""The docs name what there is, and claim nothing that is refused."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object

from db.models import Base
from db.options import options_schema
from db.session import make_engine
from scraper.config import Config
from scraper.console.terminal import ExitCode
from scraper.failures import FAILURE_REASONS
from scraper.options import _NOT_BUILT
from scraper.pagination import PAGINATION_TYPES
from scraper.runs.end import STOP_REASONS, run_end
from scraper.scrapyd.metrics import Figures
from tests.scrapyd.servers import SERVICES

ROOT = Path(__file__).parents[1]
REFUSED = "refused until built"


def document(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(name, heading):
    """The text below a heading up to the next one of its level or above."""
    level = heading.split()[0]
    _, _, rest = document(name).partition(f"\n{heading}\n")
    return re.split(rf"\n#{{1,{len(level)}}} ", rest)[0]


def rows(text):
    """First cell without backquotes -> the whole row, of every table row whose first cell is code or a number."""
    found = re.findall(r"^\| (?:`([^`]+)`|(\d+)) \|.*$", text, re.MULTILINE)
    lines = re.findall(r"^\| (?:`[^`]+`|\d+) \|.*$", text, re.MULTILINE)
    return {code or number: line for (code, number), line in zip(found, lines, strict=True)}


def option_names(schema=None, prefix="") -> Iterator[str]:
    """Every option, with those inside others as "extract.mode"."""
    for name, spec in (schema or options_schema())["properties"].items():
        yield prefix + name
        inner = spec if "properties" in spec else spec.get("items", {})
        if "properties" in inner:
            yield from option_names(inner, f"{prefix}{name}.")


OPTIONS = rows(section("jobs.md", "## Options"))
REFUSED_OPTIONS = rows(section("jobs.md", "### Refused until built"))
PAGINATIONS = rows(section("jobs.md", "## pagination_type"))
STOPS = rows(section("jobs.md", "## How a run ends"))
COMMANDS = sorted(path.stem for path in (ROOT / "scraper" / "commands").glob("[a-z]*.py"))


def test_every_option_has_its_row_and_no_other():
    assert set(OPTIONS) == set(option_names())


def test_options_that_are_refused_are_named_as_such_and_no_other():
    refused = {name for name in option_names() if name.split(".")[0] in _NOT_BUILT}
    assert set(REFUSED_OPTIONS) == refused


@pytest.mark.parametrize("name", sorted(option_names()))
def test_the_row_of_an_option_gives_its_default(name):
    spec = {"properties": options_schema()["properties"]}
    for part in name.split("."):
        spec = (spec if "properties" in spec else spec["items"])["properties"][part]
    default = f"`{json.dumps(spec['default'])}`" if "default" in spec else ""
    assert f"| {default} |" in OPTIONS[name]


def test_every_pagination_type_has_its_row():
    assert set(PAGINATIONS) == set(PAGINATION_TYPES)


@pytest.mark.parametrize("name", PAGINATION_TYPES)
def test_the_docs_say_which_pagination_types_are_built(name):
    assert PAGINATIONS[name].endswith("| built |")


@pytest.mark.parametrize("name", PAGINATION_TYPES)
def test_the_docs_name_every_alias(name):
    aliases = PAGINATION_TYPES[name].aliases
    assert [alias for alias in aliases if alias not in PAGINATIONS[name]] == []


@pytest.mark.parametrize("name", PAGINATION_TYPES)
def test_every_pagination_type_has_its_heading_with_its_settings(name):
    text = section("pagination.md", f"## {name}")
    assert [alias for alias in PAGINATION_TYPES[name].aliases if alias and f"`{alias}`" not in text] == []


def test_every_stop_reason_has_its_row_and_no_other():
    stored = {run_end(reason, pages_done=1, items_stored=1, pages_missing=0).stop_reason for reason in STOP_REASONS}
    assert set(STOPS) == stored


@pytest.mark.parametrize("reason", sorted(set(STOP_REASONS) - {"crash"}))
def test_the_row_of_a_stop_reason_gives_its_status(reason):
    end = run_end(reason, pages_done=1, items_stored=1, pages_missing=0)
    assert end.status in STOPS[end.stop_reason]


def test_every_reason_of_a_failed_page_has_its_row_and_no_other():
    assert set(rows(section("jobs.md", "## Why a page failed"))) == FAILURE_REASONS


def test_every_setting_has_its_row_and_no_other():
    ours = {name for name in rows(document("settings.md")) if name.startswith("SCRAPER_")}
    assert ours == {f"SCRAPER_{field.name.upper()}" for field in fields(Config)}


@pytest.mark.parametrize("field", fields(Config), ids=lambda field: field.name)
def test_the_row_of_a_setting_gives_its_default(field):
    default = {False: "false", None: "the embedded"}.get(field.default, str(field.default))
    row = rows(document("settings.md"))[f"SCRAPER_{field.name.upper()}"]
    assert default in row or "`{}`" in row


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_heading_with_an_example(command):
    assert f"    scrapy {command}" in section("commands.md", f"## {command}")


def test_no_command_is_described_that_is_not_there():
    described = set(re.findall(r"^## ([a-z]+)$", document("commands.md"), re.MULTILINE))
    assert described == set(COMMANDS)


@pytest.mark.parametrize("name", SERVICES)
def test_every_web_service_has_its_heading_with_an_example(name):
    assert f"http://127.0.0.1:6800/{name}" in section("services.md", f"## {name}")


def test_every_parameter_of_a_web_service_is_named_under_its_heading():
    named = {name: section("services.md", f"## {name}") for name in SERVICES}
    declared = {(name, each.name) for name, path in SERVICES.items() for each in load_object(path).parameters}
    assert [(name, parameter) for name, parameter in declared if f"`{parameter}`" not in named[name]] == []


def test_every_metric_has_its_row_and_no_other():
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    made = {f"{each.name}_total" if each.type == "counter" else each.name for each in Figures(engine).collect()}
    assert {name for name in rows(document("operations.md")) if name.startswith("scraper_")} == made


def test_every_exit_code_is_explained():
    assert set(rows(section("commands.md", "## Exit codes"))) == {str(int(code)) for code in ExitCode}


def test_the_drawing_of_the_tree_names_every_module():
    drawn = document("architecture.md")
    modules = [path for folder in ("db", "scraper") for path in sorted((ROOT / folder).glob("[a-z]*.py"))]
    assert [str(path.relative_to(ROOT)) for path in modules if path.name not in drawn] == []


def test_every_file_that_the_docs_link_to_is_there():
    texts = {path: path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}
    links = [(path, link) for path, text in texts.items() for link in re.findall(r"\]\(([^)#:]+)\)", text)]
    mentions = [(ROOT / "x", name) for text in texts.values() for name in re.findall(r"\bdocs/[a-z_]+\.md", text)]
    assert [link for path, link in links + mentions if not (path.parent / link).exists()] == []
