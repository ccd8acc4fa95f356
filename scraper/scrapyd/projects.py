"""Which of a Scrapyd server's projects are this one, and which server it is. Reads Scrapyd's options."""

import hashlib
import os
import socket
from typing import Any

SETTINGS_MODULE = "scraper.settings"
SPIDER = "job"


def run_projects(config: Any) -> list[str]:
    """The projects whose queue is the table of runs; the first one is the one that its runs are listed under.

    They are those that the option `run_projects` names, or else those of [settings] that have our settings module.
    """
    in_settings = dict(config.items("settings", default=[]))
    named = config.get("run_projects", "").split()
    if not named:
        return [project for project, module in in_settings.items() if module.strip() == SETTINGS_MODULE]
    return sorted(named, key=lambda project: project not in in_settings)  # an egg of that name may not be there


def settings_module(config: Any) -> str:
    """The settings module of our first project."""
    in_settings = dict(config.items("settings", default=[]))
    return next((in_settings[each].strip() for each in run_projects(config) if each in in_settings), SETTINGS_MODULE)


def node_name(config: Any) -> str:
    """What this server is called in `run_workers.node`, the same after a restart: the option `run_node`, or else

    its host, its port or socket, and its folder of databases.
    """
    if named := config.get("run_node", "").strip():
        return str(named)
    folder = os.path.realpath(config.get("dbs_dir", "dbs"))
    place = f"{folder} {os.getenv('SCRAPYD_UNIX_SOCKET_PATH') or config.get('unix_socket_path', '')}"
    port = os.getenv("SCRAPYD_HTTP_PORT") or config.get("http_port", "6800")
    return f"{socket.gethostname()}:{port}:{hashlib.sha256(place.encode()).hexdigest()[:8]}"
