"""Still 14: a hello from every member state, each on its own silk lantern."""

from festive import hanging_lantern, wordmark
from palette import (
    GOLD,
    GOLD_LIGHT,
    HEIGHT,
    INK,
    LACQUER,
    LILAC,
    LOTUS_DEEP,
    MARGIN,
    PAPER,
    PURPLE,
    PURPLE_DEEP,
    PURPLE_MID,
    RIVER,
    WIDTH,
)
from svg import at, circle, document, heading, rect, text

# In the order of the English names of the countries. All words are in Latin
# letters so that the picture needs one font and every visitor can say them.
GREETINGS = (
    (("Selamat", "datang"), "Bru-nây"),
    (("Suosdey",), "Cam-pu-chia"),
    (("Halo",), "In-đô-nê-xi-a"),
    (("Sabaidee",), "Lào"),
    (("Apa", "khabar"), "Ma-lai-xi-a"),
    (("Mingalaba",), "Mi-an-ma"),
    (("Kumusta",), "Phi-líp-pin"),
    (("Hello",), "Xinh-ga-po"),
    (("Sawasdee",), "Thái Lan"),
    (("Bondia",), "Ti-mo Lét-xtê"),
    (("Xin chào",), "Việt Nam"),
)
SILKS = (LACQUER, GOLD, RIVER, PURPLE_MID, LOTUS_DEEP)
RADIUS, STEP = 122, 280


def lantern(x, y, words, country, silk, cord):
    ink = INK if silk == GOLD else PAPER
    size = 42 if max(len(word) for word in words) < 9 else 38
    first = 15 if len(words) == 1 else -9
    label = "".join(
        text(0, first + 46 * row, word, size, ink, bold=True, anchor="middle") for row, word in enumerate(words)
    )
    return at(
        x, y, hanging_lantern(RADIUS, silk, ink if silk == GOLD else GOLD_LIGHT, cord, tassel=False), label
    ) + text(x, y + 172, country, 34, LILAC, anchor="middle")


def greetings():
    drawn = ""
    for index, (words, country) in enumerate(GREETINGS):
        upper = index < 6
        place = index if upper else index - 5.5
        x, y = MARGIN + STEP / 2 + place * STEP, 436 if upper else 806
        drawn += lantern(x, y, words, country, SILKS[index % 5 if upper else (index + 1) % 5], 60)
    return document(
        rect(0, 0, WIDTH, HEIGHT, PURPLE_DEEP),
        circle(WIDTH / 2, 560, 900, PURPLE, opacity=0.45),
        circle(WIDTH / 2, 560, 620, PURPLE, opacity=0.5),
        heading(WIDTH / 2, 150, "Mười một lời chào", 112, GOLD_LIGHT, anchor="middle"),
        text(WIDTH / 2, 222, "Eleven greetings from across ASEAN", 44, PAPER, anchor="middle"),
        drawn,
        wordmark(1640, 1050, PAPER, GOLD_LIGHT, GOLD),
    )
