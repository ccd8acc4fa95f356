"""What becomes of a language model's answer; whatever it says, no value is made up."""

import json
import random

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import resolve
from scraper.extraction.explain.answers import answered, parsed_answer
from scraper.extraction.explain.questions import Asking, questions
from scraper.extraction.words import clean
from tests.extraction.explain.test_explanation import LISTED
from tests.extraction.reading import page_of, schema_of
from tests.extraction.test_extract import PRODUCT, SCHEMA

OPTIONS = ExtractOptions()
TRUST = 0.9


def asked_about(html=PRODUCT, definition=SCHEMA):
    page, schema = page_of(html), schema_of(**definition)
    extraction = extract(page, schema, OPTIONS)
    return page, schema, extraction, questions(page, schema, extraction, (OPTIONS, Asking(threshold=1.0)))


def number_of(asked, key, value):
    question = next(each for each in asked if each.key == key)
    return next(each.number for each in question.candidates if each.offer.value == value)


def after(answer, trust=TRUST, least=0.0):
    _, schema, extraction, asked = asked_about()
    return answered(extraction, schema, asked, (answer, trust, least))


def numbers(key):
    return [each.number for question in asked_about()[3] if question.key == key for each in question.candidates]


@pytest.mark.parametrize(
    "text",
    [
        '{"price": 1}',
        'Sure! Here you are:\n```json\n{"price": 1}\n```\nAnything else?',
        '{"price": 1, "invented": 5}',
        '{broken} {"price": 1}',
        '{"price": 1, "name": "Lamp", "sku": 7777, "brand": true, "image": [1], "currency": 1.0}',
    ],
    ids=["plain", "in prose", "other keys", "after what is broken", "beside what is of another kind"],
)
def test_numbers_that_were_asked_for_are_taken_from_what_is_around_them(text):
    first = numbers("price")[0]
    asked = asked_about()[3]
    assert parsed_answer(text.replace('"price": 1', f'"price": {first}'), asked) == {"price": first}


@pytest.mark.parametrize("text", ["", "the price is 5", "[1, 2]", "{", '{"a": ' * 2000, "{}" + "x" * 200_000])
def test_what_holds_no_object_is_no_answer(text):
    assert parsed_answer(text, asked_about()[3]) is None


def test_a_key_that_comes_twice_says_nothing():
    first, second = numbers("price")[:2]
    assert parsed_answer(f'{{"price": {first}, "price": {second}}}', asked_about()[3]) == {}


def test_numbers_of_another_field_say_nothing():
    assert parsed_answer(json.dumps({"name": numbers("price")[0]}), asked_about()[3]) == {}


def test_the_chosen_candidate_becomes_the_value_with_its_own_evidence():
    _, schema, extraction, asked = asked_about()
    done = answered(extraction, schema, asked, ({"price": number_of(asked, "price", 1399)}, 0.99, 0.0))
    evidence = done.extraction.records[0].evidence["price"]
    assert (done.changed, done.extraction.records[0].data["price"], evidence.text, evidence.transformation) == (
        1,
        1399,
        "1.399,00 €",
        "money, chosen by model",
    )


def test_a_model_that_agrees_makes_the_value_surer():
    _, schema, extraction, asked = asked_about()
    done = answered(extraction, schema, asked, ({"price": number_of(asked, "price", 1299)}, TRUST, 0.0))
    before = extraction.records[0].field_confidence["price"]
    assert (done.confirmed, done.extraction.records[0].field_confidence["price"] > before) == (1, True)


def test_a_model_that_is_hardly_trusted_does_not_change_what_is_believed():
    _, schema, extraction, asked = asked_about()
    done = answered(extraction, schema, asked, ({"price": number_of(asked, "price", 1399)}, 0.3, 0.0))
    assert done.extraction.records[0].data["price"] == 1299


def test_null_lowers_the_confidence_of_the_value_and_keeps_it():
    done = after({"name": None})
    record, before = done.extraction.records[0], asked_about()[2].records[0]
    assert (done.doubted, record.data["name"]) == (1, "Lampe Nord")
    assert record.field_confidence["name"] < before.field_confidence["name"]


def test_the_least_confidence_holds_for_what_the_model_doubts():
    assert "name" not in after({"name": None}, trust=0.99, least=0.5).extraction.records[0].data


def test_fields_keep_the_order_of_the_schema_and_all_have_evidence():
    record = after({"price": numbers("price")[-1]}, trust=0.99).extraction.records[0]
    assert list(record.data) == [name for name in SCHEMA if name in record.data]
    assert set(record.data) == set(record.evidence) == set(record.field_confidence)


def test_an_answer_about_one_record_leaves_the_others_alone():
    definition = {"title": {"type": "string"}, "price": {"type": "number"}}
    _, schema, extraction, asked = asked_about(LISTED, definition)
    number = next(q.candidates[-1].number for q in asked if q.key == "price#3")
    done = answered(extraction, schema, asked, ({"price#3": number}, 0.99, 0.0))
    assert [a == b for a, b in zip(done.extraction.records, extraction.records, strict=True)].count(False) == 1


LIES = (
    lambda chance, keys: json.dumps({key: chance.randint(-5, 400) for key in keys}),
    lambda chance, keys: json.dumps(
        {key: chance.choice(["9.99", "Lamp", "<b>7</b>", 3.0, True, [], {}]) for key in keys}
    ),
    lambda chance, keys: json.dumps({chance.choice("abc"): 1, "price": 10**30, "sku": "1; DROP TABLE results"}),
    lambda chance, keys: "I am sure that the price is $9.99 and the name is Golden Lamp." * chance.randint(1, 50),
    lambda chance, keys: "<html><body><h1>Golden Lamp</h1><p>$9.99</p></body></html>",
    lambda chance, keys: json.dumps({key: chance.randint(1, 30) for key in keys})[: chance.randint(1, 60)],
    lambda chance, keys: "{" * chance.randint(1, 3000) + '"price": 3}',
    lambda chance, keys: json.dumps({key: {"id": 1, "value": "Golden Lamp"} for key in keys}),
    lambda chance, keys: json.dumps([{key: 1} for key in keys]),
    lambda chance, keys: "\x00\ud800".encode("utf-8", "replace").decode() * chance.randint(1, 99),
)


@pytest.mark.parametrize("html", [PRODUCT, LISTED], ids=["one record", "a list"])
def test_a_thousand_lies_invent_no_value(html):
    page, schema, extraction, asked = asked_about(html)
    chance = random.Random(7)
    keys = [question.key for question in asked]
    known = {(q.record, q.spec.name): [each.offer.value for each in q.candidates] for q in asked}
    invented = []
    for turn in range(1000):
        text = LIES[turn % len(LIES)](chance, keys)
        done = answered(extraction, schema, asked, (parsed_answer(text, asked) or {}, 0.99, 0.0))
        for number, record in enumerate(done.extraction.records):
            for name, value in record.data.items():
                place = clean(str(resolve(page, record.evidence[name].path)))
                is_known = value == extraction.records[number].data.get(name) or value in known[number, name]
                if not is_known or clean(record.evidence[name].text) not in place:
                    invented.append((turn, name, value))
    assert invented == []
