"""A real Scrapyd server with real spiders: refusals, the same key, another project beside ours, and its log."""

import time

from tests.crawls import Crawls
from tests.scrapyd.sharing_server import ScrapydServer
from tests.site import Site

LIST = "<ul>" + "".join(f"<li><h2>Thing {each}</h2><span>${each}.50</span></li>" for each in range(1, 8)) + "</ul>"
SOMEBODY = "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d"


def _await_finished(server: ScrapydServer, *names: str) -> None:
    deadline = time.monotonic() + 180
    while any(server.get("status", job=name)["currstate"] != "finished" for name in names):
        assert time.monotonic() < deadline, server.log[-3000:]
        time.sleep(0.3)  # polling what other processes do


def test_a_server_runs_what_can_run_refuses_the_rest_and_remembers(sqlite_url, tmp_path):
    crawls = Crawls(sqlite_url)
    with Site({"/list": LIST}) as site, ScrapydServer(tmp_path / "server", sqlite_url) as server:
        job_id = str(crawls.job(f"{site.url}/list", user_agent="s3cret-agent"))
        ours = {"project": "scraper", "spider": "job", "job_id": job_id}
        refused = [
            server.post("schedule", **{**ours, **change})[0]
            for change in (
                {"jobid": "../../x"},
                {"setting": "FEEDS=x"},
                {"start_urls": "x"},
                {"user_id": SOMEBODY},
                {"job_id": SOMEBODY},
            )
        ]
        again = [server.post("schedule", **ours, jobid="monday")[1]["run_id"] for _ in range(2)]
        other = server.post("schedule", project="other", spider="quotes", tag="x")[1]["jobid"]
        _await_finished(server, "monday", other)
        server.kill()
        server.start()
        finished = {each["id"] for each in server.get("listjobs")["finished"]}
        runs = crawls.runs()
        crawls.close()
        assert refused == [400, 400, 400, 404, 404]
        assert (len(set(again)), [run.outcome for run in runs], "monday" in finished) == (1, ["complete"], True)
        assert "s3cret" not in server.log
