"""scraper.runs.intake: a gate that the writer and the database close, and that the end of the run opens for good."""

import asyncio

import pytest

from scraper.runs.intake import Intake


def _passed(*steps):
    """What a page that waits at a gate is told, after each of the steps: None as long as it waits."""

    async def wait():
        intake, answers = Intake(), []
        intake.hold("away")
        page = asyncio.ensure_future(intake.is_wanted())
        for step in steps:
            step(intake)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            answers.append(page.result() if page.done() else None)
        page.cancel()
        return answers

    return asyncio.run(wait())


def test_an_open_gate_lets_pages_in():
    assert asyncio.run(Intake().is_wanted())


def test_a_page_waits_until_the_database_is_back():
    assert _passed(lambda gate: None, lambda gate: gate.release("away")) == [None, True]


def test_a_page_waits_until_nothing_holds_the_gate():
    steps = (lambda gate: gate.hold("full"), lambda gate: gate.release("away"), lambda gate: gate.release("full"))
    assert _passed(*steps) == [None, None, True]


def test_at_the_end_of_the_run_waiting_pages_are_given_up():
    assert _passed(lambda gate: gate.end()) == [False]


def test_a_process_that_is_to_go_does_not_wait_for_the_database():
    assert _passed(lambda gate: gate.leave()) == [False]


@pytest.mark.parametrize(("why", "answer"), [("full", [None]), ("away", [False])])
def test_a_process_that_is_to_go_waits_for_the_writer_alone(why, answer):
    steps = (lambda gate: gate.release("away"), lambda gate: gate.leave(), lambda gate: gate.hold(why))

    async def wait():
        intake = Intake()
        for step in steps:
            step(intake)
        page = asyncio.ensure_future(intake.is_wanted())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        told = page.result() if page.done() else None
        page.cancel()
        return told

    assert asyncio.run(wait()) == answer[0]


def test_what_comes_after_the_end_is_given_up_at_once():
    async def late():
        intake = Intake()
        intake.end()
        intake.hold("full")
        return await intake.is_wanted()

    assert asyncio.run(late()) is False


async def _until(*steps):
    intake, event = Intake(), asyncio.Event()
    waiting = asyncio.ensure_future(intake.until(event))
    await asyncio.sleep(0)
    for step in steps:
        step(intake, event)
    return await asyncio.wait_for(waiting, 5)


@pytest.mark.parametrize(
    ("steps", "goes_on"),
    [
        pytest.param([lambda _, event: event.set()], True, id="the event comes"),
        pytest.param([lambda intake, _: intake.end()], False, id="nothing more is wanted"),
        pytest.param([lambda intake, _: intake.end(), lambda _, event: event.set()], False, id="both"),
    ],
)
def test_a_wait_for_an_event_ends_with_the_run_too(steps, goes_on):
    assert asyncio.run(_until(*steps)) == goes_on
