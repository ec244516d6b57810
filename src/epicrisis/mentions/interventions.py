"""Which interventions a cue reaches but does not speak of.

A denial, a stop or a plan is told of one drug or procedure, and others stand in its reach: as the
moment it is counted from ("the cough had gone after surgery"), with a verb of their own ("she
refused surgery, rehabilitation was started"), as what is begun instead ("withdrawal of A and
initiation of B"), or as a cause ("lithium poisoning was considered"). What is not begun until a
day is begun then.
"""

import re

_HELD_BACK = frozenset({"absent", "not_done", "stopped"})
_MOMENT = re.compile(
    r"\b(?:after|following|since|before|during|prior to|time of|until|previous(?:ly)?|undergone|"
    r"underwent|received|(?:cycles?|courses?|doses?|hours?|days?|weeks?|months?|years?) of)"
    r"(?: (?!(?:and|or|but|the (?:stop|discontinu|cessation))\b)[\w-]+){0,2} $",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?: \([^()]*\))?(?:,? (?:which|that)\b|\W*$)", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"(?: \([^()]{1,20}\))?(?: (?:therapy|treatment|surgery|procedure|administration|use))?"
    r" (?P<verb>was|were) (?:\w+ly |then |also |thus )?"
    r"(?:performed|started|given|initiated|administered|carried out|undertaken|done|commenced|"
    r"introduced|added|continued|prescribed|resumed|instituted|the only|required|necessary)\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"\band (?:the |an? |prompt |early |immediate )*(?:initiation|introduction|start|starting|"
    r"beginning|addition|administration|institution|commencement|initiating|introducing) ",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r" (?:through|via|during|accompanying|following|(?:side |adverse )?effects? of|"
    r"toxicity of|characteristics?|return of) ",
    re.IGNORECASE,
)
_LINK = re.compile(r" (?:with|on|by|for|to|under|from|at|in) ")
_COURSE_OF = re.compile(r"(?:treatment|therapy|treated|course|doses?|use|need)$")
_UNTIL = re.compile(  # behind a denial: from then on it was given
    r"(?: (?!(?:because|as|since|and|but|so|who|which)\b)[\w/%-]+){0,4} (?:until|till) "
    r"(?!(?:the |his |her )?(?:discharge|death|last|latest|end|present|today|now)\b)"
)
_CARRIED = re.compile(r"\bn?or\b", re.IGNORECASE)
_HARM = re.compile(
    r"[ -](?:poisoning|toxicity|intoxication|overdose|allergy|hypersensitivity|resistance|"
    r"induced|related|associated|levels?)\b",
    re.IGNORECASE,
)


def spared_ahead(
    text: str, category: str, cue: tuple[int, int], place: tuple[int, int], others: bool
) -> bool:
    """Whether a cue speaks of something before an intervention that stands in its reach ahead.

    Args:
        text: The view.
        category: What the cue says, as in `context_cues.tsv`.
        cue: Where the cue stands.
        place: Where the intervention stands.
        others: Whether something else is named between the two.
    """
    start, end = place
    if category not in _HELD_BACK:
        return False
    if category == "absent" and _linked(text, cue, start):
        return True
    if category != "stopped" and _UNTIL.match(text, max(end, cue[1])):
        return True
    between = text[cue[1] : start]
    if _BEGUN.search(between) or (category != "stopped" and _THROUGH.search(between)):
        return True
    verb = _OWN_VERB.match(text, end) if others else None
    if verb is None or _CARRIED.search(between):
        return False
    return verb["verb"] == "was" or " and " not in between


def spared_behind(text: str, category: str, cue: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether a cue speaks of something else than an intervention that stands before it."""
    start, end = place
    if category in ("absent", "not_done") and _UNTIL.match(text, max(end, cue[1])):
        return True
    if category in ("considered", "planned") and _HARM.match(text, end):
        return True
    moment = _MOMENT.search(text, max(0, start - 40), start)
    return moment is not None and _WHICH.match(text, end, cue[0]) is None


def _linked(text: str, cue: tuple[int, int], start: int) -> bool:
    """Whether a denial reaches an intervention only through a preposition: "no relapse on X"."""
    return any(
        not _COURSE_OF.search(text, cue[0], link.start())
        for link in _LINK.finditer(text, cue[1], start)
    )
