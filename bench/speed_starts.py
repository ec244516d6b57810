"""What a start costs: the same small programs in fresh processes, the interpreter included."""

import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

REPORT = Path(__file__).resolve().parent.parent / "examples" / "kawasaki.txt"
TIMES = 5
PEAK = (
    "\nfrom pathlib import Path; import resource; status = Path('/proc/self/status')"
    "\nprint(int(status.read_text().partition('VmHWM:')[2].split()[0]) if status.exists() else "
    "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)
HELP = (
    "import sys; sys.argv = ['epicrisis', '--help']\n"
    "try:\n    from epicrisis.cli.main import main; main()\n"
    "except SystemExit: pass"
)
PROGRAMS = {
    "python alone": "pass",
    "import epicrisis": "import epicrisis",
    "import every name": "from epicrisis import *",
    "epicrisis --help": HELP,
    "first report": f"import epicrisis as e; e.extract(e.read_document({str(REPORT)!r}))",
}


class Start(NamedTuple):
    """The best of several starts: processor and wall seconds, peak MB, or why it failed."""

    seconds: float
    wall: float
    peak: float
    failed: str = ""


def fresh(program: str) -> Start:
    """Run a program several times, each in a fresh process."""
    times, walls, peak = [], [], 0.0
    for _ in range(TIMES):
        start, before = perf_counter(), spent()
        done = subprocess.run([sys.executable, "-c", program + PEAK], capture_output=True)
        walls.append(perf_counter() - start)
        times.append(spent() - before)
        if done.returncode:
            return Start(0.0, 0.0, 0.0, done.stderr.decode().strip().splitlines()[-1])
        peak = max(peak, int(done.stdout.split()[-1]) / 1024)
    return Start(min(times), min(walls), peak)


def spent() -> float:
    """Give the processor time of all processes that this one has started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def starts() -> dict[str, Start]:
    """Measure all of them."""
    return {name: fresh(program) for name, program in PROGRAMS.items()}
