"""Still 6: why ASEAN matters to Viet Nam; a bridge carries the four reasons."""

from bridge import LENGTH, bridge
from festive import wordmark
from landscape import ridge, ripples, sky
from palette import (
    GOLD,
    GOLD_LIGHT,
    HEIGHT,
    INK,
    JADE_LIGHT,
    LACQUER,
    LOTUS_DEEP,
    MARGIN,
    PAPER,
    PURPLE,
    RIVER,
    RIVER_DEEP,
    WIDTH,
)
from river_life import lotus
from svg import at, document, gradient, heading, rect, text

REASONS = (
    ("Hòa bình", "Peace", ("Láng giềng đối thoại,", "tin cậy lẫn nhau"), "Neighbours who talk", PURPLE),
    ("Việc làm", "Work", ("Thị trường rộng hơn", "cho hàng Việt Nam"), "A wider market", LACQUER),
    ("Đi lại", "Travel", ("Đường bộ, đường bay", "nối liền các nước"), "Roads and flights", RIVER),
    ("Học tập", "Study", ("Thêm bạn bè,", "thêm trường học"), "New friends and schools", LOTUS_DEEP),
)
WIDE, GAP, TOP, DECK = 396, 32, 356, 900


def card(x, name, english, vietnamese, meaning, colour):
    middle = x + WIDE / 2
    return (
        rect(x, TOP + 60, WIDE, 336, colour, rx=22)
        + rect(x, TOP, WIDE, 382, PAPER, rx=22)
        + at(middle, TOP + 26, lotus(78))
        + heading(middle, TOP + 124, name, 68, colour, anchor="middle")
        + text(middle, TOP + 174, english, 36, colour, anchor="middle")
        + "".join(
            text(middle, TOP + 238 + 46 * row, words, 33, INK, bold=True, anchor="middle")
            for row, words in enumerate(vietnamese)
        )
        + text(middle, TOP + 340, meaning, 31, RIVER_DEEP, anchor="middle")
    )


def importance():
    first = (WIDTH - 4 * WIDE - 3 * GAP) / 2
    water = f"<defs>{gradient('water', (0, '#8fc9bd'), (0.4, RIVER), (1, RIVER_DEEP))}</defs>"
    water += rect(0, DECK + 34, WIDTH, HEIGHT - DECK - 34, "url(#water)")
    return document(
        sky("morning", (0, JADE_LIGHT), (0.6, "#f6e7c4"), (1, "#f6d9a8")),
        ridge(DECK - 10, 150, 0.4, "#a9cfc0", waves=(1.1, 2.3, 4.7)),
        ridge(DECK + 40, 100, 2.2, "#7fb5a6", waves=(1.7, 3.1, 6.3)),
        water,
        ripples(DECK + 50, HEIGHT, PAPER, seed=5, rows=6, opacity=0.35),
        at((WIDTH - LENGTH) / 2, DECK, bridge(RIVER_DEEP, "#0d3a42", 66)),
        heading(WIDTH / 2, 176, "ASEAN quan trọng với Việt Nam", 104, RIVER_DEEP, anchor="middle"),
        text(WIDTH / 2, 248, "Why ASEAN matters to every family in Viet Nam", 44, RIVER_DEEP, anchor="middle"),
        "".join(card(first + index * (WIDE + GAP), *row) for index, row in enumerate(REASONS)),
        wordmark(MARGIN + 1520, 1056, PAPER, GOLD_LIGHT, GOLD),
    )
