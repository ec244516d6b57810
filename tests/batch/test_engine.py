"""What tells the results of one program from those of another covers all that makes them."""

import subprocess
import sys

from epicrisis.batch.engine import ROOMS

WITHOUT_RESULTS = {"__init__.py", "store"}  # a library keeps what it is given
LOADED = """
import sys
from epicrisis.batch.shards import work_off
from epicrisis.batch.worker import warm_up
warm_up()
import epicrisis.exports.snapshot
for module in sorted(sys.modules.values(), key=str):
    name = getattr(module, "__name__", "")
    if name.startswith("epicrisis."):
        room = name.split(".")[1]
        print(room if hasattr(sys.modules["epicrisis." + room], "__path__") else room + ".py")
"""


def test_every_room_that_works_on_a_file_counts():
    """A room of which a process that reads loads anything is one that results depend on."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())

    assert {"readers", "mentions", "pipeline.py"} <= loaded
    assert loaded - WITHOUT_RESULTS <= set(ROOMS)
