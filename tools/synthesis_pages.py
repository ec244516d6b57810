"""Generated pages on many courses: conditions, columns of the evidence table, snapshots."""

from inspect import cleandoc

import epicrisis.synthesis.expressions as expressions
from epicrisis.cli.table import OPEN_COLUMNS
from epicrisis.exports.snapshot_tables import TABLES
from epicrisis.synthesis import PREDICATES
from epicrisis.synthesis.columns import COLUMNS, DEFAULT
from epicrisis.synthesis.conditions import ASKING
from epicrisis.vocab.tables import read_table

Row = tuple[str, ...]
_KIND = {"is_a": "a kind", "is_not": "no kind"}


def conditions() -> tuple[str, str, list[Row], str]:
    """Give the page on conditions: what comes before its table, the header's rows, what follows."""
    rows = [(f"`{p.form}`", p.title) for p in PREDICATES.values()]
    rows += [(f"`{name}(...)`", title) for name, title in ASKING.items()]
    grammar = cleandoc(expressions.__doc__ or "").partition("\n\n")[2]
    indented, _, rest = grammar.partition("\n\nA text stands")
    lines = [line.strip() for line in indented.splitlines()]
    bridges = [
        f"- {row['code']} is {_KIND[row['relation']]} of {row['broader']}: {row['source']}"
        for row in read_table("bridges.tsv")
    ]
    after = "\n\n".join(
        (
            "## Grammar",
            "````text\n" + "\n".join(lines) + "\n````",
            "A text stands" + rest,
            "## Kinds of kinds",
            BRIDGES,
            "\n".join(bridges)
            .replace("is a kind", "is a kind")
            .replace("is not kind", "is no kind"),
        )
    )
    return "Conditions", CONDITIONS, rows, after


def columns() -> tuple[str, str, list[Row], str]:
    """Give the page on the evidence table."""
    rows = [
        (f"`{c.name}`", c.heading.replace("{drug}", "(drug)"), c.title, "yes" * (c.name in DEFAULT))
        for c in COLUMNS.values()
    ]
    rows += [(f"`{name}`", "", title, "") for name, title in OPEN_COLUMNS]
    return "The evidence table", EVIDENCE, rows, ""


def snapshot() -> tuple[str, str, list[Row], str]:
    """Give the page on snapshots."""
    rows = [
        (table, f"`{c.name}`", f"{c.kind}{', or missing' if c.nullable else ''}", c.meaning)
        for table, listed in TABLES.items()
        for c in listed
    ]
    return "Snapshots", SNAPSHOT, rows, ""


CONDITIONS = """\
A condition asks each patient of a cohort a question, and the answer is yes, no, or not reported:
`epicrisis cases FILES --where 'antibody("anti-MDA5") and treated("corticosteroids") and age >=
18'`, or from Python `epicrisis.cohort(courses).where(...)`. It is read by a grammar and never
executed.

Silence is not "no". `and`, `or` and `not` follow Kleene's strong logic: a question that is open
stays open unless the rest decides it. Comparing a number that is only known between two bounds
(`<8`, `35-45`, a day within a fortnight) is not reported where the bounds do not decide.
Affirmation climbs to the class and denial descends to its kinds: prednisolone given is a
corticosteroid given; no corticosteroid given is no prednisolone given, and not the other way
round.

Where a report says both yes and no, at two times or in two places, the answer is yes: it was so at
some time. Each answer keeps the places that give it.

Every count gives its denominator, and rows of a literature table that stand for several patients
are counted apart, because what holds of some of them need not hold of each."""

BRIDGES = """\
`has("interstitial lung disease")` finds an organizing pneumonia. Classes are those of HPO and
MONDO, in whichever of the two a report's words are coded, with these steps added or taken back:"""

EVIDENCE = """\
`epicrisis table FILES -o evidence.html --columns study,person,lab:ferritin,dose,outcome` makes
one row a patient, as Markdown, CSV, JSON lines, a web page, a workbook or a Word document, by the
ending of the file. The same files give the same bytes.

- **Places.** Each cell keeps the sentences that state it: below the table of the web page, in
  comments of the workbook and the Word document, in columns behind the others in CSV, as offsets
  in JSON lines.
- **Blanks** give their reason: `not reported`, `not done`, `dose not reported`, `considered`,
  `unreadable`. Where a literature table prints words that could not be coded, the words stand as
  printed.
- **Doubts.** What the audit doubts stands as printed, with a mark and a note below. Statements of
  one report that contradict each other are noted likewise.
- **Doses** are those of `--drug`; by default of the drug that most of these patients were given
  with a printed dose, which the command names. Where nobody has a dose of anything those columns
  are left out.
- **Notes** of a literature table go with its cells; short forms are spelt out as each report
  does."""

SNAPSHOT = """\
`epicrisis snapshot FILES -o FOLDER` writes Parquet tables and `manifest.json` with the hash and
number of rows of each; the manifest comes last, so a folder that has one is whole. It needs `pip
install 'epicrisis[parquet]'`. The same files in the same order give the same bytes with the same
version of pyarrow. In DuckDB:

```sql
select c.document, f.value, f.unit, f.day_earliest, f.quote
from 'FOLDER/facts.parquet' f join 'FOLDER/courses.parquet' c using (course)
where f.concept = 'Ferritin' and not c.cited order by 1, 4;
```"""
