"""Colours, page and type of the demo: one visual language for every picture.

The colours are Huế's own: the violet of the áo dài, the yellow glaze of the
palace roofs, the blue-green of the Perfume River, and warm giấy dó paper.
"""

WIDTH, HEIGHT = 1920, 1080
MARGIN = 120  # 6 % at the sides: some public screens still crop their edges

PAPER, PAPER_DEEP = "#f8f0e0", "#ecdfc6"
INK = "#2b1738"
PURPLE_DEEP, PURPLE, PURPLE_MID = "#341650", "#5a2a7b", "#7f4d9e"
MAUVE, LILAC = "#b68cc6", "#dfcbe6"
GOLD_DEEP, GOLD, GOLD_LIGHT = "#b5760c", "#e8a71b", "#f7d27a"
RIVER_DEEP, RIVER, JADE, JADE_LIGHT = "#0b414a", "#156b74", "#6fb2a6", "#cfe5da"
LACQUER_DEEP, LACQUER = "#8c211d", "#b9332b"
LOTUS_DEEP, LOTUS, LOTUS_LIGHT = "#c2527c", "#e98cab", "#f9cfd9"

SERIF = "Noto Serif Display"  # headings: high contrast, complete Vietnamese
SANS = "Noto Sans"  # everything that must be read from five metres
FAMILIES = (SERIF, SANS)
