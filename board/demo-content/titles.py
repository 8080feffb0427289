"""Still 9: the titles Huế carries, before Ngọ Môn at dusk."""

from festive import hanging_lantern, wordmark
from landscape import ridge, sky, sun
from palace import ngo_mon
from palette import GOLD, GOLD_LIGHT, HEIGHT, LACQUER, LILAC, MARGIN, PAPER, PURPLE_DEEP, WIDTH
from svg import at, document, heading, rect, text
from river_life import lotus

TITLES = (
    (("Thành phố văn hóa ASEAN",), "ASEAN City of Culture"),
    (("Thành phố du lịch sạch ASEAN",), "ASEAN Clean Tourist City"),
    (("Thành phố bền vững", "về môi trường ASEAN"), "ASEAN Environmentally Sustainable City"),
)


def titles():
    dusk = sky("dusk", (0, "#2a1046"), (0.5, "#5b2a78"), (0.8, "#8d4779"), (1, "#c9737d"))
    rows, y = "", 506
    for vietnamese, english in TITLES:
        rows += at(MARGIN + 38, y + 24, lotus(62))
        for words in vietnamese:
            rows += text(MARGIN + 112, y, words, 52, PAPER, bold=True)
            y += 60
        rows += text(MARGIN + 112, y - 8, english, 36, PAPER, opacity=0.86)
        y += 86
    return document(
        dusk,
        sun(1600, 590, 150),
        ridge(930, 130, 3.1, "#4a2468", waves=(1.3, 2.9, 5.3)),
        at(1610, 1000, ngo_mon("#8d6273", "#2d1540", "#b78a8f"), scale=0.94),
        rect(0, 998, WIDTH, HEIGHT - 998, PURPLE_DEEP),
        at(1530, 150, hanging_lantern(52, LACQUER, GOLD_LIGHT, 120)),
        at(1680, 210, hanging_lantern(66, GOLD, PAPER, 180)),
        at(1810, 120, hanging_lantern(44, LACQUER, GOLD_LIGHT, 90)),
        text(MARGIN, 160, "Huế, thành phố trực thuộc trung ương", 44, LILAC),
        heading(MARGIN - 4, 300, "Thành phố Festival", 130, GOLD_LIGHT),
        text(MARGIN, 380, "Huế, the Festival City of Viet Nam", 46, PAPER),
        rows,
        wordmark(1640, 1056, PAPER, GOLD_LIGHT, GOLD),
    )
