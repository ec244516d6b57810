"""A folder of reports into tables: whole, the same every time, and only what is needed anew."""

import json
import os
import shutil
import subprocess

import duckdb
import pytest

from epicrisis.audit import audit
from epicrisis.batch import Limits, Options, run
from epicrisis.batch.folders import LocalTarget, local_files
from epicrisis.batch.records import TABLES
from epicrisis.batch.shards import Job, work_off
from epicrisis.errors import BatchError, InputError
from epicrisis.exports.snapshot import write_snapshot
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

pytestmark = pytest.mark.slow  # each starts processes of its own

SMALL = Options(workers=1, shard_files=6)


class Log:
    """Remembers what it was told."""

    def __init__(self):
        self.failures = []
        self.plan = ()
        self.last = 0

    def planned(self, files, done):
        self.plan = (files, done)

    def moved(self, done):
        self.last = done

    def failed(self, failure):
        self.failures.append(failure)

    def lost(self, added):
        raise AssertionError(added)


def call(source, output, options=SMALL, version="1.0"):
    log = Log()
    return run(str(source), str(output), version=version, options=options, watch=log), log


def rows(path):
    return duckdb.sql(f"select * from read_parquet('{path}') order by all").fetchall()


def test_tables_hold_what_a_snapshot_holds(reports, tmp_path):
    """The same rows as from one process that reads file after file, and a row for each file."""
    out = tmp_path / "out"
    summary, log = call(reports, out)

    def items():
        for path in sorted(reports.rglob("*.txt")):
            document = read_document(path)
            courses = extract(document)
            yield document, courses, audit(document, courses)

    write_snapshot(items(), tmp_path / "snapshot", version="1.0")
    for table in set(TABLES) - {"files"}:
        assert rows(out / table / "*.parquet") == rows(tmp_path / "snapshot" / f"{table}.parquet")
    files = duckdb.sql(f"select path from '{out}/files/*.parquet' order by path").fetchall()
    assert [path for (path,) in files] == sorted(
        path.relative_to(reports).as_posix() for path in reports.rglob("*.txt")
    )
    assert (summary.files, summary.documents, summary.failures) == (40, 40, 0)
    assert (log.plan, log.last) == ((40, 0), 40)


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing(reports, tmp_path, tree):
    """Byte for byte, wherever the results lie."""
    call(reports, tmp_path / "one", Options(workers=1, shard_files=6))
    call(reports, tmp_path / "three", Options(workers=3, shard_files=6))

    assert tree(tmp_path / "one") == tree(tmp_path / "three")


def test_the_manifest_tells_parts_and_totals(reports, tmp_path):
    """A line about the whole, one for each shard, one with the sums."""
    summary, _ = call(reports, tmp_path / "out")
    text = (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]

    assert lines[0]["kind"] == "epicrisis.batch"
    assert set(lines[0]["tables"]) == set(TABLES)
    assert len(lines) - 2 == summary.shards
    assert sum(line["parts"]["facts"]["rows"] for line in lines[1:-1]) == lines[-1]["rows"]["facts"]
    assert lines[-1]["documents"] == 40


def test_what_is_finished_is_not_read_again(reports, tmp_path, tree):
    """The second time nothing is worked off and nothing changes."""
    out = tmp_path / "out"
    call(reports, out)
    before = tree(out)
    summary, log = call(reports, out)

    assert (summary.shards, summary.skipped, summary.documents) == (0, 40, 40)
    assert log.plan == (40, 40)
    assert tree(out) == before


@pytest.mark.slow
def test_a_changed_folder_is_read_anew_where_it_changed(reports, tmp_path, tree):
    """A file more, a file less, a file changed: as if it had been so from the beginning."""
    out = tmp_path / "out"
    call(reports, out)
    first, second, *_ = sorted((reports / "ward-1").iterdir())
    first.unlink()
    second.write_text(second.read_text(encoding="utf-8").replace("fever", "chills"))
    (reports / "ward-2" / "another.txt").write_text(first.name + " A 3-year-old boy had fever.")
    summary, _ = call(reports, out)
    call(reports, tmp_path / "fresh")

    assert 0 < summary.shards < 7
    assert tree(out) == tree(tmp_path / "fresh")


@pytest.mark.slow
def test_another_version_makes_everything_anew(reports, tmp_path):
    """Parts of two versions are never mixed."""
    out = tmp_path / "out"
    call(reports, out)
    summary, _ = call(reports, out, version="1.1")

    assert summary.skipped == 0


@pytest.mark.slow
def test_a_part_that_was_lost_is_made_again(reports, tmp_path, tree):
    """A record counts only with its parts."""
    out = tmp_path / "out"
    call(reports, out)
    before = tree(out)
    next((out / "facts").iterdir()).unlink()
    next((out / "courses").iterdir()).write_bytes(b"short")
    next(path for path in (out / "_shards").iterdir() if path.suffix == ".json").write_text("{")
    summary, _ = call(reports, out)

    assert 1 <= summary.shards <= 3
    assert tree(out) == before


@pytest.mark.parametrize("name", ["notes.txt", "facts/other.parquet"])
def test_a_strange_folder_is_left_alone(reports, tmp_path, name, tree):
    """Nothing is written where something else is."""
    other = tmp_path / "out" / name
    other.parent.mkdir(parents=True)
    other.write_text("mine")

    with pytest.raises(InputError, match="expected an empty folder"):
        call(reports, tmp_path / "out")
    assert tree(tmp_path / "out") == {name: b"mine"}


def test_two_runs_do_not_write_into_one_folder(reports, tmp_path):
    """The second is told."""
    with LocalTarget(tmp_path / "out").working(), pytest.raises(InputError, match="another run"):
        call(reports, tmp_path / "out")


def test_a_lock_that_is_taken_away_is_taken_anew(tmp_path, monkeypatch):
    """Of two runs that waited for a third to end, which removes the lock it held, one goes on."""
    fcntl = pytest.importorskip("fcntl")
    target, taken, really = LocalTarget(tmp_path / "out"), [], fcntl.flock

    def flock(file, how):
        if not taken:  # opened already when the run before ends
            shutil.rmtree(tmp_path / "out" / "_work")
        taken.append(how)
        really(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with target.working() as scratch:
        assert scratch.is_dir()
        with pytest.raises(InputError, match="another run"), target.working():
            raise AssertionError("two runs at once")


def test_an_empty_folder_gives_empty_results(tmp_path):
    """No file, no failure; and a folder that is not there is an error."""
    (tmp_path / "none").mkdir()

    assert call(tmp_path / "none", tmp_path / "out")[0].files == 0
    assert (tmp_path / "out" / "manifest.jsonl").exists()
    with pytest.raises(InputError, match="nothing there"):
        call(tmp_path / "nowhere", tmp_path / "out2")


def test_unreadable_files_are_named_and_the_rest_is_read(reports, tmp_path):
    """A reason for each, no quarantine, and a row in the table of files."""
    (reports / "ward-0" / "empty.txt").touch()
    (reports / "ward-1" / "noise.pdf").write_bytes(bytes(range(256)) * 40)
    summary, log = call(reports, tmp_path / "out")
    failed = duckdb.sql(
        f"select path from '{tmp_path}/out/files/*.parquet' where failure = 'unreadable'"
    ).fetchall()

    assert {path for (path,) in failed} == {"ward-0/empty.txt", "ward-1/noise.pdf"}
    assert {f.path for f in log.failures} == {"ward-0/empty.txt", "ward-1/noise.pdf"}
    assert (summary.documents, summary.failures, summary.quarantined) == (40, 2, 0)
    assert all(not f.reason.startswith(("empty", "noise")) for f in log.failures)


def test_an_archive_gives_all_its_documents(reports, tmp_path):
    """A file of several documents has a row for each of them."""
    import tarfile

    with tarfile.open(reports / "more.tar.gz", "w:gz") as archive:
        for path in sorted((reports / "ward-1").iterdir()):
            archive.add(path, arcname=f"inside/{path.name}")
    count = len(list((reports / "ward-1").iterdir()))
    summary, _ = call(reports, tmp_path / "out")
    told = duckdb.sql(
        f"select count(place) from '{tmp_path}/out/files/*.parquet' where path = 'more.tar.gz'"
    ).fetchall()

    assert (summary.files, summary.documents) == (41, 40 + count)
    assert told == [(count,)]


@pytest.mark.skipif(os.name != "posix", reason="such names are made on POSIX alone")
def test_a_name_of_strange_bytes_is_read(reports, tmp_path):
    """A file's name need not be text."""
    with open(os.fsencode(reports) + b"/odd-\xff.txt", "w") as file:
        file.write("A 41-year-old woman had fever.")
    summary, _ = call(reports, tmp_path / "out")

    assert (summary.documents, summary.failures) == (41, 0)


def test_a_full_disk_stops_with_one_error(reports, tmp_path, monkeypatch):
    """What cannot be written is no fault of a file."""
    from epicrisis.batch import supervisor

    real = supervisor.Pool._give

    def give(self, desk, trial):
        real(self, desk, trial)
        folder = desk.given[-1][1]
        folder.rmdir()  # nothing can be written there
        folder.touch()

    monkeypatch.setattr(supervisor.Pool, "_give", give)
    with pytest.raises(BatchError, match="run the same command again"):
        call(reports, tmp_path / "out")


def test_what_the_system_refuses_is_one_error(reports, tmp_path, monkeypatch):
    """As when there is no room for a record; the folder can be gone on with."""

    def refuse(handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("epicrisis.batch.folders.os.fsync", refuse)
        with pytest.raises(BatchError, match="No space left"):
            call(reports, tmp_path / "out")

    assert call(reports, tmp_path / "out")[0].documents == 40


def test_limits_are_no_part_of_the_results(reports, tmp_path):
    """More time and memory make nothing anew."""
    call(reports, tmp_path / "out")
    options = Options(workers=1, shard_files=6, limits=Limits(999, 999))

    assert call(reports, tmp_path / "out", options)[0].shards == 0


@pytest.fixture
def removed(reports):
    """The folder, which is taken away afterwards by what can remove a tree however deep."""
    yield reports
    subprocess.run(["rm", "-rf", reports], check=True)


def test_folders_in_folders_have_no_end_that_we_set(removed, tmp_path):
    """A path may be deeper than calls of functions may nest, and longer than a system opens."""
    reports = removed
    place = os.open(reports, os.O_RDONLY)
    for depth in range(2500):
        os.mkdir("d", dir_fd=place)
        inner = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
        if depth == 1500:
            with open(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=place), "w") as file:
                file.write("A 40-year-old man had fever.")
    os.close(place)
    summary, log = call(reports, tmp_path / "out")

    assert (summary.documents, summary.failures, summary.quarantined) == (41, 1, 0)
    assert "cannot be opened" in log.failures[0].reason


def test_a_folder_that_cannot_be_listed_fails_alone(reports, monkeypatch):
    """Its name takes the place of its files, so that it fails as they would have."""
    listed = os.scandir

    def scandir(place):
        if str(place).endswith("ward-1"):
            raise PermissionError(13, "Permission denied")
        return listed(place)

    monkeypatch.setattr("os.scandir", scandir)
    files = list(local_files(str(reports)))
    outcome = work_off(
        Job(tuple(f for f in files if f.path == "ward-1"), "trial", str(reports), "")
    )

    assert {file.path.partition("/")[0] for file in files} == {"ward-0", "ward-1", "ward-2"}
    assert [failure.kind for failure in outcome.failures] == ["unreadable"]
    assert "cannot be listed" in outcome.failures[0].reason
