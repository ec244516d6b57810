"""The same shards on a real cluster of Dask workers in processes of their own."""

import os
import signal
import sys
import threading
import time

import pytest

from epicrisis.batch import Limits, Options, run
from epicrisis.batch.cluster import on_cluster
from epicrisis.batch.shards import Job
from epicrisis.errors import InputError

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed"),
]
LIMITS = Limits(seconds=10, megabytes=1500)


@pytest.fixture
def cluster(poison):
    """A scheduler and two worker processes, restarted by their nannies when they die."""
    from dask import config

    config.set({"distributed.scheduler.allowed-failures": 2})
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def options(cluster=None, **others):
    address = cluster.scheduler_address if cluster else ""
    return Options(workers=2, shard_files=4, limits=LIMITS, scheduler=address, **others)


def call(source, output, chosen):
    return run(str(source), str(output), version="1.0", options=chosen)


def test_a_cluster_gives_the_same_bytes(cluster, reports, poison, tmp_path, tree, monkeypatch):
    """With one worker killed in mid-run, and one document that crashes whatever reads it."""
    poison(reports / "ward-1" / "poison.txt", "segv")
    out = tmp_path / "out"
    killed = []

    def kill():
        while len(list((out / "_shards").glob("*.json"))) < 2:
            time.sleep(0.02)
        with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
            pid = next(iter(client.run(os.getpid).values()))
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    monkeypatch.chdir(tmp_path)  # the cluster was started elsewhere
    summary = call("reports", "out", options(cluster))
    thread.join()
    call(reports, tmp_path / "here", options())

    assert killed
    assert (summary.documents, summary.quarantined) == (40, 1)
    assert tree(out) == tree(tmp_path / "here")


def test_a_document_that_takes_dask_workers_along_ends_alone(cluster, reports, poison, tmp_path):
    """Even where the process that minds is killed with the one that reads."""
    poison(reports / "ward-1" / "poison.txt", "minder")
    summary = call(reports, tmp_path / "out", options(cluster))
    text = (tmp_path / "out" / "quarantine.jsonl").read_text(encoding="utf-8")

    assert (summary.documents, summary.quarantined) == (40, 1)
    assert "ward-1/poison.txt" in text
    assert "Dask worker" in text


def test_another_version_on_a_worker_is_refused(cluster, reports, tmp_path, monkeypatch):
    """Parts of two versions are never mixed."""
    monkeypatch.setattr("epicrisis.batch.cluster.engine", lambda: "another")

    with pytest.raises(InputError, match="another version"):
        call(reports, tmp_path / "out", options(cluster))


def test_a_scheduler_that_is_not_there_is_told(tmp_path, monkeypatch):
    """One error, and soon."""
    monkeypatch.setattr("epicrisis.batch.cluster.PATIENCE", "1s")

    with pytest.raises(InputError, match="no Dask scheduler"):
        next(on_cluster("tcp://127.0.0.1:9", [], Job((), "tables", "", "1"), str(tmp_path), LIMITS))
