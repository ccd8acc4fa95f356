"""`scrapy results`."""

import json

import pytest


@pytest.fixture
def results(migrated, stored_run):
    return lambda *argv: migrated("results", *argv)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_the_table_shows_values_and_confidence(results):
    out = results("last").out
    assert all(part in out for part in ("title", "price", "Tea", "0.91"))


def test_json_lines_carry_everything_in_the_order_of_the_site(results):
    read = lines(results("last", "--json").out)
    assert [each["data"]["title"] for each in read] == ["Tea", "Coffee"]
    assert set(read[0]) >= {"confidence_score", "source_url", "record_url", "evidence", "violations"}


def test_a_limit_cuts_the_list(results):
    assert len(lines(results("last", "--json", "--limit", "1").out)) == 1


def test_a_file_gets_all_of_them(results, tmp_path):
    file = tmp_path / "records.jsonl"
    assert results("last", "-o", file).code == 0
    assert len(lines(file.read_text(encoding="utf-8"))) == 2


def test_a_file_that_cannot_be_written_is_one_line(results, tmp_path):
    finished = results("last", "-o", tmp_path / "no folder" / "records.jsonl")
    assert (finished.code, finished.err.count("\n")) == (2, 1)


def test_control_characters_of_a_page_do_not_reach_the_terminal(results):
    assert "\x1b[31m" not in results("last").out


def test_an_unknown_run_is_not_found(results):
    assert results("00000000-0000-0000-0000-000000000000").code == 3


@pytest.mark.parametrize("argv", [(), ("last", "--limit", "-1"), ("last", "twice")])
def test_a_wrong_command_line_is_exit_code_2(results, argv):
    assert results(*argv).code == 2
