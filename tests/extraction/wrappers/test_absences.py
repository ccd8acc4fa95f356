"""When a missing value is as it should be, and when the slow path is to be asked."""

import json

import pytest

from scraper.extraction.fields import FieldSpec
from scraper.extraction.wrappers.absences import Absences
from scraper.extraction.wrappers.traits import traits_of
from scraper.page import Page

SPECS = tuple(FieldSpec(name=name, words=(name,)) for name in ("material", "color"))
PLAIN = "<h1 class=title>Lamp</h1><p>Made to last.</p>"
CHANCE = 7


def traits(body=PLAIN):
    return traits_of(Page("https://a.example/", f"<html><body>{body}</body></html>", is_json=False).root)


def taught(*bodies, there=(), missing=()):
    absences = Absences(SPECS)
    for body in bodies:
        absences.learn(traits(body), there, missing)
    return absences


def asked(absences, body, chance=CHANCE):
    return absences.unexplained(("material",), traits(body), chance) == ["material"]


def test_a_field_that_was_never_absent_is_asked_for():
    assert asked(taught(PLAIN, there=("material",)), PLAIN)


def test_a_page_like_one_without_the_field_is_not_asked_about():
    assert not asked(taught(PLAIN), "<h1 class=title>Clock</h1><p>Made to go.</p>")


def test_traits_of_several_pages_without_the_field_go_together():
    absences = taught("<p class=year>1990</p>", "<p class=maker>Acme</p>")
    assert not asked(absences, "<p class=year>2001</p><p class=maker>Acme</p>")


def test_a_page_with_something_new_is_asked_about():
    assert asked(taught(PLAIN), f"{PLAIN}<p class=substance>oak</p>")


def test_what_was_seen_with_the_field_explains_nothing():
    body = f"{PLAIN}<p class=substance>oak</p>"
    absences = taught(PLAIN)
    absences.learn(traits(body), ("material",), ("material",))
    assert asked(absences, body)


def test_questions_in_vain_become_rare():
    absences = Absences(SPECS)
    absences.learn(traits(), (), ())
    asked_for = []
    for number in range(400):
        body = f"{PLAIN}<h2>{'abcdefghijklmnopqrst'[number // 20]}x{'abcdefghijklmnopqrst'[number % 20]} street</h2>"
        if asked(absences, body, number * 7919):
            asked_for.append(number)
            absences.learn(traits(body), (), ("material",))
    assert len(asked_for) < 80
    assert sum(number >= 200 for number in asked_for) < len(asked_for) / 2


def test_a_label_like_the_fields_is_asked_about_however_many_questions_were_in_vain():
    absences = taught(PLAIN, *(f"<h2>{'ab' * n}</h2>" for n in range(1, 19)), missing=("material",))
    assert not asked(absences, f"{PLAIN}<h2>Anything</h2>", 10**9 + 7)
    assert asked(absences, f"{PLAIN}<h2>Material</h2>", 10**9 + 7)


def test_a_name_of_the_fields_own_is_asked_about_though_it_was_seen_without_a_value():
    body = f'{PLAIN}<p class="box material-box">?</p>'
    assert asked(taught(body), body)


def test_a_name_of_the_fields_own_that_never_has_a_value_is_asked_about_less_and_less():
    body = f'{PLAIN}<p class="box material-box">?</p>'
    absences = taught(*[body] * 100, missing=("material",))
    assert not asked(absences, body)
    absences.learn(traits(body), ("material",), ("material",))
    assert sum(asked(absences, body, chance) for chance in range(100)) > 5


def test_what_is_known_comes_back_from_storage():
    absences = taught(PLAIN, "<h2>More</h2><p class=material>?</p>", missing=("material",))
    again = Absences(SPECS)
    again.restore(json.loads(json.dumps(absences.as_json())))
    assert again.as_json() == absences.as_json()
    assert not asked(again, PLAIN)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"traits": 3, "own": {}, "vain": {}, "found": {}},
        {"traits": [[["material"], ["x"]]], "own": {}, "vain": {}, "found": {}},
        {"traits": [[["material"], [float("inf")]]], "own": {}, "vain": {}, "found": {}},
        {"traits": [], "own": {}, "vain": {"material": 3}, "found": {}},
        {"traits": [[["other"], [1]]], "own": {"other": [1]}, "vain": {"other": {"names": 1}}, "found": {}},
        {"traits": [[["material"], list(range(100_000))]], "own": {}, "vain": {}, "found": {}},
    ],
)
def test_of_what_someone_else_wrote_nothing_is_taken(stored):
    absences = Absences(SPECS)
    absences.restore(stored)
    assert absences.as_json() == Absences(SPECS).as_json()


def test_what_the_head_says_of_the_page_is_no_name_of_the_fields_own():
    body = f'{PLAIN}<meta name="material" content="?">'
    assert not asked(taught(body), body)
