"""`scrapy suggest`."""

import json
import os
import subprocess
import sys

import pytest

from tests.block_samples import BLOCKS
from tests.crawls import ROOT
from tests.extraction.test_extract import PRODUCT
from tests.site import paged_site


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lamp.html"
    path.write_text(PRODUCT, encoding="utf-8")
    return path


def test_the_fields_are_shown_with_type_fill_and_samples(scrapy, file):
    out = scrapy("suggest", file).out
    assert all(text in out for text in ("read as one record", "price", "number", "1299", "100%"))


def test_the_schema_is_written_to_a_file_that_works(scrapy, file, tmp_path):
    schema = tmp_path / "schema.json"
    out = scrapy("suggest", file, "--url", "https://shop.example/lamp", "-o", schema).out
    assert f"next: scrapy scrape https://shop.example/lamp --schema {schema}" in out
    assert "price = 1299" in scrapy("extract", "--explain", file, "--schema", schema).out


def test_json_has_the_schema_and_the_fields(scrapy, file):
    told = json.loads(scrapy("suggest", file, "--json").out)
    assert (told["mode"], told["schema"]["properties"]["price"]["type"]) == ("detail", "number")


def test_the_schema_is_stored_and_the_next_command_named(migrated, file):
    out = migrated("suggest", file, "--url", "https://shop.example/lamp", "--store").out
    shown = json.loads(migrated("schemas", "show", "shop.example", "--json").out)
    assert "price" in shown["schema_definition"]["properties"]
    assert "next: scrapy jobs add https://shop.example/lamp --schema shop.example" in out


def test_a_schema_of_that_name_is_not_replaced(migrated, file):
    migrated("suggest", file, "--store", "--name", "lamp")
    done = migrated("suggest", file, "--store", "--name", "lamp")
    assert (done.code, "give another --name" in done.err) == (2, True)


def test_fields_can_be_picked(scrapy, file):
    told = json.loads(scrapy("suggest", file, "--field", "title", "--field", "price", "--json").out)
    assert list(told["schema"]["properties"]) == ["title", "price"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("none.html",), 3, "cannot be read"),
        (("{file}", "--field", "colour"), 2, "'colour' was not found on the page"),
        ((), 2, "give one page"),
    ],
    ids=["no file", "no such field", "nothing"],
)
def test_what_cannot_be_done_is_one_sentence(scrapy, file, arguments, code, sentence):
    done = scrapy("suggest", *(str(file) if each == "{file}" else each for each in arguments))
    assert (done.code, sentence in done.err + done.out) == (code, True)


def test_a_page_without_fields_is_named_as_such(scrapy, tmp_path):
    (tmp_path / "empty.html").write_text("<html><body><p>Nothing.</p></body></html>")
    assert "shows no fields" in scrapy("suggest", tmp_path / "empty.html").err


def test_a_url_is_fetched_and_its_list_understood():
    with paged_site(pages=2, per_page=6) as (site, things):
        command = [sys.executable, "-m", "scrapy", "suggest", site.url + things.path, "--json"]
        environment = {**os.environ, "COLUMNS": "100"}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        told = json.loads(done.stdout)
    assert (told["mode"], told["records"], {"title", "price"} <= set(told["schema"]["properties"])) == ("list", 6, True)


def test_a_url_that_shows_a_captcha_is_not_read(site):
    captcha = next(each for each in BLOCKS if each.name == "characters to type")
    site.route("/", captcha.body)
    command = [sys.executable, "-m", "scrapy", "suggest", site.url + "/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "asks for proof that its visitor is no robot" in done.stderr) == (1, True)
