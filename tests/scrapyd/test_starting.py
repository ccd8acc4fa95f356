"""scraper.scrapyd.starting: what schedule.json may ask for; a refusal names the fault and never a value."""

from uuid import UUID

import pytest

from scraper.exceptions import InvalidArguments
from scraper.scrapyd.starting import StartRequest

JOB = "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d"
GOOD = {"_job": "monday-1", "job_id": JOB}
BAD = {
    "a slash": ({"_job": "../../x"}, "jobid"),
    "a hidden file": ({"_job": ".x"}, "jobid"),
    "a line break": ({"_job": "x\n"}, "jobid"),
    "too long": ({"_job": "x" * 201}, "jobid"),
    "a setting": ({"settings": {"FEEDS": "s3cret"}}, "setting"),
    "a version": ({"_version": "s3cret"}, "_version"),
    "an unknown argument": ({"start_urls": "s3cret"}, "unknown argument 'start_urls'"),
    "a worker": ({"worker": JOB}, "unknown argument 'worker'"),
    "no id": ({"job_id": "s3cret"}, "job_id is no UUID"),
    "both": ({"run_id": JOB}, "either a job or a queued run"),
    "neither": ({"job_id": ""}, "either a job or a queued run"),
    "a long key": ({"idempotency_key": "x" * 256}, "idempotency_key"),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_started_is_refused_without_its_value(change, message):
    with pytest.raises(InvalidArguments, match=message) as refused:
        StartRequest.from_message("job", 0.0, {**GOOD, **change})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("priority", [float("nan"), float("inf"), -1e12])
def test_a_priority_is_a_number(priority):
    with pytest.raises(InvalidArguments, match="priority"):
        StartRequest.from_message("job", priority, GOOD)


def test_another_spider_is_refused():
    with pytest.raises(InvalidArguments, match="one spider"):
        StartRequest.from_message("quotes", 0.0, GOOD)


def test_the_jobid_is_the_key_unless_one_is_given():
    assert StartRequest.from_message("job", 2.0, GOOD) == StartRequest(
        "monday-1", 2.0, UUID(JOB), None, None, "monday-1"
    )
    assert StartRequest.from_message("job", 0.0, {**GOOD, "idempotency_key": "k"}).idempotency_key == "k"
