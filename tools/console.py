"""Run the console blocks of a page and print below each command what it prints.

A block is fenced as `console`; its commands begin with `$ `. They run one after the other in a new
folder that holds the example reports, all blocks of a page in the same one.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOUND = 1  # exit code of `epicrisis audit` when there is something to say


def rendered(text: str) -> str:
    """Give a page's text with the output of every command as it is now."""
    if not BLOCK.search(text):
        return text
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return BLOCK.sub(lambda block: f"```console\n{session(block[1], Path(folder))}```", text)


def session(block: str, folder: Path) -> str:
    """Run the commands of one block and lay out what they print."""
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    return "".join(f"$ {command}\n{printed(command, folder)}" for command in commands)


def printed(command: str, folder: Path) -> str:
    """Run one command and give what a terminal of 100 columns without colours shows.

    Raises:
        RuntimeError: The command fails.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if result.returncode not in ({0, FOUND} if " audit " in command else {0}):
        raise RuntimeError(f"{command}: exit code {result.returncode}\n{result.stdout}")
    lines = [line.rstrip() for line in result.stdout.rstrip("\n").split("\n")]
    return "\n".join(lines) + "\n" if any(lines) else ""
