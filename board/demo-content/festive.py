"""Silk lanterns, kites and the padi stalk that marks Sheaf's own pictures."""

from math import atan2, cos, pi, sin

from palette import GOLD, GOLD_DEEP, GOLD_LIGHT, LACQUER, PURPLE
from svg import at, circle, ellipse, group, line, path, rect, text


def hanging_lantern(radius, silk, rib, cord, tassel=True):
    """A silk lantern around the origin, its cord going up from its cap."""
    squash = radius * 0.86
    ribs = "".join(
        ellipse(0, 0, radius * share, squash, "none", stroke=rib, stroke_width=2.5, opacity=0.36)
        for share in (0.38, 0.74)
    )
    cap = rect(-radius * 0.34, -squash - radius * 0.12, radius * 0.68, radius * 0.16, GOLD) + rect(
        -radius * 0.34, squash - radius * 0.04, radius * 0.68, radius * 0.16, GOLD
    )
    fringe = line(f"M0 {squash + radius * 0.1} v{radius * 0.28}", GOLD, 4) + path(
        f"M{-radius * 0.09} {squash + radius * 0.3} h{radius * 0.18} l{radius * 0.05} {radius * 0.4} h{-radius * 0.28} Z",
        GOLD,
    )
    return group(
        line(f"M0 {-squash - radius * 0.1} v{-cord}", GOLD, 3),
        fringe if tassel else "",
        ellipse(0, 0, radius, squash, silk),
        ribs,
        cap,
    )


def kite(silk=LACQUER, wing=GOLD, spot=PURPLE):
    """A Huế butterfly kite, about 300 wide, around the origin."""
    upper = "M0 -10 C-30 -90 -120 -120 -160 -80 C-170 -40 -120 10 0 20 Z"
    lower = "M0 10 C-60 10 -120 40 -110 84 C-84 116 -30 80 0 34 Z"
    tail = "M-8 40 C-30 90 6 130 -20 190 M8 40 C34 100 0 140 24 210"
    side = group(
        path(upper, silk),
        path(lower, wing),
        circle(-106, -52, 24, GOLD_LIGHT),
        circle(-106, -52, 12, spot),
        circle(-70, 58, 15, silk),
        line("M-4 0 C-40 -40 -70 -60 -84 -66 M-4 18 C-30 34 -50 46 -58 52", GOLD_DEEP, 3),
    )
    feeler = line("M-4 -34 C-14 -64 -30 -72 -44 -72 M4 -34 C14 -64 30 -72 44 -72", spot, 4)
    return group(line(tail, wing, 6), side, at(0, 0, side, mirror=True), feeler, ellipse(0, 6, 11, 44, spot))


def padi(height, stem=GOLD_DEEP, grain=GOLD, bold=1.0):
    """One ripe stalk of rice bowing to the right, its foot at the origin.

    Small marks are drawn with `bold` above 1, so that they keep their weight.
    """

    def stalk(share):  # a quarter of an ellipse: upright below, bowed at the tip
        angle = share * pi * 0.62
        return height * 0.42 * (1 - cos(angle)), -height * 0.92 * sin(angle)

    line_points = " L".join(f"{x:.1f} {y:.1f}" for x, y in (stalk(i / 30) for i in range(31)))
    grains = ""
    for index in range(11):
        share = 0.46 + index * 0.054
        x, y = stalk(share)
        ahead = stalk(share + 0.02)
        lean = 90 + 180 / pi * atan2(ahead[1] - y, ahead[0] - x)
        for side in (-1, 1):
            seed = ellipse(0, -height * 0.06 * bold, height * 0.024 * bold, height * 0.058 * bold, grain)
            grains += at(x, y, seed, turn=lean + side * 34)
    leaf = path(
        f"M0 0 C{-height * 0.02} {-height * 0.3} {-height * 0.16} {-height * 0.5} {-height * 0.3} {-height * 0.56} C{-height * 0.16} {-height * 0.42} {-height * 0.02} {-height * 0.24} 0 0 Z",
        stem,
    )
    return group(leaf, line("M" + line_points, stem, max(2.0, height * 0.022 * bold)), grains)


def wordmark(x, y, colour=PURPLE, grain=GOLD, stem=GOLD_DEEP):
    """Sheaf's small mark: one padi stalk and the name, standing on y."""
    return at(x + 20, y + 4, padi(64, stem, grain, bold=1.5)) + text(x + 62, y, "Sheaf", 34, colour, bold=True)
