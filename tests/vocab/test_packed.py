"""The packed names say what the tables say."""

import gzip
from importlib.resources import files
from itertools import chain

import pytest

from epicrisis.vocab.concepts import code, concept_row, label
from epicrisis.vocab.lexicon import TABLES, Concept, Lexicon, lexicon, names_of
from epicrisis.vocab.names import first_claims
from epicrisis.vocab.packed import FILE, PackedNames, pack, packed_names
from epicrisis.vocab.tables import read_table
from pack_names import packed


def test_packed_names_are_up_to_date():
    """Where this fails, a large table or the folding has changed: run `tools/pack_names.py`."""
    data = gzip.decompress((files("epicrisis.vocab") / "data" / FILE).read_bytes())

    assert data == packed()


@pytest.mark.slow
def test_every_name_is_found_as_if_all_were_read_at_once():
    """Precedence does not depend on which names are packed, nor on when they are first met."""
    names = list(chain.from_iterable(map(names_of, TABLES)))
    whole = Lexicon(first_claims(names))
    different = [
        name
        for name in sorted({name for name, _ in names})
        if whole.lookup(name) != lexicon().lookup(name)
    ]

    assert different == []


def test_concepts_of_large_tables_keep_label_and_code():
    """What is looked up one by one is what the table holds."""
    rows = [row for name in ("hpo.tsv.gz", "mondo.tsv.gz") for row in read_table(name)]
    packed_rows = [(label(r["kind"], r["id"]), code(r["kind"], r["id"])) for r in rows]

    assert packed_rows == [(row["label"], row["code"]) for row in rows]


def test_unknown_concepts_have_no_row():
    """An id of another kind, or of none, is not there."""
    assert packed_names().row("HP:99") == {}
    assert packed_names().row("zzz") == {}
    assert concept_row("disease", "HP:0002094") == {}


def test_packing_and_reading_are_inverse():
    """Names come back by their first two folded words, in the order given."""
    rows = [("b", "drug", "Bee", "X:1"), ("a", "drug", "Ay", "")]
    names = [("Gamma-b", Concept("drug", "b")), ("gamma", Concept("drug", "a"))]
    names += [("gamma b ray", Concept("drug", "a"))]
    read = PackedNames(pack(rows, names))

    assert list(read.keys()) == ["gamma", "gamma b"]
    assert read.names("gamma") == names[1:2]
    assert read.names("gamma b") == [names[0], names[2]]
    assert read.names("delta") == []
    assert read.row("a") == {"id": "a", "kind": "drug", "label": "Ay", "code": ""}


def test_two_concepts_with_one_id_are_refused():
    """A number must lead to one concept."""
    with pytest.raises(ValueError, match="one id"):
        pack([("a", "drug", "A", ""), ("a", "drug", "B", "")], [])
