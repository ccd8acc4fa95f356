"""Confidences of values of list records."""

import pytest

from scraper.extraction.lists.calibration import WEIGHTS, features, json_confidence, json_features, list_confidence


def test_a_stronger_belief_gives_a_higher_confidence():
    found = [list_confidence(belief, "title") for belief in (0.0, 0.3, 0.6, 1.0)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("role", ["title", "link", "money", "text"])
def test_confidences_are_chances(role):
    assert 0 < list_confidence(0.0, role) < list_confidence(1.0, role) < 1


def test_the_features_name_the_role():
    assert features(0.5, "date") == {"intercept": 1.0, "belief": 0.0, "role:date": 1.0}


def test_every_weight_is_one_of_a_feature():
    assert {name.partition(":")[0] for name in WEIGHTS} <= {"intercept", "belief", "role", "json", "json.belief"}


def test_a_stronger_belief_in_a_key_gives_a_higher_confidence():
    found = [json_confidence(belief, is_part=False) for belief in (0.0, 0.3, 0.6, 1.0)]
    assert found == sorted(set(found))


def test_the_features_of_a_json_value_tell_parts_of_texts():
    assert json_features(0.5, is_part=True) == {"json": 1.0, "json.belief": 0.0, "json:part": 1.0}
