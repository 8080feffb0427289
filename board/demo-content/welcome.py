"""Still 1: evening on the Perfume River, and a welcome."""

from bridge import bridge
from festive import kite, wordmark
from landscape import glitter, ridge, ripples, sky, sun
from palette import GOLD, GOLD_LIGHT, HEIGHT, LACQUER, MARGIN, MAUVE, PAPER, PURPLE_DEEP, RIVER, RIVER_DEEP, SANS, WIDTH
from river_life import dragon_boat, lotus, lotus_bud, lotus_leaf
from svg import at, circle, document, gradient, heading, line, path, rect, text

SHORE = 742  # where the sky's half of the page ends and the water begins


def welcome():
    evening = sky("sky", (0, PURPLE_DEEP), (0.34, "#71408c"), (0.56, "#d0839a"), (0.69, "#f6c489"))
    hills = (
        ridge(690, 150, 0.4, "#a8688f", waves=(1.1, 2.3, 4.7))
        + ridge(720, 110, 2.2, "#7d4a86", waves=(1.7, 3.1, 6.3))
        + ridge(752, 74, 4.1, "#573071", waves=(2.1, 4.3, 7.7))
    )
    water = f"<defs>{gradient('water', (0, '#e8a689'), (0.16, '#9d6a94'), (0.5, '#3d5a80'), (1, RIVER_DEEP))}</defs>"
    water += rect(0, SHORE, WIDTH, HEIGHT - SHORE, "url(#water)")
    # The near bank, where the bridge comes to land.
    bank = path(
        f"M0 {SHORE - 46} C180 {SHORE - 52} 330 {SHORE - 18} 620 {SHORE + 6} L560 {SHORE + 16} H0 Z", PURPLE_DEEP
    ) + "".join(
        circle(x, SHORE - 40, size, PURPLE_DEEP)
        for x, size in ((20, 44), (78, 32), (130, 40), (196, 26), (262, 30), (318, 18))
    )
    strings = line(
        "M1243 214 C1190 420 1080 560 900 742 M1647 286 C1600 420 1500 560 1440 742", PAPER, 1.6, opacity=0.55
    )
    lotuses = "".join(
        (
            at(150, 1040, lotus_leaf(210, 52, "#1d7a7d", RIVER_DEEP)),
            at(420, 1076, lotus_leaf(190, 46, RIVER, RIVER_DEEP)),
            at(640, 1064, lotus_leaf(120, 30, "#2c8c87", RIVER_DEEP)),
            at(470, 1062, lotus_bud(110), turn=7),
            at(240, 1050, lotus(190)),
            at(604, 1074, lotus(118)),
        )
    )
    words = (
        text(MARGIN, 190, "Chào mừng đến với", 88, PAPER, family=SANS)
        + heading(MARGIN - 10, 470, "Huế", 320, GOLD_LIGHT)
        + text(MARGIN, 572, "Welcome to Huế, Viet Nam", 58, PAPER)
    )
    return document(
        evening,
        sun(1490, 560, 122),
        hills,
        water,
        at(560, SHORE + 4, bridge("#3b1a58", PURPLE_DEEP, 46), scale=0.84),
        ripples(SHORE + 50, HEIGHT, MAUVE, seed=11, opacity=0.34),
        glitter(1490, SHORE + 22, SHORE + 250, GOLD_LIGHT),
        bank,
        strings,
        at(1190, 1004, dragon_boat(LACQUER, GOLD), scale=0.92),
        lotuses,
        at(1240, 190, kite(), scale=0.56, turn=-14),
        at(1650, 270, kite(PAPER, GOLD, LACQUER), scale=0.36, turn=10),
        words,
        wordmark(1640, 1030, PAPER, GOLD_LIGHT, GOLD),
    )
