"""Rows of cells become a grid, whatever rows there are."""

from epicrisis.readers.cells import grid_cells


def test_row_without_cells_ends_the_header():
    """A line that holds nothing but a border has no first word, and is no header row."""
    header_rows, cells = grid_cells("ab", [[(0, 1)], [], [(1, 2)]])

    assert header_rows == 1
    assert len(cells) == 2
