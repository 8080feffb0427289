"""What the benches here share: the harness of tests/fetcher/process, and what a process has cost."""
import os
import statistics
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
for build in ("release", "test"):
    here = os.path.join(TOP, "build", build, "bin")
    if "SHEAF" not in os.environ and os.path.exists(os.path.join(here, "sheaf-fetch")):
        os.environ["SHEAF"] = os.path.join(here, "sheaf")
os.environ.setdefault("SHEAF_MAKE_TREE", os.path.join(TOP, "build/test/bin/make_tree"))
sys.path.insert(0, os.path.join(TOP, "tests/fetcher/process"))

ROUNDS = int(os.environ.get("ROUNDS", "3"))


def cpu(pid):
    """Seconds that all threads of a process have been on a processor."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def peak(pid):
    """The most memory that a process has had, in MiB (VmHWM)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def told(values, digits=2):
    """Median (smallest..largest)."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}..{max(values):.{digits}f})"
