"""The few SVG words that the drawings are written in.

Only plain presentation attributes are used, no style sheets, filters or
masks, so that every SVG renderer draws the pictures alike.
"""

from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

from palette import HEIGHT, SANS, SERIF, WIDTH


def number(value):
    """Two decimals are finer than any screen shows and keep the files short."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def element(name, *children, **attributes):
    pairs = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{pairs}>{inside}</{name}>" if inside else f"<{name}{pairs}/>"


def group(*children, **attributes):
    return element("g", *children, **attributes)


def at(x, y, *children, scale=1, turn=0, mirror=False):
    """Place a drawing made around its own origin."""
    across = -scale if mirror else scale
    move = f"translate({number(float(x))} {number(float(y))})"
    turned = f" rotate({number(float(turn))})" if turn else ""
    scaled = f" scale({number(float(across))} {number(float(scale))})" if (across, scale) != (1, 1) else ""
    return group(*children, transform=move + turned + scaled)


def rect(x, y, width, height, fill, **more):
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def circle(x, y, radius, fill, **more):
    return element("circle", cx=x, cy=y, r=radius, fill=fill, **more)


def ellipse(x, y, across, down, fill, **more):
    return element("ellipse", cx=x, cy=y, rx=across, ry=down, fill=fill, **more)


def path(data, fill="none", **more):
    return element("path", d=data, fill=fill, **more)


def line(data, stroke, width, **more):
    return path(data, stroke=stroke, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **more)


def points(pairs):
    return " ".join(f"{number(float(x))},{number(float(y))}" for x, y in pairs)


def polygon(pairs, fill, **more):
    return element("polygon", points=points(pairs), fill=fill, **more)


def star(x, y, radius, fill, tips=5, inner=0.381966, turn=-90):
    """A star whose first tip points to `turn` degrees (-90 is up)."""
    corners = []
    for index in range(2 * tips):
        angle = turn * pi / 180 + index * pi / tips
        reach = radius if index % 2 == 0 else radius * inner
        corners.append((x + reach * cos(angle), y + reach * sin(angle)))
    return polygon(corners, fill)


def text(x, y, words, size, fill, family=SANS, bold=False, italic=False, anchor="start", **more):
    return element(
        "text",
        escape(words),
        x=x,
        y=y,
        font_family=f"{family}, {'serif' if family == SERIF else 'sans-serif'}",
        font_size=size,
        fill=fill,
        font_weight="bold" if bold else None,
        font_style="italic" if italic else None,
        text_anchor=None if anchor == "start" else anchor,
        **more,
    )


def heading(x, y, words, size, fill, **more):
    """A title. The thin outline keeps the face's hairlines visible from afar."""
    outline = {"stroke": fill, "stroke_width": size * 0.013, "stroke_linejoin": "round"}
    return text(x, y, words, size, fill, family=SERIF, bold=True, **outline, **more)


def gradient(name, *stops, across=False):
    """Vertical (or horizontal) shading from (offset, colour[, opacity]) stops."""
    marks = "".join(
        element("stop", offset=stop[0], stop_color=stop[1], stop_opacity=stop[2] if len(stop) > 2 else None)
        for stop in stops
    )
    end = {"x2": 1, "y2": 0} if across else {"x2": 0, "y2": 1}
    return element("linearGradient", marks, id=name, x1=0, y1=0, **end)


def document(*children, width=WIDTH, height=HEIGHT):
    body = "\n".join(children)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n{body}\n</svg>\n'
    )
