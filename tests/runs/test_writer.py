"""scraper.runs.writer: batches of whole pages, in order, and word of a failure."""

from threading import Event

from scraper.runs.writer import PageWriter


def _writer(commit, **changes):
    settings = {
        "weight": len,
        "batch_weight": 10,
        "linger_seconds": 0.05,
        "queue_pages": 100,
        "on_full": lambda: None,
        "on_room": lambda: None,
        "on_error": lambda error: None,
    }
    return PageWriter(commit, **(settings | changes))


def test_pages_are_committed_in_their_order():
    batches = []
    writer = _writer(lambda pages: batches.append(list(pages)))
    for number in range(50):
        writer.put([number])
    writer.close()
    assert [number for batch in batches for page in batch for number in page] == list(range(50))


def test_a_batch_ends_when_it_is_heavy_enough():
    batches = []
    gate = Event()
    writer = _writer(lambda pages: (gate.wait(), batches.append(len(pages))), batch_weight=10, linger_seconds=5)
    for _ in range(6):
        writer.put([0] * 4)
    gate.set()
    writer.close()
    assert batches == [3, 3]


def test_fetching_pauses_while_the_queue_is_full_and_goes_on_when_half_is_written():
    said = []
    gate = Event()
    writer = _writer(
        lambda pages: gate.wait(),
        batch_weight=1,
        queue_pages=4,
        on_full=lambda: said.append("full"),
        on_room=lambda: said.append("room"),
    )
    for _ in range(10):
        writer.put([0])
    gate.set()
    writer.close()
    assert said == ["full", "room"]


def test_a_failure_is_told_once_and_nothing_is_written_after_it():
    errors, calls = [], []

    def commit(pages):
        calls.append(pages)
        raise ValueError("disk full")

    writer = _writer(commit, batch_weight=1, on_error=errors.append)
    writer.put([1])
    writer.put([2])
    writer.close()
    assert (len(calls), [str(error) for error in errors]) == (1, ["disk full"])
