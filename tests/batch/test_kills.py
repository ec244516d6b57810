"""Killed at any moment, the same command finishes the rest: nothing lost, nothing twice."""

import os
import random
import signal
import subprocess
import time

import pytest

pytestmark = pytest.mark.slow  # each starts processes of its own

KILLS = int(os.environ.get("EPICRISIS_KILLS", "10"))  # 30 were tried when this was written


def finish(command, reports, out, *options) -> str:
    with command("run", reports, "-o", out, "--shard-size", "3", *options) as process:
        _, said = process.communicate(timeout=200)
    assert process.returncode == 0, said
    return said


def killed(command, reports, out, seconds, sign=signal.SIGKILL, workers=2) -> int:
    """Kill a run after a while; say how many shards it was at."""
    with command(
        "run", reports, "-o", out, "--shard-size", "3", "--workers", str(workers)
    ) as process:
        time.sleep(seconds)
        process.send_signal(sign)
        process.communicate()
    runs = list((out / "_work").glob("run-*")) if (out / "_work").exists() else []
    return max((sum(1 for p in run.iterdir() if p.is_dir()) for run in runs), default=0)


def shards(out) -> int:
    return len(list((out / "_shards").glob("*.json")))


def undisturbed(command, reports, tmp_path, tree):
    finish(command, reports, tmp_path / "calm", "--workers", "1")
    return tree(tmp_path / "calm")


@pytest.mark.slow
def test_a_killed_run_goes_on(command, reports, tmp_path, tree):
    """One moment of death in the middle; at most one shard a process is begun twice."""
    out = tmp_path / "out"
    with command("run", reports, "-o", out, "--shard-size", "3", "--workers", "2") as process:
        while shards(out) < 2 and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.communicate()
    (run,) = (out / "_work").glob("run-*")
    begun = sum(1 for path in run.iterdir() if path.is_dir())
    before = shards(out)
    said = finish(command, reports, out)

    assert before >= 2
    assert begun <= 2
    assert "files were finished before" in said
    assert tree(out) == undisturbed(command, reports, tmp_path, tree)


def test_ctrl_c_is_answered_in_one_line(command, reports, tmp_path):
    """Exit code 130, and a word on how to go on."""
    out = tmp_path / "out"
    with command("run", reports, "-o", out, "--shard-size", "3", "--workers", "1") as process:
        while shards(out) < 1 and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said.splitlines()[-1].endswith("run the same command again.")
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_any_time_it_comes_to_the_same(command, reports, tmp_path, tree):
    """Random moments of death by three signals; the bytes are those of an undisturbed run."""
    chance = random.Random(30)
    out = tmp_path / "out"
    signs = [signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]
    held = 0
    for round_ in range(KILLS):
        begun = killed(command, reports, out, chance.random() * 2.5, chance.choice(signs))
        assert begun <= 2
        assert shards(out) >= held or held == 0
        held = shards(out)
        if (out / "manifest.jsonl").exists():  # it was through: begin again from the first third
            for path in sorted((out / "_shards").glob("*.json"))[round_ % 3 :: 2]:
                path.unlink()
            held = shards(out)
    finish(command, reports, out)

    assert tree(out) == undisturbed(command, reports, tmp_path, tree)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_processes_killed_at_any_time_cost_nothing(command, reports, tmp_path, tree):
    """Whoever reads may be killed too, as by a machine that is short of memory."""
    chance = random.Random(7)
    out = tmp_path / "out"
    deaths = seen = 0
    with command("run", reports, "-o", out, "--shard-size", "3", "--workers", "2") as process:
        while process.poll() is None and deaths < 8:
            time.sleep(0.02)
            if shards(out) > seen:
                seen = shards(out)
                time.sleep(chance.random() / 2)
                deaths += kill_one_of(process.pid, chance)
        process.communicate(timeout=200)

    assert process.returncode == 0
    assert deaths
    assert tree(out) == undisturbed(command, reports, tmp_path, tree)


def kill_one_of(parent: int, chance: random.Random) -> int:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    children = listed.stdout.split()
    if children:
        os.kill(int(chance.choice(children)), signal.SIGKILL)
    return len(children[:1])
