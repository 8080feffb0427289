"""A sheet that is published after the others: how a change reaches the wall."""

from festive import hanging_lantern, wordmark
from landscape import ridge, sky
from palette import GOLD, GOLD_LIGHT, LACQUER, MARGIN, PAPER, PURPLE_DEEP, SANS
from svg import at, document, heading, rect, text


def notice():
    return document(
        sky("sky", (0, PURPLE_DEEP), (0.62, "#71408c"), (1, "#d0839a")),
        ridge(930, 90, 0.6, "#573071", waves=(1.3, 2.9, 5.1)),
        ridge(985, 70, 2.4, PURPLE_DEEP, waves=(1.9, 3.7, 6.1)),
        at(1600, 330, hanging_lantern(120, LACQUER, GOLD_LIGHT, 340)),
        at(1350, 210, hanging_lantern(74, GOLD, LACQUER, 220)),
        heading(MARGIN, 330, "Thông báo mới", 150, GOLD_LIGHT),
        text(MARGIN, 420, "A new notice", 62, PAPER),
        rect(MARGIN, 480, 180, 8, GOLD, rx=4),
        text(MARGIN, 600, "Văn phòng vừa phát hành tờ này.", 64, PAPER, family=SANS),
        text(MARGIN, 680, "Màn hình đã kiểm tra chữ ký rồi mới chiếu.", 64, PAPER, family=SANS),
        text(MARGIN, 770, "The office has just published this sheet; the screen checked its signature first.", 40, PAPER),
        wordmark(1640, 1030, PAPER, GOLD_LIGHT, GOLD),
    )
