"""Stored wrappers: per user and schema, the one tried on more pages stays, eight processes may store at once."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from db.models import Wrapper
from db.session import make_engine, session_scope
from db.wrappers import NewWrapper, forget_wrappers, load_wrappers, save_wrappers
from tests.db.rows import add_rows

SCHEMA, OTHER = "a" * 64, "b" * 64


def wrapper(signature="one", *, site="shop.example", pages=1, **selectors):
    return NewWrapper(site, signature, {"format": 1, **selectors}, ("packed",), {"applied": pages}, pages)


def save(engine, user_id, *wrappers, schema_hash=SCHEMA):
    with session_scope(engine) as session:
        return save_wrappers(session, user_id=user_id, schema_hash=schema_hash, wrappers=wrappers)


def load(engine, user_id, *, schema_hash=SCHEMA, **more):
    with session_scope(engine) as session:
        return load_wrappers(session, user_id=user_id, schema_hash=schema_hash, **more)


def test_what_was_stored_is_loaded(engine):
    user_id = add_rows(engine).user_id
    save(engine, user_id, wrapper(wrappers=[{"mode": "list"}], pages=7))
    (row,) = load(engine, user_id)
    assert (row.site, row.signature, row.selectors["wrappers"]) == ("shop.example", "one", [{"mode": "list"}])
    assert (row.samples, row.health, row.pages) == (["packed"], {"applied": 7}, 7)


def test_wrappers_are_never_shared_between_users_or_schemas(engine):
    mine, theirs = add_rows(engine).user_id, add_rows(engine, name="other").user_id
    save(engine, mine, wrapper())
    assert load(engine, theirs) == []
    assert load(engine, mine, schema_hash=OTHER) == []


@pytest.mark.parametrize(("pages", "kept"), [(5, "new"), (4, "new"), (3, "old")])
def test_the_one_that_was_tried_on_more_pages_stays(engine, pages, kept):
    user_id = add_rows(engine).user_id
    save(engine, user_id, wrapper(pages=4, say="old"))
    assert save(engine, user_id, wrapper(pages=pages, say="new")) == (kept == "new")
    assert [row.selectors["say"] for row in load(engine, user_id)] == [kept]


def test_the_same_template_twice_in_one_batch_is_stored_once(engine):
    user_id = add_rows(engine).user_id
    save(engine, user_id, wrapper(say="first"), wrapper(say="second"))
    assert [row.selectors["say"] for row in load(engine, user_id)] == ["second"]


def test_nothing_to_store_stores_nothing(engine):
    assert save(engine, add_rows(engine).user_id) == 0


def test_at_most_so_many_are_loaded_those_used_last_first(engine):
    user_id = add_rows(engine).user_id
    for number in range(4):
        save(engine, user_id, wrapper(f"s{number}"))
    save(engine, user_id, wrapper("s1"))
    assert [row.signature for row in load(engine, user_id, limit=2)] == ["s1", "s3"]


@pytest.mark.parametrize(
    ("given", "left"), [({}, 0), ({"site": "a.example"}, 2), ({"schema_hash": SCHEMA}, 1), ({"site": "none"}, 3)]
)
def test_wrappers_are_forgotten_by_user_schema_and_site(engine, given, left):
    user_id = add_rows(engine).user_id
    save(engine, user_id, wrapper(site="a.example"), wrapper(site="b.example"))
    save(engine, user_id, wrapper(site="b.example"), schema_hash=OTHER)
    with session_scope(engine) as session:
        assert forget_wrappers(session, user_id=user_id, **given) == 3 - left
        assert session.scalar(select(func.count()).select_from(Wrapper)) == left


def test_eight_may_store_the_same_templates_at_once(engine, database_url):
    user_id = add_rows(engine).user_id
    failures = []

    def store(number):
        own = make_engine(database_url)
        try:
            for pages in range(5):
                rows = [wrapper(f"s{n}", pages=10 * number + pages) for n in range(6)]
                save(own, user_id, *(rows if number % 2 else reversed(rows)))
        except DatabaseError as error:
            failures.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=store, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [row.pages for row in load(engine, user_id)] == [74] * 6
