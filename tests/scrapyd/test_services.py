"""The web services of a real Scrapyd: what they answer, to whom, and that their OpenAPI description says the same."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import requests
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from scrapy.utils.misc import load_object
from sqlalchemy import update

from db.frontier import add_requests, commit_pages
from db.leases import start_run
from db.models import ScrapingJob, User
from db.runs import create_run, end_run
from db.session import session_scope
from scraper.scrapyd import services
from scraper.scrapyd.parameters import MAX_PAGE
from scraper.scrapyd.services import DEFAULT_PAGE
from tests.crawls import Crawls
from tests.db.rows import add_rows, page, request, result
from tests.scrapyd.servers import ROOT, SERVICES, running_scrapyd, services_home

OPTIONS = {"username": "operator", "password": "correct-horse"}
AUTH = ("operator", "correct-horse")
OPENAPI = json.loads((ROOT / "scraper" / "scrapyd" / "openapi.json").read_text(encoding="utf-8"))
ID = "2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7d"


@pytest.fixture(scope="module")
def crawls(sqlite_template):
    path = sqlite_template.with_name("services.db")
    path.write_bytes(sqlite_template.read_bytes())
    crawls = Crawls(f"sqlite:///{path}")
    yield crawls
    crawls.close()


@pytest.fixture(scope="module")
def server(crawls, tmp_path_factory):
    home = services_home(tmp_path_factory.mktemp("services") / "home")
    environment = {"PYTHONPATH": str(ROOT)}
    with running_scrapyd(home, database_url=crawls.database_url, options=OPTIONS, environment=environment) as server:
        yield server


@pytest.fixture(scope="module")
def away(tmp_path_factory):
    """The same, whose database nobody answers for."""
    folder = tmp_path_factory.mktemp("away")
    url, environment = f"postgresql://nobody@/none?host={folder}", {"PYTHONPATH": str(ROOT)}
    with running_scrapyd(
        services_home(folder / "home"), database_url=url, options=OPTIONS, environment=environment
    ) as server:
        yield server


@pytest.fixture(scope="module")
def job_id(crawls):
    return crawls.job("http://127.0.0.1:9/list")


@pytest.fixture(scope="module")
def broken_job_id(crawls):
    """A job whose schema is gone."""
    job_id = crawls.job("http://127.0.0.1:9/list")
    with crawls.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE scraping_jobs SET extractor_schema_id = NULL WHERE id = '{job_id.hex}'")
    return job_id


@pytest.fixture(scope="module")
def stranger(crawls):
    with session_scope(crawls.engine) as session:
        user = User(email="stranger@example.com")
        session.add(user)
        session.flush()
        return user.id


@pytest.fixture(scope="module")
def done(crawls, job_id):
    """A run that is over, with four results on two pages; one has no price, one is not sure."""
    with session_scope(crawls.engine) as session:
        run, _ = create_run(session, job_id=job_id, user_id=crawls.user_id, snapshot={})
        lease = start_run(session, run.id, lease_seconds=60)
        add_requests(session, run.id, [request(number) for number in (1, 2)])
        priced = result("tea", data={"title": "Tea", "price": 3.5}, position=0)
        doubtful = result("mud", data={"title": "Mud", "price": None}, position=1, confidence_score=0.2)
        pages = [page(1, results=(priced, doubtful), items_found=2), page(2, "rice", "salt")]
        commit_pages(session, lease, pages)
        metadata = {"coverage": {"promised": 5, "found": 4}}
        end_run(session, run.id, status="completed", stop_reason="no_next", outcome="complete", metadata=metadata)
        return run.id


@pytest.fixture(scope="module")
def running(crawls, job_id):
    with session_scope(crawls.engine) as session:
        run, _ = create_run(session, job_id=job_id, user_id=crawls.user_id, snapshot={})
        start_run(session, run.id, lease_seconds=60, process="here:1")
        return run.id


@pytest.fixture
def queued(crawls, job_id):
    with session_scope(crawls.engine) as session:
        return create_run(session, job_id=job_id, user_id=crawls.user_id, snapshot={})[0].id


def _titles(answer):
    return [each["data"]["title"] for each in answer.json()["results"]]


# --- the description


def _operation(name):
    [(method, operation)] = OPENAPI["paths"][f"/{name}"].items()
    return method, operation


def _documented(operation):
    """Name -> (is required, may be repeated) of the documented parameters."""
    found = {each["name"]: (each.get("required", False), each["schema"]) for each in operation.get("parameters", [])}
    if "requestBody" in operation:
        form = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        found |= {name: (name in form["required"], schema) for name, schema in form["properties"].items()}
    return {name: (is_required, schema["type"] == "array") for name, (is_required, schema) in found.items()}


def _check(name, answer):
    """Fail unless the answer is one that the description has."""
    _, operation = _operation(name)
    described = operation["responses"][str(answer.status_code)]
    if "$ref" in described:
        described = OPENAPI["components"]["responses"][described["$ref"].rpartition("/")[2]]
    [(content_type, content)] = described["content"].items()
    assert answer.headers["Content-Type"].partition(";")[0] == content_type
    if content_type == "application/json":
        schema = {**content["schema"], "components": OPENAPI["components"]}
        checker = Draft202012Validator.FORMAT_CHECKER
        Draft202012Validator(schema, format_checker=checker).validate(answer.json())


def test_the_description_is_valid_openapi():
    validate(OPENAPI)


def test_the_description_names_every_service_and_no_other():
    assert {f"/{name}" for name in SERVICES} == set(OPENAPI["paths"])


@pytest.mark.parametrize("name", SERVICES)
def test_the_description_has_the_method_and_the_parameters_of_the_service(name):
    service = load_object(SERVICES[name])
    method, operation = _operation(name)
    assert method.upper() == service.method
    assert _documented(operation) == {each.name: (each.is_required, each.is_many) for each in service.parameters}


def test_the_described_bounds_of_a_page_are_those_that_are_kept():
    [limit] = [each["schema"] for each in _operation("results.json")[1]["parameters"] if each["name"] == "limit"]
    assert (limit["maximum"], limit["default"]) == (MAX_PAGE, DEFAULT_PAGE)


def test_the_server_serves_the_description(server):
    assert server.get("openapi.json").json() == OPENAPI


def _ask(server, name, parameters, *, method=None, **options):
    ask = {"auth": AUTH, "timeout": 60, **options}
    method = method or _operation(name)[0].upper()
    values = {"data" if method == "POST" else "params": parameters}
    return requests.request(method, f"{server.url}{name}", **values, **ask)


@pytest.fixture(scope="module")
def answers(server, away, crawls, job_id, broken_job_id, stranger, done, running):
    """(service, status) -> an answer of every kind that there is."""
    good = {
        "startrun.json": {"job_id": job_id, "idempotency_key": "described"},
        "runstatus.json": {"run_id": done},
        "cancelrun.json": {"run_id": running},
        "results.json": {"run_id": done, "evidence": "true"},
        "schedules.json": {"job_id": job_id},
        "health.json": {},
        "metrics": {},
        "openapi.json": {},
    }
    asked = []
    for name, values in good.items():
        other = "GET" if _operation(name)[0] == "post" else "POST"
        asked += [
            (name, _ask(server, name, values)),
            (name, _ask(server, name, {**values, "colour": "red"})),
            (name, _ask(server, name, values, auth=("operator", "wrong"))),
            (name, _ask(server, name, {}, method=other)),
        ]
        if "404" in _operation(name)[1]["responses"]:
            asked += [
                (name, _ask(server, name, {**values, "user_id": stranger})),
                (name, _ask(server, name, {**values, "user_id": "me"})),
            ]
        if "503" in _operation(name)[1]["responses"]:
            asked.append((name, _ask(away, name, values)))
        if "403" in _operation(name)[1]["responses"]:
            asked.append((name, _ask(server, name, values, headers={"Origin": "https://evil.example"})))
    asked += [
        ("startrun.json", _ask(server, "startrun.json", good["startrun.json"])),
        ("startrun.json", _ask(server, "startrun.json", {"job_id": broken_job_id})),
        ("cancelrun.json", _ask(server, "cancelrun.json", {"run_id": done})),
        ("metrics", _ask(away, "metrics", {})),
    ]
    return asked


def test_every_answer_is_as_it_is_described(answers):
    for name, answer in answers:
        _check(name, answer)


def test_every_status_that_is_described_is_answered(answers):
    seen = {(name, str(answer.status_code)) for name, answer in answers}
    described = {(name, status) for name in SERVICES for status in _operation(name)[1]["responses"]}
    assert seen == described


def test_no_answer_may_be_read_by_other_sites_or_kept(answers):
    assert [answer for _, answer in answers if "Access-Control-Allow-Origin" in answer.headers] == []
    assert {answer.headers["Cache-Control"] for _, answer in answers} == {"no-store"}


def test_no_error_has_a_traceback(answers, server, away):
    assert [answer.text for _, answer in answers if "Traceback" in answer.text] == []
    assert "Traceback" not in server.log + away.log


def test_who_is_not_known_is_refused_everywhere(server):
    paths = ("", "jobs", "logs/", "daemonstatus.json", "runstatus.json", "metrics", "openapi.json")
    answers = [requests.get(f"{server.url}{path}", timeout=60) for path in paths]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Basic realm="Scrapyd"'}


def test_scrapyds_own_pages_still_work(server):
    assert "Scrapyd" in server.get("").text
    assert server.get("daemonstatus.json").json()["status"] == "ok"


def test_a_head_of_a_service_has_no_body(server):
    answer = _ask(server, "health.json", {}, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")


# --- starting and ending runs


def test_the_same_key_gives_the_same_run(server, job_id, crawls):
    first, second = (server.post("startrun.json", job_id=job_id, idempotency_key="monday") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["run"] == second.json()["run"]
    assert (first.json()["is_new"], second.json()["is_new"]) == (True, False)
    assert first.json()["run"]["status"] == "queued"


def test_the_priority_is_that_of_the_first_start(server, job_id):
    given = {"job_id": job_id, "idempotency_key": "urgent"}
    runs = [server.post("startrun.json", priority=priority, **given).json()["run"] for priority in (7, 1)]
    assert [run["priority"] for run in runs] == [7, 7]


def test_without_a_key_each_start_is_a_run_of_its_own(server, job_id):
    first, second = (server.post("startrun.json", job_id=job_id).json()["run"]["id"] for _ in range(2))
    assert first != second


def test_a_job_that_cannot_be_run_leaves_no_run(server, broken_job_id, crawls):
    answer = server.post("startrun.json", job_id=broken_job_id)
    assert (answer.status_code, "has no schema any more" in answer.json()["message"]) == (422, True)
    assert [run for run in crawls.runs() if run.job_id == broken_job_id] == []


def test_a_queued_run_is_cancelled_at_once_and_again(server, queued):
    answers = [server.post("cancelrun.json", run_id=queued) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json()["run"]["stop_reason"] == "cancelled"


def test_a_cancelled_run_that_is_under_way_ends_when_its_worker_has_seen_it(server, running):
    run = server.post("cancelrun.json", run_id=running).json()["run"]
    assert run["status"] == "running"
    assert run["cancel_requested_at"]


def test_the_status_has_counters_the_end_and_the_coverage(server, done):
    run = server.get("runstatus.json", run_id=done).json()["run"]
    assert (run["status"], run["stop_reason"], run["outcome"]) == ("completed", "no_next", "complete")
    assert (run["pages_fetched"], run["items_found"], run["items_extracted"], run["credits_charged"]) == (2, 4, 4, 2)
    assert run["coverage"] == {"promised": 5, "found": 4}


def test_the_status_says_who_works_on_the_run(server, running):
    [worker] = server.get("runstatus.json", run_id=running).json()["workers"]
    assert worker["process"] == "here:1"


@pytest.mark.parametrize("name", ["runstatus.json", "results.json", "cancelrun.json"])
def test_the_run_of_somebody_else_is_as_good_as_not_there(server, name, done, stranger):
    ask = server.post if name == "cancelrun.json" else server.get
    foreign, missing = ask(name, run_id=done, user_id=stranger), ask(name, run_id=ID)
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json()["message"] == missing.json()["message"].replace(ID, str(done))


# --- results


def test_results_come_page_by_page_in_the_order_of_the_site(server, done):
    first = server.get("results.json", run_id=done, limit=3)
    second = server.get("results.json", run_id=done, limit=3, after=first.json()["next"])
    assert _titles(first) + _titles(second) == ["Tea", "Mud", "rice", "salt"]
    assert second.json()["next"] is None


def test_a_page_of_large_results_ends_early_and_none_is_lost(shared, monkeypatch):
    """Each page has one result at least, also where that is too large alone."""
    ids = add_rows(shared.engine)
    large = [result(name, data={"title": name * 900}, position=at) for at, name in enumerate("abcde")]
    with session_scope(shared.engine) as session:
        add_requests(session, ids.run_id, [request(1)])
        commit_pages(session, ids.lease, [page(1, results=tuple(large), items_found=5)])
    for most, expected in ((1, [1] * 5), (3000, [2, 2, 1])):
        monkeypatch.setattr(services, "PAGE_BYTES", most)
        sizes, seen, after = [], [], {}
        while after is not None:
            answer = shared.get("results.json", run_id=ids.run_id, user_id=ids.user_id, **after).json()
            sizes.append(len(answer["results"]))
            seen += [each["data"]["title"][0] for each in answer["results"]]
            after = {"after": answer["next"]} if answer["next"] else None
        assert (sizes, seen) == (expected, list("abcde"))


def test_a_page_that_ends_with_the_last_result_is_the_last(server, done):
    assert server.get("results.json", run_id=done, limit=4).json()["next"] is None


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        pytest.param({"min_confidence": 0.5}, ["Tea", "rice", "salt"], id="at least so sure"),
        pytest.param({"has": "price"}, ["Tea"], id="with a field"),
        pytest.param({"has": ["price", "title"]}, ["Tea"], id="with two fields"),
        pytest.param({"has": "colour"}, [], id="with a field that none has"),
        pytest.param({"since": datetime.now(UTC) - timedelta(days=1)}, ["Tea", "Mud", "rice", "salt"], id="since then"),
        pytest.param({"since": "2100-01-01T00:00:00Z"}, [], id="since a time to come"),
    ],
)
def test_results_are_filtered(server, done, filters, titles):
    assert _titles(server.get("results.json", run_id=done, **filters)) == titles


def test_evidence_is_shown_where_it_is_asked_for(server, done):
    [plain], [full] = (
        server.get("results.json", run_id=done, limit=1, **more).json()["results"]
        for more in ({}, {"evidence": "true"})
    )
    assert full.keys() - plain.keys() == {"evidence"}


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [
        pytest.param({}, 400, "parameter 'run_id' is required", id="nothing"),
        pytest.param({"run_id": [ID, ID]}, 400, "given 2 times", id="repeated"),
        pytest.param({"run_id": ID, "colour": "red"}, 400, "unknown parameter 'colour'", id="unknown"),
        pytest.param({"run_id": b"\xff"}, 400, "not UTF-8", id="no text"),
        pytest.param({"run_id": "7"}, 422, "must be a UUID", id="no UUID"),
        pytest.param({"run_id": ID, "limit": "100000"}, 422, "from 1 to 1000", id="a page too large"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_the_cure(server, given, status, message):
    answer = server.get("results.json", **given)
    assert (answer.status_code, message in answer.json()["message"]) == (status, True)


def test_a_database_that_is_away_is_said_so_with_a_time_to_come_back(away):
    answer = away.get("health.json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "the database cannot be used now" in answer.json()["message"]


# --- schedules


def _schedule(crawls, name, cron, *, zone="UTC", is_active=True):
    """A new job with this schedule; one that could not be stored is written by SQL, as the main server would."""
    job_id = crawls.job("http://127.0.0.1:9/list")
    values = {"name": name, "schedule_cron": cron, "schedule_timezone": zone, "is_active": is_active}
    with session_scope(crawls.engine) as session:
        session.execute(update(ScrapingJob).where(ScrapingJob.id == job_id).values(**values))
    return str(job_id)


@pytest.fixture(scope="module")
def scheduled(crawls):
    """Ids of three jobs by name: a good schedule, one that nobody can use, and one that is switched off."""
    return [
        _schedule(crawls, "a", "30 9 1 1 *", zone="Asia/Tokyo"),
        _schedule(crawls, "b", "every day"),
        _schedule(crawls, "c", "0 6 * * *", is_active=False),
    ]


def test_schedules_have_their_next_five_times_or_what_is_wrong(server, scheduled):
    good, wrong, off = server.get("schedules.json").json()["schedules"]
    assert [each["job_id"] for each in (good, wrong, off)] == scheduled
    first = int(good["next_times"][0][:4])
    assert good["next_times"] == [f"{year}-01-01T09:30:00+09:00" for year in range(first, first + 5)]
    assert (good["wrong"], wrong["next_times"], off["next_times"]) == (None, [], [])
    assert "every day" in wrong["wrong"]
    assert off["is_active"] is False


def test_schedules_come_page_by_page(server, scheduled):
    first = server.get("schedules.json", limit=2).json()
    second = server.get("schedules.json", limit=2, after=first["next"]).json()
    assert [each["job_id"] for each in first["schedules"] + second["schedules"]] == scheduled
    assert second["next"] is None


def test_the_schedule_of_one_job_is_asked_for_by_its_id(server, scheduled, stranger):
    [one] = server.get("schedules.json", job_id=scheduled[2]).json()["schedules"]
    assert one["name"] == "c"
    assert server.get("schedules.json", job_id=scheduled[2], user_id=stranger).status_code == 404
    assert server.get("schedules.json", user_id=stranger).json()["schedules"] == []
