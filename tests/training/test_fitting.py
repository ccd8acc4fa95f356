"""Models fitted on readings: no site of its fold seen, the same bytes each time."""

from tests.training.test_readings import of
from training.fitting import FOLDS, best_of, fit_all, fold_of, scored, thresholds
from training.ranker import model_text


def test_the_same_readings_give_the_same_bytes(readings, fitted):
    assert model_text(fit_all(readings).whole) == model_text(fitted.whole)


def test_a_site_has_one_fold():
    assert fold_of("a.example") == fold_of("a.example") < FOLDS


def test_the_ranker_learns_which_price_is_the_page_s_own(readings, fitted):
    own = of(readings, corpus="products", task="own")
    found = scored(fitted.whole.ranker, own)
    chosen = [best for each, by_field in zip(own, found, strict=True) for best in best_of(each, by_field)]
    assert {best.label for best in chosen if best.field.name == "price"} == {1.0}


def test_what_is_mostly_wrong_is_better_absent(readings, fitted):
    own = of(readings, corpus="products", task="own")
    found = scored(fitted.whole.ranker, own)
    chosen = [best for each, by_field in zip(own, found, strict=True) for best in best_of(each, by_field)]
    doubtful = [best._replace(label=0.0) for best in chosen]
    given = [0.9] * len(chosen) + [0.05] * len(chosen)
    assert thresholds([*chosen, *doubtful], given)["number"] > 0.05
