"""Five fields are told from everything else that people bring, each refusal with what to write instead."""

import pytest

from db.cron_fields import cron_fault

GOOD = [
    "0 6 * * *",
    "*/15 * * * *",
    "0 0 1 1 0",
    "0 0 * * 7",
    "0,30 8-18/2 * * mon-fri",
    "5 4 1,15 JAN,jul *",
    "\t0   6 * * *  ",
    "00 06 * * *",
    "59 23 31 12 SAT",
    "0 0-23 * * *",
]


@pytest.mark.parametrize("text", GOOD)
def test_five_fields_are_taken(text):
    assert cron_fault(text) is None


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("@daily", "write its five fields: 0 0 * * *"),
        ("0 0 6 * * *", "such as 0 6 * * *"),
        ("0 0 6 * * * 2027", "such as 0 6 * * *"),
        ("0 22-6 * * *", "write 22-23,0-6"),
        ("0 0 * * FRI-MON", "write FRI-SAT,SUN-MON"),
        ("0 0 * * FRI-SUN", "write FRI-SAT,SUN"),
        ("0 0 * nov-feb *", "write NOV-DEC,JAN-FEB"),
        ("5/15 * * * *", "write 5-59/15"),
        ("*/60 * * * *", "write that value alone, such as 0"),
        ("0 0 * * Monday", "write MON"),
        ("0 24 * * *", "write * or a number from 0 to 23"),
        ("0 0 * 13 *", "write * or a number from 1 to 12 or JAN to DEC"),
        ("0 0 L * *", "write a day that every month has, such as 28"),
        ("0 0 ? * MON", "write * where any value will do"),
        ("H 6 * * *", "write a number"),
    ],
)
def test_a_refusal_says_what_to_write(text, cure):
    assert cure in cron_fault(text)


def test_what_is_written_into_a_refusal_is_good_itself():
    assert [cron_fault(f"0 {hours} * * *") for hours in ("22-23,0-6", "5-23/2")] == [None, None]
