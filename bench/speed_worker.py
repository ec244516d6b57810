"""One contender in a process of its own: `speed_worker.py NAME TEXTS TERMS` prints a line of JSON.

It runs in the environment of whoever is measured, so it imports the standard library alone and the
contender's packages when that contender is built. TEXTS and TERMS are JSON lists of strings. The
first text only warms up; each other text is taken once, as texts come to a reader, unless the
contender is so quick that several passes are needed to time it. What counts is processor time: all
contenders compute in one thread, and a neighbour on the same core is none of their doing.
"""

import json
import resource
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

Work = Callable[[Any], object]
LEAST = 0.2  # seconds that a scan is repeated for
STAGES = ("read", "segment", "find", "assemble", "extract", "measure", "audit")
IN_PIPELINE = ("segment", "find", "assemble")


def epicrisis(terms: list[str]) -> Work:
    """Bytes to courses with their measures, and the audit: what the library is for."""
    del terms
    from epicrisis import audit, extract, measure, read_document

    def work(text: bytes) -> object:
        document = read_document(text)
        courses = extract(document)
        return [measure(course) for course in courses], audit(document, courses)

    return work


def staged(spent: dict[str, float]) -> Work:
    """Do the same with a clock around each stage; `extract` is what no stage in it accounts for."""
    from epicrisis import audit, extract, measure, pipeline, read_document

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*arguments: Any) -> Any:
            start = process_time()
            try:
                return function(*arguments)
            finally:
                spent[name] += process_time() - start

        return call

    within = [name for name in IN_PIPELINE if hasattr(pipeline, name)]
    for name in within:
        setattr(pipeline, name, timed(name, getattr(pipeline, name)))
    reading, extracting = timed("read", read_document), timed("extract", extract)
    measuring, auditing = timed("measure", measure), timed("audit", audit)

    def work(text: bytes) -> object:
        document = reading(text)
        before = sum(spent[name] for name in within)
        courses = extracting(document)
        spent["extract"] -= sum(spent[name] for name in within) - before
        return [measuring(course) for course in courses], auditing(document, courses)

    return work


def made_again(terms: list[str]) -> Work:
    """Make the objects that reading gives, and nothing else: no engine that gives them is faster.

    They come out of a pickle, which allocates and fills them in C.
    """
    import pickle

    from epicrisis import audit, extract, measure, read_document

    del terms
    kept: dict[bytes, bytes] = {}

    def work(text: bytes) -> object:
        if text in kept:
            return pickle.loads(kept[text])
        document = read_document(text)
        courses = extract(document)
        read = document, courses, [measure(course) for course in courses], audit(document, courses)
        kept[text] = pickle.dumps(read, pickle.HIGHEST_PROTOCOL)
        return read

    return work


def medspacy(terms: list[str], *, swapped: bool = False) -> Work:
    """Build medspaCy as it loads by itself, or with spaCy's sentence splitter in PyRuSH's place.

    PyRuSH's debugging log is silenced: nobody reads it here.
    """
    import warnings

    warnings.filterwarnings("ignore")
    from loguru import logger  # type: ignore[import-not-found]

    logger.remove()
    import medspacy  # type: ignore[import-not-found]
    from medspacy.target_matcher import TargetRule  # type: ignore[import-not-found]

    if swapped:
        pipes = {"medspacy_tokenizer", "medspacy_target_matcher", "medspacy_context"}
        nlp = medspacy.load(medspacy_enable=pipes)
        nlp.add_pipe("sentencizer", first=True)
    else:
        nlp = medspacy.load()
    rules = [TargetRule(term, "TERM") for term in terms]
    if rules:
        nlp.get_pipe("medspacy_target_matcher").add(rules)
    work: Work = nlp
    return work


def scan(terms: list[str]) -> Work:
    """Build the bare automaton; it is given texts in lower case."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    find: Work = AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes
    return find


BUILDERS: dict[str, Callable[[list[str]], Work]] = {
    "epicrisis": epicrisis,
    "objects": made_again,
    "medspacy": lambda terms: medspacy([]),
    "medspacy-rules": medspacy,
    "medspacy-swapped": lambda terms: medspacy(terms, swapped=True),
    "scan": scan,
    "lower": lambda terms: str.lower,
}
SCANS = {"scan", "lower"}
OURS = {"epicrisis", "stages", "objects"}  # they take bytes


def given(name: str, text: str) -> str | bytes:
    """Give a text in the form in which this contender takes it."""
    if name in OURS:
        return text.encode()
    return text.lower() if name == "scan" else text


def peak() -> float:
    """Give the largest resident size in MB.

    Linux's VmHWM where there is one, since `ru_maxrss` of a child begins with that of its parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def passes(name: str, work: Work, texts: list[Any]) -> list[float]:
    """Time passes over the texts: one, or for a scan as many as fill a moment."""
    taken: list[float] = []
    while not taken or (name in SCANS and sum(taken) < LEAST):
        start = process_time()
        for text in texts:
            work(text)
        taken.append(process_time() - start)
    return taken


def measured(name: str, texts: list[str], terms: list[str]) -> dict[str, object]:
    """Build a contender, warm it with the first text and time it over the others."""
    first, *rest = [given(name, text) for text in texts]
    spent = dict.fromkeys(STAGES, 0.0)
    start = perf_counter()
    work = staged(spent) if name == "stages" else BUILDERS[name](terms)
    work(first)
    load = perf_counter() - start
    spent.update(dict.fromkeys(STAGES, 0.0))
    if name == "objects":  # the first pass puts aside what the second makes again
        passes(name, work, rest)
    seconds = min(passes(name, work, rest))
    result: dict[str, object] = {"load": load, "seconds": seconds, "peak": peak()}
    return result | ({"stages": spent} if name == "stages" else {})


def main() -> None:
    """Measure the contender named on the command line; a refusal is a result as well."""
    name, texts, terms = sys.argv[1], *(json.loads(Path(p).read_bytes()) for p in sys.argv[2:4])
    try:
        result = measured(name, texts, terms)
    except Exception as error:
        result = {"failed": f"{type(error).__name__}: {error}".splitlines()[0]}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
