"""Still 2: the eleven member states, every flag the same size."""

from festive import wordmark
from flags import MEMBERS, flag
from palace import tile_band
from palette import HEIGHT, INK, MARGIN, PAPER, PURPLE, PURPLE_MID, WIDTH
from river_life import lotus
from svg import at, document, heading, rect, text

COLUMNS, GUTTER, TOP, ROW = 6, 42, 376, 316
CELL = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GUTTER) / COLUMNS


def members():
    cells = ""
    for index, (vietnamese, english, drawing) in enumerate(MEMBERS):
        x = MARGIN + index % COLUMNS * (CELL + GUTTER)
        y = TOP + index // COLUMNS * ROW
        cells += flag(x, y, CELL, drawing)
        cells += text(x, y + CELL * 2 / 3 + 52, vietnamese, 37, INK, bold=True)
        cells += text(x, y + CELL * 2 / 3 + 92, english, 27, PURPLE_MID)
    last = MARGIN + 5 * (CELL + GUTTER) + CELL / 2
    return document(
        rect(0, 0, WIDTH, HEIGHT, PAPER),
        tile_band(20),
        heading(MARGIN - 4, 206, "Mười một nước, một cộng đồng", 105, PURPLE),
        text(MARGIN, 286, "The eleven member states of ASEAN: one community", 46, INK),
        cells,
        at(last, TOP + ROW + CELL * 2 / 3, lotus(150)),
        wordmark(1640, 1044),
    )
