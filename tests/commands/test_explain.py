"""`scrapy extract --explain`."""

import gzip
import json
import os
import subprocess
import sys

import pytest

from tests.crawls import ROOT
from tests.extraction.test_extract import PRODUCT

SCHEMA = json.dumps({"type": "object", "properties": {"name": {"type": "string"}, "price": {"type": "number"}}})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lamp.html.gz"
    path.write_bytes(gzip.compress(PRODUCT.encode()))
    return path


def test_each_field_is_told_with_its_evidence_and_what_lost(scrapy, file):
    out = scrapy("extract", "--explain", file, "--schema", SCHEMA).out
    assert ("price = 1299" in out, "/html[1]/body[1]/div[1]/b[1]" in out, "struck" in out) == (True, True, True)


def test_the_text_fits_eighty_columns_and_has_no_colours(scrapy, file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = scrapy("extract", "--explain", file, "--schema", SCHEMA).out
    assert (max(map(len, out.splitlines())) <= 80, "\x1b" in out) == (True, False)


def test_json_has_the_same_for_programs(scrapy, file):
    told = json.loads(scrapy("extract", "--explain", file, "--schema", SCHEMA, "--json").out)
    price = told["records"][0]["fields"]["price"]
    assert (price["value"], price["evidence"]["text"], price["rivals"][0]["value"]) == (1299, "1.299,00 €", 1399)


def test_one_field_can_be_asked_for(scrapy, file):
    told = json.loads(scrapy("extract", "--explain", file, "--schema", SCHEMA, "--field", "name", "--json").out)
    assert list(told["records"][0]["fields"]) == ["name"]


def test_links_of_a_file_are_those_of_its_url(scrapy, file):
    schema = '{"type": "object", "properties": {"image": {"type": "string", "format": "uri"}}}'
    told = scrapy("extract", "--explain", file, "--schema", schema, "--url", "https://shop.example/a", "--json").out
    assert json.loads(told)["records"][0]["fields"]["image"]["value"] == "https://shop.example/nord.jpg"


def test_a_stored_schema_is_named_by_its_name(migrated, file, tmp_path):
    (tmp_path / "lamp.json").write_text(SCHEMA)
    migrated("schemas", "add", tmp_path / "lamp.json")
    assert "price = 1299" in migrated("extract", "--explain", file, "--schema", "lamp").out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--schema", "{broken"), 2, "--schema is not JSON"),
        (("--schema", "none.json"), 3, "there is no file none.json"),
        (("--schema", "nobody"), 3, "nobody"),
        (("--schema", SCHEMA, "--field", "colour"), 2, "'colour' is no field of the schema"),
        (("--schema", SCHEMA, "--record", "7"), 3, "there is no record 7"),
    ],
    ids=["broken schema", "no such file", "no such name", "no such field", "no such record"],
)
def test_what_cannot_be_explained_is_one_sentence(migrated, file, arguments, code, sentence):
    done = migrated("extract", "--explain", file, *arguments)
    assert (done.code, sentence in done.err) == (code, True)


def test_without_a_schema_the_suggested_fields_are_explained(scrapy, file):
    told = json.loads(scrapy("extract", "--explain", file, "--json").out)
    assert {"title", "price", "sku", "gewicht"} <= set(told["records"][0]["fields"])


def test_a_file_that_is_not_there_is_exit_code_3(scrapy, tmp_path):
    assert scrapy("extract", "--explain", tmp_path / "none.html", "--schema", SCHEMA).code == 3


def explained(url):
    command = [sys.executable, "-m", "scrapy", "extract", "--explain", url, "--schema", SCHEMA]
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_url_is_fetched_as_a_crawl_would(site):
    site.route("/lamp", PRODUCT)
    done = explained(f"{site.url}/lamp")
    assert (done.returncode, "price = 1299" in done.stdout, site.paths) == (0, True, ["/robots.txt", "/lamp"])


def test_what_robots_txt_forbids_is_not_fetched(site):
    site.robots("Disallow: /")
    done = explained(f"{site.url}/lamp")
    assert (done.returncode, "robots.txt" in done.stderr, site.paths) == (1, True, ["/robots.txt"])


def test_a_site_that_refuses_is_a_sentence(site):
    done = explained(f"{site.url}/nowhere")
    assert (done.returncode, "404 Not Found" in done.stderr) == (1, True)
