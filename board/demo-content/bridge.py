"""Trường Tiền bridge: six spans, each between a pair of low steel bows."""

from svg import group, line, path, rect

SPAN, RISE, PIER = 270, 62, 58
LENGTH = 6 * SPAN


def bow(share, left):
    """Height of the bow above the deck at `share` of the span."""
    return left + share * SPAN, -RISE * 4 * share * (1 - share)


def span(left, colour):
    panels = 10
    top = [bow(index / panels, left) for index in range(panels + 1)]
    arch = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in [bow(i / 40, left) for i in range(41)])
    posts = " ".join(f"M{x:.1f} 0 V{y:.1f}" for x, y in top[1:-1])
    braces = ""
    for index in range(1, panels - 1):
        # The braces lean towards the middle of the span, mirrored on both sides.
        foot, head = (index, index + 1) if index < panels / 2 else (index + 1, index)
        braces += f"M{top[head][0]:.1f} 0 L{top[foot][0]:.1f} {top[foot][1]:.1f} "
    return group(line(arch, colour, 8), line(posts, colour, 4), line(braces, colour, 2.5))


def bridge(colour, shade, pier_depth=PIER, approach=400):
    """The whole bridge, its deck at y = 0 and its left end at x = 0.

    `approach` is how far the road goes on over the land at both ends.
    """
    piers = "".join(
        path(f"M{x - 15} 8 H{x + 15} L{x + 20} {pier_depth} H{x - 20} Z", shade) for x in range(0, LENGTH + 1, SPAN)
    )
    spans = "".join(span(index * SPAN, colour) for index in range(6))
    rail = rect(-approach, -3, LENGTH + 2 * approach, 11, colour)
    towers = "".join(rect(x - 5, -22, 10, 24, colour) for x in range(0, LENGTH + 1, SPAN))
    return piers + spans + rail + towers
