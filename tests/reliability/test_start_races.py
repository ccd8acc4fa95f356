"""Racers start one job with one key, over HTTP: there is one run per key, and everybody is told the same one."""

import threading
from collections import Counter

import pytest
import requests

from tests.crawls import ROOT, Crawls
from tests.scrapyd.servers import running_scrapyd, services_home

RACERS, KEYS = 32, 100


@pytest.mark.postgres
def test_racers_with_one_key_get_one_run(postgres_url, tmp_path):
    crawls = Crawls(postgres_url)
    job_id = crawls.job("http://127.0.0.1:9/list")
    environment = {"PYTHONPATH": str(ROOT)}
    answers: list[tuple[int, int, str]] = []
    line = threading.Barrier(RACERS)
    with running_scrapyd(
        services_home(tmp_path / "home"), database_url=crawls.database_url, environment=environment
    ) as server:

        def race() -> None:
            with requests.Session() as session:
                for key in range(KEYS):
                    line.wait(120)
                    given = {"job_id": job_id, "idempotency_key": f"key-{key}"}
                    answer = session.post(f"{server.url}startrun.json", data=given, timeout=120)
                    answers.append((key, answer.status_code, answer.json()["run"]["id"]))

        racers = [threading.Thread(target=race) for _ in range(RACERS)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
    assert Counter(status for _, status, _ in answers) == {201: KEYS, 200: KEYS * (RACERS - 1)}
    assert len({(key, run) for key, _, run in answers}) == KEYS == len(crawls.runs())
    crawls.close()
