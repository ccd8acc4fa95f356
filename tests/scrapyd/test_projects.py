"""scraper.scrapyd.projects: which projects are ours, and a name of the server that outlives a restart."""

import pytest
from scrapyd.config import Config

from scraper.scrapyd.projects import node_name, run_projects, settings_module


def _config(projects, **options):
    config = Config(values=options)
    config.cp.add_section("settings")
    for name in config.cp.defaults():
        config.cp.set("settings", name, "")
    for project, module in projects.items():
        config.cp.set("settings", project, module)
    return config


CASES = {
    "by settings module": ({"default": "scraper.settings", "other": "x.settings"}, {}, ["default"]),
    "by name": ({"shop": "ours"}, {"run_projects": "shop"}, ["shop"]),
    "an egg that is there comes after a project that is": ({"b": "ours"}, {"run_projects": "a b"}, ["b", "a"]),
    "none": ({"other": "x.settings"}, {}, []),
}


@pytest.mark.parametrize(("projects", "options", "expected"), CASES.values(), ids=CASES)
def test_our_projects_are_those_named_or_with_our_settings(projects, options, expected):
    assert run_projects(_config(projects, **options)) == expected


def test_the_settings_are_those_of_our_project():
    assert settings_module(_config({"shop": "site.settings"}, run_projects="shop")) == "site.settings"
    assert settings_module(_config({}, run_projects="egg")) == "scraper.settings"


def test_a_server_keeps_its_name_and_has_it_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SCRAPYD_HTTP_PORT", raising=False)
    one = node_name(_config({}, dbs_dir=str(tmp_path / "one")))
    assert one == node_name(_config({}, dbs_dir=str(tmp_path / "one")))
    assert one != node_name(_config({}, dbs_dir=str(tmp_path / "two")))
    assert node_name(_config({}, run_node="north")) == "north"
