"""The film: evening falls on the Perfume River, and lanterns are set afloat.

Every layer is drawn once and then moved by whole pixels on every frame, so
that nothing trembles; the boat and the kite, which move less than that, are
drawn in poses. ffmpeg puts the layers together.
"""

from math import pi, sin

from bridge import LENGTH, bridge
from festive import kite, wordmark
from landscape import glitter, ridge, ripples, sky, sun
from palette import GOLD, GOLD_LIGHT, HEIGHT, LACQUER, LOTUS, MAUVE, PAPER, RIVER, RIVER_DEEP, WIDTH
from river_life import dragon_boat, lotus, lotus_bud, lotus_leaf, river_lantern
from svg import at, circle, document, ellipse, gradient, heading, path, rect, text

RATE, SECONDS = 30, 16
FRAMES = RATE * SECONDS
SHORE, FAR = 720, 500  # the water line; the top of the far hills
SUN_X, SUN_REACH = 1330, 300
POSES = (10, 9)  # the boat's and the kite's poses come round every three seconds

# Pixels to the left on every frame: the nearer, the faster.
HILL_PACE, BRIDGE_PACE, LANTERN_PACE, LOTUS_PACE = 1, 2, 2, 3


def evening():
    return document(sky("sky", (0, "#3c1a5c"), (0.3, "#75438f"), (0.52, "#d3869a"), (0.66, "#f6c489")))


def setting_sun():
    return document(at(SUN_REACH, SUN_REACH, sun(0, 0, 118)), width=2 * SUN_REACH, height=2 * SUN_REACH)


def river():
    """The far hills and the water: what the sun goes down behind."""
    shades = f"<defs>{gradient('water', (0, '#d2938c'), (0.18, '#8f628d'), (0.55, '#3b5680'), (1, RIVER_DEEP))}</defs>"
    far, water = ridge(676, 140, 0.4, "#a8688f", waves=(1.1, 2.3, 4.7)), rect(
        0, SHORE, WIDTH, HEIGHT - SHORE, "url(#water)"
    )
    drawn = at(0, -FAR, far, water, ripples(SHORE + 40, HEIGHT, MAUVE, seed=11, opacity=0.26))
    return document(shades, drawn, height=HEIGHT - FAR)


def sunlight():
    return document(glitter(SUN_REACH, 14, 250, GOLD_LIGHT), width=2 * SUN_REACH, height=280)


def night():
    """What comes down over the evening: a violet dark and the first stars."""
    state, stars = 29, ""
    for _ in range(150):
        state = (state * 1103515245 + 12345) % 2**31
        x, y = state % WIDTH, state // 3000 % 480
        if 150 < x < 1780 and 120 < y:
            continue  # a star beside a letter could be read as a tone mark
        stars += circle(x, y, 1.2 + state // 70 % 5 * 0.4, PAPER, opacity=0.3 + state // 900 % 40 / 100)
    dark = f"<defs>{gradient('dark', (0, '#120733', 0.86), (0.6, '#241050', 0.66), (1, '#080524', 0.72))}</defs>"
    return document(dark, rect(0, 0, WIDTH, HEIGHT, "url(#dark)"), stars)


def hills():
    width = WIDTH + FRAMES * HILL_PACE
    return document(
        ridge(230, 150, 2.2, "#7a4884", width=width, bottom=300, waves=(1.7, 3.1, 6.3)), width=width, height=300
    )


def bank():
    """The bridge and the dark bank behind it, wide enough for the whole pan."""
    width, deck = WIDTH + FRAMES * BRIDGE_PACE, 190
    near = ridge(214, 90, 4.1, "#4b2768", width=width, bottom=206, waves=(2.1, 4.3, 7.7))
    left, dark = (width - LENGTH) / 2, "#32154c"
    shore = path(f"M0 150 C240 144 420 160 {left + 70} 210 H0 Z", dark) + "".join(
        circle(x, 156, size, dark) for x, size in ((20, 46), (96, 34), (170, 42), (262, 30), (344, 34), (430, 22))
    )
    ends = shore + at(width, 0, f'<g transform="scale(-1 1)">{shore}</g>')
    return document(near, ends, at(left, deck, bridge(dark, "#27103d", 66, approach=900)), width=width, height=270)


def lanterns():
    width, drawn = WIDTH + FRAMES * LANTERN_PACE, ""
    for index in range(9):
        size = (74, 100, 86)[index % 3]
        drawn += at(560 + index * 272, 190 + (0, 62, 28)[index % 3], river_lantern(size, (LOTUS, "#c9a0dc")[index % 2]))
    return document(drawn, width=width, height=400)


def lotuses():
    width, drawn = WIDTH + FRAMES * LOTUS_PACE, ""
    for index, x in enumerate((160, 980, 1500, 2240, 2900)):
        drawn += at(x - 90, 250, lotus_leaf(210, 50, "#1d7a7d", RIVER_DEEP)) + at(
            x + 170, 272, lotus_leaf(150, 36, RIVER, RIVER_DEEP)
        )
        drawn += at(x + 150, 262, lotus_bud(96), turn=8) + at(x, 258, lotus((170, 118, 146)[index % 3]))
    return document(drawn, width=width, height=300)


def poses(width, height, draw):
    """A sheet of poses of one slow swing, drawn finer than a pixel apart."""
    across, down = POSES
    sheet = ""
    for index in range(across * down):
        swing = 2 * pi * index / (across * down)
        left, top = index % across * width, index // across * height
        sheet += f'<svg x="{left}" y="{top}" width="{width}" height="{height}">{draw(swing)}</svg>'
    return document(sheet, width=across * width, height=down * height)


def boat_poses():
    def draw(swing):
        shade = ellipse(290, 252, 250 + 6 * sin(swing), 9, "#1b2750", opacity=0.5)
        return shade + at(
            290, 222 + 3.2 * sin(swing), dragon_boat(LACQUER, GOLD), scale=0.82, turn=0.7 * sin(swing + 1.1)
        )

    return poses(640, 270, draw)


def kite_poses():
    def draw(swing):
        return at(130 + 10 * sin(swing), 92 + 8 * sin(swing + 1.3), kite(), scale=0.6, turn=12 + 5 * sin(swing))

    return poses(260, 230, draw)


def words(vietnamese, english, size, mark=False):
    middle = WIDTH / 2
    return document(
        heading(middle, 220, vietnamese, size, GOLD_LIGHT, anchor="middle"),
        text(middle, 310, english, 54, PAPER, anchor="middle"),
        wordmark(middle - 78, 420, PAPER, GOLD_LIGHT, GOLD) if mark else "",
        width=WIDTH,
        height=440,
    )


# (picture, first second, last second); each fades in and out within its time.
TITLES = (
    (lambda: words("Chiều trên sông Hương", "Evening on the Perfume River", 124), 0.9, 5.6),
    (lambda: words("Thành phố văn hóa ASEAN", "Huế, ASEAN City of Culture", 116), 6.0, 10.7),
    (lambda: words("Hẹn gặp bạn ở Huế!", "See you in Huế!", 140, mark=True), 11.1, 15.6),
)
LAYERS = {
    "evening": evening,
    "sun": setting_sun,
    "river": river,
    "sunlight": sunlight,
    "hills": hills,
    "bank": bank,
    "kite": kite_poses,
    "night": night,
    "boat": boat_poses,
    "lanterns": lanterns,
    "lotuses": lotuses,
}


def composition():
    """ffmpeg's filter graph; its inputs are LAYERS, then TITLES, in order."""
    names = list(LAYERS) + [f"title{index}" for index in range(len(TITLES))]
    clear = "scale=out_color_matrix=bt709:out_range=tv,format=yuva444p"
    moving = f"untile={POSES[0]}x{POSES[1]},{clear},loop=-1:{POSES[0] * POSES[1]}:0,settb=1/{RATE},setpts=N"

    def hold(first, last):
        """One picture as frames from `first` to `last` second and no longer: every frame costs time."""
        return f"loop={round((last - first) * RATE) - 1}:1:0,settb=1/{RATE},setpts=N+{round(first * RATE)}"

    grain = "noise=c0s=4:c0f=u:c0_seed=8:c1s=3:c1f=u:c1_seed=9:c2s=3:c2f=u:c2_seed=10"
    graph = []
    for index, name in enumerate(names):
        steps = {
            # The grain, finer than the eye, keeps the sky's shading from showing bands.
            "evening": f"{clear.replace('yuva', 'yuv')},{grain},{hold(0, SECONDS)}",
            "river": f"{clear},{grain}",
            "sunlight": f"{clear},{hold(0, 9)},fade=out:st=5.5:d=3:alpha=1",
            "night": f"{clear},{hold(6.5, 12.2)},fade=in:st=6.5:d=5.5:alpha=1",
            "boat": moving,
            "kite": moving,
        }.get(name, clear)
        if name.startswith("title"):
            _, first, last = TITLES[int(name[5:])]
            steps = f"crop=1700:440,{clear},{hold(first, last)},fade=in:st={first}:d=1:alpha=1,fade=out:st={last - 1}:d=1:alpha=1"
        graph.append(f"[{index}:v]{steps}[{name}]")
    order = [
        ("sun", SUN_X - SUN_REACH, f"{500 - SUN_REACH}+clip(n-45,0,340)"),
        ("river", 0, FAR),
        ("sunlight", SUN_X - SUN_REACH, SHORE),
        ("hills", f"-{HILL_PACE}*n", SHORE - 290),
        ("bank", f"-{BRIDGE_PACE}*n", SHORE - 190),
        ("kite", 1610, 400),
        ("night", 0, 0),
        ("boat", "300+n", 606),
        ("lanterns", f"-{LANTERN_PACE}*n", 694),
        ("lotuses", f"-{LOTUS_PACE}*n", 816),
    ]
    below = "evening"
    for name, x, y in order:
        graph.append(f"[{below}][{name}]overlay=x='{x}':y='{y}':format=yuv444[with{name}]")
        below = f"with{name}"
    for index, (_, first, last) in enumerate(TITLES):
        graph.append(f"[{below}][title{index}]overlay=x=110:y=110:format=yuv444:eof_action=pass[named{index}]")
        below = f"named{index}"
    graph.append(
        f"[{below}]fade=in:0:15:color=0x150b38,fade=out:{FRAMES - 20}:20:color=0x150b38,format=yuv420p[picture]"
    )
    return ";".join(graph)
