"""`scrapy schemas`."""

import json
from uuid import uuid4

import pytest

from db.session import make_engine, session_scope
from db.users import local_user
from db.wrappers import NewWrapper, save_wrappers
from scraper.job import schema_hash

SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "product.json"
    path.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return path


def test_a_schema_is_added_under_the_name_of_its_file(migrated, file):
    migrated("schemas", "add", file)
    assert json.loads(migrated("schemas", "show", "product", "--json").out)["schema_definition"] == SCHEMA


def test_flags_are_stored(migrated, file):
    migrated("schemas", "add", file, "--name", "p", "--version", "2", "--no-strict", "--allow-extra", "--public")
    shown = json.loads(migrated("schemas", "show", "p", "--json").out)
    names = ("name", "version", "strict_validation", "allow_extra_fields", "is_public")
    assert [shown[name] for name in names] == ["p", "2", False, True, True]


def test_the_list_names_every_schema(migrated, file):
    migrated("schemas", "add", file)
    migrated("schemas", "add", file, "--name", "other")
    assert [each["name"] for each in json.loads(migrated("schemas", "list", "--json").out)] == ["other", "product"]


def test_the_table_shows_whole_ids(migrated, file):
    added = json.loads(migrated("schemas", "add", file, "--json").out)
    assert added["id"] in migrated("schemas", "list").out


def test_an_empty_list_says_so(migrated):
    assert migrated("schemas", "list").out == "none\n"


def test_a_removed_schema_is_gone(migrated, file):
    migrated("schemas", "add", file)
    assert migrated("schemas", "remove", "product").code == 0
    assert migrated("schemas", "show", "product").code == 3


def test_showing_prints_the_definition(migrated, file):
    migrated("schemas", "add", file)
    assert '"price"' in migrated("schemas", "show", "product").out


def test_the_same_name_and_version_is_refused(migrated, file):
    migrated("schemas", "add", file)
    finished = migrated("schemas", "add", file)
    assert (finished.code, finished.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "line 1"),
        ("[]", "object"),
        ('{"type": "string"}', "/type"),
        ('{"type": "object", "properties": {"a": {"$ref": "http://x.example/y"}}}', "/properties/a"),
        ('{"type": "object", "properties": {"a": {"type": "money"}}}', "/properties/a"),
    ],
    ids=["no json", "no object", "no record", "remote", "no type"],
)
def test_a_schema_that_cannot_work_is_refused_with_the_place(migrated, file, text, place):
    file.write_text(text, encoding="utf-8")
    finished = migrated("schemas", "add", file)
    assert (finished.code, finished.out, finished.err.count("\n")) == (2, "", 1)
    assert place in finished.err


def test_a_file_that_is_not_there_is_refused(migrated, tmp_path):
    finished = migrated("schemas", "add", tmp_path / "nothing.json")
    assert (finished.code, finished.err.count("\n")) == (2, 1)


def test_an_unknown_user_is_not_found(migrated, file):
    assert migrated("schemas", "add", file, "--user", uuid4()).code == 3


def test_a_private_schema_of_the_local_user_is_not_another_users(migrated, file):
    added = json.loads(migrated("schemas", "add", file, "--json").out)
    assert migrated("schemas", "show", added["id"], "--user", uuid4()).code == 3


@pytest.mark.parametrize("argv", [("lst",), ("list", "--jsno"), ()], ids=["action", "option", "nothing"])
def test_a_wrong_command_line_is_exit_code_2(migrated, argv):
    assert migrated("schemas", *argv).code == 2


def test_without_tables_the_cure_is_named(scrapy):
    finished = scrapy("schemas", "list")
    assert finished.code == 4
    assert "scrapy migrate" in finished.err


def test_what_was_learnt_for_a_schema_is_forgotten_by_site(migrated, file, sqlite_url):
    migrated("schemas", "add", file)
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        rows = [NewWrapper(site, "s", {"format": 0}, (), {}, 1) for site in ("a.example", "b.example", "c.example")]
        save_wrappers(session, user_id=local_user(session).id, schema_hash=schema_hash(SCHEMA), wrappers=rows)
    engine.dispose()
    assert migrated("schemas", "forget", "product", "--site", "www.A.example").out.startswith("forgot 1 ")
    assert json.loads(migrated("schemas", "forget", "product", "--json").out) == {"forgotten": 2}
