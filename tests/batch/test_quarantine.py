"""A file that hangs, crashes or eats memory ends in quarantine, alone."""

import json
import subprocess
import time

import pytest

from epicrisis.batch import Limits, Options, run

pytestmark = pytest.mark.slow  # each starts processes of its own

TIGHT = Limits(seconds=5, megabytes=700)
REASONS = {
    "exit": ("crash", "the process that read it ended with code 3"),
    "segv": ("crash", "the process that read it died of SIGSEGV"),
    "sleep": ("timeout", "took longer than 5 s"),
    "stuck": ("timeout", "took longer than 5 s"),
    "grow": ("memory", "needed more than 700 MB"),
    "grab": ("memory", "needed more than 700 MB"),
    "error": (
        "error",
        "stopped by an error of ours, please report it: RuntimeError: something nobody foresaw",
    ),
}


def call(source, output, **options):
    options = {"workers": 2, "shard_files": 12, "limits": TIGHT, **options}
    return run(str(source), str(output), version="1.0", options=Options(**options))


def quarantine(output):
    lines = (output / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()
    return {told["path"]: (told["kind"], told["reason"]) for told in map(json.loads, lines)}


@pytest.mark.parametrize("kind", ["segv", "error"])
def test_poison_ends_alone(reports, poison, tmp_path, kind):
    """Its shard mates give what they give without it."""
    poison(reports / "ward-1" / "poison.txt", kind)
    summary = call(reports, tmp_path / "out")
    expected, reason = REASONS[kind]

    assert (summary.documents, summary.failures) == (40, 1)
    assert quarantine(tmp_path / "out") == {"ward-1/poison.txt": (expected, reason)}


@pytest.mark.slow
def test_many_poisons_side_by_side(reports, poison, tmp_path, tree):
    """Every kind at once, next to one another, with any number of processes."""
    for kind in REASONS:
        poison(reports / "ward-1" / f"report-003-{kind}.txt", kind)
    summary = call(reports, tmp_path / "two")
    call(reports, tmp_path / "three", workers=3)
    found = quarantine(tmp_path / "two")

    assert (summary.documents, summary.failures) == (40, len(REASONS))
    for kind, (expected, reason) in REASONS.items():
        assert found[f"ward-1/report-003-{kind}.txt"] == (expected, reason)
    assert tree(tmp_path / "two") == tree(tmp_path / "three")


def test_one_death_is_no_proof(reports, poison, tmp_path):
    """A file that was being read when somebody killed the process is read after all."""
    poison(reports / "ward-1" / "poison.txt", f"once {tmp_path / 'mark'}")
    summary = call(reports, tmp_path / "out")

    assert (tmp_path / "mark").exists()
    assert (summary.failures, summary.quarantined) == (1, 0)  # read, and found to be no report


@pytest.mark.slow
def test_quarantine_is_tried_again_on_demand(reports, poison, tmp_path, tree):
    """Only then, and only where it is; what can be read now joins the others."""
    path = reports / "ward-1" / "poison.txt"
    switch = tmp_path / "mended"
    switch.mkdir()
    poison(path, f"once {switch / 'no' / 'way'}")
    first = call(reports, tmp_path / "out")
    (switch / "no").mkdir()
    (switch / "no" / "way").touch()
    second = call(reports, tmp_path / "out")
    third = call(reports, tmp_path / "out", retry=True)
    call(reports, tmp_path / "fresh")

    assert (first.quarantined, second.quarantined, third.quarantined) == (1, 1, 0)
    assert (second.shards, third.shards) == (0, 1)
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_processes_end_with_the_one_that_minds_them(reports, poison, tmp_path, command):
    """Killed without warning, it leaves nobody behind, not even one that is stuck."""
    poison(reports / "ward-0" / "aaa.txt", "sleep")
    with command("run", reports, "-o", tmp_path / "out", "--workers", "1") as process:
        children = []
        while not children and process.poll() is None:
            time.sleep(0.05)
            listed = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(process.pid)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            children = [int(pid) for pid in listed.stdout.split()]
        time.sleep(1)
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 10
    while alive(children) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert children
    assert alive(children) == []


def alive(pids):
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line.split() for line in listed.stdout.splitlines()]
    return [pid for pid, state in told if not state.startswith("Z")]
