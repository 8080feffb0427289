"""Still 5: the three pillars of the ASEAN Community, carrying one palace roof."""

from festive import wordmark
from landscape import sky
from palace import YELLOW, pearl, roof
from palette import GOLD, GOLD_DEEP, GOLD_LIGHT, HEIGHT, LACQUER, MARGIN, PAPER, PURPLE, PURPLE_DEEP, RIVER, WIDTH
from svg import at, document, heading, path, rect, text

PILLARS = (
    (("Chính trị –", "An ninh"), "Political-Security", "Cùng giữ gìn hòa bình", "Keeping peace together", PURPLE),
    (("Kinh tế",), "Economic", "Cùng nhau thịnh vượng", "Prospering together", LACQUER),
    (("Văn hóa –", "Xã hội"), "Socio-Cultural", "Cùng chăm lo con người", "Caring for people together", RIVER),
)
EAVES, FLOOR, WIDE, GAP = 492, 968, 468, 72


def pillar(x, names, english, promise, meaning, colour):
    middle = x + WIDE / 2
    shaft = rect(x, EAVES, WIDE, FLOOR - EAVES, colour)
    capital = rect(x - 16, EAVES, WIDE + 32, 20, GOLD) + rect(x - 6, EAVES + 20, WIDE + 12, 10, GOLD_DEEP)
    foot = path(f"M{x - 8} {FLOOR - 18} h{WIDE + 16} l16 34 h{-WIDE - 48} Z", GOLD_DEEP)
    top = EAVES + (138 if len(names) == 2 else 176)
    title = "".join(heading(middle, top + 78 * row, name, 78, PAPER, anchor="middle") for row, name in enumerate(names))
    return (
        shaft
        + capital
        + foot
        + title
        + "".join(
            (
                text(middle, EAVES + 282, english, 42, GOLD_LIGHT, anchor="middle"),
                rect(middle - 40, EAVES + 316, 80, 4, GOLD),
                text(middle, EAVES + 380, promise, 34, PAPER, bold=True, anchor="middle"),
                text(middle, EAVES + 428, meaning, 30, PAPER, anchor="middle"),
            )
        )
    )


def pillars():
    first = MARGIN + (WIDTH - 2 * MARGIN - 3 * WIDE - 2 * GAP) / 2
    shafts = "".join(pillar(first + index * (WIDE + GAP), *row) for index, row in enumerate(PILLARS))
    steps = rect(MARGIN - 20, FLOOR + 14, WIDTH - 2 * MARGIN + 40, 22, "#cdb08a") + rect(
        0, FLOOR + 36, WIDTH, HEIGHT, PURPLE_DEEP
    )
    return document(
        sky("paper", (0, PAPER), (1, "#f0dcc0")),
        heading(WIDTH / 2, 146, "Việt Nam cùng xây ba trụ cột ASEAN", 92, PURPLE, anchor="middle"),
        text(WIDTH / 2, 214, "Viet Nam helps to build the three pillars of the ASEAN Community", 42, PURPLE_DEEP, anchor="middle"),
        at(WIDTH / 2, EAVES, roof(860, 560, 170, YELLOW, lift=30, tile=40), at(0, -176, pearl(15, LACQUER))),
        shafts,
        steps,
        wordmark(1640, 1056, PAPER, GOLD_LIGHT, GOLD),
    )
