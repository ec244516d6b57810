"""Findings, diseases and procedures in prose."""

import re
from collections.abc import Iterator
from math import isfinite

from epicrisis.assembly.drafts import Draft, Page, cover
from epicrisis.assembly.examinations import examinations
from epicrisis.model import Mention, Sentence
from epicrisis.vocab.concepts import concept_row

_STATUS = {"present": "present", "absent": "absent", "uncertain": "uncertain"}
_GIVEN = {
    "absent": "not_given",
    "not_done": "not_given",
    "planned": "planned",
    "considered": "considered",
    "stopped": "stopped",
    "uncertain": "considered",
}
_NO_TURN = (  # between a word of diagnosing and the name no other statement begins
    r"\b(?:(?!\b(?:but|although|though|however|who|which|while|when|reported|complain\w*|present\w*|"
    r"develop\w*|underwent|received|treated|started|was\sgiven|had)\b)[^.;]){0,90}$"
)
_DIAGNOSED = re.compile(
    rf"\b(?:diagnos(?:is|ed|es|tic)|case\sof|known\s(?:case\sof|to\shave)){_NO_TURN}", re.IGNORECASE
)
_CALLED_ILL = re.compile(  # no diagnosis where the name is that of a sign as well: `fever`
    r"\b(?:consistent\swith|compatible\swith|suffer(?:ed|ing)\sfrom|patients?\swith|confirmed)"
    rf"{_NO_TURN}",
    re.IGNORECASE,
)
_QUALIFYING = (
    *("progressive", "rapidly", "slowly", "severe", "mild", "moderate", "generalised"),
    *("generalized", "diffuse", "bilateral", "unilateral", "symmetric", "symmetrical"),
    *("asymmetric", "asymmetrical", "proximal", "distal", "acute", "chronic", "subacute"),
    *("persistent", "intermittent", "recurrent", "sudden", "left", "right", "upper", "lower"),
    *("basal", "anterior", "posterior", "productive", "nonproductive", "non-productive", "dry"),
    *("low-grade", "high-grade", "morning", "nocturnal", "exertional", "painful", "painless"),
    *("massive", "marked", "significant", "new-onset", "new", "worsening", "increasing"),
    *("left-sided", "right-sided", "bibasilar", "bibasal", "nonspecific", "objective"),
    "peripheral",
)
_QUALIFIERS = re.compile(rf"(?:\b(?:{'|'.join(_QUALIFYING)})[\s,-]+(?:and\s)?)+$", re.IGNORECASE)
_QUALIFIED = ("and", *_QUALIFYING)  # how the words before a qualified name end
_SEVERITY = re.compile(
    r"\b(mild|moderate|severe|marked|massive|grade\s\d(?:/\d)?)\b", re.IGNORECASE
)
_INSTITUTION = re.compile(  # `Department of Lung Diseases` is where somebody works
    r"\b(?:Department|Division|Institute|Clinic|Cent(?:er|re)|School|Faculty|Society|Journal)s?\s"
    r"(?:of|for)\s(?:[A-Z][\w-]*,?\s|and\s|&\s|of\s){0,5}$"
)


def features(page: Page) -> list[Draft]:
    """Give findings, diseases, procedures, imaging and biopsies of the document's own patients."""
    drafts: list[Draft] = []
    for index, sentence in page.told():
        mentions = page.mentions(sentence.start, sentence.end)
        drafts += _findings(page, index, sentence, mentions)
        drafts += _procedures(page, index, mentions)
        drafts += examinations(page, index, sentence, mentions)
    titled = list(_titled(page))
    taken = {draft.spans[0] for draft in titled}
    principal = {draft.concept for draft in titled if draft.kind == "disease"}
    for draft in drafts:
        if draft.kind == "disease":
            draft.fields["principal"] = not principal or draft.concept in principal
    return [*titled, *(draft for draft in drafts if draft.spans[0] not in taken)]


def _titled(page: Page) -> Iterator[Draft]:
    """What a case report is titled for is what its patients have."""
    for passage in page.segmentation.passages:
        if passage.kind != "title":
            continue
        for mention in page.mentions(passage.start, passage.end, "disease", "finding"):
            assertion = mention.assertion
            if assertion and (assertion.conditional or assertion.status != "present"):
                continue
            kind = "disease" if mention.kind == "disease" else "phenotypic_feature"
            principal = {"principal": True} if kind == "disease" else {}
            yield Draft(
                kind=kind,
                text=page.text[mention.start : mention.end],
                spans=[(mention.start, mention.end)],
                rule=f"{kind}.title",
                concept=(mention.kind, mention.id),
                fields={"status": "present", **principal},
                section="title",
                patient="",
                confidence=0.7,
            )


def _findings(
    page: Page, index: int, sentence: Sentence, mentions: list[Mention]
) -> Iterator[Draft]:
    for mention in mentions:
        if not _is_feature(mention) or page.used(mention):
            continue
        assertion = mention.assertion
        if (assertion and assertion.conditional) or _of_institution(page, mention):
            continue
        status = _STATUS.get(assertion.status if assertion else "present", "uncertain")
        if assertion and status == "absent" and assertion.experiencer == "family":
            yield _of_no_relative(page, index, mention)
            continue
        if status == "present" and assertion:
            if assertion.experiencer == "family":
                status = "family"
            elif assertion.historical:
                status = "historical"
        diagnosed = _diagnosed(page, sentence, mention)
        yield _feature(page, index, mention, status, diagnosed)


def _of_no_relative(page: Page, index: int, mention: Mention) -> Draft:
    """What no relative has, the patient may have: the history is absent, not the disease."""
    draft = page.draft(
        "phenotypic_feature", index, mention, "phenotypic_feature.family", status="absent"
    )
    start = page.text.rfind("famil", page.sentences[index].start, mention.start)
    if start >= 0:
        draft.text = page.text[start : mention.end]
        draft.spans = [(start, mention.end)]
    draft.concept = None
    return draft


def _of_institution(page: Page, mention: Mention) -> bool:
    before = page.text[max(0, mention.start - 80) : mention.start]
    return bool(page.text[mention.start].isupper() and _INSTITUTION.search(before))


def _is_feature(mention: Mention) -> bool:
    """A finding or disease; a name that may be measured too (`weight loss`) if no value took it."""
    return mention.kind in ("finding", "disease") or (
        mention.kind == "analyte" and bool(mention.concept("finding"))
    )


def _feature(page: Page, index: int, mention: Mention, status: str, diagnosed: bool) -> Draft:
    kind = "disease" if diagnosed and status in ("present", "uncertain") else "phenotypic_feature"
    draft = page.draft(kind, index, mention, f"{kind}.prose", status=status)
    if mention.kind == "analyte":
        draft.concept = ("finding", mention.concept("finding"))
    before = page.text[max(page.sentences[index].start, mention.start - 60) : mention.start]
    qualified = before.rstrip(" ,-").lower().endswith(_QUALIFIED)
    qualifiers = _QUALIFIERS.search(before) if qualified else None
    if qualifiers:
        start = mention.start - len(before) + qualifiers.start()
        draft.spans = [(start, mention.end)]
        draft.text = page.text[start : mention.end]
    if kind == "phenotypic_feature":
        draft.earlier = status == "present" and _is_gone(page, mention)
        severity = _SEVERITY.search(before[-24:])
        draft.fields["severity"] = severity[0] if severity else None
    return draft


def _is_gone(page: Page, mention: Mention) -> bool:
    """`Dysphagia had resolved`, `no recurrence of the rash`: it was there before that time."""
    near = page.mentions(max(0, mention.start - 40), mention.end + 40, "outcome")
    for word in near:
        kind = concept_row("outcome", word.id).get("class")
        denied = word.assertion is not None and word.assertion.status == "absent"
        ahead = word.start >= mention.end
        if kind != "recovered" and not (kind == "relapse" and denied and not ahead):
            continue
        gap = page.text[mention.end : word.start] if ahead else page.text[word.end : mention.start]
        if (_GOING if ahead else _OF_WHAT).fullmatch(gap):
            return True
    return False


_GOING = re.compile(
    r"\s(?:(?:had|has|have|was|were|is|are|been|then|also|\w+ly)\s)*", re.IGNORECASE
)
_OF_WHAT = re.compile(r"\sof\s(?:(?:the|his|her|their|all|this)\s)*(?:\w+\s)?", re.IGNORECASE)


def _diagnosed(page: Page, sentence: Sentence, mention: Mention) -> bool:
    """Is this named as the patient's diagnosis rather than as one sign among others?"""
    if not mention.concept("disease"):
        return False
    before = page.text[max(sentence.start, mention.start - 120) : mention.start]
    behind = page.text[mention.end : min(sentence.end, mention.end + 60)]
    if _DIAGNOSED.search(before):
        return True
    if not _is_sign(mention) and _CALLED_ILL.search(before):
        return True
    return bool(re.match(r"[\s,]*(?:\(\w+\)\s)?(?:was|is)\s(?:\w+\s)?diagnos", behind))


def _is_sign(mention: Mention) -> bool:
    """Do the curated rows hold it as a sign? An ontology calls nearly every disease one as well."""
    sign = mention.concept("finding")
    return bool(sign) and ":" not in sign


def _procedures(page: Page, index: int, mentions: list[Mention]) -> Iterator[Draft]:
    for mention in mentions:
        if mention.kind != "procedure" or page.used(mention):
            continue
        assertion = mention.assertion
        if assertion and (assertion.conditional or assertion.experiencer != "patient"):
            continue
        status = _GIVEN.get(assertion.status, "given") if assertion else "given"
        if status == "not_given" and _about_result(page, mention):
            status = "given"
        draft = page.draft("procedure", index, mention, "procedure.prose", status=status)
        for time in page.times(mention.end, min(mention.end + 90, page.sentences[index].end)):
            closed = isfinite(time.low) and isfinite(time.high)
            if time.kind == "duration" and closed and not _parted(page, mention.end, time.start):
                draft.fields["duration"] = page.text[time.start : time.end]
                draft.fields["duration_days"] = round((time.low + time.high) / 2, 2)
                draft.spans = [cover((mention.start, mention.end), (time.start, time.end))]
                break
        yield draft


def _parted(page: Page, start: int, end: int) -> bool:
    """Does another clause, or something else that may last, stand between?"""
    others = page.mentions(start, end, "finding", "disease", "drug", "drug_class", "procedure")
    return bool(others) or ";" in page.text[start:end]


def _about_result(page: Page, mention: Mention) -> bool:
    """`endoscopy was negative` denies what it looked for, not that it was done."""
    cue = mention.assertion.cue if mention.assertion else None
    return bool(cue and re.search(r"negativ|normal|unremark", page.text[cue[0] : cue[1]], re.I))
