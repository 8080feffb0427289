"""Still 3: from five members in 1967 to eleven in 2025; stays SVG with live text."""

from festive import wordmark
from landscape import wave
from palace import tile_band
from palette import GOLD, GOLD_LIGHT, HEIGHT, INK, JADE, MARGIN, PAPER, PURPLE, PURPLE_MID, RIVER, RIVER_DEEP, WIDTH
from svg import circle, document, group, heading, line, rect, text

LINE, COLUMN = 550, 280
STEPS = (
    (
        "1967",
        5,
        ("In-đô-nê-xi-a", "Ma-lai-xi-a", "Phi-líp-pin", "Xinh-ga-po", "Thái Lan"),
        "Indonesia, Malaysia,|Philippines,|Singapore, Thailand",
    ),
    ("1984", 6, ("Bru-nây",), "Brunei Darussalam"),
    ("1995", 7, ("Việt Nam",), "Viet Nam"),
    ("1997", 9, ("Lào", "Mi-an-ma"), "Lao PDR, Myanmar"),
    ("1999", 10, ("Cam-pu-chia",), "Cambodia"),
    ("2025", 11, ("Ti-mo Lét-xtê",), "Timor-Leste"),
)


def members_so_far(x, y, count, before):
    """One grain for every member; those who have just joined shine."""
    return "".join(
        circle(x + 11 + index % 6 * 30, y - index // 6 * 30, 11, GOLD if index >= before else PURPLE)
        for index in range(count)
    )


def step(index):
    year, count, names, english = STEPS[index]
    x = MARGIN + index * COLUMN
    before = STEPS[index - 1][1] if index else 0
    drawn = [
        circle(x + 14, LINE, 19, PAPER, stroke=PURPLE, stroke_width=6),
        circle(x + 14, LINE, 8, GOLD),
        members_so_far(x, LINE - 56, count, before),
        heading(x - 3, LINE - 134, year, 88, PURPLE),
    ]
    y = LINE + 82
    for name in names:
        drawn.append(text(x, y, name, 38, INK, bold=True))
        y += 48
    for part in english.split("|"):
        drawn.append(text(x, y - 4, part, 26, PURPLE_MID))
        y += 34
    return group(*drawn)


MILESTONES = (
    ("8/8/1967", "Thành lập tại Băng Cốc", "ASEAN is founded in Bangkok"),
    ("31/12/2015", "Cộng đồng hình thành", "The ASEAN Community is formed"),
    ("26/10/2025", "Ti-mo Lét-xtê gia nhập", "Timor-Leste joins"),
)


def milestone(x, date, vietnamese, english):
    return group(
        rect(x, 790, 6, 132, GOLD),
        text(x + 28, 828, date, 44, PURPLE, bold=True),
        text(x + 28, 876, vietnamese, 34, INK, bold=True),
        text(x + 28, 914, english, 26, PURPLE_MID),
    )


def journey():
    return document(
        rect(0, 0, WIDTH, HEIGHT, PAPER),
        tile_band(20),
        heading(MARGIN - 4, 190, "Từ 5 đến 11 thành viên", 112, PURPLE),
        text(MARGIN, 266, "From five members to eleven: the ASEAN family, 1967 – 2025", 44, INK),
        line(f"M{MARGIN + 14} {LINE} H{WIDTH}", PURPLE, 6),
        *[step(index) for index in range(len(STEPS))],
        *[milestone(x, *row) for x, row in zip((400, 880, 1360), MILESTONES)],
        wave(982, 18, 320, JADE, shift=60),
        wave(1008, 18, 260, RIVER, shift=130),
        wave(1040, 16, 300, RIVER_DEEP, shift=20),
        wordmark(1640, 1056, PAPER, GOLD_LIGHT, GOLD),
    )
