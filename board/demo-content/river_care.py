"""Still 12: four small habits that keep the Perfume River clean."""

from festive import wordmark
from landscape import wave
from palette import (
    GOLD,
    GOLD_LIGHT,
    HEIGHT,
    INK,
    JADE,
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
from river_life import lotus, lotus_bud, lotus_leaf
from svg import at, circle, document, group, heading, line, path, rect, text


def bins():
    """Two bins: one for what rots, one for what is used again."""

    def bin_(x, colour, sign):
        return group(
            path(f"M{x - 44} -34 h88 l-9 98 h-70 Z", colour),
            rect(x - 52, -52, 104, 18, colour, rx=7),
            rect(x - 16, -64, 32, 14, colour, rx=6),
            at(x, 16, sign),
        )

    leaf = path("M-18 18 C-20 -8 -2 -22 20 -20 C22 4 6 20 -18 18 Z", PAPER) + line("M-24 24 L8 -8", PAPER, 4)
    loop = line("M-17 -4 A18 18 0 0 1 14 -12 M17 4 A18 18 0 0 1 -14 12", PAPER, 6) + path(
        "M8 -24 L24 -8 L4 -2 Z M-8 24 L-24 8 L-4 2 Z", PAPER
    )
    return bin_(-56, "#3d8b62", leaf) + bin_(56, GOLD, loop)


def bottle():
    return group(
        rect(-22, -96, 44, 24, RIVER_DEEP, rx=6),
        path("M-20 -72 h40 v10 q20 10 20 34 V70 q0 16 -16 16 H-24 q-16 0 -16 -16 V-28 q0 -24 20 -34 Z", RIVER),
        path("M-40 6 q20 -14 40 0 t40 0 V70 q0 16 -16 16 H-24 q-16 0 -16 -16 Z", JADE),
        line("M-24 -22 V-4", PAPER, 6, opacity=0.8),
        at(0, 66, lotus(44)),
    )


def cloth_bag():
    return group(
        line("M-34 -20 C-36 -104 36 -104 34 -20", LOTUS_DEEP, 11),
        path("M-66 -32 H66 L76 84 H-76 Z", PURPLE),
        rect(-66, -32, 132, 12, GOLD),
        at(0, 62, lotus(68)),
    )


def clean_water():
    """Fish under a lotus leaf: the river when nobody throws anything in."""
    fish = (
        path("M-44 0 C-20 -30 24 -28 44 -2 C24 24 -20 26 -44 0 Z M-36 0 L-68 -24 L-60 0 L-68 22 Z", LACQUER)
        + circle(24, -6, 5, PAPER)
        + line("M2 -16 q10 16 0 30", GOLD_LIGHT, 4)
    )
    return group(
        path("M-138 -4 q34.5 -18 69 0 t69 0 t69 0 t69 0 A138 138 0 0 1 -138 -4 Z", JADE),
        at(10, 58, fish, scale=1.35),
        at(-46, -4, lotus_leaf(62, 15)),
        at(42, 0, lotus(84)),
    )


HABITS = (
    (bins, ("Phân loại rác", "tại nguồn"), "Sort your waste"),
    (bottle, ("Mang theo bình", "nước cá nhân"), "Bring your own bottle"),
    (cloth_bag, ("Dùng túi vải thay", "túi ni lông"), "Choose cloth over plastic"),
    (clean_water, ("Không xả rác", "xuống sông"), "Keep litter out of the river"),
)


def river_care():
    column = (WIDTH - 2 * MARGIN) / len(HABITS)
    cards = ""
    for index, (icon, vietnamese, english) in enumerate(HABITS):
        middle = MARGIN + column * (index + 0.5)
        cards += circle(middle, 470, 146, PAPER) + circle(middle, 470, 146, "none", stroke=RIVER, stroke_width=5)
        cards += at(middle, 474, icon(), scale=1.04)
        cards += "".join(
            text(middle, 694 + 54 * row, words, 44, INK, bold=True, anchor="middle")
            for row, words in enumerate(vietnamese)
        )
        cards += text(middle, 798, english, 31, RIVER_DEEP, anchor="middle")
    waves = (
        wave(880, 20, 340, "#9fd0c2", shift=40)
        + wave(926, 22, 300, JADE, shift=160)
        + wave(976, 20, 360, RIVER, shift=90)
        + wave(1030, 16, 280, RIVER_DEEP, shift=30)
    )
    return document(
        rect(0, 0, WIDTH, HEIGHT, JADE_LIGHT),
        heading(WIDTH / 2, 176, "Giữ sông Hương trong xanh", 118, RIVER_DEEP, anchor="middle"),
        text(WIDTH / 2, 258, "Together, we keep the Perfume River clean", 46, RIVER_DEEP, anchor="middle"),
        cards,
        waves,
        at(220, 1000, lotus_leaf(130, 28, "#2c8c87", RIVER_DEEP)),
        at(200, 996, lotus(110)),
        at(312, 1002, lotus_bud(70), turn=8),
        wordmark(1640, 1056, PAPER, GOLD_LIGHT, GOLD),
    )
