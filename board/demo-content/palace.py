"""Roofs of the Imperial City and Ngọ Môn, its south gate, seen from the front."""

from palette import GOLD, GOLD_DEEP, GOLD_LIGHT, LACQUER, LACQUER_DEEP, RIVER, RIVER_DEEP
from svg import at, circle, group, line, path, rect

YELLOW = (GOLD, GOLD_DEEP, GOLD_LIGHT)
GREEN = ("#2f8f7d", RIVER_DEEP, "#8fd0bd")


def roof(eave, ridge, height, glaze=YELLOW, lift=16, tile=22):
    """A roof around x = 0, its eaves at y = 0; `eave` and `ridge` are half widths."""
    fill, shade, light = glaze
    # A steep roof sags like a sail; a long low one keeps its sides nearly straight.
    sag = max(eave * 0.88 + 6, ridge + (eave - ridge) * 0.35)
    slope = (
        f"M{-eave - lift} {-lift} Q{-sag} {-height * 0.08} {-ridge} {-height} H{ridge} "
        f"Q{sag} {-height * 0.08} {eave + lift} {-lift} Q{eave * 0.9} 2 {eave * 0.8} 2 H{-eave * 0.8} "
        f"Q{-eave * 0.9} 2 {-eave - lift} {-lift} Z"
    )
    count = max(4, int(ridge * 2 / tile))
    rows = " ".join(
        f"M{ridge * (2 * i / count - 1):.1f} {-height + 4:.1f} "
        f"Q{(ridge * 0.45 + eave * 0.5) * (2 * i / count - 1):.1f} {-height * 0.4:.1f} {eave * 0.86 * (2 * i / count - 1):.1f} -3"
        for i in range(count + 1)
    )
    thick = max(5, height * 0.085)
    return group(
        path(slope, fill),
        line(rows, shade, max(1.6, tile * 0.11), opacity=0.55),
        # The eave's edge is a row of round glazed tile ends, drawn as dots.
        line(f"M{-eave * 0.82} -1 H{eave * 0.82}", light, thick * 0.62, stroke_dasharray=f"0 {tile * 0.62:.1f}"),
        rect(-ridge - 4, -height - thick, 2 * ridge + 8, thick * 1.5, shade),
        line(f"M{-ridge - 4} {-height - thick} q-14 -2 -14 -{thick * 2.2:.1f}", shade, thick * 0.7),
        line(f"M{ridge + 4} {-height - thick} q14 -2 14 -{thick * 2.2:.1f}", shade, thick * 0.7),
    )


def pearl(radius, colour):
    """The flaming pearl on the middle of a ridge."""
    flame = f"M0 {-radius * 3.4} Q{radius * 1.5} {-radius * 1.6} {radius * 1.2} 0 H{-radius * 1.2} Q{-radius * 1.5} {-radius * 1.6} 0 {-radius * 3.4} Z"
    return path(flame, colour) + circle(0, -radius, radius * 0.72, GOLD_LIGHT)


def colonnade(half, height, bays, lacquer=LACQUER, dark=LACQUER_DEEP):
    width = 2 * half / bays
    back = rect(-half, -height, 2 * half, height, dark)
    rail = rect(-half, -height * 0.24, 2 * half, height * 0.07, GOLD) + rect(
        -half, -height, 2 * half, height * 0.12, GOLD_DEEP
    )
    posts = "".join(rect(-half + i * width - 5, -height, 10, height, lacquer) for i in range(bays + 1))
    return back + rail + posts


def gate(half, height, fill):
    """One arched or square-headed passage through the stone base."""
    return path(f"M{-half} 0 V{-height + half} A{half} {half} 0 0 1 {half} {-height + half} V0 Z", fill)


def ngo_mon(stone="#b98f84", dark="#5d3a47", light="#d9b8a6"):
    """Ngọ Môn, 1200 wide and about 560 high, standing on y = 0."""
    base = (
        path("M-600 0 L-588 -190 H588 L600 0 Z", stone)
        + rect(-592, -206, 1184, 18, light)
        + "".join(rect(-590 + i * 37, -226, 20, 22, light) for i in range(32))
        + path("M-600 0 L-588 -190 H-400 L-406 0 Z M600 0 L588 -190 H400 L406 0 Z", dark, opacity=0.22)
    )
    doors = at(0, 0, gate(48, 142, dark)) + "".join(
        at(side * x, 0, gate(half, height, dark))
        for side in (-1, 1)
        for x, half, height in ((150, 34, 122), (500, 30, 108))
    )
    # Five pavilions under nine roofs: the one in the middle yellow, the others green.
    low = at(0, -206, colonnade(560, 84, 22)) + at(0, -286, roof(600, 560, 58, GREEN, tile=24))
    wings = "".join(
        at(
            side * x,
            -346,
            colonnade(half, 44, 4),
            at(0, -42, roof(half + 34, half - 6, 56, GREEN, tile=20), at(0, -60, pearl(6, RIVER))),
        )
        for side in (-1, 1)
        for x, half in ((470, 74), (280, 84))
    )
    middle = at(0, -340, colonnade(150, 74, 7)) + at(
        0, -410, roof(206, 132, 96, YELLOW, lift=22), at(0, -104, pearl(11, GOLD))
    )
    return base + doors + low + wings + middle


def tile_band(y, width=1920, glaze=YELLOW, step=40):
    """A row of glazed eave tiles along the page: the hem of every paper picture."""
    fill, shade, light = glaze
    places = range(-step // 2, width + step, step)
    drips = "".join(
        path(f"M{x} {y} h{step} q-3 26 {-step / 2} 32 q{-step / 2 + 3} -6 {-step / 2} -32 Z", shade) for x in places
    )
    ends = "".join(
        circle(x + step, y + 12, 12, fill) + circle(x + step, y + 12, 7, light) + circle(x + step, y + 12, 3.5, shade)
        for x in places
    )
    return rect(0, y - 20, width, 20, fill) + rect(0, y - 8, width, 8, shade) + drips + ends
