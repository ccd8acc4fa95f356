"""The unit of docs/operations.md: systemd reads it where it is installed; what restarts rest on is checked anyway."""

import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
UNIT = PAGE.partition("scrapyd.service`")[2].partition("```ini\n")[2].partition("```")[0]


def _unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT)
    return parser


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("Restart", "always"),
        ("KillMode", "control-group"),
        ("EnvironmentFile", "/etc/scraper/environment"),
        ("WorkingDirectory", "/srv/scraper"),
    ],
)
def test_the_unit_says_what_the_docs_rest_on(option, value):
    assert _unit()["Service"][option] == value


def test_spiders_have_the_time_that_they_need_to_store_their_pages():
    assert int(_unit()["Service"]["TimeoutStopSec"]) >= 60


def test_systemd_finds_no_fault(tmp_path):
    """With this machine's shell and folders in place of those of the server."""
    analyze = shutil.which("systemd-analyze")
    unit = UNIT.replace("/srv/scraper/.venv/bin/scrapyd", "/bin/sh").replace("/srv/scraper", str(tmp_path))
    file = tmp_path / "scrapyd.service"
    file.write_text(unit.replace("User=scraper", "User=root"), encoding="utf-8")
    if analyze is None:  # not a machine with systemd: the options above are all that is checked
        return
    done = subprocess.run([analyze, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "scrapyd.service" in line] == []
