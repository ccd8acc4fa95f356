"""What Scrapyd starts in place of its runner where a test needs many short runs: adopts the lease, stores a page, ends.

    python -m tests.reliability.quick_runner crawl job -a run_id=… -a worker=… …

It does to the tables what a spider does, in the same functions, without the seconds that Scrapy takes to be imported.
"""

import json
import os
import sys
import time
from pathlib import Path
from uuid import UUID

from db import leases, runs
from db.exceptions import RunLost
from db.frontier import add_requests, commit_pages
from db.session import make_engine, session_scope
from tests.db.rows import page, request

PAGES = 3


def main() -> None:
    """Run to the end; the times of begin and end are added to the file that QUICK_RUNS names."""
    if sys.argv[1] == "list":
        print("job")
        return
    given = dict(sys.argv[at + 1].split("=", 1) for at, each in enumerate(sys.argv) if each == "-a")
    run_id, began = UUID(given["run_id"]), time.time()
    database = make_engine()
    try:
        with session_scope(database) as session:
            lease = leases.adopt(session, run_id, UUID(given["worker"]), lease_seconds=15.0, process=str(os.getpid()))
            add_requests(session, run_id, [request(number) for number in range(PAGES)])
            leases.claim_requests(session, lease)
            done = runs.get_run(session, run_id, user_id=lease.user_id).pages_fetched
        for number in range(done, PAGES):
            time.sleep(float(os.environ.get("QUICK_PAGE_SECONDS", "0.1")))  # what a page takes
            with session_scope(database) as session:
                commit_pages(session, lease, [page(number, f"thing {number}")], progress={})
                leases.renew(session, lease, lease_seconds=15.0)
        with session_scope(database) as session:
            leases.check_fence(session, lease)
            runs.end_run(session, run_id, status="completed", stop_reason="no_next", outcome="complete")
    except RunLost:
        sys.exit(1)
    line = json.dumps({"run": str(run_id), "began": began, "ended": time.time(), "server": Path.cwd().name})
    with Path(os.environ["QUICK_RUNS"]).open("a") as log:
        log.write(line + "\n")


if __name__ == "__main__":
    main()
