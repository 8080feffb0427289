"""The eleven national flags, all on the same 3:2 field.

Nine are drawn here from their official constructions. The arms of Brunei
Darussalam and the temple of Cambodia are too fine to redraw, so those two are
taken from the public-domain package iso-flags-svg. Flags whose own ratio is
not 3:2 keep their emblems undistorted; only the stripes take the common field.
"""

import re
from math import atan2, degrees
from pathlib import Path

from svg import at, circle, group, path, polygon, rect, star

W, H = 420, 280
PACKAGE = Path("/usr/share/iso-flags-svg/country-4x3")


def stripes(*parts):
    """Horizontal stripes from (colour, weight) from the top down."""
    total, top, drawn = sum(weight for _, weight in parts), 0.0, []
    for colour, weight in parts:
        drawn.append(rect(0, top, W, H * weight / total, colour))
        top += H * weight / total
    return group(*drawn)


def package_group(code, name):
    """One <g> of a package flag, with everything inside it."""
    source = (PACKAGE / f"{code}.svg").read_text(encoding="utf-8")
    start = source.index(f'<g id="{name}"')
    depth = 0
    for mark in re.finditer(r"<g[\s>]|</g>", source[start:]):
        depth += -1 if mark.group() == "</g>" else 1
        if depth == 0:
            found = source[start : start + mark.end()]
            return re.sub(r'\s(?:id|nodetypes|[a-z]+:[a-z-]+)="[^"]*"', "", found)
    raise ValueError(f"the flag {code}.svg of iso-flags-svg is not laid out as expected")


def brunei():
    def band(top_left, bottom_left, colour):
        fall = 30 / 72  # the bands come down by 30 of the flag's 72 units
        return polygon(
            [(0, H * top_left), (W, H * (top_left + fall)), (W, H * (bottom_left + fall)), (0, H * bottom_left)], colour
        )

    field = rect(0, 0, W, H, "#f7e017") + band(5 / 72, 22 / 72, "#ffffff") + band(22 / 72, 37 / 72, "#000000")
    # In the package the arms are centred in a field 640 by 480.
    arms = group(package_group("bn", "g1129"), fill_rule="evenodd")
    return field + at(W / 2 - 320 * H / 480, 0, arms, scale=H / 480)


def cambodia():
    field = stripes(("#032ea1", 1), ("#e00025", 2), ("#032ea1", 1))
    temple = package_group("kh", "g1595").replace('stroke="#e60000"', 'stroke="#000000"', 1)
    inner = f'<g transform="matrix(.9375 0 0 .9375 80 0)" fill-rule="evenodd">{temple}</g>'
    return field + at(W / 2 - 320 * H / 480, 0, inner, scale=H / 480)


def indonesia():
    return stripes(("#e70011", 1), ("#ffffff", 1))


def laos():
    return stripes(("#ce1126", 1), ("#002868", 2), ("#ce1126", 1)) + circle(W / 2, H / 2, H * 0.2, "#ffffff")


def malaysia():
    unit = H / 28  # the law gives the flag 28 units of height, the canton 16
    field = stripes(*[("#cc0001" if row % 2 == 0 else "#ffffff", 1) for row in range(14)])
    canton = rect(0, 0, W / 2, 16 * unit, "#010066")
    moon = circle(8.02 * unit, 8 * unit, 6 * unit, "#ffcc00") + circle(9.54 * unit, 8 * unit, 5.32 * unit, "#010066")
    return field + canton + moon + star(14 * unit, 8 * unit, 5 * unit, "#ffcc00", tips=14, inner=0.46)


def myanmar():
    field = stripes(("#fecb00", 1), ("#34b233", 1), ("#ea2839", 1))
    return field + star(W / 2, H * 6.422 / 12, H * 4.422 / 12, "#ffffff")


def philippines():
    gold, middle = "#fcd116", H * 0.2887
    field = stripes(("#0038a8", 1), ("#ce1126", 1)) + polygon([(0, 0), (H * 0.866, H / 2), (0, H)], "#ffffff")
    ray = (
        path("M-.093-.93 L-.186-1.74 L0-1.94 L.186-1.74 L.093-.93Z", gold)
        + path("M.166-.945 L.293-1.646 L.4-1.51 L.244-.935Z", gold)
        + path("M-.166-.945 L-.293-1.646 L-.4-1.51 L-.244-.935Z", gold)
    )
    sun = circle(0, 0, 1, gold) + "".join(at(0, 0, ray, turn=45 * index) for index in range(8))
    # One star stands in each corner, a tip towards the corner.
    corners = "".join(at(0, 0, star(H * 0.4, 0, H * 0.052, gold, turn=0), turn=turn) for turn in (0, 120, 240))
    return field + at(middle, H / 2, f'<g transform="scale({H * 0.103:.2f})">{sun}</g>', corners)


def singapore():
    unit = H / 480
    field = stripes(("#ee2536", 1), ("#ffffff", 1))
    moon = circle(122.5 * unit, 120 * unit, 86 * unit, "#ffffff") + circle(
        164.5 * unit, 120 * unit, 84.5 * unit, "#ee2536"
    )
    ring = "".join(
        at(
            172 * unit,
            120 * unit,
            at(0, -49 * unit, star(0, 0, 21.5 * unit, "#ffffff", turn=-90 - 72 * index)),
            turn=72 * index,
        )
        for index in range(5)
    )
    return field + moon + ring


def thailand():
    return stripes(("#a51931", 1), ("#f4f5f8", 1), ("#2d2a4a", 2), ("#f4f5f8", 1), ("#a51931", 1))


def timor_leste():
    field = rect(0, 0, W, H, "#dc241f")
    field += polygon([(0, 0), (W / 2, H / 2), (0, H)], "#ffc726") + polygon([(0, 0), (W / 3, H / 2), (0, H)], "#000000")
    # The star's first tip looks to the upper hoist corner.
    return field + star(W / 9, H / 2, H * 0.145, "#ffffff", turn=degrees(atan2(-H / 2, -W / 9)))


def viet_nam():
    return rect(0, 0, W, H, "#da251d") + star(W / 2, H / 2, W / 5, "#ffff00")


# In alphabetical order of the English names: (Vietnamese, English, drawing).
MEMBERS = (
    ("Bru-nây", "Brunei Darussalam", brunei),
    ("Cam-pu-chia", "Cambodia", cambodia),
    ("In-đô-nê-xi-a", "Indonesia", indonesia),
    ("Lào", "Lao PDR", laos),
    ("Ma-lai-xi-a", "Malaysia", malaysia),
    ("Mi-an-ma", "Myanmar", myanmar),
    ("Phi-líp-pin", "Philippines", philippines),
    ("Xinh-ga-po", "Singapore", singapore),
    ("Thái Lan", "Thailand", thailand),
    ("Ti-mo Lét-xtê", "Timor-Leste", timor_leste),
    ("Việt Nam", "Viet Nam", viet_nam),
)


def flag(x, y, width, drawing):
    """A flag `width` wide with its upper left corner at (x, y)."""
    edge = rect(0, 0, W, H, "none", stroke="#2b1738", stroke_opacity=0.35, stroke_width=2)
    clip = f'<svg width="{W}" height="{H}" viewBox="0 0 {W} {H}" overflow="hidden">{drawing()}</svg>'
    return at(x, y, clip, edge, scale=width / W)
