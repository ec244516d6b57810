"""Reports and results anywhere that fsspec reaches."""

import functools
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from epicrisis.batch import Options, run
from epicrisis.batch.remote import RemoteTarget, files_below, load, target_at
from epicrisis.errors import InputError

pytestmark = pytest.mark.slow  # each starts processes of its own

fsspec = pytest.importorskip("fsspec")
OPTIONS = Options(workers=1, shard_files=20)


@pytest.fixture
def memory():
    """A store that is gone afterwards."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing."""

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(reports):
    """The folder of reports on the web."""
    handler = functools.partial(Quiet, directory=str(reports))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_results_go_to_a_store_and_are_found_there_again(reports, memory, tmp_path, tree):
    """The same bytes as in a folder here; the second run reads nothing."""
    first = run(str(reports), "memory://results", version="1.0", options=OPTIONS)
    second = run(str(reports), "memory://results", version="1.0", options=OPTIONS)
    run(str(reports), str(tmp_path / "here"), version="1.0", options=OPTIONS)
    stored = {path.removeprefix("/results/"): memory.cat(path) for path in memory.find("/results")}

    assert (first.documents, second.skipped) == (40, 40)
    assert stored == tree(tmp_path / "here")


def test_reports_come_from_a_url(reports, tmp_path):
    """By way of a file system that fsspec opens."""
    summary = run(f"file://{reports}", str(tmp_path / "out"), version="1.0", options=OPTIONS)

    assert (summary.files, summary.documents, summary.failures) == (40, 40, 0)


@pytest.mark.parametrize("wrapped", ["", "simplecache::"])
def test_reports_come_from_an_archive_by_its_url(reports, tmp_path, wrapped):
    """Through as many links as a URL has, each file told from another of its name and size."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in reports.rglob("*.txt"):
            archive.write(path, f"in/{path.relative_to(reports).as_posix()}")
    url = f"{wrapped}zip://in::file://{tmp_path}/in.zip"
    found = list(files_below(url))
    here = list(files_below(str(reports)))

    assert [(f.path, f.size) for f in found] == [(f.path, f.size) for f in here]
    assert {load(f.location, 10**6) for f in found} == {
        path.read_bytes() for path in reports.rglob("*.txt")
    }
    assert len({f.stamp for f in found}) == len(found)


def test_results_inside_the_folder_are_no_reports(reports, memory):
    """Wherever both lie, and by whatever URL they are named."""
    for path in reports.rglob("*.txt"):
        memory.pipe_file(f"/in/{path.relative_to(reports).as_posix()}", path.read_bytes())
    memory.pipe_file("/in/out/_shards/a.json", b"{}")
    (reports / "out").mkdir()
    (reports / "out" / "a.json").write_bytes(b"{}")

    assert len(list(files_below("memory://in"))) == 41
    for root, out in (
        ("memory://in", "memory://in/out"),
        ("memory://in", "memory:///in/out/"),
        (f"file://{reports}", f"file://{reports}/out"),
        (f"file://{reports}", f"{reports}/out"),
        (str(reports), f"file://{reports}/out"),
        (str(reports), f"{reports}/out"),
    ):
        assert len(list(files_below(root, apart_from=out))) == 40


@pytest.mark.filterwarnings("ignore")
def test_reports_come_from_the_web(server, tmp_path):
    """Every process fetches the files it reads."""
    pytest.importorskip("aiohttp")
    summary = run(server, str(tmp_path / "out"), version="1.0", options=OPTIONS)

    assert (summary.files, summary.documents, summary.failures) == (40, 40, 0)


def test_a_folder_here_and_elsewhere_lists_alike(reports, memory):
    """The same files in the same order, whatever holds them."""
    for path in reports.rglob("*.txt"):
        memory.pipe_file(f"/in/{path.relative_to(reports).as_posix()}", path.read_bytes())
    memory.pipe_file("/in/picture.png", b"")
    there = list(files_below("memory://in"))
    here = list(files_below(str(reports)))

    assert [(f.path, f.size) for f in there] == [(f.path, f.size) for f in here]
    assert load(there[0].location, 10**6).startswith(b"Case report")


def test_a_target_writes_reads_and_removes(memory, tmp_path):
    """As a folder here does."""
    target = target_at("memory://box")
    assert isinstance(target, RemoteTarget)
    file = tmp_path / "part"
    file.write_bytes(b"rows")
    target.publish({"facts/a.parquet": file})
    target.write("note", b"words")

    assert target.names("facts") == {"a.parquet": 4}
    assert (target.read("note"), target.read("nothing")) == (b"words", None)
    target.remove("note")
    target.remove("note")
    assert target.names() == {}


def test_what_is_not_there_is_told(memory):
    """By its URL."""
    with pytest.raises(InputError, match="memory://nothing"):
        list(files_below("memory://nothing"))
    with pytest.raises(InputError, match="cannot be opened"):
        target_at("nonsense://box")
