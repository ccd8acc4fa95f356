"""The processes that belong to a process, from /proc; for tests that see what is left of a browser."""

from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep


@dataclass(frozen=True, slots=True)
class Process:
    """One process: `started` (clock ticks since the machine's start) tells it from a later one with its id."""

    pid: int
    parent: int
    started: int
    command: str

    @property
    def is_browser(self) -> bool:
        """Whether it is a browser itself, not one of its helpers."""
        return (
            "chrom" in self.command.split(" ")[0] and "--type=" not in self.command and "crashpad" not in self.command
        )


def processes() -> list[Process]:
    """All processes that live; zombies do not."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if fields[0] not in "ZX":
            found.append(Process(int(folder.name), int(fields[1]), int(fields[19]), command))
    return found


def family(pid: int) -> set[Process]:
    """What descends from the process, and the helpers of browsers that began after it and belong to nobody."""
    everything = processes()
    first = next((each.started for each in everything if each.pid == pid), 0)
    found = {each for each in everything if "crashpad" in each.command and each.started >= first}
    parents = {pid}
    while parents:
        children = {each for each in everything if each.parent in parents} - found
        found |= children
        parents = {each.pid for each in children}
    return found


def left_of(some: set[Process], *, seconds: float) -> set[Process]:
    """Those that still live after that time; returns at once when there are none."""
    end = monotonic() + seconds
    while (left := some & set(processes())) and monotonic() < end:
        sleep(0.05)
    return left


def resident_mb(pid: int) -> float:
    """Megabytes of memory that the process has now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
