"""`epicrisis decide`: a person's word on one datum or finding."""

from typing import Final, Literal

import click

from epicrisis.cli.library import LIBRARY
from epicrisis.store import open_library

_VERDICTS: Final[dict[str, Literal["confirmed", "rejected", "changed"]]] = {
    "accept": "confirmed",
    "dismiss": "rejected",
    "change": "changed",
}


@click.command("decide")
@click.argument("case")
@click.argument("target")
@click.argument("verdict", type=click.Choice(list(_VERDICTS)))
@click.option("--field", default="", help="What is changed, e.g. quantity.value.")
@click.option("--value", help="What it is changed to; without, it is left empty.")
@click.option("--reason", default="", help="Why.")
@click.option("--by", required=True, envvar="USER", help="Who decides. [env: USER]")
@LIBRARY
def command(
    case: str,
    target: str,
    verdict: str,
    field: str,
    value: str | None,
    reason: str,
    by: str,
    place: str,
) -> None:
    """Accept, dismiss or change TARGET of CASE: the id of an event, age, sex, or DOS001.

    The decision is added to those made before, and none is ever taken away; the later one counts.
    """
    with open_library(place) as library:
        made = library.decide(
            case, target, _VERDICTS[verdict], by=by, field=field, value=value, reason=reason
        )
    quote = " ".join(made.decision.anchor.exact.split())
    click.echo(f"decision {made.number}: {verdict} {made.id} of {made.case}, {quote!r}", err=True)
