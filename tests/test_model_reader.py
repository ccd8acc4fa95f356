"""What a run asks a language model: within its budget, in a thread, and never in the way of the run."""

import asyncio
import json
import threading
from collections import Counter
from uuid import UUID

import pytest

from scraper.config import Config
from scraper.exceptions import LlmError
from scraper.extraction import extract
from scraper.items import PageTally, Visit
from scraper.job import Job, snapshot
from scraper.llm import Reply
from scraper.model_reader import FAILURES_LIMIT, ModelReader, model_reader
from scraper.runs.run import LiveRun
from tests.extraction.reading import URL, page_of
from tests.extraction.test_extract import PRODUCT, SCHEMA
from tests.live import item
from tests.llm_server import asked_in

VISIT = Visit("a", URL)
PAGES = 6


class Counted(Counter):
    def inc_value(self, key, count=1):
        self[key] += count


class Model:
    """A client that answers what a function of (key -> numbers) says, at a price."""

    def __init__(self, answer, tokens=(100, 10)):
        self.answer = answer
        self.tokens = tokens
        self.asked = []
        self.threads = set()

    def ask(self, instruction, prompt, schema, *, max_tokens):
        self.threads.add(threading.current_thread())
        keys = asked_in({"messages": [{}, {"content": prompt}]})
        self.asked.append(keys)
        said = self.answer(keys)
        if isinstance(said, Exception):
            raise said
        return Reply(said if isinstance(said, str) else json.dumps(said), *self.tokens)


def job_of(**llm):
    return Job.from_snapshot(
        snapshot(
            target_url=URL,
            pagination_type="none",
            options={"extract": {"mode": "detail", "llm": {"enabled": True, "threshold": 1.0, **llm}}},
            schema_definition={"type": "object", "properties": SCHEMA},
            strict_validation=True,
            allow_extra_fields=False,
        )
    )


def run_of(config=None, **llm):
    number = UUID(int=1)
    return LiveRun(run_id=number, user_id=number, job=job_of(**llm), config=config or Config(), database=None)


def reader_of(model, config=None, **llm):
    run = run_of(config, **llm)
    return ModelReader(run, model, run.job.options.llm, Counted())


def improved(reader, pages=1, html=PRODUCT):
    """What the reader makes of so many pages, one after the other."""

    async def read():
        page = page_of(html)
        extraction = extract(page, reader.run.job.schema, reader.run.job.options.extract)
        return [await reader.improved(page, VISIT, extraction) for _ in range(pages)]

    return asyncio.run(read())


def second_of_each(keys):
    return {key: numbers[:2][-1] for key, numbers in keys.items()}


def first_of_each(keys):
    return {key: numbers[0] for key, numbers in keys.items()}


def test_a_job_that_asks_for_no_model_has_none():
    assert model_reader(run_of(enabled=False), Counted()) is None


def test_the_choices_of_the_model_become_values():
    reader = reader_of(Model(second_of_each), Config(llm_trust=0.99))
    record = improved(reader)[0].records[0]
    assert (record.data["price"], record.evidence["price"].transformation) == (1399, "money, chosen by model")


def test_the_model_is_asked_in_another_thread():
    model = Model(first_of_each)
    improved(reader_of(model))
    assert threading.main_thread() not in model.threads


def test_what_it_cost_and_did_is_counted_in_metadata_and_stats():
    reader = reader_of(Model(first_of_each))
    improved(reader, pages=2)
    counts = reader.run.notes.as_metadata()["llm"]
    assert (counts["pages_asked"], counts["tokens_in"], counts["tokens_out"]) == (2, 200, 20)
    assert reader.stats == {f"scraper/llm/{name}": count for name, count in counts.items()}


def test_a_run_that_goes_on_counts_what_it_has_spent_before():
    first, second = reader_of(Model(first_of_each)), reader_of(Model(first_of_each))
    improved(first)
    second.run.notes.restore(first.run.notes.as_metadata(), first_failure_reason=None)
    improved(second)
    assert second.run.notes.llm["tokens_in"] == 200


@pytest.mark.parametrize("budget", [0, 500, 3000, 4000])
def test_the_budget_is_never_exceeded(budget):
    reader = reader_of(Model(first_of_each, tokens=(900, 60)), budget=budget)
    improved(reader, pages=PAGES)
    spent = reader.run.notes.llm["tokens_in"] + reader.run.notes.llm["tokens_out"]
    assert (spent <= budget, reader.is_over) == (True, True)


def test_a_budget_that_is_used_up_is_a_warning_and_pages_are_read_on():
    reader = reader_of(Model(first_of_each), budget=10)
    assert improved(reader, pages=2)[1].records[0].data["price"] == 1299
    assert list(reader.run.notes.warnings) == ["the language model's budget of 10 tokens is used up"]


def test_pages_that_are_asked_about_together_share_the_budget():
    reader = reader_of(Model(first_of_each, tokens=(900, 60)), budget=3000)

    async def together():
        page = page_of(PRODUCT)
        extraction = extract(page, reader.run.job.schema, reader.run.job.options.extract)
        await asyncio.gather(*(reader.improved(page, VISIT, extraction) for _ in range(PAGES)))

    asyncio.run(together())
    assert 0 < reader.run.notes.llm["tokens_in"] + reader.run.notes.llm["tokens_out"] <= 3000


@pytest.mark.parametrize("answer", [LlmError("is busy"), "prose", ""], ids=["an error", "prose", "nothing"])
def test_a_model_that_fails_leaves_the_page_as_it_was_read(answer):
    reader = reader_of(Model(lambda keys: answer))
    plain = extract(page_of(PRODUCT), reader.run.job.schema, reader.run.job.options.extract)
    assert improved(reader)[0] == plain
    assert len(reader.run.notes.warnings) == 1


def test_after_failures_in_a_row_the_run_asks_no_more():
    model = Model(lambda keys: LlmError("is busy"))
    reader = reader_of(model)
    improved(reader, pages=PAGES)
    assert (len(model.asked), reader.run.notes.llm["failures"]) == (FAILURES_LIMIT, FAILURES_LIMIT)
    assert "the rest of the run went without it" in list(reader.run.notes.warnings)[-1]


def test_a_failure_between_answers_is_forgotten():
    answers = iter([LlmError("is busy"), {}, LlmError("is busy"), {}, LlmError("is busy"), {}])
    reader = reader_of(Model(lambda keys: next(answers)))
    improved(reader, pages=PAGES)
    assert not reader.is_over


def test_in_mode_template_a_field_is_asked_about_once_a_site():
    model = Model(second_of_each)
    reader = reader_of(model, Config(llm_trust=0.99), mode="template")
    prices = [extraction.records[0].data["price"] for extraction in improved(reader, pages=3)]
    assert (prices, len(model.asked)) == ([1399, 1399, 1399], 1)


def test_a_template_is_used_on_when_the_budget_is_gone():
    reader = reader_of(Model(second_of_each, tokens=(40, 5)), Config(llm_trust=0.99), mode="template", budget=4000)
    improved(reader)
    reader.is_over = True
    assert improved(reader)[0].records[0].data["price"] == 1399


def test_a_page_that_nothing_can_be_asked_about_costs_nothing():
    model = Model(first_of_each)
    improved(reader_of(model), html="<html><body><p>nothing</p></body></html>")
    assert model.asked == []


def test_without_the_library_the_run_goes_on_with_a_warning(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openai", None)
    run = run_of(Config(llm_base_url="http://127.0.0.1:1/v1"))
    assert (model_reader(run, Counted()), "[llm]" in next(iter(run.notes.warnings))) == (None, True)


_WITH_TOKENS = Config(credit_policy="pages_and_tokens")


def test_a_model_that_the_runs_credits_do_not_pay_is_not_asked():
    model = Model(first_of_each)
    reader = reader_of(model, _WITH_TOKENS)
    reader.run.budget.limit = 1
    reader.run.budget.hold()
    improved(reader)
    assert (model.asked, list(reader.run.notes.warnings)) == (
        [],
        ["the run's credits do not pay for the language model; pages were read without it"],
    )


def test_the_tokens_of_a_page_are_charged_with_it():
    reader = reader_of(Model(first_of_each, tokens=(1500, 10)), _WITH_TOKENS)
    reader.run.budget.hold()
    improved(reader)
    tally = PageTally(VISIT, lambda _: None, found=1)
    tally.stored = [item(page=tally)]
    reader.run.budget.charge(tally)
    assert (tally.credits, tally.usage) == (3, {"http_pages": 1, "model_tokens": 1510})
