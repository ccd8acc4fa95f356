"""scraper.browser.executable: which Chromium is run."""

import pytest

from scraper.browser.executable import browser_executable, playwrights_own
from scraper.config import Config
from scraper.exceptions import InvalidSetting


@pytest.fixture
def empty_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    return tmp_path


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_is_named_is_taken(empty_machine):
    named = program(empty_machine / "own" / "browser")
    program(empty_machine / "chromium")
    assert browser_executable(Config(browser=named)) == named


def test_playwrights_newest_goes_before_the_systems(empty_machine):
    program(empty_machine / "chromium")
    program(empty_machine / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(empty_machine / "chromium-1200" / "chrome-linux64" / "chrome")
    assert (playwrights_own(), browser_executable(Config())) == (newest, newest)


def test_the_systems_is_taken_under_any_of_its_names(empty_machine):
    chrome = program(empty_machine / "google-chrome")
    assert browser_executable(Config()) == chrome


@pytest.mark.parametrize(("browser", "said"), [("", "apt-get install chromium"), ("/nowhere/chromium", "no program")])
def test_without_one_the_cure_is_named(empty_machine, browser, said):
    with pytest.raises(InvalidSetting, match=said):
        browser_executable(Config(browser=browser))
