"""The structure of the tree: imports point down, in every file and function, as docs/architecture.md draws it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
INSTALLED = ("db", "scraper", "migrations")
OUR_PACKAGES = (*INSTALLED, "training", "benchmarks")

# From the top of the drawing to its bottom; what is not named stands with the values ("scraper").
LAYERS = (
    ("benchmarks",),
    ("training",),
    ("scraper.commands", "scraper.scrapyd"),
    ("scraper.console",),
    (
        "scraper.spiders",
        "scraper.pipelines",
        "scraper.extensions",
        "scraper.middlewares",
        "scraper.cron",
        "scraper.network.download_handler",
        "scraper.network.scheduler",
        "scraper.browser.download_handler",
    ),
    ("scraper.runs.launch", "scraper.runs.frontier", "scraper.shared", "scraper.crawl_settings"),
    ("scraper",),
    ("scraper.extraction", "scraper.pagination"),
    ("scraper.page", "scraper.charset", "scraper.latin", "scraper.exceptions"),
    ("db",),
)
# Packages that may import nothing of ours but what is named here (and themselves).
ALONE = {
    "db": (),
    "migrations": ("db",),
    "training": ("scraper.extraction", "scraper.page", "scraper.exceptions"),
    "scraper.demo": (),
    "scraper.extraction": ("scraper.page", "scraper.exceptions"),
    "scraper.pagination": ("scraper.page", "scraper.exceptions"),
    "scraper.coverage": ("scraper.extraction", "scraper.pagination", "scraper.page", "scraper.exceptions"),
    "scraper.page": ("scraper.charset", "scraper.exceptions"),
    "scraper.charset": ("scraper.latin",),
    "scraper.latin": (),
    "scraper.exceptions": (),
}
_OF_TRAINING = ("numpy", "lightgbm", "trafilatura")  # what models are made with, not what they are evaluated with
# Packages of others that a package of ours must never load.
FORBIDDEN = {
    "db": ("scrapy", "twisted", "scrapyd", "scrapy_playwright", "parsel", "lxml"),
    "migrations": ("scrapy", "twisted", "scrapyd"),
    "scraper.extraction": ("scrapy", "twisted", "sqlalchemy", "alembic", "psycopg2", "itemadapter", *_OF_TRAINING),
    "scraper.pagination": ("scrapy", "twisted", "sqlalchemy", "alembic", "psycopg2", "itemadapter", *_OF_TRAINING),
    "scraper.coverage": ("scrapy", "twisted", "sqlalchemy", "alembic", "psycopg2", "itemadapter"),
    "scraper.page": ("scrapy", "twisted", "sqlalchemy"),
    "scraper.demo": ("scrapy", "twisted", "sqlalchemy"),
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "core", "manager", "misc"}


class Import(NamedTuple):
    importer: str
    imported: str
    line: int
    is_relative: bool
    is_in_function: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for package in OUR_PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def in_package(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def imported_modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    for alias in node.names:
        submodule = f"{node.module}.{alias.name}"
        yield submodule if submodule in MODULES else node.module or ""


def imports_of(module: str) -> Iterator[Import]:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            is_relative = isinstance(node, ast.ImportFrom) and node.level > 0
            for imported in imported_modules(node):
                yield Import(module, imported, node.lineno, is_relative, id(node) in inner)


IMPORTS = [each for module in MODULES for each in imports_of(module)]
OUR_IMPORTS = [each for each in IMPORTS if each.imported.partition(".")[0] in OUR_PACKAGES]


def layer(module: str) -> int:
    """The place from the top of the most specific entry of LAYERS that holds the module."""
    found = [
        (len(package), row)
        for row, packages in enumerate(LAYERS)
        for package in packages
        if in_package(module, package)
    ]
    return max(found)[1]


def test_the_tree_was_read():
    assert len(MODULES) > 20
    assert len(OUR_IMPORTS) > 20


def test_imports_point_down():
    layered = [each for each in OUR_IMPORTS if not in_package(each.importer, "migrations")]
    assert [str(each) for each in layered if layer(each.imported) < layer(each.importer)] == []


@pytest.mark.parametrize("package", ALONE)
def test_a_package_that_stands_alone_imports_only_what_is_named(package):
    allowed = (package, *ALONE[package])
    own = [each for each in OUR_IMPORTS if in_package(each.importer, package)]
    assert [str(each) for each in own if not any(in_package(each.imported, name) for name in allowed)] == []


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_loads_no_framework_that_it_must_not_know(package):
    own = [each for each in IMPORTS if in_package(each.importer, package)]
    assert [str(each) for each in own if each.imported.partition(".")[0] in FORBIDDEN[package]] == []


@pytest.mark.parametrize("package", ["scraper.extraction", "scraper.pagination"])
def test_importing_a_pure_package_loads_no_framework(package):
    forbidden = (*FORBIDDEN[package], "db")
    script = f"import sys, {package}; print(*[name for name in {forbidden!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_no_import_is_relative():
    assert [str(each) for each in IMPORTS if each.is_relative] == []


def test_no_function_imports_our_own_modules():
    assert [str(each) for each in OUR_IMPORTS if each.is_in_function] == []


def test_no_imports_run_in_a_circle():
    graph = {module: {each.imported for each in OUR_IMPORTS if each.importer == module} for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_module_has_a_name_that_says_something():
    assert [module for module in MODULES if module.rpartition(".")[2] in NAMES_THAT_SAY_NOTHING] == []


def test_every_module_that_holds_something_opens_with_a_sentence():
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_commands_are_the_top_and_nothing_imports_them():
    importers = [str(each) for each in OUR_IMPORTS if in_package(each.imported, "scraper.commands")]
    assert importers == []
