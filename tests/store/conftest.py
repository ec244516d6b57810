"""Libraries to test with: a new one for each test, on SQLite and on PostgreSQL.

The server is a private one in a temporary folder, reached by a socket there, without a port. It
refuses to be run by root, so root runs it as `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from epicrisis.store import Extraction, Library, RunRecord, open_library
from epicrisis.testing import CourseBuilder, DocumentBuilder, synthetic_case

FAST = "-c fsync=off -c full_page_writes=off -c max_connections=20 -c shared_buffers=16MB"


def _program(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


def _as_user() -> list[str]:
    """What to put before a command so that it does not run as root."""
    if os.getuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    if not shutil.which("setpriv"):
        pytest.skip("PostgreSQL does not run as root, and setpriv is not here to be someone else")
    return ["setpriv", "--reuid", user, "--regid", str(pwd.getpwnam(user).pw_gid), "--clear-groups"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A private PostgreSQL server; the URL of its first database."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    if not initdb or not control:
        pytest.skip("no PostgreSQL here (initdb, pg_ctl): install it, e.g. apt install postgresql")
    before = _as_user()
    memory = Path("/dev/shm")
    base = memory if os.access(memory, os.W_OK) else Path("/tmp")  # a socket's path must be short
    folder = Path(tempfile.mkdtemp(prefix="epg", dir=base))
    folder.chmod(0o777)
    data = folder / "data"
    url = f"postgresql://tester@/postgres?host={folder}"
    try:
        steps = [
            [initdb, "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "-N"],
            [
                *(control, "start", "-w", "-D", str(data), "-l", str(folder / "log")),
                *("-o", f"-c listen_addresses='' -k {folder} {FAST}"),
            ],
        ]
        for step in steps:
            environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
            done = subprocess.run(
                before + step, env=environment, cwd="/", capture_output=True, text=True, timeout=60
            )
            if done.returncode:
                pytest.skip(f"PostgreSQL does not start here: {done.stderr.strip()[-300:]}")
        yield url
    finally:
        if data.exists():
            stop = [*before, control, "stop", "-m", "immediate", "-D", str(data)]
            subprocess.run(stop, cwd="/", capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_place(request, tmp_path_factory) -> Callable[[str], str]:
    """Make a place for a library: the path of no file yet, or the URL of an empty schema."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path_factory.mktemp("library") / "cases.epicrisis")
        import psycopg

        server = request.getfixturevalue("server")
        name = f"t{uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{server}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, new_place) -> str:
    """Where a library may be made."""
    return new_place(request.param)


@pytest.fixture
def library(place) -> Iterator[Library]:
    """A new library, empty."""
    with open_library(place, create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def run() -> RunRecord:
    """A session of this version of the program."""
    return RunRecord(program="epicrisis 1.0", started_at="2026-01-02T03:04:05Z")


@pytest.fixture(scope="session")
def case() -> Callable[..., Extraction]:
    """Make what an extraction gave of an invented report; its number tells reports apart."""

    def make(number: int = 0) -> Extraction:
        document, course = synthetic_case(number)
        return Extraction(document, (course,))

    return make


TEXT = (
    "A 40-year-old man was admitted with cough. Ferritin was 780 ng/mL on day 1. "
    "Prednisolone 40 mg/day was given from day 3. Later ferritin was 96 ng/mL."
)


@pytest.fixture(scope="session")
def quay() -> Callable[..., Extraction]:
    """Make a small report and its course; what the text no longer says is not in the course.

    `first` is the value that the extraction makes of the first ferritin.
    """

    def make(text: str = TEXT, *, first: float = 780, name: str = "quay") -> Extraction:
        document = DocumentBuilder(name).title("A case on the quay").paragraph(text).build()
        builder = CourseBuilder(document)
        if "40-year-old" in text:
            builder.age("40-year-old", 40).sex("man", "male")
        if "780 ng/mL" in text:
            builder.lab("ferritin", "780 ng/mL", first, "ng/mL", day=1)
        if "40 mg/day" in text:
            builder.drug("prednisolone", "40 mg/day", 40, "mg/day", day=3)
        if "96 ng/mL" in text:
            builder.lab("ferritin", "96 ng/mL", 96, "ng/mL", day=9)
        return Extraction(document, (builder.build(),))

    return make
