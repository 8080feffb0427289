"""Still 10: Huế's heritage as recognised by UNESCO, beside a moon lute of Nhã nhạc."""

from math import cos, pi, sin

from festive import wordmark
from palette import (
    GOLD,
    GOLD_DEEP,
    GOLD_LIGHT,
    HEIGHT,
    JADE_LIGHT,
    LACQUER,
    LACQUER_DEEP,
    PAPER,
    RIVER,
    RIVER_DEEP,
    WIDTH,
)
from svg import circle, document, group, heading, line, path, rect, text

HERITAGE = (
    ("1993", "Quần thể di tích Cố đô Huế", "Complex of Huế Monuments"),
    ("2003", "Nhã nhạc – Âm nhạc cung đình Việt Nam", "Nhã nhạc, Vietnamese court music"),
    ("2009", "Mộc bản triều Nguyễn", "Woodblocks of the Nguyễn dynasty"),
    ("2014", "Châu bản triều Nguyễn", "Imperial archives of the Nguyễn dynasty"),
    ("2016", "Thơ văn trên kiến trúc cung đình Huế", "Literature on Huế’s royal architecture"),
    ("2024", "Những bản đúc nổi trên chín đỉnh đồng", "Reliefs cast on the nine bronze urns"),
)
LUTE_X, LUTE_Y = 330, 760  # the middle of the lute's round body
LIST_X = 700


def moon_lute():
    """Đàn nguyệt: a round body, a long neck with high frets, two silk strings."""
    x, y = LUTE_X, LUTE_Y
    neck = rect(x - 22, 60, 44, y - 240, LACQUER_DEEP) + path(
        f"M{x - 22} 60 C{x - 30} 20 {x - 60} 10 {x - 50} -30 H{x + 50} C{x + 60} 10 {x + 30} 20 {x + 22} 60 Z", LACQUER
    )
    pegs = "".join(
        rect(x - 92 if left else x + 22, height, 70, 16, GOLD, rx=8)
        for left, height in ((True, 92), (False, 134), (True, 176), (False, 218))
    )
    frets = "".join(rect(x - 34, top, 68, 14, GOLD, rx=4) for top in (300, 352, 400, 444, 486)) + "".join(
        rect(x - 44, top, 88, 14, GOLD_DEEP, rx=4) for top in (556, 612, 664)
    )
    body = (
        circle(x, y, 232, LACQUER)
        + circle(x, y, 208, GOLD_LIGHT)
        + circle(x, y, 208, "none", stroke=GOLD_DEEP, stroke_width=5)
    )
    grain = "".join(
        line(
            f"M{x + across} {y - (196**2 - across**2) ** 0.5:.1f} V{y + (196**2 - across**2) ** 0.5:.1f}",
            GOLD,
            3,
            opacity=0.45,
        )
        for across in range(-168, 169, 42)
    )
    bridge = rect(x - 62, y + 96, 124, 24, LACQUER_DEEP, rx=8)
    strings = line(f"M{x - 9} 90 V{y + 108} M{x + 9} 90 V{y + 108}", PAPER, 3)
    return group(neck, pegs, body, grain, frets, bridge, strings)


def sound():
    """Rings of sound going out from the lute, drawn as dots of glaze."""
    drawn = ""
    for ring in range(3):
        radius, count = 262 + ring * 38, 60 + ring * 10
        drawn += "".join(
            circle(
                LUTE_X + radius * cos(2 * pi * i / count),
                LUTE_Y + radius * sin(2 * pi * i / count),
                5 - ring,
                GOLD,
                opacity=0.7 - ring * 0.15,
            )
            for i in range(count)
        )
    return drawn


def heritage():
    rows = ""
    for index, (year, vietnamese, english) in enumerate(HERITAGE):
        y = 376 + index * 112
        rows += heading(LIST_X, y + 24, year, 72, GOLD)
        rows += text(LIST_X + 220, y, vietnamese, 43, PAPER, bold=True) + text(
            LIST_X + 220, y + 44, english, 31, JADE_LIGHT
        )
    return document(
        rect(0, 0, WIDTH, HEIGHT, RIVER_DEEP),
        circle(LUTE_X, LUTE_Y, 366, RIVER, opacity=0.4),
        sound(),
        moon_lute(),
        heading(LIST_X - 4, 180, "Di sản Huế", 124, GOLD_LIGHT),
        text(LIST_X, 252, "Được UNESCO vinh danh  ·  Huế’s heritage, recognised by UNESCO", 34, PAPER),
        rows,
        wordmark(1640, 1044, PAPER, GOLD_LIGHT, GOLD),
    )
