"""Values come back from both databases as they went in, or are refused before they get there."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from db.exceptions import InvalidValue
from db.models import Run, RunRequest
from db.session import session_scope
from db.types import MAX_INTEGER, as_utc, check_json, dump_json, load_json, pointer_of
from tests.db.rows import Ids, add_rows

DEEP: dict = {}
for _ in range(150):
    DEEP = {"a": DEEP}

REFUSED = {
    "NUL in a value": ({"a": ["x\x00"]}, "/a/0", "U+0000"),
    "NUL in a key": ({"a": {"x\x00": 1}}, "/a", "U+0000"),
    "lone surrogate": ({"a": "\ud800"}, "/a", "surrogate"),
    "NaN": ({"a": math.nan}, "/a", "nan"),
    "infinity": ({"a": -math.inf}, "/a", "inf"),
    "2^53": ({"a": 2**53}, "/a", "2^53"),
    "10^400": ({"a": -(10**400)}, "/a", "2^53"),
    "a key that is no string": ({"a": {1: 2}}, "/a", "strings"),
    "bytes": ({"a/b": b"x"}, "/a~1b", "bytes"),
    "a datetime": ({"a": datetime(2026, 1, 1, tzinfo=UTC)}, "/a", "datetime"),
    "150 levels": (DEEP, "/a/a/a/a", "100 levels"),
}


@pytest.fixture
def ids(engine: Engine) -> Ids:
    return add_rows(engine)


@pytest.mark.parametrize(("value", "pointer", "reason"), REFUSED.values(), ids=REFUSED)
def test_json_that_the_databases_keep_differently_is_refused_with_the_place(value, pointer, reason):
    with pytest.raises(InvalidValue, match=reason.replace("^", r"\^").replace("+", r"\+")) as caught:
        check_json("data", value)
    assert (caught.value.column, caught.value.pointer) == ("data", pointer)


KEPT = {
    "text": {"title": 'Ünïcödé 🎈 \u2028 \\u0000 "quoted"'},
    "numbers": {"a": 1, "b": 1.5, "c": -0.25, "d": 1e-7, "e": MAX_INTEGER, "f": -MAX_INTEGER, "g": 1.0},
    "great floats": {"a": 1e16, "b": 1e23, "c": 1.7976931348623157e308, "d": 5e-324},
    "nesting": {"a": [{"b": [None, True, False, []]}, {}]},
    "no keys": {},
    "odd keys": {"": 1, " ": 2, "a.b": 3, "$c": 4},
}


@pytest.mark.parametrize("value", KEPT.values(), ids=KEPT)
def test_json_comes_back_as_it_went_in(engine, ids, value):
    with session_scope(engine) as session:
        session.execute(update(Run).values(run_metadata=value))
    with session_scope(engine) as session:
        assert session.scalar(select(Run.run_metadata)) == value


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(TEXT, children, max_size=3),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(value=st.dictionaries(TEXT, JSON, max_size=4))
def test_any_json_that_is_not_refused_comes_back_as_it_went_in(engine, ids, value):
    with session_scope(engine) as session:
        session.execute(update(Run).values(run_metadata=value))
        assert session.scalar(select(Run.run_metadata)) == value


@pytest.mark.parametrize("text", ["nul\x00", "\udfff", "x" * 65])
def test_text_that_the_databases_keep_differently_is_refused(engine, ids, text):
    with pytest.raises(InvalidValue, match="fingerprint"), session_scope(engine) as session:
        session.add(RunRequest(run_id=ids.run_id, fingerprint=text, url="u"))


def test_a_value_that_is_no_text_is_refused(engine, ids):
    with pytest.raises(InvalidValue, match="url: is a int"), session_scope(engine) as session:
        session.add(RunRequest(run_id=ids.run_id, fingerprint="f", url=3))


def test_json_text_has_no_nan():
    with pytest.raises(ValueError, match="JSON compliant"):
        dump_json({"a": math.nan})


def test_an_integer_beyond_2_53_reads_as_the_float_that_it_was():
    assert load_json("[100000000000000000000000, 9007199254740991]") == [1e23, MAX_INTEGER]


def test_a_naive_datetime_is_taken_as_utc():
    assert as_utc(datetime(2026, 1, 1)) == datetime(2026, 1, 1, tzinfo=UTC)  # noqa: DTZ001


def test_pointers_are_escaped():
    assert pointer_of(("a/b", "c~d", 0)) == "/a~1b/c~0d/0"
