"""The environment of the programs that epicrisis is measured against, apart from our own.

It lies in `.bench/` beside `.venv`, is made on first use with the versions of `rivals.txt`, and is
made again when that file changes. What is installed there never meets what we develop with.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
PINS = Path(__file__).with_name("rivals.txt")
PATIENCE = 900  # seconds for the installation


class Missing(Exception):
    """There is no such environment; the message says why."""


def python(*, install: bool, folder: Path = FOLDER, pins: Path = PINS) -> Path:
    """Give the interpreter of the rivals' environment, making it where that is allowed.

    Raises:
        Missing: It is not there and may not, or could not, be made.
    """
    found = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "installed.txt"
    wanted = pins.read_text(encoding="utf-8")
    if found.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return found
    if not install:
        raise Missing(f"{folder.name}/ is not made, and --no-install forbids it")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"Installing the rivals into {folder.name}/ (once, about a minute)", flush=True)
    run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--requirement", str(pins)])
    stamp.write_text(wanted, encoding="utf-8")
    return found


def run(command: list[str]) -> None:
    """Run a step of the installation.

    Raises:
        Missing: The step failed; the message has the last line it said.
    """
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Missing(f"the installation took longer than {PATIENCE} s") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or ["no reason given"]
        reason = next((line for line in reversed(said) if line.startswith("ERROR")), said[-1])
        raise Missing(f"they could not be installed: {reason}") from None
