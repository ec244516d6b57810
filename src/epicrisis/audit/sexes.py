"""XRF002: the noun that introduces a patient against pronouns and anatomy."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import case_end, holding, lowered, passages, sentence_of
from epicrisis.model import Course, Document
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.persons import person, person_sexes

_INTRODUCED = re.compile(
    r"(?:years?[\s-]+old|months?[\s-]+old|years\s+of\s+age|y/?o),?\s+(?:[A-Za-z-]+\s+){0,3}?"
    rf"(?P<sex>{person('human', 'sex', number='one', sex='female')}"
    rf"|{person('human', 'sex', number='one', sex='male')})\b(?!\s*(?:infant|fetus)?\s*donor)",
    re.I,
)
_AGED = re.compile(
    r"y(?:ears(?:[\s-]+old|\s+of\s+age)|ear[\s-]+old|(?<=\by)/?o\b)|months?[\s-]+old"
)  # each begins with one of two letters, which is searched for much faster than a boundary
_PRONOUN = re.compile(
    rf"\b(?:(?P<female>{person('pronoun', sex='female')})"
    rf"|(?P<male>{person('pronoun', sex='male')}))\b",
    re.I,
)
_SEX = person_sexes("human", "sex")
_MOST = 3  # pronouns of the other sex that a finding lists
_OTHERS = re.compile(
    rf"\b(?:{person('kin', 'birth', 'family')}|married|fianc\w+|physician|doctor|friend|roommate|"
    r"neighbou?r|caregiver|donor|baby|newborn|fetus|foetus|infant|child|neonate)\b",
    re.I,
)
_PEOPLE = person("patient", "human", "sex", "birth", number="many")
SEVERAL = re.compile(
    rf"\b(?:(?:(?!one){COUNT_WORD}|several|both)\s+(?:[\w-]+\s+){{0,2}}{_PEOPLE}|"
    r"(?:case|patient)\s*(?:no\.?\s*)?(?:2|II|B|two)\b|2\s+(?:\w+\s+)?cases|"
    r"(?:second|other|another|latter|first|1\s?st|2\s?nd)\s+(?:patient|case(?!\s+(?:of|reports?|reported|described|documented|in\s+the))|case\s+of\s+(?:our|this)\b)|twins?|siblings|couples?|kindred)\b",
    re.I,
)
_MANY = re.compile(rf"\b(?:series|{_PEOPLE})\b", re.I)
_ANATOMY = re.compile(
    r"\b(?:(?P<female>uter(?:us|ine)|ovar(?:y|ies|ian)|vagin(?!alis)\w+|hysterectomy|pregnan(?:t|cy)|menopaus\w+|menstru\w+|"
    r"menarche|gravid\w*|primigravida|multigravida|nulliparous|multiparous|endometri\w+|salpingo\w*|"
    r"c(?:a)?esarean|gestation|vulva\w*|cervical\s+(?:smear|os)|para\s?\d)"
    r"|(?P<male>prostat\w+|testic\w+|testes|testis|scrot\w+|penis|penile|seminal|orchi(?:d?ec\w+|tis)|vasectom\w+|"
    r"epididym\w+))\b",
    re.I,
)
_STEMS = {  # parts of the words for what the other sex has
    "male": (
        *("uter", "ovar", "vagin", "hyster", "pregnan", "menopaus", "menstru", "menarche"),
        *("gravid", "parous", "endometri", "salping", "sarean", "gestation", "vulva", "para"),
        "cervical",
    ),
    "female": ("prostat", "test", "scrot", "peni", "seminal", "orchi", "vasectom", "epididym"),
}
_CROSSED = re.compile(
    r"transgender|transsexual|to-(?:fe)?male\b|intersex|hermaphrod|46,?\s*X[XY]|\bXY\b|amenorrh|azoosperm|ambiguous\s+genital|"
    r"gender\s+(?:dysphoria|reassign)|cryptorchid|gonadal\s+dysgen|surrogate|dizygotic",
    re.I,
)
_NO_ANATOMY = re.compile(
    rf"\b(?:no|not|without|maternal|{person('kin', 'family')}|transgender|trans|"
    r"transsexual|intersex|hermaphrod\w*|karyotype|müllerian|mullerian|mosaic\w*|androgen|disorders?\s+of\s+sex\w*|"
    r"type|like|e\.g|such\s+as|including|literature|reported|differential|hamster|remnants?|persistent|"
    r"primary\s+(?:tumou?r|site)|rule[ds]?\s+out|exclude|\w*tumou?r\s+markers?|born|birth|delivered|delivery|donors?|"
    r"women|men|fetus|infant|prenatal|antigen|gene|cells?)\b|\[\d",
    re.I,
)


def sexes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the noun that introduces the one patient with what follows."""
    if sum(course.cited is None for course in courses) > 1:
        return
    end = case_end(document)
    nouns = [found for found in _nouns(document) if found.start() < end]
    introduced = {_sex(found["sex"]): found for found in nouns}
    if len(introduced) == 2:
        remarks = list(_two_nouns(document, nouns))
    elif introduced:
        ((sex, noun),) = introduced.items()
        remarks = list(_against(document, sex, noun, end))
    else:
        return
    text = document.text
    if remarks and not SEVERAL.search(text, 0, end) and not _CROSSED.search(text, 0, end):
        yield from remarks


def _sex(noun: str) -> str:
    return _SEX[noun.lower()]


def _nouns(document: Document) -> Iterator[re.Match[str]]:
    """The nouns behind an age, each looked for from the word `years` on."""
    for low, high in holding(document, "old|of age|yo|y/o"):
        behind = low
        for aged in _AGED.finditer(lowered(document), low, high):
            found = _INTRODUCED.match(document.text, aged.start(), high)
            if found and found.start() >= behind:
                behind = found.end()
                yield found


def _two_nouns(document: Document, nouns: list[re.Match[str]]) -> Iterator[Remark]:
    """One patient of one age who is a man here and a woman there."""
    ages = [
        re.search(r"(\d{1,3})[\s-]*$", document.text[max(0, n.start() - 6) : n.start()])
        for n in nouns
    ]
    if None in ages or len({age[1] for age in ages if age}) > 1:
        return
    for noun in nouns:
        if _OTHERS.search(document.text, *sentence_of(document, *noun.span())):
            return
    first = nouns[0]
    other = next(noun for noun in nouns if _sex(noun["sex"]) != _sex(first["sex"]))
    yield Remark(
        f"Introduced as {first['sex']!r} here and as {other['sex']!r} elsewhere.",
        first.span("sex"),
        related=(other.span("sex"),),
    )


def _against(document: Document, sex: str, noun: re.Match[str], end: int) -> Iterator[Remark]:
    against: list[Span] = []
    for found in _spoken(document, noun.end(), end):
        if found.lastgroup == sex:
            against = []
            break
        against.append(found.span())
    if len(against) < _MOST and not _alone(document, noun, end, against):
        against = []
    against = against or _organs(document, sex, noun, end)
    if against:
        word = document.text[slice(*against[0])]
        yield Remark(
            f"Introduced as {noun['sex']!r}, then {word!r}.",
            noun.span("sex"),
            related=tuple(against[:_MOST]),
        )


def _alone(document: Document, noun: re.Match[str], end: int, against: list[Span]) -> bool:
    """Whether a few pronouns can only mean the patient, as the case names nobody else."""
    text = document.text
    few = against and not _OTHERS.search(text, noun.start(), end)
    return bool(few) and not _MANY.search(text, noun.start(), end)


def _spoken(document: Document, start: int, end: int) -> Iterator[re.Match[str]]:
    """The pronouns of the passages, from an offset to another."""
    for low, high in passages(document):
        if low < end and start < high:
            for found in _PRONOUN.finditer(document.text, low, high):
                if start < found.start() < end and found[0] != "HER":  # the receptor
                    yield found


def _organs(document: Document, sex: str, noun: re.Match[str], end: int) -> list[Span]:
    """The organs and events of the other sex that the case tells of."""
    text = lowered(document)
    if not any(stem in text for stem in _STEMS[sex]):
        return []
    organs = [
        found
        for found in _ANATOMY.finditer(document.text, noun.end(), end)
        if found.lastgroup != sex
        and not _NO_ANATOMY.search(document.text, *sentence_of(document, *found.span()))
    ]
    only = {found[0].lower()[:8] for found in organs} <= {"pregnant", "pregnanc"}
    few = only and len(organs) < _MOST
    if not organs or few or not _alone(document, noun, end, [found.span() for found in organs]):
        return []
    return [found.span() for found in organs]


XRF002 = Rule(
    "XRF002",
    "The patient's sex changes",
    "warning",
    (),
    sexes,
    Examples(
        fires=(
            Example("A 40-year-old man came. She was febrile. Her skin was dry. She slept."),
            Example("A 40-year-old man came with pain. The uterus was enlarged on ultrasound."),
            Example("We describe a 40-year-old man. On day 1 the 40-year-old woman was well."),
        ),
        still=(
            Example("A 40-year-old woman came. She was febrile. Her skin was dry. She slept."),
            Example("A 40-year-old man came with his wife. She said he was ill. Her son agreed."),
            Example("A 40-year-old man came. His wife was pregnant and she was well."),
        ),
    ),
)
