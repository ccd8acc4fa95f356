"""What setup.py asks for is what the code imports, and what the package needs at run time is inside it."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_imports import IMPORTS, INSTALLED

ROOT = Path(__file__).parents[1]
NAMED_BY_THE_SPECIFICATION = {
    "scrapy",
    "scrapy-playwright",
    "sqlalchemy",
    "alembic",
    "psycopg2-binary",
    "jsonschema",
    "itemadapter",
    "scrapyd",
}
# Not imported by us: Scrapyd 1.6 imports pkg_resources.
NEEDED_BY_OTHERS = {"setuptools"}
# Brought by a package that is asked for, and part of what that package hands out.
BROUGHT = {"twisted": "scrapy", "zope": "scrapyd", "referencing": "jsonschema", "playwright": "scrapy-playwright"}


def assigned(name):
    """The literal that setup.py assigns to a name."""
    tree = ast.parse((ROOT / "setup.py").read_text(encoding="utf-8"))
    values = [n.value for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == name]
    return ast.literal_eval(values[0])


REQUIRED = {canonicalize_name(Requirement(line).name): Requirement(line) for line in assigned("INSTALL_REQUIRES")}
DISTRIBUTIONS = packages_distributions()
EXTRA = {
    canonicalize_name(Requirement(line).name)
    for name in ("LLM_REQUIRES", "CLUSTER_REQUIRES")
    for line in assigned(name)
}
FOREIGN = [
    each
    for each in IMPORTS
    if each.importer.partition(".")[0] in INSTALLED
    and each.imported.partition(".")[0] not in {*sys.stdlib_module_names, *INSTALLED}
]
IMPORTED = {each.imported.partition(".")[0] for each in FOREIGN}


def distributions_of(package):
    return {canonicalize_name(name) for name in DISTRIBUTIONS[package]}


@pytest.mark.parametrize("package", sorted(IMPORTED))
def test_what_is_imported_is_asked_for(package):
    assert distributions_of(package) & {*REQUIRED, *EXTRA} or BROUGHT.get(package) in REQUIRED


@pytest.mark.parametrize("package", sorted(EXTRA))
def test_what_an_extra_brings_is_imported_in_functions_only(package):
    assert [str(each) for each in FOREIGN if each.imported.startswith(package) and not each.is_in_function] == []


def test_what_the_specification_names_is_asked_for():
    assert set(REQUIRED) >= NAMED_BY_THE_SPECIFICATION


def test_nothing_is_asked_for_that_nobody_imports():
    used = {name for package in IMPORTED for name in distributions_of(package)}
    assert set(REQUIRED) - used - NAMED_BY_THE_SPECIFICATION - NEEDED_BY_OTHERS == set()


@pytest.mark.parametrize("requirement", REQUIRED.values(), ids=str)
def test_every_requirement_has_a_floor(requirement):
    assert any(each.operator == ">=" for each in requirement.specifier)


def test_files_that_are_no_modules_are_named_in_package_data():
    tracked = [
        path
        for package in INSTALLED
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    text = (ROOT / "setup.py").read_text(encoding="utf-8")
    missing = [path for path in tracked if path.name not in text and f"*{path.suffix}" not in text]
    assert missing == []
