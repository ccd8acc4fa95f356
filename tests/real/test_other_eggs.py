"""Eggs of another project on a real Scrapyd server with our parts: Scrapyd's own deploying works as without us."""

import subprocess

import pytest
import requests

from tests.crawls import Crawls
from tests.outages import wait_until
from tests.scrapyd.servers import tool
from tests.scrapyd.sharing_server import ScrapydServer
from tests.site import paged_site

SETUP = """
from setuptools import find_packages, setup

setup(name="news", version="1", packages=find_packages(), entry_points={"scrapy": ["settings = news.settings"]})
"""
SPIDER = """
import scrapy

class Headlines(scrapy.Spider):
    name = "headlines"

    async def start(self):
        self.logger.info("version VERSION read with %s", self.tag)
        return
        yield
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory, sqlite_template):
    """A server whose database has a job of ours."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "scraper.db").write_bytes(sqlite_template.read_bytes())
    with ScrapydServer(folder / "server", f"sqlite:///{folder / 'scraper.db'}") as server:
        yield server


@pytest.fixture(scope="module")
def deployed(server, tmp_path_factory):
    """What Scrapyd's services say, step by step, of a project that is deployed twice, run, and removed."""
    folder = tmp_path_factory.mktemp("news")
    said = {"versions of a foreign project": server.get("listversions", project="news")}
    for version in ("r1", "r2"):
        _deploy(server, folder, version)
    said["versions"] = server.get("listversions", project="news")
    said["projects"] = server.get("listprojects")
    said["spiders"] = server.get("listspiders", project="news")
    said["latest"] = _run(server, folder, tag="blue")
    said["older"] = _run(server, folder, tag="red", _version="r1")
    said["ours meanwhile"] = _run_ours(server)
    said["version removed"] = server.post("delversion", project="news", version="r1")
    said["versions left"] = server.get("listversions", project="news")
    said["removed"] = server.post("delproject", project="news")
    said["projects left"] = server.get("listprojects")
    said["spiders left"] = server.get("listspiders", project="news")
    said["ours afterwards"] = _run_ours(server)
    return said


def _deploy(server, folder, version):
    """The project by scrapyd-deploy, as its own author would."""
    package = folder / "news"
    (package / "spiders").mkdir(parents=True, exist_ok=True)
    (folder / "setup.py").write_text(SETUP)
    (folder / "scrapy.cfg").write_text(
        f"[settings]\ndefault = news.settings\n\n[deploy]\nurl = {server.url}\nproject = news\n"
    )
    (package / "__init__.py").write_text("")
    (package / "settings.py").write_text('SPIDER_MODULES = ["news.spiders"]\nTELNETCONSOLE_ENABLED = False\n')
    (package / "spiders" / "__init__.py").write_text(SPIDER.replace("VERSION", version))
    command = [tool("scrapyd-deploy"), "--version", version]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _run(server, folder, **arguments):
    """The log of a run of the other project, when Scrapyd lists it as finished."""
    status, answer = server.post("schedule", project="news", spider="headlines", **arguments)
    assert (status, answer["status"]) == (200, "ok"), answer
    job = answer["jobid"]
    wait_until(lambda: job in [each["id"] for each in server.get("listjobs", project="news")["finished"]])
    return (server.folder / "logs" / "news" / "headlines" / f"{job}.log").read_text()


def _run_ours(server):
    """The end of a run of our project, and the records that it stored."""
    crawls = Crawls(server.database_url)
    with paged_site(pages=2, per_page=3) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button")
        server.schedule(job_id)
        wait_until(lambda: crawls.outcome(job_id).run.finished_at is not None)
        crawled = crawls.outcome(job_id)
    crawls.close()
    return crawled.end, len(crawled.results)


def test_deployed_versions_and_spiders_are_listed(deployed):
    listed = [deployed[name] for name in ("versions of a foreign project", "versions", "spiders")]
    wanted = [("versions", []), ("versions", ["r1", "r2"]), ("spiders", ["headlines"])]
    assert [(name, each[name]) for each, (name, _) in zip(listed, wanted, strict=True)] == wanted
    assert "news" in deployed["projects"]["projects"]


def test_each_version_runs_with_its_arguments(deployed):
    assert "version r2 read with blue" in deployed["latest"]
    assert "version r1 read with red" in deployed["older"]


def test_versions_and_projects_are_removed(deployed):
    removed = (deployed["version removed"], deployed["removed"])
    assert [(status, answer["status"]) for status, answer in removed] == [(200, "ok"), (200, "ok")]
    assert deployed["versions left"]["versions"] == ["r2"]
    assert "news" not in deployed["projects left"]["projects"]
    assert deployed["spiders left"]["status"] == "error"


def test_runs_of_ours_go_on_beside_it_and_after_its_removal(deployed):
    whole = (("completed", "no_next", "complete"), 6)
    assert (deployed["ours meanwhile"], deployed["ours afterwards"]) == (whole, whole)


def test_our_project_is_listed_and_its_web_page_stands(deployed, server):
    assert {"scraper", "default", "other"} <= set(deployed["projects"]["projects"])
    assert requests.get(f"{server.url}jobs", timeout=60).status_code == 200
