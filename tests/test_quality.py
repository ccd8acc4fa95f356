"""scraper.quality: a run's facts against the rules of its job."""

import pytest

from db.quality import QualityFacts
from scraper.quality import QualityRules, end_after, judged
from scraper.runs.end import RunEnd

FACTS = QualityFacts(items=80, filled={"title": 80, "price": 60}, pages_done=18, pages_failed=2, last_items=100)
FIELDS = ("title", "price")
DONE = RunEnd("completed", "no_next", "complete", None)


def verdicts(facts=FACTS, **quality):
    report = judged(QualityRules.from_options(quality), facts, FIELDS, stopped="no_next")
    return [(each.value, each.verdict) for each in report.judgements]


@pytest.mark.parametrize("quality", [{}, {"on_breach": "fail"}, {"min_items": None}])
def test_without_a_threshold_there_are_no_rules(quality):
    assert QualityRules.from_options(quality) is None


@pytest.mark.parametrize(
    ("quality", "found"),
    [
        pytest.param({"min_items": 80}, [(80, "passed")], id="enough records"),
        pytest.param({"min_items": 81}, [(80, "broken")], id="too few records"),
        pytest.param({"min_items": 0}, [(80, "passed")], id="no record would do"),
        pytest.param({"min_fill_rate": 0.75}, [(1.0, "passed"), (0.75, "passed")], id="all fields filled enough"),
        pytest.param({"min_fill_rate": 0.76}, [(1.0, "passed"), (0.75, "broken")], id="one field not filled enough"),
        pytest.param({"min_fill_rate": {"price": 0.9}}, [(0.75, "broken")], id="the named field alone"),
        pytest.param({"max_failed_pages_pct": 10}, [(10.0, "passed")], id="few failed pages"),
        pytest.param({"max_failed_pages_pct": 9.9}, [(10.0, "broken")], id="too many failed pages"),
        pytest.param({"max_drop_vs_last_run": 20}, [(20.0, "passed")], id="a small drop"),
        pytest.param({"max_drop_vs_last_run": 19}, [(20.0, "broken")], id="a large drop"),
    ],
)
def test_a_rule_is_passed_or_broken(quality, found):
    assert verdicts(**quality) == found


def test_fields_of_a_run_without_records_are_not_filled():
    empty = QualityFacts(items=0, filled={}, pages_done=1, pages_failed=0, last_items=None)
    assert verdicts(empty, min_fill_rate={"price": 0.1}) == [(0.0, "broken")]


@pytest.mark.parametrize(
    ("facts", "quality"),
    [
        pytest.param(QualityFacts(5, {}, 1, 0, None), {"max_drop_vs_last_run": 1}, id="no run before"),
        pytest.param(QualityFacts(5, {}, 1, 0, 0), {"max_drop_vs_last_run": 1}, id="the run before was empty"),
        pytest.param(QualityFacts(0, {}, 0, 0, None), {"max_failed_pages_pct": 1}, id="no page was fetched"),
    ],
)
def test_what_cannot_be_measured_is_not_checked(facts, quality):
    assert verdicts(facts, **quality) == [(None, "not_checked")]


def test_more_records_than_before_are_no_drop():
    assert verdicts(QualityFacts(120, {}, 1, 0, 100), max_drop_vs_last_run=0) == [(-20.0, "passed")]


def _report(**quality):
    rules = QualityRules.from_options(quality)
    return judged(rules, FACTS, FIELDS, stopped="no_next"), rules


def test_a_broken_rule_flags_the_run_and_leaves_its_end():
    report, rules = _report(min_items=100)
    assert (report.as_metadata()["verdict"], end_after(report, rules, DONE)) == ("broken", DONE)


def test_a_broken_rule_fails_the_run_where_the_job_says_so():
    report, rules = _report(min_items=100, on_breach="fail")
    sentence = "The run breaks its quality rules: min_items is 80, wanted was 100"
    assert end_after(report, rules, DONE) == RunEnd("failed", "quality", "complete", sentence)


def test_a_run_that_keeps_its_rules_ends_as_it_would():
    report, rules = _report(min_items=1, on_breach="fail")
    assert (report.as_metadata()["verdict"], end_after(report, rules, DONE)) == ("passed", DONE)


def test_a_run_that_had_failed_keeps_its_reason():
    report, rules = _report(min_items=100, on_breach="fail")
    failed = RunEnd("failed", "blocked", "empty", "the site does not let this scraper in")
    assert end_after(report, rules, failed) == failed


def test_the_metadata_names_each_rule_with_threshold_value_and_verdict():
    report, _ = _report(min_fill_rate={"price": 0.9}, max_failed_pages_pct=50)
    assert report.as_metadata() == {
        "verdict": "broken",
        "stopped": "no_next",
        "rules": [
            {"rule": "min_fill_rate", "threshold": 0.9, "value": 0.75, "verdict": "broken", "field": "price"},
            {"rule": "max_failed_pages_pct", "threshold": 50, "value": 10.0, "verdict": "passed"},
        ],
    }


def test_the_sentence_names_the_first_broken_rules_and_counts_the_others():
    fields = [f"field{number}" for number in range(5)]
    report = judged(QualityRules(min_fill_rate=0.5), FACTS, fields, stopped="no_next")
    assert report.message.endswith("field2 is 0, wanted was 0.5; and 2 more")
