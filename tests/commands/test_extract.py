"""`scrapy extract`."""

import gzip
import json

import pytest

SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}
HTML = "<html><head><title>Lamp</title></head><body><h1>Lamp</h1><p class=price>12,50 €</p></body></html>"
LISTED = """<html><body><ul><li><a href="/a">A</a></li><li><a href="/b">B</a></li></ul><div class="pagination">
<span>1</span> <a href="/list?page=2">2</a> <a rel="next" href="/list?page=2">Next</a></div></body></html>"""


@pytest.fixture
def extracted(scrapy, tmp_path):
    """Runs the command over lines, and gives what it printed and its answers."""

    def run(*lines, files=()):
        for name, body in files:
            (tmp_path / name).write_bytes(body)
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        (tmp_path / "pages.jsonl").write_text(text)
        finished = scrapy("extract", tmp_path / "pages.jsonl", "-o", tmp_path / "out.jsonl")
        out = (tmp_path / "out.jsonl").read_text().splitlines()
        return finished, [json.loads(line) for line in out]

    return run


def page(name="a.html", **more):
    return {"id": name, "url": "https://shop.example/list", "file": name, "schema": SCHEMA, **more}


def test_each_page_gives_a_line_with_its_records(extracted):
    finished, answers = extracted(page(), files=[("a.html", HTML.encode())])
    assert (finished.code, answers[0]["records"][0]["data"]) == (0, {"title": "Lamp", "price": 12.5})


def test_a_record_comes_with_confidence_and_evidence(extracted):
    _, answers = extracted(page(), files=[("a.html", HTML.encode())])
    record = answers[0]["records"][0]
    assert set(record["field_confidence"]) == set(record["evidence"]) == {"title", "price"}


def test_gzipped_files_are_unpacked(extracted):
    _, answers = extracted(page("a.html.gz"), files=[("a.html.gz", gzip.compress(HTML.encode()))])
    assert answers[0]["records"]


def test_json_bodies_are_told_apart_by_content(extracted):
    body = json.dumps([{"title": "A", "price": 1}, {"title": "B", "price": 2}]).encode()
    _, answers = extracted(page("a.dat"), files=[("a.dat", body)])
    assert [record["data"]["title"] for record in answers[0]["records"]] == ["A", "B"]


def test_a_page_without_a_schema_still_gets_its_next_link(extracted):
    _, answers = extracted(page(schema=None), files=[("a.html", LISTED.encode())])
    assert (answers[0]["records"], answers[0]["next"]) == ([], "https://shop.example/list?page=2")


@pytest.mark.parametrize(
    "line",
    ["{broken", "[]", json.dumps(page("missing.html")), json.dumps(page(schema={"type": "object"}))],
    ids=["not JSON", "no page", "no file", "schema without fields"],
)
def test_a_bad_line_is_named_and_the_others_are_done(extracted, line):
    finished, answers = extracted(line, page(), files=[("a.html", HTML.encode())])
    assert (finished.code, finished.err.startswith("line 1: "), len(answers[1]["records"])) == (1, True, 1)


def test_a_file_of_pages_that_is_not_there_is_exit_code_3(scrapy, tmp_path):
    assert scrapy("extract", tmp_path / "none.jsonl").code == 3
