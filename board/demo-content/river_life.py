"""What floats on the Perfume River: lotus, dragon boats and paper lanterns."""

from palette import (
    GOLD,
    GOLD_DEEP,
    GOLD_LIGHT,
    INK,
    LACQUER,
    LACQUER_DEEP,
    LOTUS,
    LOTUS_DEEP,
    LOTUS_LIGHT,
    PAPER,
    RIVER,
    RIVER_DEEP,
)
from svg import at, circle, ellipse, group, line, path


def petal(length, width, fill, vein):
    shape = f"M0 0 C{-width} {-length * 0.32} {-width * 0.82} {-length * 0.78} 0 {-length} C{width * 0.82} {-length * 0.78} {width} {-length * 0.32} 0 0 Z"
    veins = " ".join(
        f"M0 {-length * 0.08} Q{x * width} {-length * 0.5} {x * width * 0.35} {-length * 0.9}" for x in (-0.5, 0, 0.5)
    )
    return path(shape, fill) + line(veins, vein, max(1.0, length * 0.008), opacity=0.45)


def lotus(size, pale=LOTUS_LIGHT, middle=LOTUS, deep=LOTUS_DEEP):
    """An open lotus, `size` high, its foot at the origin."""
    rows = (
        ((-64, 64), 0.86, 0.20, middle),
        ((-42, 42), 0.98, 0.22, deep),
        ((-20, 20, 0), 1.04, 0.22, middle),
        ((-78, 78), 0.74, 0.19, pale),
        ((-52, 52), 0.82, 0.22, pale),
        ((-27, 27), 0.84, 0.23, pale),
        ((0,), 0.80, 0.24, PAPER),
    )
    petals = "".join(
        at(0, 0, petal(size * length, size * width, fill, deep), turn=turn)
        for turns, length, width, fill in rows
        for turn in turns
    )
    return petals + ellipse(0, -size * 0.02, size * 0.24, size * 0.06, deep)


def lotus_bud(size):
    return at(0, 0, petal(size, size * 0.3, LOTUS, LOTUS_DEEP)) + "".join(
        at(0, 0, petal(size * 0.86, size * 0.17, fill, LOTUS_DEEP), turn=turn)
        for turn, fill in ((-15, LOTUS_LIGHT), (15, LOTUS_LIGHT))
    )


def lotus_leaf(across, down, fill=RIVER, vein=RIVER_DEEP):
    """A floating leaf seen from the side, its notch towards us."""
    veins = " ".join(
        f"M0 0 L{across * x:.1f} {down * y:.1f}"
        for x, y in (
            (-0.92, 0),
            (-0.7, -0.6),
            (-0.3, -0.86),
            (0.2, -0.9),
            (0.65, -0.66),
            (0.92, -0.08),
            (0.7, 0.6),
            (-0.62, 0.66),
        )
    )
    notch = f"M{-across} 0 A{across} {down} 0 1 1 {across * 0.18} {down * 0.98} L0 0 L{-across * 0.16} {down * 0.98} A{across} {down} 0 0 1 {-across} 0 Z"
    return path(notch, fill) + line(veins, vein, 2.5, opacity=0.5)


def river_lantern(size, paper=LOTUS, glow=GOLD_LIGHT):
    """Hoa đăng: a paper lotus with a candle, set on the river on festival nights."""
    halo = "".join(
        circle(0, -size * 0.42, size * reach, glow, opacity=0.055) for reach in (1.36, 1.18, 1.0, 0.84, 0.68)
    )
    back = "".join(at(0, 0, petal(size * 0.78, size * 0.22, paper, glow), turn=turn) for turn in (-34, 34, 0))
    candle = path(
        f"M0 {-size * 1.06} Q{size * 0.15} {-size * 0.72} 0 {-size * 0.56} Q{-size * 0.15} {-size * 0.72} 0 {-size * 1.06} Z",
        PAPER,
    )
    front = "".join(
        at(0, 0, petal(size * 0.62, size * 0.2, fill, glow), turn=turn)
        for turn, fill in ((-66, paper), (66, paper), (-40, glow), (40, glow), (0, PAPER))
    )
    shine = ellipse(0, size * 0.22, size * 0.62, size * 0.045, glow, opacity=0.5) + ellipse(
        0, size * 0.36, size * 0.38, size * 0.035, glow, opacity=0.32
    )
    return halo + shine + group(back, candle, front) + ellipse(0, size * 0.01, size * 0.5, size * 0.07, GOLD_DEEP)


def dragon_head(body=GOLD, mane=LACQUER, dark=LACQUER_DEEP):
    """The prow: a neck rising from the origin, the head looking right."""
    neck = (
        "M-70 12 C-30 0 -20 -50 -30 -88 C-38 -128 -8 -160 34 -158 L52 -112 C26 -120 12 -106 18 -84 C28 -44 26 8 -6 40 Z"
    )
    belly = "M2 34 C22 2 24 -44 14 -82"
    flames = "".join(
        path(
            f"M{x} {y} C{x - 30} {y - 4} {x - 56} {y - 18} {x - 66} {y - 46} C{x - 44} {y - 34} {x - 14} {y - 36} {x + 8} {y - 30} Z",
            mane,
        )
        for x, y in ((-24, -34), (-24, -70), (-20, -108), (2, -142))
    )
    skull = (
        "M2 -170 C14 -194 44 -200 66 -184 C78 -176 84 -170 98 -168 C112 -180 134 -172 136 -154 C137 -144 132 -138 124 -136 "
        "C104 -132 84 -136 68 -130 C56 -126 48 -118 42 -108 C16 -110 -6 -136 2 -170 Z"
    )
    jaw = "M36 -112 C52 -126 72 -112 112 -118 C118 -104 92 -88 60 -92 C46 -94 38 -102 36 -112 Z"
    mouth = "M44 -112 C60 -132 90 -132 122 -134 L110 -118 C80 -112 60 -122 44 -112 Z"
    teeth = "M76 -133 l5 12 l6 -13 Z M98 -134 l4 11 l7 -11 Z"
    horns = "M24 -184 C14 -212 -12 -226 -44 -220 C-22 -212 -8 -196 0 -168 Z M48 -192 C46 -214 30 -232 8 -238 C22 -222 26 -206 26 -186 Z"
    beard = (
        "M56 -94 C50 -74 40 -66 26 -62 C34 -74 36 -86 38 -100 Z M74 -92 C72 -74 64 -62 52 -54 C58 -68 58 -80 60 -92 Z"
    )
    whisker = "M128 -156 C156 -166 168 -148 156 -130"
    return group(
        flames,
        path(horns, GOLD_DEEP),
        path(neck, body),
        line(belly, GOLD_DEEP, 4, stroke_dasharray="2 13"),
        path(beard, mane),
        path(mouth, dark),
        path(skull, body),
        path(teeth, PAPER),
        path(jaw, body),
        line(whisker, GOLD_DEEP, 5),
        path("M40 -170 C52 -184 72 -180 80 -166 C66 -168 54 -166 40 -170 Z", mane),
        circle(62, -160, 10, PAPER),
        circle(66, -159, 5.5, INK),
        circle(122, -158, 4.5, dark),
    )


def dragon_boat(lacquer=LACQUER, roof_fill=GOLD, hull=LACQUER_DEEP):
    """A dragon boat about 640 wide, on the water line y = 0, heading right."""
    body = "M-300 -34 C-180 -10 120 -10 262 -34 C244 14 200 30 150 30 H-200 C-250 30 -286 6 -300 -34 Z"
    tail = "M-292 -30 C-340 -60 -344 -118 -300 -140 C-318 -104 -296 -76 -256 -60 L-240 -20 Z"
    curl = path("M-300 -140 q-36 -8 -44 26 q22 -10 40 4 Z", lacquer) + path(
        "M-322 -92 q-34 8 -28 40 q12 -18 34 -14 Z", lacquer
    )
    cabin = "".join(
        (
            path("M-180 -112 H150 V-2 H-180 Z", lacquer),
            "".join(
                path(f"M{x} -94 h36 v48 h-36 Z", GOLD_LIGHT) + line(f"M{x + 18} -94 v48 M{x} -70 h36", lacquer, 3)
                for x in range(-164, 130, 51)
            ),
            path("M-226 -112 Q-180 -122 -158 -160 H128 Q150 -122 196 -112 Q-15 -98 -226 -112 Z", roof_fill),
            line(
                "M-150 -154 L-178 -116 M-112 -158 L-126 -112 M-72 -158 L-78 -110 M-32 -158 V-108 M8 -158 V-108 M48 -158 L52 -110 M86 -158 L96 -112 M120 -154 L146 -116",
                GOLD_DEEP,
                4,
            ),
            path("M-164 -168 H134 L142 -154 H-172 Z", GOLD_DEEP),
        )
    )
    scales = line("M-262 -8 C-160 10 120 10 226 -8", GOLD, 5) + line(
        "M-240 10 C-150 22 120 22 196 10", GOLD, 3, stroke_dasharray="1 14"
    )
    return group(path(tail, GOLD), curl, cabin, path(body, hull), scales, at(236, -30, dragon_head(), scale=0.92))
