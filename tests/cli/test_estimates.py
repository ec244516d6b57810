"""`epicrisis pool` and `epicrisis survival`: anyone's own table, and what is wrong with it."""

import json

import pytest

POOL = "study,events,n,type\nA,1,1,case\nB,0,1,case\nC,3,8,series\nD,,7,series\nE,9,60,cohort\n"
SURVIVAL = "patient,time,event,group\na,3,1,x\nb,9,0,x\nc,7,1,y\nd,12,0,y\ne,,1,y\n"


@pytest.fixture
def table(tmp_path):
    """Write a table and give its path."""

    def write(content: str | bytes, name: str = "table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_pool_prints_kinds_apart_and_what_is_missing(run, table):
    """Each kind has its papers, its pooled share and its reason; the silent paper is named."""
    result = run("pool", table(POOL))

    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("pooled: ") == 3
    assert "every paper holds one patient" in result.stdout
    assert "Missing: D (number of events not reported)" in result.stdout


def test_json_gives_every_number(run, table):
    """What the text rounds the record has in full, with ids and with what is missing."""
    result = run("pool", table(POOL), "--together", "--threshold", "0.9", "--format", "json")
    record = json.loads(result.stdout)
    [group] = record["groups"]

    assert [study["study"] for study in group["studies"]] == ["A", "B", "C", "E"]
    assert record["missing"][0]["study"] == "D"
    assert group["crude"]["events"] == 13
    assert record["unreported"][0]["unreported"] > 0
    assert record["options"]["method"] == "glmm"


def test_survival_prints_curves_tests_and_ratio(run, table):
    """Both groups, log-rank, hazard ratio; the patient without a time is named."""
    result = run("survival", table(SURVIVAL), "--test", "exact")

    assert result.exit_code == 0, result.stderr
    assert "x: 2 patients, 1 events" in result.stdout
    assert "Log-rank test (exact, 6 arrangements)" in result.stdout
    assert "Hazard ratio y vs x" in result.stdout
    assert "Missing: e (no time reported)" in result.stdout


def test_survival_json_lists_patients(run, table):
    """Every curve has the ids behind it."""
    record = json.loads(run("survival", table(SURVIVAL), "--format", "json").stdout)

    assert [curve["ids"] for curve in record["curves"]] == [["a", "b"], ["c", "d"]]
    assert record["log_rank"]["method"] == "asymptotic"
    assert record["missing"] == [{"patient": "e", "reason": "no time reported"}]


def test_intervals_give_an_interval_curve(run, table):
    """An empty upper end is never seen, an empty row is missing, a time with event is exact."""
    content = "time,event,lower,upper\n,,2,5\n,,4,\n7,1,,\nNA,,,\n"
    record = json.loads(run("survival", table(content), "--format", "json").stdout)
    [curve] = record["interval_curves"]

    assert curve["patients"] == 3
    assert curve["converged"]
    assert record["missing"] == [{"patient": "row 5", "reason": "no time reported"}]


def test_regimens_are_compared_where_the_table_allows(run, table):
    """The naive way is there and called biased."""
    content = "time,event,treated_from\n5,1,\n9,1,4\n30,0,10\n3,1,\n22,1,6\n14,0,\n"
    result = run("survival", table(content), "--landmark", "4")

    assert result.exit_code == 0, result.stderr
    for way in ("time-varying", "landmark", "naive (biased)"):
        assert way in result.stdout
    assert "immortal time" in result.stdout


@pytest.mark.parametrize("command", ["pool", "survival"])
def test_table_without_a_row_says_that_there_is_nothing(run, table, command):
    """A heading alone is no error."""
    heading = "study,events,n\n" if command == "pool" else "time,event\n"
    result = run(command, table(heading))

    assert result.exit_code == 0
    assert "nothing to" in result.stdout


@pytest.mark.parametrize("parted", [";", "\t"])
def test_tables_of_spreadsheets_are_read(run, table, parted):
    """Semicolons, tabs, a byte order mark, carriage returns, blanks, NA."""
    content = "\ufeff" + POOL.replace(",", parted).replace("\n", "\r\n").replace("D", " D ")
    result = run("pool", table(content.replace(f"{parted}{parted}", f"{parted}NA{parted}")))

    assert result.exit_code == 0, result.stderr
    assert "Missing: D" in result.stdout


@pytest.mark.parametrize(
    ("command", "content", "words"),
    [
        ("pool", "study,events,n\nA,1,2\nB,x,3\n", "row 3, column 'events': expected a whole"),
        ("pool", "study,events,n\nA,1.5,2\n", "row 2, column 'events': expected a whole"),
        ("pool", "study,events,n\nA,3,2\n", "row 2, column 'events': expected at most n"),
        ("pool", "study,events,n\nA,-1,2\n", "row 2, column 'events'"),
        ("pool", "study,events,n\nA,nan,2\n", "row 2, column 'events'"),
        ("pool", "study,events,n\n,1,2\n", "row 2, column 'study': expected a name"),
        ("pool", "study,events,n,type\nA,1,2,trial\n", "expected one of case, series, cohort"),
        ("pool", "study,events,n\nA,1\n", "row 2: expected 3 cells, found 2"),
        ("pool", "study,events\nA,1\n", "lacks column 'n'"),
        ("pool", "study,events,n,n\nA,1,2,2\n", "column 'n' is there twice"),
        ("pool", "study,events,n,typ\nA,1,2,case\n", "Did you mean type?"),
        ("pool", "", "empty; expected a heading"),
        ("pool", b"\xff\xfe\x00s", "UTF-8"),
        ("pool", "study,events,n\0\n", "binary"),
        ("pool", 'study,events,n\n"A,1,2\n', "line"),
        ("survival", "time,event\n5,2\n", "row 2, column 'event': expected one of 0, 1"),
        ("survival", "time,event,start\n5,1,6\n", "row 2, column 'start'"),
        ("survival", "time,event,treated_from\n5,1,6\n", "row 2, column 'treated_from'"),
        ("survival", "lower,upper\n5,4\n", "row 2, column 'lower'"),
        ("survival", "lower\n5\n", "both are needed"),
        ("survival", "group\nx\n", "expected the columns time and event"),
        ("survival", "lower,upper,start\n5,6,1\n", "does not go with"),
        ("survival", "time,event,when\n5,1,1\n", "Known: event, group"),
    ],
)
def test_bad_table_is_one_line_that_says_where(run_main, table, command, content, words):
    """File, row, column and what was expected; exit code 2; no traceback."""
    code, said = run_main(command, table(content))

    assert code == 2
    assert said.startswith("epicrisis: ")
    assert "table.csv" in said
    assert words in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "option", "value", "known"),
    [
        ("pool", "--method", "logt", "double-arcsine"),
        ("pool", "--shares", "exakt", "mid-p"),
        ("pool", "--interval", "wold", "profile"),
        ("survival", "--test", "exakt", "permutation"),
        ("survival", "--interval", "loglog", "log-log"),
        ("survival", "--penalty", "ridge", "firth"),
        ("survival", "--ties", "exact", "breslow"),
    ],
)
def test_unknown_option_value_lists_the_known_ones(run_main, table, command, option, value, known):
    """Nothing is silently taken for something else."""
    content = POOL if command == "pool" else SURVIVAL
    code, said = run_main(command, table(content), option, value)

    assert code == 2
    assert known in said.partition("Known: ")[2]


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("pool", ["--tau2", "dl"], "without effect"),
        ("pool", ["--level", "95"], "level: expected a proportion"),
        ("pool", ["--threshold", "50"], "threshold: expected a share"),
        ("pool", ["--nodes", "4"], "odd number"),
        ("survival", ["--landmark", "3"], "needs the column treated_from"),
        ("survival", ["--until", "900"], "ends before 900"),
    ],
)
def test_option_that_cannot_be_used_is_refused(run_main, table, command, arguments, words):
    """An option is never ignored."""
    pooled = "study,events,n\nA,1,5\nB,2,6\nC,4,9\nD,3,7\n"
    code, said = run_main(command, table(pooled if command == "pool" else SURVIVAL), *arguments)

    assert code == 2
    assert words in said


def test_durations_name_their_patients(run, run_main, examples, table):
    """Quantiles with limits; rows that tell too little are missing; one is no distribution."""
    result = run("duration", examples / "estimates" / "velmora-onset.csv")
    few = run("duration", table("first_low,first_high,second_low,second_high\n0,1,2,3\n,1,2,3\n"))
    code, said = run_main(
        "duration", table("first_low,first_high,second_low,second_high\n4,5,1,3\n")
    )

    assert "50.0 % within" in result.stdout
    assert "Missing: row 3 (no earliest moment" in few.stdout
    assert "needs two or more" in few.stdout
    assert code == 2
    assert "row 2, column 'second_high': expected a time after 4" in said


def test_missing_file_is_one_line(run_main, tmp_path):
    """The line names it."""
    code, said = run_main("pool", tmp_path / "nothing.csv")

    assert code == 2
    assert "nothing.csv" in said
