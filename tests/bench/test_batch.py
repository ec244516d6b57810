"""The benchmark of work on many files runs, on few."""

import pytest

import batch


@pytest.mark.slow
def test_every_figure_is_printed_and_written(tmp_path, capsys, monkeypatch, examples):
    """Rates, memory, the cost of a kill, and the page."""
    monkeypatch.setattr(batch, "ARTICLES", examples)
    monkeypatch.setattr(batch, "COPIES", 1)
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- figures: written by `make bench-batch` -->\n<!-- end of figures -->\nafter\n"
    )
    batch.main(["--texts", "200", "--rounds", "1", "--page", str(page)])
    said, text = capsys.readouterr().out, page.read_text(encoding="utf-8")

    assert "files/s by the clock" in said
    assert "begun twice" in said
    assert "| 2 |" in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
