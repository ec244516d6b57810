"""Results in words: `CK was elevated`, `negative for ANA and RF`, `anti-Jo-1 positive`."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Draft, Page, cover
from epicrisis.assembly.unlisted import AS_WELL, unlisted
from epicrisis.model import Mention
from epicrisis.vocab.concepts import category
from epicrisis.vocab.lexicon import lexicon

_LISTED = re.compile(
    r"^[\s,/()\"'-]*(?:(?:and|or|nor|as\swell\sas|anti|serum|plasma|the|his|her|both|for|also|"
    r"antibody|antibodies|autoantibody|autoantibodies|Ab|Abs|level|levels|titer|titers|titre|"
    r"titres|test|tests|IgG|IgM|IgA|IgE|protein|proteins|factor|factors|screen|count|"
    r"counts)\b[\s,/()\"'-]*)*$",
    re.IGNORECASE,
)
_THEN_RESULT = re.compile(
    r"^[\s,:=()-]*(?:(?:was|were|is|are|not|came|back|returned|turned|out|to|be|all|both|also|being|"
    r"had|been|has|found|tested|level|levels|titer|titers|titre|titres|test|tests|result|results|"
    r"antibody|antibodies|autoantibody|autoantibodies|Ab|Abs|serology|serologies|IgG|IgM|IgA|"
    r"count|counts|concentration|concentrations|value|values|activity|function|functions|serum|"
    r"remained|became|still|within|the|which|that|subsequently|later|again|strongly|weakly|only|"
    r"mildly|slightly|moderately|markedly|significantly|persistently|highly|extremely|very|"
    r"notably|repeatedly|then|on|admission|in|blood|a|an|showed)\b[\s,:=()-]*)*$",
    re.IGNORECASE,
)
_RESULT_THEN = re.compile(
    r"^[\s:,-]*(?:(?:for|of|in|the|his|her|an?|serum|plasma|blood|level|levels|titer|titers|"
    r"titre|titres|test|tests|result|results|serology|serologies|antibody|antibodies|"
    r"autoantibodies|including|such|as|anti|amounts?|and|also|total|concentrations?|activity|"
    r"values?|counts?)\b[\s:,-]*)*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r",(?!\sincluding|\ssuch)|\sand\b", re.IGNORECASE)
_PREDICATE = re.compile(r"\b(?:was|were|is|are|came\sback)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)
_BINDING = re.compile(r"\s(?:for|serolog|serum|levels?\sof|titers?\sof)\b")
_WORSE = {"high": "high", "low": "low", "normal": "normal", "abnormal": "abnormal"}


def qualitative(page: Page, numeric: Sequence[Draft]) -> list[Draft]:
    """Give the results in words; where the value is printed too, the word joins its event.

    A word about a list holds for the whole list: "negative serologies for ANA, RF and anti-CCP"
    makes three results.
    """
    by_name: dict[int, list[Draft]] = {}
    for draft in numeric:
        by_name.setdefault(draft.start, []).append(draft)
    drafts: list[Draft] = []
    taken: set[int] = set()
    for index, sentence in page.told():
        names = examined(page, sentence.start, sentence.end)
        words = page.mentions(sentence.start, sentence.end, "result")
        done: set[int] = set()
        for word in words:
            for name in _described(page, names, word):
                if name.start in done:
                    continue
                done.add(name.start)
                taken.add(word.start)
                drafts += _result(page, index, name, word, by_name)
        drafts += _implied_positive(page, index, names, done)
        drafts += _inside_disease(page, index)
    return [*drafts, *unlisted(page, taken)]


def examined(page: Page, start: int, end: int) -> list[Mention]:
    """The listed examinations of a stretch; the class of an antibody is none: `anti-X (IgG)`."""
    names = [m for m in page.mentions(start, end) if m.concept("analyte")]
    return [
        name
        for place, name in enumerate(names)
        if name.concept("analyte") not in _CLASSES or not _of_antibody(page, names, place)
    ]


_CLASSES = frozenset({"igg", "iga", "igm", "ige"})


def _of_antibody(page: Page, names: Sequence[Mention], place: int) -> bool:
    """Whether an immunoglobulin is that of the antibody it is printed with, or `protein-IgG`."""
    name = names[place]
    if page.text[name.start - 1 : name.start] == "-" and name.start > 1:
        return True
    for other in (*names[max(0, place - 1) : place], *names[place + 1 : place + 2]):
        first, second = sorted((name, other), key=lambda mention: mention.start)
        gap = page.text[first.end : second.start]
        if category(other.concept("analyte")) == "antibody" and gap in (" ", " (", "-", ": "):
            return True
    return False


def _described(page: Page, names: Sequence[Mention], word: Mention) -> list[Mention]:
    """The names a result word speaks of: the list before it, or the list behind it."""
    before = [name for name in names if name.end <= word.start]
    behind = [name for name in names if name.start >= word.end]
    listed: list[Mention] = []
    at, joint = word.start, _THEN_RESULT
    for name in reversed(before):
        gap = page.text[name.end : at]
        if len(gap) > 60 or not joint.match(gap):
            break
        listed.append(name)
        at, joint = name.start, _LISTED
    following: list[Mention] = []
    at, joint = word.end, _RESULT_THEN
    for name in behind:
        gap = page.text[at : name.start]
        if len(gap) > 60 or not joint.match(gap):
            break
        if (
            at == word.end
            and _ENDS.match(gap)
            and _PREDICATE.search(page.text, max(0, word.start - 30), word.start)
        ):
            break
        following.append(name)
        at, joint = name.end, _LISTED
    same = AS_WELL.match(page.text, word.end)
    if same and listed:
        return [*listed, *_run(page, behind, same.end())]
    if listed and following:
        return following if _binds_behind(page, word) else listed
    return listed or following


def _run(page: Page, names: Sequence[Mention], at: int) -> list[Mention]:
    """The names of a list that begins at a place."""
    run: list[Mention] = []
    for name in names:
        gap = page.text[at : name.start] if at <= name.start else "."
        if len(gap) > 60 or not _LISTED.match(gap):
            break
        run.append(name)
        at = name.end
    return run


def _binds_behind(page: Page, word: Mention) -> bool:
    """`negative for X`, `elevated serum X`: the word belongs to what follows."""
    return bool(_BINDING.match(page.text, word.end)) or page.text[
        max(0, word.start - 4) : word.start
    ].rstrip().endswith(",")


def _result(
    page: Page, index: int, name: Mention, word: Mention, numeric: dict[int, list[Draft]]
) -> list[Draft]:
    interpretation = _negated(word)
    drafts = [d for d in numeric.get(name.start, []) if d.sentence == index]
    if drafts:
        for draft in drafts:
            if interpretation in _WORSE or interpretation in ("positive", "negative"):
                draft.fields.setdefault("interpretation", interpretation)
                draft.fields.setdefault("result", page.text[word.start : word.end])
        return []
    if category(name.concept("analyte")) == "score":
        return []
    draft = page.draft("measurement", index, name, "measurement.word")
    draft.concept = ("analyte", name.concept("analyte"))
    draft.fields["interpretation"] = interpretation
    draft.fields["result"] = page.text[word.start : word.end]
    draft.spans = [cover((name.start, name.end), (word.start, word.end))]
    page.use(name)
    return [draft]


def _negated(word: Mention) -> str:
    """`was not elevated` is normal or below; only a denied positive has one meaning."""
    if word.assertion and word.assertion.status == "absent":
        return {"positive": "negative", "undetectable": "undetectable"}.get(word.id, "normal")
    return word.id


def _implied_positive(
    page: Page, index: int, names: Sequence[Mention], done: set[int]
) -> list[Draft]:
    """`anti-MDA5 dermatomyositis`: an antibody that names the disease has been found."""
    drafts = []
    for name in names:
        if name.start in done or category(name.concept("analyte")) != "antibody":
            continue
        ahead = [
            m
            for m in page.mentions(name.end, name.end + 32, "disease", "finding")
            if re.match(
                r"^[\s-]*(?:antibod(?:y|ies)|Ab)?[\s-]*(?:positive|associated|related)?"
                r"[\s-]*(?:\w+\s)?$",
                page.text[name.end : m.start],
            )
        ]
        if not ahead or (ahead[0].assertion and ahead[0].assertion.status != "present"):
            continue
        draft = page.draft("measurement", index, name, "measurement.antibody_names_disease")
        draft.concept = ("analyte", name.concept("analyte"))
        draft.fields["interpretation"] = "positive"
        draft.spans = [cover((name.start, name.end), (ahead[0].start, ahead[0].end))]
        draft.confidence = 0.8
        drafts.append(draft)
    return drafts


def _inside_disease(page: Page, index: int) -> list[Draft]:
    """`anti-MDA5 dermatomyositis` as one name: the antibody in it has been found as well."""
    drafts = []
    sentence = page.sentences[index]
    for mention in page.mentions(sentence.start, sentence.end, "disease"):
        if mention.assertion and mention.assertion.status != "present":
            continue
        words = page.text[mention.start : mention.end]
        head = words[: words.rfind(" ")] if " " in words else ""
        for hit in lexicon().scan(head) if head else ():
            analyte = next((c.id for c in hit.concepts if c.kind == "analyte"), "")
            if analyte and category(analyte) == "antibody":
                draft = page.draft(
                    "measurement", index, mention, "measurement.antibody_names_disease"
                )
                draft.concept = ("analyte", analyte)
                draft.text = head[hit.start : hit.end]
                draft.fields["interpretation"] = "positive"
                draft.confidence = 0.8
                drafts.append(draft)
    return drafts
