"""The benchmark of the library runs, on a small one."""

import pytest

import library


@pytest.mark.slow
def test_every_figure_is_printed(tmp_path, capsys):
    """Adding, each question, and what it takes in memory."""
    library.measure(str(tmp_path / "library"), 120)
    said = capsys.readouterr().out

    assert "SQLite, 120 courses" in said
    assert "courses/s by the clock" in said
    assert all(name in said for name, _ in library.QUESTIONS)
    assert "MB at its highest" in said
