"""Sky, hills and river: the flat, layered landscape behind the pictures."""

from math import pi, sin

from palette import GOLD_LIGHT, HEIGHT, WIDTH
from svg import circle, gradient, line, path, rect


def sky(name, *stops, height=HEIGHT, width=WIDTH):
    return f"<defs>{gradient(name, *stops)}</defs>" + rect(0, 0, width, height, f"url(#{name})")


def sun(x, y, radius, colour=GOLD_LIGHT):
    """A disc with three paler rings, like a woodblock print's sun."""
    rings = "".join(circle(x, y, radius * reach, colour, opacity=0.13) for reach in (2.5, 1.95, 1.45))
    return rings + circle(x, y, radius, colour)


def ridge(base, height, phase, fill, width=WIDTH, bottom=HEIGHT, waves=(1.3, 2.7, 5.1), **more):
    """A line of hills; `phase` makes each one different, and always the same."""
    data = [f"M0 {bottom}"]
    for x in range(0, width + 1, 16):
        turn = 2 * pi * x / WIDTH
        rise = sum(sin(turn * wave + phase * (index + 1.7)) / (index + 1) for index, wave in enumerate(waves))
        data.append(f"L{x} {base - height * (0.5 + rise / 3.4):.1f}")
    return path(" ".join(data) + f" L{width} {bottom} Z", fill, **more)


def ripples(top, bottom, colour, width=WIDTH, seed=1, rows=9, opacity=0.5):
    """Short strokes of light on the water, longer and thicker towards us."""
    drawn, state = [], seed
    for row in range(rows):
        near = (row + 0.5) / rows
        y = top + (bottom - top) * near**1.5
        x = -200 - state % 190
        while x < width:
            state = (state * 1103515245 + 12345) % 2**31
            length = (40 + state % 160) * (0.5 + near)
            data = f"M{x:.0f} {y:.1f} q{length / 4:.1f} {-3 * near:.1f} {length / 2:.1f} 0 t{length / 2:.1f} 0"
            drawn.append(line(data, colour, 1.5 + 3 * near, opacity=opacity * (0.4 + state % 60 / 100)))
            x += length + 60 + (state // 7) % 320 * (0.6 + near)
    return "".join(drawn)


def glitter(x, top, bottom, colour, spread=150, rows=11):
    """The path of light that a low sun lays on the water below it."""
    drawn, state = [], 7
    for row in range(rows):
        near = row / rows
        y = top + (bottom - top) * near**1.4
        for _ in range(3):
            state = (state * 1103515245 + 12345) % 2**31
            length = 30 + state % 90 * (0.6 + near)
            middle = x + (state // 11 % 200 / 100 - 1) * spread * (1 - 0.45 * near)
            drawn.append(
                line(
                    f"M{middle - length / 2:.0f} {y:.1f} h{length:.0f}",
                    colour,
                    2.5 + 3 * near,
                    opacity=0.75 - 0.5 * near,
                )
            )
    return "".join(drawn)


def wave(y, swell, length, fill, width=WIDTH, bottom=HEIGHT, shift=0, **more):
    """One even wave across the page, as on the hem of a court robe."""
    data, x = f"M{-shift} {y} ", -shift
    while x < width:
        data += f"q{length / 4} {-swell} {length / 2} 0 t{length / 2} 0 "
        x += length
    return path(f"{data} V{bottom} H{-shift} Z", fill, **more)
