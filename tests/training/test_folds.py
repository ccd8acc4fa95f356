"""The folds of cross-validation and the stored models of each."""

import json

from scraper.extraction.resources import shipped_resources
from scraper.extraction.text.main_text import shipped_forest
from training import folds
from training.folds import FOLDS, fold_of, fold_resources, folds_text
from training.ranker import model_text


def test_a_site_is_always_in_the_same_fold():
    assert fold_of("a.example") == fold_of("a.example")
    assert {fold_of(f"{number}.example") for number in range(60)} == set(range(FOLDS))


def test_the_models_of_each_fold_are_read_back(tmp_path, monkeypatch, fitted):
    monkeypatch.setattr(folds, "RANKER", tmp_path / "ranker.json")
    monkeypatch.setattr(folds, "CONTENT", tmp_path / "content.json")
    folds.RANKER.write_text(folds_text(list(map(model_text, fitted.folds))))
    forest = {"features": ["a"], "trees": []}
    folds.CONTENT.write_text(folds_text([json.dumps({**forest, "trees": [n]}) for n in range(FOLDS)]))
    fold_resources.cache_clear()
    found = fold_resources()
    fold_resources.cache_clear()
    assert [each.content.score([0.0]) for each in found] == list(range(FOLDS))
    assert [model_text(each) for each in found] == list(map(model_text, fitted.folds))


def test_the_stored_folds_are_of_the_shipped_models():
    fold_resources.cache_clear()
    shipped, found = shipped_resources(), fold_resources()
    assert {each.ranker.features for each in found} == {shipped.ranker.features}
    assert {each.calibrator.features for each in found} == {shipped.calibrator.features}
    assert {each.content.features for each in found if each.content} == {shipped_forest().features}
