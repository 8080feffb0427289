"""Still 8: three kinds of people who benefit, each by a thing that they work with."""

from festive import wordmark
from palace import tile_band
from palette import (
    GOLD,
    GOLD_DEEP,
    GOLD_LIGHT,
    HEIGHT,
    INK,
    LACQUER,
    LACQUER_DEEP,
    MARGIN,
    PAPER,
    PAPER_DEEP,
    PURPLE,
    PURPLE_DEEP,
    PURPLE_MID,
    RIVER,
    RIVER_DEEP,
    WIDTH,
)
from svg import at, circle, document, ellipse, group, heading, line, path, polygon, rect, text


def books():
    """A graduate's cap on two books."""
    pages = "".join(
        rect(left, top, 168, 34, colour, rx=6) + rect(left + 14, top + 7, 154, 20, PAPER)
        for left, top, colour in ((-92, 78, LACQUER), (-76, 44, RIVER))
    )
    cap = path("M-56 -18 V24 q56 30 112 0 V-18 Z", PURPLE_DEEP) + polygon(
        ((0, -84), (128, -32), (0, 20), (-128, -32)), PURPLE
    )
    tassel = line("M0 -32 L94 -18 V30", GOLD, 5) + rect(84, 28, 20, 34, GOLD, rx=4)
    return pages + cap + tassel


def conical_hat():
    """Nón bài thơ: rings of palm leaf under a low cone, with its violet ribbon."""
    rings = "".join(
        line(
            f"M{-134 * share:.1f} {-92 + 142 * share:.1f} q{134 * share:.1f} {34 * share:.1f} {268 * share:.1f} 0",
            GOLD_DEEP,
            3,
        )
        for share in (0.22, 0.4, 0.58, 0.76)
    )
    leaves = line("M0 -92 L-66 62 M0 -92 L66 62 M0 -92 V70", GOLD, 2.5)
    ribbon = line("M-92 44 C-84 150 84 150 92 44", PURPLE_MID, 11)
    cone = path(
        "M0 -96 L138 50 q-138 44 -276 0 Z", GOLD_LIGHT, stroke=GOLD_DEEP, stroke_width=5, stroke_linejoin="round"
    )
    return ribbon + cone + leaves + rings


def suitcase():
    sticker = circle(38, 28, 26, GOLD) + circle(38, 28, 13, LACQUER) + rect(-62, 2, 52, 34, PAPER, rx=5)
    return group(
        path("M-38 -52 V-84 q0 -16 16 -16 H22 q16 0 16 16 V-52", stroke=RIVER_DEEP, stroke_width=13),
        rect(-112, -58, 224, 150, RIVER, rx=20),
        rect(-86, -58, 16, 150, GOLD_DEEP),
        rect(78, -58, 16, 150, GOLD_DEEP),
        ellipse(-78, 98, 17, 11, INK),
        ellipse(86, 98, 17, 11, INK),
        sticker,
    )


PEOPLE = (
    (
        (books, PURPLE),
        ("Sinh viên", "Students"),
        ("Được học trao đổi", "ở các nước láng giềng"),
        "Exchange study in the region",
    ),
    (
        (conical_hat, LACQUER_DEEP),
        ("Người làm nghề", "Craftspeople"),
        ("Hàng sang nước bạn", "thuế quan thấp hơn"),
        "Lower tariffs across ASEAN",
    ),
    (
        (suitcase, RIVER_DEEP),
        ("Người làm du lịch", "Tourism workers"),
        ("Tay nghề được công nhận", "theo chuẩn chung"),
        "Skills recognised by one standard",
    ),
)


def people():
    column, drawn = (WIDTH - 2 * MARGIN) / len(PEOPLE), ""
    for index, ((thing, colour), (who, english), gain, meaning) in enumerate(PEOPLE):
        middle = MARGIN + column * (index + 0.5)
        drawn += circle(middle, 482, 176, PAPER_DEEP) + circle(middle, 482, 176, "none", stroke=GOLD, stroke_width=6)
        drawn += at(middle, 478, thing())
        drawn += heading(middle, 742, who, 58, colour, anchor="middle")
        drawn += text(middle, 796, english, 36, PURPLE_MID, anchor="middle")
        for row, words in enumerate(gain):
            drawn += text(middle, 868 + 52 * row, words, 42, INK, bold=True, anchor="middle")
        drawn += text(middle, 968, meaning, 32, PURPLE_MID, anchor="middle")
    return document(
        rect(0, 0, WIDTH, HEIGHT, PAPER),
        tile_band(20),
        heading(WIDTH / 2, 186, "Người dân được hưởng lợi", 112, PURPLE, anchor="middle"),
        text(WIDTH / 2, 258, "How people benefit from ASEAN", 46, INK, anchor="middle"),
        drawn,
        wordmark(1640, 1050),
    )
