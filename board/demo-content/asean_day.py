"""Still 13: ASEAN Day, with eleven equal lanterns on the night river."""

from festive import wordmark
from landscape import ridge, ripples, sky
from palette import GOLD, GOLD_LIGHT, HEIGHT, LILAC, LOTUS, MAUVE, PAPER, WIDTH
from river_life import river_lantern
from svg import at, circle, document, gradient, heading, rect, text

SHORE = 640


def stars():
    state, drawn = 29, ""
    for _ in range(150):
        state = (state * 1103515245 + 12345) % 2**31
        x, y = state % WIDTH, state // 3000 % 520
        if 330 < x < 1590 and y < 500:
            continue  # a star beside a letter could be read as a tone mark
        drawn += circle(x, y, 1.2 + state // 70 % 5 * 0.45, PAPER, opacity=0.35 + state // 900 % 50 / 100)
    return drawn


def asean_day():
    water = f"<defs>{gradient('night-water', (0, '#52307a'), (0.35, '#2c1d58'), (1, '#120a33'))}</defs>" + rect(
        0, SHORE, WIDTH, HEIGHT, "url(#night-water)"
    )
    lanterns = ""
    for index in range(11):
        # A gentle arc, like a chain of lanterns carried by one current.
        share = (index - 5) / 5
        lanterns += at(
            WIDTH / 2 + share * 790, 930 - 150 * share * share, river_lantern(112, (LOTUS, "#c9a0dc")[index % 2])
        )
    return document(
        sky("night", (0, "#150b38"), (0.45, "#3a1f63"), (0.62, "#6a3d80")),
        stars(),
        ridge(SHORE, 110, 1.2, "#2f1a57"),
        ridge(SHORE + 14, 66, 3.7, "#221249"),
        water,
        ripples(SHORE + 20, HEIGHT, MAUVE, seed=3, rows=8, opacity=0.3),
        heading(WIDTH / 2, 200, "Ngày ASEAN 8/8", 168, GOLD_LIGHT, anchor="middle"),
        text(WIDTH / 2, 284, "ASEAN Day, 8 August", 52, PAPER, anchor="middle"),
        rect(WIDTH / 2 - 60, 326, 120, 5, GOLD),
        text(WIDTH / 2, 410, "Một tầm nhìn, một bản sắc, một cộng đồng", 56, PAPER, bold=True, anchor="middle"),
        text(WIDTH / 2, 474, "One Vision, One Identity, One Community", 40, LILAC, anchor="middle"),
        lanterns,
        wordmark(1640, 1050, PAPER, GOLD_LIGHT, GOLD),
    )
