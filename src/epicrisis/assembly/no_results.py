"""Numbers beside the name of an examination that are no result of the patient.

A target, the amount of a change, a part of a score, the oxygen breathed; and among weights those
of what was taken out of the patient.
"""

import re

from epicrisis.assembly.drafts import Page
from epicrisis.model import Mention, QuantityMention

_AIM = re.compile(
    r"\b(?:ideal|target(?:ed|ing)?|goal|desired|recommended|threshold|maintain(?:ed|ing)?|aim(?:ed|ing)?\s(?:for|at))\b"
    r"[^.;,]{0,60}$",
    re.IGNORECASE,
)
_CHANGED_BY = re.compile(
    r"\b(?:decreas|increas|drop|f[ea]ll|ris|rose|reduc|declin|improv|lower|rais|elevat|gain|los[et]|"
    r"grew|shr[aiu]nk|chang|diminish)\w*(?:\s[\w-]+){0,4}\sby\s(?:about|around|approximately|nearly|"
    r"almost|over|only|more\sthan|less\sthan|at\sleast|up\sto|as\smuch\sas)?\s?[~<>≈]?\s?$",
    re.IGNORECASE,
)
_OLD = re.compile(r"[\s-]*old\b", re.IGNORECASE)
_BREATHED = re.compile(r"\s(?:inspired\s)?(?:oxygen|O2|O₂)\b(?!\s(?:sat|on\b|in\b))", re.IGNORECASE)
_PART = re.compile(  # of the Glasgow Coma Scale: "14 (eye, 3; verbal, 5; motor, 6)"
    r"[(,;]\s?(?:eyes?|verbal|motor)(?:\s(?:opening|response|score))?[,:=]?\s?$", re.IGNORECASE
)
_LOSS = re.compile(r"\b(?:los[st]|loss|losing|gain(?:ed|ing)?)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:specimen|tumou?rs?|mass(?:es)?|lesion|cysts?|spleen|kidneys?|liver|uterus|placenta|heart|"
    r"lungs?|brain|gland|prostate|ovary|f(?:o|oe)?etus|stone|nodule|thyroid|thymus|gross(?:ly)?|"
    r"resected|excised|removed|placental|implants?)\b"
    r"(?!.*\b(?:s?he|patient|body|who|child|boy|girl|infant|baby|man|woman)\b)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|birth|infants?|newborn|neonate|neonatal|preterm|premature|bab(?:y|ies)|gestation\w*|"
    r"deliver\w+|twin)\b",
    re.IGNORECASE,
)
_LEAST_KILOGRAMS = 10  # of a body that is weighed in grams, and is no newborn's


def is_no_result(text: str, value: QuantityMention) -> bool:
    """Say whether a number is no result: `the ideal level was 5 mg/L`, `it fell by 2 g/dL`."""
    if value.ucum == "%" and _BREATHED.match(text, value.end):
        return True
    if value.ucum == "a" and _OLD.match(text, value.end):
        return True
    if value.unit is None and _PART.search(text, max(0, value.start - 28), value.start):
        return True
    start = max(0, value.start - 90)
    return bool(
        _AIM.search(text, start, value.start) or _CHANGED_BY.search(text, start, value.start)
    )


def is_no_weight(page: Page, index: int, name: Mention, value: QuantityMention) -> bool:
    """Say whether a weight is none of the body: `a loss of 5 kg`, `the spleen weighed 810 g`."""
    if name.concept("analyte") != "weight":
        return False
    low, high = min(name.start, value.start), max(name.end, value.end)
    if _LOSS.search(page.text, max(0, low - 20), high + 20):
        return True
    sentence = page.sentences[index]
    if _THING.search(page.text, max(sentence.start, low - 80), low):
        return True
    grams = value.ucum == "g" and value.value < 1000 * _LEAST_KILOGRAMS
    return grams and _BORN.search(page.text, sentence.start, sentence.end) is None
