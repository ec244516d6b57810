"""What the speed report computes from its readings; nothing here is timed or fetched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import rivals
import speed
import speed_texts
import speed_worker
from epicrisis import extract, pipeline, read_document
from speed_table import Goal, Run, added, figures, growth, number, ratio, shares, size, table


def run(seconds, load=1.0, peak=100.0, stages=None):
    return Run(load, seconds, peak, stages or {})


def test_ratio_is_of_the_best_runs_and_ranges_over_the_rounds():
    """A round that was slow for one of them alone widens the range and leaves the ratio."""
    ours, theirs = [run(1.0), run(2.0)], [run(10.0), run(10.0)]

    assert ratio(ours, theirs) == (10.0, 5.0, 10.0)


@pytest.mark.parametrize(("ours", "theirs"), [([], [run(1.0)]), ([run(1.0)], [])])
def test_no_ratio_without_runs(ours, theirs):
    assert ratio(ours, theirs) is None


def test_figures_take_the_best_time_and_the_largest_memory():
    found = figures([run(2.0, load=3.0, peak=90.0), run(4.0, load=2.0, peak=110.0)], 8, 1.0)

    assert found == {
        "mb_per_s": 0.5,
        "median_mb_per_s": pytest.approx(1 / 3),
        "texts_per_s": 4.0,
        "load_s": 2.0,
        "peak_mb": 110.0,
    }


def test_shares_are_those_of_the_quickest_run():
    runs = [run(9.0, stages={"read": 9.0}), run(4.0, stages={"read": 1.0, "find": 3.0})]

    assert shares(runs) == {"read": 0.25, "find": 0.75}
    assert shares([]) == {}


def test_what_a_stage_adds_is_compared_with_the_stages_before_it():
    runs = [run(5.0, stages={"read": 1.0, "find": 3.0, "measure": 0.5, "audit": 0.5})]

    assert added(runs, "audit", beside=("measure",)) == pytest.approx(0.125)
    assert added([], "audit") is None


def test_growth_compares_the_longest_text_with_ten_kilobytes():
    assert growth({1000: 9.0, 10_000: 2.0, 1_000_000: 3.0}) == 1.5
    assert growth({1000: 9.0, 10_000: 2.0}) is None
    assert growth({}) is None


@pytest.mark.parametrize(
    ("found", "least", "verdict"),
    [
        (8.0, True, "reached"),
        (7.9, True, "not reached"),
        (8.0, False, "reached"),
        (8.1, False, "not reached"),
        (None, True, "not measured"),
    ],
)
def test_a_goal_says_in_words_whether_it_is_reached(found, least, verdict):
    assert Goal("what", found, 8.0, least).verdict == verdict


def test_table_aligns_words_left_and_figures_right():
    assert table(["who", "s", ""], [["a", "10", "slow"], ["bcde", "9", ""]]) == (
        "who    s\na     10  slow\nbcde   9"
    )


def test_figures_are_written_with_the_digits_that_count():
    values = [1519757.2, 123.4, 12.34, 1.234, 0.1234]

    assert [number(v) for v in values] == ["1,519,757", "123", "12.3", "1.23", "0.123"]
    assert [size(n) for n in (500, 1000, 10_000_000)] == ["500 B", "1 kB", "10 MB"]


def test_a_sample_is_spread_evenly_and_is_the_same_each_time():
    assert speed_texts.evenly(range(10), 5) == [0, 2, 4, 6, 8]


def test_too_few_texts_are_repeated_in_turn():
    assert speed_texts.evenly("ab", 5) == ["a", "b", "a", "b", "a"]
    assert speed_texts.evenly([], 5) == []


def test_the_ladder_climbs_by_tens_to_the_largest():
    assert speed_texts.ladder(100_000) == [1000, 10_000, 100_000]
    assert speed_texts.ladder(25_000) == [1000, 10_000, 25_000]
    assert speed_texts.ladder(0) == []


@pytest.mark.parametrize(("length", "count"), [(1000, 20), (100_000, 4), (1_000_000, 1)])
def test_pieces_have_the_size_asked_for(length, count):
    """Too few texts begin anew; small sizes give several pieces, each with words of its own."""
    texts = [f"A report numbered {i} ends here." for i in range(900)]
    found = speed_texts.pieces(texts, length)

    assert [len(piece.encode()) for piece in found] == [length] * count
    assert len(set(found)) == count


def test_texts_come_from_the_examples_without_a_corpus(tmp_path):
    known = speed_texts.available(tmp_path / "none.jsonl.gz")

    assert known.texts
    assert "repeated" in known.source


def test_terms_are_packaged_names_in_lower_case():
    terms = speed_texts.terms(500)

    assert terms == sorted(set(terms)) == speed_texts.terms(500)
    assert len(terms) == 500
    assert all(term == term.lower() and 3 < len(term) < 60 for term in terms)


def test_rivals_are_missing_where_none_may_be_installed(tmp_path):
    with pytest.raises(rivals.Missing, match="--no-install"):
        rivals.python(install=False, folder=tmp_path / "none")


def test_rivals_are_reused_only_while_their_versions_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(rivals.os, "name", "posix")
    pins, folder = tmp_path / "pins.txt", tmp_path / "env"
    pins.write_text("peer==1\n")
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    (folder / "installed.txt").write_text("peer==1\n")

    assert rivals.python(install=False, folder=folder, pins=pins) == folder / "bin" / "python"

    pins.write_text("peer==2\n")
    with pytest.raises(rivals.Missing):
        rivals.python(install=False, folder=folder, pins=pins)


def test_the_scanned_automaton_is_of_the_version_that_is_pinned_for_development():
    """Both files must name one major version, or the ratio would compare two programs."""
    folder = Path(speed.__file__).parent
    majors = [
        line.partition("==")[2].partition(".")[0]
        for file in (folder / "rivals.txt", folder.parent / "requirements-dev.txt")
        for line in file.read_text().splitlines()
        if line.replace("-", "_").startswith("ahocorasick_rs==")
    ]

    assert len(majors) == 2
    assert majors[0] == majors[1]


@pytest.mark.parametrize("words", [["--bogus"], ["--texts", "-1"], ["--rounds", "0"]])
def test_options_that_are_not_known_are_errors(words, capsys):
    with pytest.raises(SystemExit):
        speed.arguments(words)
    assert "error" in capsys.readouterr().err


def worker(tmp_path, name, texts):
    for file, content in (("texts", texts), ("terms", ["fever"])):
        (tmp_path / file).write_text(json.dumps(content))
    command = [sys.executable, speed_worker.__file__, name, tmp_path / "texts", tmp_path / "terms"]
    done = subprocess.run(command, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_worker_gives_a_run_and_a_refusal_as_a_result(tmp_path):
    """What a process prints is a run; what it cannot do is said, not raised."""
    assert Run(**worker(tmp_path, "lower", ["warm", "A text.", "Another."])).seconds > 0
    assert "KeyError" in worker(tmp_path, "nobody", ["warm", "A text."])["failed"]


def test_objects_made_again_are_those_that_were_read():
    """The floor is that of the same documents, courses and findings, none left out."""
    text = b"A 40-year-old woman had fever for 3 days."
    work = speed_worker.made_again([])
    first, again = work(text), work(text)

    assert again == first
    assert again[0] is not first[0]
    assert again[:2] == (read_document(text), extract(read_document(text)))


def test_stages_account_for_the_whole_time(monkeypatch):
    """No stage is counted twice, and little lies outside of all of them."""
    spent = dict.fromkeys(speed_worker.STAGES, 0.0)
    for name in speed_worker.IN_PIPELINE:
        if hasattr(pipeline, name):
            monkeypatch.setattr(pipeline, name, getattr(pipeline, name))
    work = speed_worker.staged(spent)
    seconds = speed_worker.passes("stages", work, [b"A 40-year-old woman had fever for 3 days."])

    assert all(value >= 0 for value in spent.values())
    assert 0 < sum(spent.values()) <= sum(seconds)
