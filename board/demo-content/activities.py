"""Still 7: what ASEAN does together, a year on each of three silk lanterns."""

from festive import hanging_lantern, wordmark
from landscape import ridge, sky
from palette import GOLD, GOLD_LIGHT, INK, LACQUER, LILAC, MARGIN, PAPER, PURPLE_DEEP, RIVER, WIDTH
from svg import at, document, heading, text

ACTIVITIES = (
    (
        ("1995", LACQUER, PAPER),
        "Chính trị",
        ("Ký Hiệp ước Đông Nam Á", "không có vũ khí hạt nhân"),
        ("Political: a treaty for a region", "without nuclear weapons"),
    ),
    (
        ("2010", GOLD, INK),
        "Kinh tế",
        ("Hiệp định Thương mại", "hàng hóa có hiệu lực"),
        ("Economic: the Trade in Goods", "Agreement enters into force"),
    ),
    (
        ("2011", RIVER, PAPER),
        "Xã hội",
        ("Lập Trung tâm AHA,", "cùng ứng phó thiên tai"),
        ("Social: the AHA Centre, to face", "disasters together"),
    ),
)


def activities():
    column, drawn = (WIDTH - 2 * MARGIN) / len(ACTIVITIES), ""
    for index, ((year, silk, ink), field, vietnamese, english) in enumerate(ACTIVITIES):
        middle = MARGIN + column * (index + 0.5)
        label = heading(0, 30, year, 88, ink, anchor="middle")
        drawn += at(middle, 456, hanging_lantern(150, silk, GOLD_LIGHT, 40, tassel=False), label)
        drawn += heading(middle, 704, field, 70, GOLD_LIGHT, anchor="middle")
        for row, words in enumerate(vietnamese):
            drawn += text(middle, 776 + 52 * row, words, 42, PAPER, bold=True, anchor="middle")
        for row, words in enumerate(english):
            drawn += text(middle, 888 + 42 * row, words, 33, LILAC, anchor="middle")
    return document(
        sky("dusk", (0, "#2a1046"), (0.6, "#512673"), (1, "#6d3a80")),
        ridge(1046, 70, 1.7, "#3d1c5c", waves=(1.3, 2.9, 5.1)),
        ridge(1076, 50, 3.4, PURPLE_DEEP, waves=(1.9, 3.7, 6.1)),
        heading(WIDTH / 2, 150, "ASEAN cùng hành động", 116, GOLD_LIGHT, anchor="middle"),
        text(WIDTH / 2, 224, "ASEAN acts together", 46, PAPER, anchor="middle"),
        drawn,
        wordmark(1640, 1050, PAPER, GOLD_LIGHT, GOLD),
    )
