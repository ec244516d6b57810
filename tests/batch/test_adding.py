"""Folders of reports into a library: nothing lost, nothing twice, nothing read in vain."""

import os
import random
import signal
import time

import pytest

from epicrisis.batch import Options, add, journal_place
from epicrisis.batch.adding import without_repeats
from epicrisis.batch.minding import Worker
from epicrisis.store import RunRecord, open_library

pytestmark = pytest.mark.slow  # each starts processes of its own

KILLS = int(os.environ.get("EPICRISIS_KILLS", "5"))  # 15 were tried when this was written
SMALL = Options(workers=1, shard_files=6)


def call(sources, place, options=SMALL, program="epicrisis 1.0"):
    run = RunRecord(program=program)
    with open_library(place, create=True) as library:
        summary, counts = add([str(source) for source in sources], library, run, options=options)
        library.end_run(run, counts)
    return summary, counts


def content(place):
    with open_library(place, readonly=True) as library:
        held = [(d.name, d.text, c.model_dump_json()) for d, c in library.pairs()]
        return sorted(held), library.counts()


def test_a_folder_is_added_once(reports, tmp_path):
    """The second time nothing is read, and the counts say that all of it is there."""
    place = tmp_path / "library"
    first, counts = call([reports], place)
    again, recounts = call([reports, reports / "ward-1"], place)

    assert (first.documents, counts) == (40, {"added": 40})
    assert (again.skipped, again.shards, recounts) == (40, 0, {"unchanged": 40})
    assert content(place)[1]["reports"] == 40


def test_a_process_that_holds_much_is_replaced(reports, tmp_path, monkeypatch):
    """Also where its next shard waits already; that is read by another, and nothing is lost."""
    started = []
    monkeypatch.setattr("epicrisis.batch.supervisor._STALE", 0.001)
    monkeypatch.setattr(
        "epicrisis.batch.supervisor.Worker", lambda *given: started.append(given) or Worker(*given)
    )
    summary, counts = call([reports], tmp_path / "library", Options(workers=1, shard_files=16))

    assert (summary.failures, counts) == (0, {"added": 40})
    assert len(started) == summary.shards > 1


@pytest.mark.slow
def test_records_are_not_believed_for_another_library(reports, tmp_path):
    """A library that was removed, or put back from an older copy, is filled again."""
    place = tmp_path / "library"
    call([reports / "ward-1"], place)
    older = place.read_bytes()
    call([reports], place)
    whole = content(place)
    place.write_bytes(older)
    restored, _ = call([reports], place)
    place.unlink()
    anew, counts = call([reports], place)

    assert restored.documents == 40
    assert content(place) == whole
    assert (anew.skipped, counts) == (0, {"added": 40})


@pytest.mark.slow
def test_a_changed_file_becomes_a_new_version(reports, tmp_path):
    """And the rest of its shard is passed over by the library itself."""
    place = tmp_path / "library"
    call([reports], place)
    path = reports / "ward-0" / "report-003.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("cough", "chills"), encoding="utf-8")
    summary, counts = call([reports], place)

    assert summary.shards == 1
    assert (counts["new version"], counts["added"], counts["unchanged"]) == (1, 0, 39)


def test_poison_and_bad_files_are_listed(reports, poison, tmp_path):
    """The rest is in the library; what is in quarantine stands beside it."""
    poison(reports / "ward-0" / "poison.txt", "exit")
    (reports / "ward-1" / "empty.txt").touch()
    place = tmp_path / "library"
    summary, _ = call([reports, tmp_path / "nowhere.txt"], place)
    listed = (journal_place(str(place)) / "quarantine.jsonl").read_text(encoding="utf-8")

    assert (summary.documents, summary.failures, summary.quarantined) == (40, 3, 1)
    assert "ward-0/poison.txt" in listed
    assert "empty" not in listed


def test_a_report_that_the_library_refuses_is_named(reports, tmp_path, monkeypatch):
    """Its batch mates are added."""
    from epicrisis.errors import InputError
    from epicrisis.store import adding

    real = adding._check

    def check(extraction):
        if extraction.document.name == "report-003":
            raise InputError("report-003: not this one")
        real(extraction)

    monkeypatch.setattr(adding, "_check", check)
    summary, counts = call([reports], tmp_path / "library")

    assert (summary.documents, summary.failures, counts["added"]) == (39, 1, 39)


def test_roots_within_roots_are_read_once(tmp_path):
    """Whatever order they are named in."""
    assert without_repeats(["a/b", "a", "c", "./c/d"]) == ["a", "c"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_any_time_a_library_holds_everything_once(command, reports, tmp_path):
    """Random moments of death; then the same as from an undisturbed run."""
    chance = random.Random(15)
    place = tmp_path / "library"
    for _ in range(KILLS):
        with command("add", reports, "--library", place, "--workers", "2") as process:
            time.sleep(0.5 + chance.random() * 4)
            process.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM]))
            process.communicate()
    with command("add", reports, "--library", place) as process:
        _, said = process.communicate(timeout=200)
    with command("add", reports, "--library", tmp_path / "calm") as process:
        process.communicate(timeout=200)

    assert process.returncode == 0, said
    assert content(place) == content(tmp_path / "calm")
