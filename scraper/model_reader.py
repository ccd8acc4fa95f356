"""Asks a language model about the doubtful values of a run's pages, within its budget; a run goes on without it.

It waits in threads, never in the reactor. What it asks and what becomes of the answers is `extraction.questions` and
`extraction.answers`; this holds what a run has spent, what it has learnt, and when it is to stop asking.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from scraper.exceptions import LlmError
from scraper.extraction.explain.answers import Answer, answered, parsed_answer
from scraper.extraction.explain.questions import (
    INSTRUCTION,
    Asking,
    Question,
    answer_schema,
    place_key,
    prompt_of,
    questions,
)
from scraper.extraction.values import Extraction
from scraper.items import Visit
from scraper.llm import LlmClient, OpenAiClient, Reply, estimated_tokens, named_server
from scraper.options import LlmOptions
from scraper.page import Page
from scraper.reading import extract_options
from scraper.runs.run import LiveRun

logger = logging.getLogger(__name__)
FAILURES_LIMIT = 3  # in a row, after which a run asks no more
_TOKENS_AN_ANSWER = 24  # a key, a number and punctuation; small models indent
_TOKENS_AROUND = 48


class Stats(Protocol):
    """Scrapy's stats collector, as far as it is used here."""

    def inc_value(self, key: str, count: int = 1) -> None: ...


def model_reader(run: LiveRun, stats: Any) -> "ModelReader | None":
    """The reader that the run's job asks for, or None. A missing library is a warning of the run."""
    options = run.job.options.llm
    if options is None:
        return None
    try:
        client = OpenAiClient(named_server(run.config, options))
    except LlmError as error:
        run.notes.warn(f"{error}; the run goes on without it")
        return None
    return ModelReader(run, client, options, stats)


class ModelReader:
    """The model's part in one run: its budget, its failures in a row, and in mode "template" the places it chose."""

    def __init__(self, run: LiveRun, client: LlmClient, options: LlmOptions, stats: Stats) -> None:
        self.run = run
        self.client = client
        self.options = options
        self.stats = stats
        self.is_over = False
        self._failures = 0
        self._reserved = 0
        self._places: dict[tuple[str, str], tuple[str, str]] = {}  # (site, field) -> (path, place without positions)
        properties = run.job.definition["properties"]
        described = {name: str(each.get("description") or "") for name, each in properties.items() if _is_object(each)}
        self._asking = Asking(options.threshold, described)

    async def improved(self, page: Page, visit: Visit, extraction: Extraction) -> Extraction:
        """The extraction with the values that the model chose; the same one where it has nothing to say."""
        how = (extract_options(visit, self.run.job), self._asking)
        if self.is_over and not self._places:
            return extraction
        try:
            asked = await asyncio.to_thread(questions, page, self.run.job.schema, extraction, how)
        except Exception:  # one odd page's questions must not cost its records
            logger.exception("Asking about %s failed", page.url)
            return extraction
        answer = dict(self._remembered(asked, page))
        rest = [each for each in asked if each.key not in answer]
        if rest and not self.is_over:
            said = await self._ask(rest, page, visit)
            self._remember(rest, said, page)
            answer |= said
        trust, least = self.run.config.llm_trust, self.run.job.options.extract.min_confidence
        done = answered(extraction, self.run.job.schema, asked, (answer, min(0.99, trust), least))
        counts = {"changed": done.changed, "confirmed": done.confirmed, "doubted": done.doubted}
        for what, count in counts.items():
            self._count(f"values_{what}", count)
        return done.extraction

    async def _ask(self, asked: Sequence[Question], page: Page, visit: Visit) -> Answer:
        """What the model says of the questions; nothing where it fails or the budget does not pay for it."""
        prompt = prompt_of(asked, page)
        max_tokens = _TOKENS_AROUND + _TOKENS_AN_ANSWER * len(asked)
        cost = estimated_tokens(INSTRUCTION, prompt) + max_tokens
        if self._spent() + self._reserved + cost > self.options.budget:
            self._end(f"the language model's budget of {self.options.budget:,} tokens is used up")
            return {}
        if not self.run.budget.hold_tokens(visit.fingerprint, cost):
            self.run.notes.warn("the run's credits do not pay for the language model; pages were read without it")
            return {}
        self._reserved += cost
        try:
            schema = answer_schema(asked)
            reply = await asyncio.to_thread(self.client.ask, INSTRUCTION, prompt, schema, max_tokens=max_tokens)
        except LlmError as error:
            self._failed(error)
            return {}
        finally:
            self._reserved -= cost
        self.run.budget.spend_tokens(visit.fingerprint, reply.tokens_in + reply.tokens_out)
        return self._read(reply, asked)

    def _read(self, reply: Reply, asked: Sequence[Question]) -> Answer:
        self._count("pages_asked", 1)
        self._count("questions", len(asked))
        self._count("tokens_in", reply.tokens_in)
        self._count("tokens_out", reply.tokens_out)
        self._count("tokens_estimated", reply.is_estimated * (reply.tokens_in + reply.tokens_out))
        answer = parsed_answer(reply.text, asked)
        if answer is None:
            self._failed(LlmError("answered with something that is no JSON object"))
            if isinstance(self.client, OpenAiClient):
                self.client.unusable()
            return {}
        self._failures = 0
        self._count("answers_ignored", len(asked) - len(answer))
        return answer

    def _failed(self, error: LlmError) -> None:
        self._count("failures", 1)
        self._failures += 1
        self.run.notes.warn(f"{error}; pages were read without it")
        if self._failures >= FAILURES_LIMIT:
            self._end(f"the language model failed {FAILURES_LIMIT} times in a row; the rest of the run went without it")

    def _end(self, warning: str) -> None:
        if not self.is_over:
            self.is_over = True
            self.run.notes.warn(warning)

    def _spent(self) -> int:
        return self.run.notes.llm["tokens_in"] + self.run.notes.llm["tokens_out"]

    def _count(self, what: str, count: int) -> None:
        if count:
            self.run.notes.llm[what] += count
            self.stats.inc_value(f"scraper/llm/{what}", count)

    def _remembered(self, asked: Sequence[Question], page: Page) -> Answer:
        """In mode "template" the candidates that stand where the model has chosen one on another page of the site."""
        found: dict[str, int | None] = {}
        for question in asked if self.options.mode == "template" else ():
            path, place = self._places.get((_site(page), question.spec.name), ("", ""))
            alike = [each for each in question.candidates if place_key(each.offer) == place]
            if alike:
                exact = (each for each in alike if each.offer.evidence.path == path)
                found[question.key] = next(exact, alike[0]).number
        return found

    def _remember(self, asked: Sequence[Question], answer: Answer, page: Page) -> None:
        for question in asked if self.options.mode == "template" else ():
            number = answer.get(question.key)
            chosen = next((each for each in question.candidates if each.number == number), None)
            if chosen is not None:
                place = (chosen.offer.evidence.path, place_key(chosen.offer))
                self._places.setdefault((_site(page), question.spec.name), place)


def _site(page: Page) -> str:
    return urlsplit(page.url).netloc


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)
