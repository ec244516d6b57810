"""What the commands on a case library share."""

from typing import Any

import click

PLACE: dict[str, Any] = {
    "envvar": "EPICRISIS_LIBRARY",
    "metavar": "FILE|URL",
    "help": "The case library: a file, or postgresql://... [env: EPICRISIS_LIBRARY]",
}
LIBRARY = click.option("--library", "place", required=True, **PLACE)
MAYBE_LIBRARY = click.option("--library", "place", **PLACE)
OWN = click.option("--own/--all", "own", default=False, help="Leave out cited patients.")
JSON_LINES = click.option("--jsonl", is_flag=True, help="Print one JSON object a line.")
