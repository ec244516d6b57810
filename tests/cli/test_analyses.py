"""`pool`, `survival`, `trajectory` and `regimens` on reports and on a library."""

import csv
import io
import json

import pytest


@pytest.fixture
def reports(examples):
    """Six fictional reports on one disease and one drug, one patient told of twice."""
    return sorted((examples / "ttp").iterdir())


@pytest.fixture
def decided(tmp_path):
    """The pair that a person decided."""
    path = tmp_path / "pairs.csv"
    path.write_text("first,second,same\nashgrove-letter/1,ashgrove/1,yes\n", encoding="utf-8")
    return path


def test_deaths_are_pooled_each_patient_once(run, reports, decided):
    """Two of three died; the fourth report does not tell; the series stands apart."""
    result = run("pool", *reports, "--event", "death", "--decided", decided, "--format", "json")
    record = json.loads(result.stdout)
    case, series, cited = record["groups"]

    assert result.exit_code == 0, result.stderr
    assert (case["yes"], case["no"]) == (["brackwater/1", "corvane/1"], ["ashgrove-letter/1"])
    assert case["unreported"] == ["dunmere/1"]
    assert series["no"] == ["elderbeck/1", "elderbeck/2"]
    assert cited["yes"] == ["dunmere/cited-2.2"]


def test_survival_of_reports_is_read_with_its_bounds(run, reports, decided):
    """A death two weeks or so after admission is known within bounds; rows without days are not."""
    result = run("survival", *reports, "--event", "death", "--decided", decided, "--format", "csv")
    rows = {row["patient"]: row for row in csv.DictReader(io.StringIO(result.stdout))}

    assert rows["ashgrove-letter/1"]["time"] == "389"
    assert rows["brackwater/1"]["time"] == "5"
    assert (rows["corvane/1"]["time"], rows["corvane/1"]["event"]) == ("", "1")
    assert float(rows["corvane/1"]["lower"]) < 14 < float(rows["corvane/1"]["upper"])
    assert rows["dunmere/1"]["ended"] == "last seen; vital status not reported"
    assert "dunmere/cited-2.1" not in rows


def test_rows_of_reports_are_a_table_that_the_command_reads(run, reports, tmp_path):
    """What one call writes as CSV another one takes, once the columns of names are left out."""
    result = run("survival", *reports, "--event", "death", "--format", "csv")
    kept = ("patient", "study", "lower", "upper")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    lines = [",".join(kept), *(",".join(f'"{row[name]}"' for name in kept) for row in rows)]
    table = tmp_path / "times.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    again = json.loads(run("survival", table, "--format", "json").stdout)

    assert again["interval_curves"][0]["patients"] == len(rows)


def test_treatment_is_compared_over_time(run, reports):
    """The naive way is named for its bias."""
    result = run("survival", *reports, "--event", "death", "--treatment", "caplacizumab")

    assert "time-varying" in result.stdout
    assert "naive (biased)" in result.stdout
    assert "immortal time" in result.stdout


def test_trajectory_is_aligned_and_divided(run, reports, decided):
    """In multiples of each report's own limit, whatever its unit; who never had it is missing."""
    arguments = ("--align", "first caplacizumab", "--multiples", "--decided", decided)
    result = run("trajectory", "LDH", *reports, *arguments, "--window", "0:7", "--format", "json")
    record = json.loads(result.stdout)
    told = {
        row["patient"]["id"]: [point["value"][0] for point in row["points"]]
        for part in record["parts"]
        for row in part["patients"]
    }

    assert told["ashgrove-letter/1"] == pytest.approx([5.68, 1.64, 1.048, 3.12, 0.792])
    assert told["dunmere/1"] == pytest.approx([4.6667, 2, 0.95238], rel=1e-3)
    never = [m["patient"]["id"] for m in record["missing"] if "never came" in m["reason"]]
    assert never == ["corvane/1", "elderbeck/2"]


def test_regimens_give_lines_and_pathways(run, reports, decided):
    """Both as text; the classes asked for are the names."""
    drugs = [x for d in ("corticosteroids", "caplacizumab", "rituximab") for x in ("--drug", d)]
    result = run("regimens", *reports, *drugs, "--decided", decided)

    assert "caplacizumab + corticosteroids → rituximab → alive" in result.stdout
    assert "corticosteroids → died" in result.stdout


def test_durations_of_reports_and_of_a_table_are_fitted_alike(run, reports, decided):
    """From admission to the drug; who never had it is missing."""
    between = ("--from", "admission", "--to", "first caplacizumab", "--decided", decided)
    result = run("duration", *reports, *between, "--format", "json")
    record = json.loads(result.stdout)

    assert [one["first"] for one in record["parts"][0]["patients"]] == [[1, 1]] * 3
    assert [one["second"] for one in record["parts"][0]["patients"]] == [[2, 2], [3, 3], [1, 1]]
    assert record["parts"][0]["fitted"]["patients"] == 3
    assert "first caplacizumab: never came" in {one["reason"] for one in record["missing"]}


def test_library_answers_as_its_files_do(run, reports, tmp_path):
    """With `--where`, whose tally comes first."""
    place = tmp_path / "library.epi"
    assert run("add", "--library", place, *reports).exit_code == 0
    where = ("--where", 'treated("caplacizumab")', "--event", "death")
    shelf = run("pool", "--library", place, *where)
    files = run("pool", *reports, *where)

    assert shelf.exit_code == 0, shelf.stderr
    assert sorted(shelf.stdout.splitlines()) == sorted(files.stdout.splitlines())
    assert shelf.stdout.startswith('Selected by treated("caplacizumab"): yes')


@pytest.mark.parametrize(
    "arguments",
    [
        ("pool", "--event", "death"),
        ("survival", "--event", "death"),
        ("trajectory", "LDH"),
        ("regimens",),
    ],
)
def test_nobody_is_said_and_is_no_error(run, reports, arguments):
    """No patient meets the condition."""
    name, *rest = arguments
    for form in ("text", "json", "csv"):
        where = ("--where", "age > 200", "--format", form)
        result = run(name, *rest[:1] * (name == "trajectory"), *reports, *where,
                     *rest * (name != "trajectory"))  # fmt: skip

        assert result.exit_code == 0, result.stderr
        assert ("no patient" in result.stdout) == (form != "csv")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pool", "--event", "deth"), "Known words: day zero"),
        (("pool", "--event", "death", "--by", "age"), "is a number"),
        (("survival", "--event", "death", "--from", "admision"), "Known words: day zero"),
        (("survival", "--event", "death", "--group", "improved"), "known only after time 0"),
        (("survival", "--event", "death", "--landmark", "3"), "a landmark compares treatments"),
        (("survival", "--event", "death", "--test", "exakt"), "Known: asymptotic"),
        (("regimens", "--drug", "caplacizumap"), "Did you mean 'Caplacizumab'"),
        (("regimens", "--within", "-1"), "within"),
        (("pool",), "Name one TABLE.csv"),
        (("pool", "--by", "sex"), "Name one TABLE.csv"),
        (("survival", "--event", "death", "--until", "9"), "--until: for a TABLE"),
        (("duration", "--from", "admission"), "--from and --to"),
        (("duration", "--from", "admission", "--to", "deth"), "Known words: day zero"),
    ],
)
def test_slip_of_the_pen_is_an_error_that_helps(run_main, reports, arguments, words):
    """Exit code 2, and the known names."""
    code, said = run_main(*arguments, *reports)

    assert code == 2
    assert words in said


def test_option_for_reports_is_refused_for_a_table(run_main, examples):
    """Nothing is silently ignored."""
    table = examples / "estimates" / "velmora-survival.csv"
    code, said = run_main("survival", table, "--from", "onset", "--together")

    assert code == 2
    assert "--from, --together: for patients of reports" in said


def test_window_that_is_none_is_refused(run_main, reports):
    """With an example of one."""
    code, said = run_main("trajectory", "LDH", *reports, "--window", "7")

    assert code == 2
    assert "such as 0:7" in said
