"""The figures on the page about scale: written by `bench/batch.py --page` from the run itself."""

from typing import Any

PMC = 300_000  # case reports in PubMed Central, roughly
CORES = (1, 2, 16, 64)


def figures(found: dict[str, Any]) -> str:
    """Write the tables for what was measured."""
    parts = [_scaling(found), _memory(found), _kill(found)]
    if "articles" in found:
        parts.append(_pmc(found))
    return "\n\n".join(parts)


def _scaling(found: dict[str, Any]) -> str:
    runs = found["runs"]
    head = (
        f"{found['texts']} case texts ({found['text bytes'] / 1e6:.1f} MB) on a machine of two "
        f"cores, best of the rounds; the load of the machine was {found['load']:.1f} when the "
        "measurement began.\n\n"
        "| processes that read | seconds | files a second | times as fast | processor seconds "
        "| of these for minding |\n| --: | --: | --: | --: | --: | --: |\n"
    )
    rows = [
        f"| {count} | {told.seconds:.1f} | {told.files / told.seconds:.0f} "
        f"| {runs[1].seconds / told.seconds:.2f} | {told.busy:.1f} "
        f"| {told.minding / told.busy:.1%} |"
        for count, told in sorted(runs.items())
    ]
    return head + "\n".join(rows)


def _memory(found: dict[str, Any]) -> str:
    head = (
        "| files | most memory of a process that reads | of the one that minds |\n"
        "| --: | --: | --: |\n"
    )
    rows = [
        f"| {told.files} | {told.reader / 1e6:.0f} MB | {told.minder / 1e6:.0f} MB |"
        for told in (found["few"], found["runs"][2])
    ]
    return head + "\n".join(rows)


def _kill(found: dict[str, Any]) -> str:
    told = found["kill"]
    return (
        f"Killed with two processes at work, when {told['finished']} shards were finished: "
        f"{told['begun twice']} had been begun and were done again, among the "
        f"{told['afterwards']} that were left."
    )


def _pmc(found: dict[str, Any]) -> str:
    told = found["articles"]
    each, size = told.busy / told.files, found["article bytes"] / told.files
    kept = found["each"].written / found["each"].files
    hours = {cores: PMC * each / cores / 3600 for cores in CORES}
    head = (
        f"An article in XML ({size / 1e3:.0f} kB on average, {told.files} of them) takes "
        f"{each * 1000:.0f} ms of one core from bytes to Parquet and findings, and gives "
        f"{kept / 1e3:.1f} kB. All of {PMC:,} case reports are then:\n\n"
        "| | |\n| --- | --: |\n"
    )
    rows = [
        f"| to read | {PMC * size / 1e9:.0f} GB of XML |",
        f"| to keep | {PMC * kept / 1e9:.1f} GB of Parquet |",
        *(f"| on {cores} core{'s'[: cores - 1]} | {hours[cores]:.1f} hours |" for cores in CORES),
        f"| memory for each core | {told.reader / 1e6:.0f} MB |",
        f"| done again after a kill | at most {100 * each:.0f} s a process |",
    ]
    return head + "\n".join(rows)
