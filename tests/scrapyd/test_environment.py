"""scraper.scrapyd.environment: runs get no folder of requests, spiders of other projects get theirs."""

import pytest
from scrapyd.config import Config
from scrapyd.environ import Environment

from scraper.scrapyd.environment import RunEnvironment

OWN = "scraper"


@pytest.fixture
def environment(tmp_path):
    folders = {f"{name}_dir": str(tmp_path / name) for name in ("jobs", "logs")}
    return RunEnvironment(Environment(Config(values=folders), initenv={"HOME": "/"}), [OWN])


@pytest.mark.parametrize(("project", "names"), [(OWN, {"LOG_FILE"}), ("quotes", {"LOG_FILE", "JOBDIR"})])
def test_only_spiders_of_other_projects_keep_requests_in_a_folder(environment, project, names):
    message = {"_project": project, "_spider": "job", "_job": "monday"}
    assert environment.get_settings(message).keys() == names


def test_the_variables_are_scrapyds(environment):
    assert environment.get_environment({"_project": OWN}, 0) == {"HOME": "/", "SCRAPY_PROJECT": OWN}
