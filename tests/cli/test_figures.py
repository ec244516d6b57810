"""`--figure`: the result as a picture, beside its numbers."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
POOL = "study,events,n,type\nA,1,1,case\nB,0,1,case\nC,3,8,series\nD,,7,series\nE,9,60,cohort\n"
SURVIVAL = "patient,time,event,group\na,3,1,x\nb,9,0,x\nc,7,1,y\nd,12,0,y\ne,,1,y\n"
INTERVALS = "patient,lower,upper\na,0,3\nb,2,5\nc,4,\n"


@pytest.fixture
def table(tmp_path):
    """Write a table and give its path."""

    def write(content: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_pool_draws_its_forest(run, table, tmp_path):
    """The numbers are printed as ever; the figure is beside them, as wide as asked."""
    drawn = tmp_path / "forest.svg"
    result = run("pool", table(POOL), "--figure", drawn, "--width", "85")
    svg = drawn.read_text(encoding="utf-8")

    assert result.exit_code == 0, result.stderr
    assert "Missing: D" in result.stdout
    assert "n = 70 patients of 4 papers" in svg
    assert 'width="85mm"' in svg


@pytest.mark.parametrize("content", [SURVIVAL, INTERVALS], ids=["times", "intervals"])
def test_survival_draws_its_curves(run, table, tmp_path, content):
    """The unit is the one that was said; the default is a page wide."""
    drawn = tmp_path / "curves.svg"
    result = run("survival", table(content), "--unit", "weeks", "--figure", drawn)
    svg = drawn.read_text(encoding="utf-8")

    assert result.exit_code == 0, result.stderr
    assert "Time (weeks)" in svg
    assert 'width="175mm"' in svg


def test_json_and_a_figure_go_together(run, table, tmp_path):
    """Standard output holds the record alone."""
    drawn = tmp_path / "forest.svg"
    result = run("pool", table(POOL), "--format", "json", "--figure", drawn)

    assert result.stdout.startswith("{")
    assert result.stdout.rstrip().endswith("}")
    assert drawn.exists()


@pytest.mark.parametrize("name", ["figure.jpg", "figure"])
def test_an_unknown_ending_is_refused_before_anything_is_read(run, tmp_path, name):
    """The message lists the endings."""
    result = run("pool", tmp_path / "nowhere.csv", "--figure", tmp_path / name)

    assert result.exit_code == 2
    assert ".svg, .png, .pdf" in result.stderr


def test_each_kind_of_patient_has_its_own_figure(run, tmp_path):
    """The second is numbered."""
    drawn = tmp_path / "lines.svg"
    reports = [EXAMPLES / "hlh-scan.txt", EXAMPLES / "lgi1-series.md"]
    result = run("regimens", *reports, "--figure", drawn)

    assert result.exit_code == 0, result.stderr
    assert "Single patients: n = 1 patient" in drawn.read_text(encoding="utf-8")
    assert "Patients of series: n = 2 patients" in (tmp_path / "lines-2.svg").read_text("utf-8")


def test_trajectory_and_pool_of_reports_are_drawn(run, tmp_path):
    """What was read is drawn as what was typed is."""
    curve, share = tmp_path / "curve.svg", tmp_path / "share.svg"
    report = EXAMPLES / "hlh-scan.txt"

    assert run("trajectory", "ferritin", report, "--figure", curve).exit_code == 0
    assert run("pool", report, "--event", "improved", "--figure", share).exit_code == 0
    assert "Ferritin" in curve.read_text(encoding="utf-8")
    assert "Improvement (% of patients)" in share.read_text(encoding="utf-8")
