"""Still 4: Viet Nam's years in the chair, beside its flag."""

from festive import wordmark
from flags import flag, viet_nam
from landscape import sky, wave
from palette import GOLD, GOLD_LIGHT, LACQUER, LACQUER_DEEP, MARGIN, PAPER, PURPLE_DEEP
from river_life import lotus, lotus_bud, lotus_leaf
from svg import at, document, heading, rect, text

YEARS = (
    ("1995", "Gia nhập ASEAN ngày 28/7", "Viet Nam joins on 28 July"),
    ("1998", "Chủ tịch, đăng cai Cấp cao lần thứ 6", "In the chair, host of the 6th Summit, in Hà Nội"),
    ("2010", "Chủ tịch: Từ tầm nhìn đến hành động", "In the chair: From Vision to Action"),
    ("2020", "Chủ tịch: Gắn kết và chủ động thích ứng", "In the chair: Cohesive and Responsive"),
)
LIST_X = 740


def viet_nam_role():
    rows = ""
    for index, (year, vietnamese, english) in enumerate(YEARS):
        y = 432 + index * 140
        rows += heading(LIST_X, y + 28, year, 84, GOLD_LIGHT)
        rows += text(LIST_X + 240, y, vietnamese, 40, PAPER, bold=True)
        rows += text(LIST_X + 240, y + 50, english, 34, GOLD_LIGHT)
    ground = sky("ground", (0, "#5d1514"), (1, LACQUER_DEEP))
    pond = (
        wave(952, 20, 340, LACQUER, shift=40, opacity=0.55)
        + wave(992, 20, 300, "#4a1d45", shift=150)
        + wave(1034, 16, 280, PURPLE_DEEP, shift=30)
    )
    lotuses = (
        at(200, 1010, lotus_leaf(120, 26))
        + at(500, 1014, lotus_leaf(140, 30))
        + at(300, 1000, lotus(120))
        + at(470, 1010, lotus_bud(84), turn=8)
    )
    return document(
        ground,
        heading(MARGIN - 4, 186, "Việt Nam trong ASEAN", 120, GOLD_LIGHT),
        text(MARGIN, 266, "Vai trò và đóng góp  ·  Viet Nam’s role and contributions", 44, PAPER),
        rect(MARGIN - 10, 390, 540, 367, GOLD, rx=4),
        flag(MARGIN, 400, 520, viet_nam),
        rows,
        pond,
        lotuses,
        wordmark(1640, 1050, PAPER, GOLD_LIGHT, GOLD),
    )
