"""Reading order, furniture, words and cells from boxes alone."""

import pytest

from epicrisis.readers.pdf_cells import grid
from epicrisis.readers.pdf_columns import Column, arrange, rows_of
from epicrisis.readers.pdf_engine import Font, RawPage
from epicrisis.readers.pdf_furniture import furniture
from epicrisis.readers.pdf_paragraphs import paragraphs
from epicrisis.readers.pdf_tables import horizontal, ruled, runs
from epicrisis.readers.pdf_words import Piece, Strip, strips


def strip(words: str, left: float, top: float, size: float = 10.0, wide: float = 5.0) -> Strip:
    pieces = []
    for word in words.split():
        right = left + wide * len(word)
        pieces.append(Piece(word, (left, top, right, top + size), 0, spaced=bool(pieces)))
        left = right + wide / 2
    return Strip(pieces)


def column(left: float, top: float, count: int, word: str) -> list[Strip]:
    return [strip(f"{word} " * 8, left, top + 12 * line) for line in range(count)]


def words_in(items) -> list[str]:
    return [row[0].pieces[0].text for item in items for row in item.rows]


def test_columns_are_read_one_after_the_other():
    """A title over two columns, then the left one, then the right one."""
    page = [strip("title " * 18, 50, 50), *column(300, 80, 6, "right"), *column(50, 80, 6, "left")]

    assert words_in(arrange(page, [], [])) == ["title"] + ["left"] * 6 + ["right"] * 6


def test_a_line_across_ends_the_columns():
    """What stands above a wide line in both columns is read before it."""
    page = [
        *column(50, 80, 5, "aaaaa"), *column(300, 80, 5, "bbbbb"),
        strip("wide " * 22, 50, 150),
        *column(50, 170, 5, "ccccc"), *column(300, 170, 5, "ddddd"),
    ]  # fmt: skip

    read = words_in(arrange(page, [], []))

    assert [word[0] for word in read] == list("aaaaabbbbbwcccccddddd")


def test_hanging_lines_are_no_column():
    """Entries of a list whose other lines are set in stay together."""
    left = [
        strip(
            f"{'1.' if line % 2 == 0 else 'more'} " + "word " * 7,
            50 if line % 2 == 0 else 64,
            80 + 12 * line,
        )
        for line in range(10)
    ]

    assert words_in(arrange(left, [], [])) == ["1.", "more"] * 5


def test_running_heads_are_set_apart():
    """Words that come again at the top, and the numbers of pages, belong to no text."""
    pages = []
    for number in range(3):
        head, foot = strip("Kim and others", 50, 20), strip(str(number + 1), 290, 810)
        pages.append((842.0, [head, *column(50, 100, 5, "text"), foot]))
    taken = furniture(pages)

    assert [len(found) for found in taken] == [2, 2, 2]
    assert all(id(page[1][0]) in found for page, found in zip(pages, taken, strict=True))


def test_paragraphs_part_at_indents_and_gaps():
    """An indented line opens a paragraph, and so does a wider distance."""
    lines = [
        strip("One " * 20, 50, 100), strip("one " * 20, 50, 112),
        strip("Two " * 19, 62, 124), strip("two " * 20, 50, 136),
        strip("Three " * 13, 50, 170),
    ]  # fmt: skip
    found = list(paragraphs(Column(rows_of(lines), 50, 400), 1))

    assert [len(para.lines) for para in found] == [2, 2, 1]


def page_of(words: list[tuple[str, float, float, float]]) -> RawPage:
    """A page of words: text, left, foot, size; each letter half as wide as high."""
    text, boxes = "", []
    for word, left, foot, size in words:
        for _ in word:
            boxes.append((left, foot - size, left + size / 2, foot))
            left += size / 2
        boxes.append((left, foot, left, foot))
        text += word + " "
    sides = [list(side) for side in zip(*boxes, strict=True)]
    font = Font(False, False, "plain")
    return RawPage(600, 800, text, *sides, [], 0.0, lambda index: font)


def test_raised_letters_are_pieces_of_their_own():
    """A smaller letter with a higher foot is raised, and stays on its line."""
    found = strips(page_of([("10", 50, 100, 10), ("9", 60, 96, 6), ("/L", 63, 100, 10)]))

    assert len(found) == 1
    assert [(p.text, p.shift) for p in found[0].pieces] == [("10", 0), ("9", 1), ("/L", 0)]


def spread(letters: str, gaps: dict[int, float], usual: float = 0.0) -> RawPage:
    """One word of the file, with gaps before some of its letters."""
    left, sides = 50.0, ([], [], [], [])
    for number, _ in enumerate(letters):
        left += gaps.get(number, usual)
        for side, end in zip(sides, (left, 90.0, left + 5, 100.0), strict=True):
            side.append(end)
        left += 5
    font = Font(False, False, "plain")
    return RawPage(600, 800, letters, *sides, [], 0.0, lambda index: font)


def test_a_gap_that_the_file_makes_no_blank_parts_words():
    """Behind narrow letters pdfium sees none; letters that are all spaced are one word."""
    assert [s.text for s in strips(spread("stenosisin", {8: 2.0}))] == ["stenosis in"]
    assert [s.text for s in strips(spread("virusstrains.J", {5: 1.8, 13: 1.6}))] == [
        "virus strains. J"
    ]
    assert [s.text for s in strips(spread("stenosis", {4: 1.0}))] == ["stenosis"]
    assert [s.text for s in strips(spread("abstract", {}, 2.0))] == ["abstract"]


ROWS = [
    ("Test", "Day 1", "Day 7"),
    ("CRP", "142", "21"),
    ("Creatinine", "88", "90"),
    ("Platelets", "512", "780"),
]


def printed_rows(rows=ROWS) -> list[Strip]:
    lefts = (50, 150, 220)
    return [
        strip(word, lefts[c], 100 + 14 * r)
        for r, row in enumerate(rows)
        for c, word in enumerate(row)
        if word
    ]


def cells_of(made) -> dict[tuple[int, int], str]:
    return {
        (cell.row, cell.column): " ".join(p.text for line in cell.lines for p in line)
        for cell in made.cells
    }


def test_aligned_rows_are_a_table():
    """Rows whose gaps stand one above another are a table without any line drawn."""
    above, below = column(50, 60, 2, "prose"), column(50, 170, 3, "prose")
    rows = rows_of([*above, *printed_rows(), *below])

    assert list(runs(rows)) == [(2, 6)]


def test_cells_stand_in_rows_and_columns():
    """Every word is in the cell of its row and column."""
    made = grid(printed_rows(), [], (50, 100, 260, 156))

    assert cells_of(made) == {
        (r, c): word for r, row in enumerate(ROWS) for c, word in enumerate(row)
    }


def test_a_wrapped_label_stays_one_cell():
    """A second line that only goes on in the first column belongs to the row above."""
    rows = printed_rows()
    wrapped = [s if s.top < 140 else strip(s.text, s.left, s.top + 10) for s in rows]
    made = grid([*wrapped, strip("(serum)", 50, 138)], [], (50, 100, 260, 170))

    assert cells_of(made)[2, 0] == "Creatinine (serum)"
    assert cells_of(made)[3, 1] == "512"


def test_a_head_above_several_columns_spans_them():
    """A line below a head shows how far it reaches."""
    rows = [("Test", "", ""), ("", "Day 1", "Day 7"), *ROWS[1:]]
    head = strip("Stay", 180, 100)
    rules = [(48, 96, 262, 97), (150, 111, 250, 111.5), (48, 126, 262, 127), (48, 170, 262, 171)]
    made = grid([*printed_rows(rows), head], rules, (48, 96, 262, 171))
    stay = next(c for c in made.cells if c.lines[0][0].text == "Stay")

    assert (stay.row, stay.column, stay.across) == (0, 1, 2)
    assert made.heads == 2


def test_lines_drawn_in_parts_are_one():
    """The borders of cells side by side make one line."""
    parts = [(50, 100, 120, 100.5), (120, 100, 200, 100.5), (50, 130, 200, 130.5)]

    assert horizontal(parts) == [(50, 100, 200, 100.5), (50, 130, 200, 130.5)]


def test_lines_below_a_caption_hold_a_table():
    """What stands between them is one thing in the reading order."""
    caption = strip("Table 1. Results", 50, 80)
    rules = [(48, 96, 262, 97), (48, 113, 262, 114), (48, 160, 262, 161)]
    found = ruled([caption, *printed_rows(), *column(50, 180, 4, "prose")], rules)

    assert len(found) == 1
    assert len(found[0].strips) == 12


@pytest.mark.parametrize("count", [0, 1])
def test_almost_nothing_is_no_trouble(count):
    """An empty page, and one word, are read."""
    found = [strip("alone", 50, 50)][:count]

    assert len(arrange(found, [], [])) == count
    assert list(runs(rows_of(found))) == []
