"""The egg that Scrapyd is sent: all files are inside, and all of it works without being unpacked."""

import json
import os
import subprocess
import zipfile

import pytest

from tests.scrapyd.servers import ROOT, clean_copy, stock_python, tool

PACKAGES = ("db", "migrations", "scraper")
# Imports every module, reads every file that the package reads, and makes the tables.
PROGRAM = """
import json, pkgutil, sys
import db, migrations, scraper
from importlib import import_module
egg = sys.argv[1]
modules = [
    each.name
    for package in (db, scraper)
    for each in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
]
loaded = [import_module(name) for name in modules]
from db.migrate import migrate
from scraper.extraction.extract import extract
from scraper.extraction.schema import RecordSchema
from scraper.extraction.resources import shipped_resources
from scraper.page import Page
text = "A sentence of the article that says something, and then goes on for a while. " * 8
body = f"<html><body><h1>Tea for two</h1><p>$3.50</p><article><p>{text}</p><p>{text}</p></article></body></html>"
page = Page.from_bytes("https://shop.example/tea", body.encode(), status=200, headers={"Content-Type": "text/html"})
names = ("title", "price", "body")
schema = RecordSchema.from_definition({"type": "object", "properties": {name: {"type": "string"} for name in names}})
print(json.dumps({
    "outside": [each.__name__ for each in loaded if not each.__file__.startswith(egg)],
    "modules": modules,
    "migrated": migrate(),
    "thresholds": len(shipped_resources().thresholds),
    "title": extract(page, schema).records[0].data["title"],
}))
"""


@pytest.fixture(scope="module")
def egg(tmp_path_factory):
    """The egg as scrapyd-deploy builds it, from a clean copy of the tree."""
    folder = tmp_path_factory.mktemp("egg")
    command = [tool("scrapyd-deploy"), "--build-egg", str(folder / "project.egg")]
    subprocess.run(command, cwd=clean_copy(folder / "clone"), check=True, capture_output=True)
    return folder / "project.egg"


@pytest.fixture(scope="module")
def said(egg, tmp_path_factory):
    """What the program says that a Python runs which has the egg on its path and the package nowhere else."""
    home = tmp_path_factory.mktemp("stock")
    environment = {**os.environ, "PYTHONPATH": str(egg), "SCRAPER_DATABASE_URL": f"sqlite:///{home / 'egg.db'}"}
    command = [stock_python(home / "venv"), "-W", "error", "-c", PROGRAM, str(egg)]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_file_of_the_packages_is_in_the_egg(egg):
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    with zipfile.ZipFile(egg) as archive:
        assert wanted - set(archive.namelist()) == set()


def test_nothing_but_the_packages_is_in_the_egg(egg):
    with zipfile.ZipFile(egg) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {*PACKAGES, "EGG-INFO"}


def test_the_egg_names_its_settings_and_may_stay_zipped(egg):
    with zipfile.ZipFile(egg) as archive:
        assert "settings = scraper.settings" in archive.read("EGG-INFO/entry_points.txt").decode()
        assert "EGG-INFO/zip-safe" in archive.namelist()


def test_every_module_loads_out_of_the_egg(said):
    assert said["outside"] == []
    assert len(said["modules"]) > 200


def test_the_tables_are_made_by_the_migrations_in_the_egg(said):
    folders = (ROOT / "migrations" / name for name in ("versions", "scraper"))
    revisions = sorted(path.stem.split("_")[0] for folder in folders for path in folder.glob("[0s]*.py"))
    assert said["migrated"] == revisions


def test_the_models_in_the_egg_read_a_page(said):
    assert said["thresholds"] > 0
    assert said["title"] == "Tea for two"


def test_a_stock_python_has_no_package_of_ours_of_its_own(tmp_path):
    command = [stock_python(tmp_path / "venv"), "-c", "import scraper"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
