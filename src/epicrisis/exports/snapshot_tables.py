"""The tables of a snapshot: their columns, types, and what each holds."""

from types import MappingProxyType
from typing import NamedTuple

from epicrisis.model import COLUMNS, Fact

_WORDS = {"float": "number", "int": "whole", "bool": "yes or no", "str": "text"}


class SnapshotColumn(NamedTuple):
    """A column: name, kind (`text`, `texts`, `number`, `whole`, `yes or no`), whether it may be
    missing, and its meaning; the columns of the facts are explained with the facts.
    """

    name: str
    kind: str
    nullable: bool = True
    meaning: str = ""


def _fact_columns() -> tuple[SnapshotColumn, ...]:
    """The columns of the flat table; a value in words has a column of its own."""
    columns = []
    for name in COLUMNS:
        annotation = str(Fact.model_fields[name].annotation)
        kind = next(word for python, word in _WORDS.items() if python in annotation)
        columns.append(SnapshotColumn(name, kind, "None" in annotation))
        if name == "value":
            columns.append(SnapshotColumn("value_text", "text", True, "the value, where in words"))
    return tuple(columns)


TABLES: MappingProxyType[str, tuple[SnapshotColumn, ...]] = MappingProxyType(
    {
        "documents": (
            SnapshotColumn("document_id", "text", False, "hash of the text"),
            SnapshotColumn("document", "text", False, "name of the file without its ending"),
            SnapshotColumn("format", "text", False, "the reader that read it"),
            SnapshotColumn("title", "text"),
            SnapshotColumn("authors", "texts", False),
            SnapshotColumn("journal", "text"),
            SnapshotColumn("year", "whole"),
            SnapshotColumn("doi", "text"),
            SnapshotColumn("pmid", "text"),
            SnapshotColumn("pmcid", "text"),
            SnapshotColumn("licence", "text"),
            SnapshotColumn("article_type", "text"),
            SnapshotColumn("characters", "whole", False, "length of the text in code points"),
            SnapshotColumn("references", "whole", False, "entries of the reference list"),
            SnapshotColumn("own_patients", "whole", False),
            SnapshotColumn("cited_patients", "whole", False, "rows of other authors' patients"),
        ),
        "courses": (
            SnapshotColumn("course", "text", False, "id of the course"),
            SnapshotColumn("document_id", "text", False),
            SnapshotColumn("document", "text", False),
            SnapshotColumn("patient", "text", False, "id of the patient in the document"),
            SnapshotColumn("cited", "yes or no", False, "somebody else's patient"),
            SnapshotColumn("cited_text", "text", True, "whose, as printed"),
            SnapshotColumn("reference", "whole", True, "its number in the reference list"),
            SnapshotColumn("patients", "whole", True, "how many the row stands for"),
            SnapshotColumn("age_years", "number"),
            SnapshotColumn("age_text", "text"),
            SnapshotColumn("sex", "text"),
            SnapshotColumn("ethnicity", "text"),
            SnapshotColumn("day_zero", "text", True, "what days are counted from"),
            SnapshotColumn("day_zero_number", "whole"),
            SnapshotColumn("day_zero_stated", "yes or no", True, "false where it was assumed"),
            SnapshotColumn("events", "whole", False),
        ),
        "facts": (
            SnapshotColumn("course", "text", False),
            SnapshotColumn("document_id", "text", False),
            SnapshotColumn("event", "text", True, "id of the event; missing for the person"),
            *_fact_columns(),
        ),
        "places": (
            SnapshotColumn("course", "text", False),
            SnapshotColumn("event", "text", False),
            SnapshotColumn("document_id", "text", False),
            SnapshotColumn("place", "whole", False, "1 is the fullest statement"),
            SnapshotColumn("start", "whole", False),
            SnapshotColumn("end", "whole", False),
            SnapshotColumn("quote", "text", False),
        ),
        "findings": (
            SnapshotColumn("document_id", "text", False),
            SnapshotColumn("document", "text", False),
            SnapshotColumn("course", "text"),
            SnapshotColumn("code", "text", False),
            SnapshotColumn("severity", "text", False),
            SnapshotColumn("message", "text", False),
            SnapshotColumn("suggestion", "text", True, "the probable reading"),
            SnapshotColumn("status", "text", False),
            SnapshotColumn("decided_by", "text"),
            SnapshotColumn("events", "texts", False, "ids of the events it concerns"),
            SnapshotColumn("start", "whole", False),
            SnapshotColumn("end", "whole", False),
            SnapshotColumn("quote", "text", False),
        ),
    }
)
