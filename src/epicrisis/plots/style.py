"""Colours and line widths of all figures.

The palette is that of Okabe & Ito (Color Universal Design, 2008), which people of any colour
vision can tell apart. Nothing is said by colour alone: shape, fill or pattern says it too.
"""

BLACK = "#1a1a1a"
GREY = "#5c5c5c"
PALE = "#d9d9d9"
FAINT = "#ececec"
BAND = "#e6eef2"
BAND_EDGE = "#8fa9b5"
BLUE = "#0072b2"
GREEN = "#00795a"  # the green of the palette, darkened for small marks on white
VERMILION = "#d55e00"
ORANGE = "#b97a00"
PURPLE = "#a8518a"
WHITE = "#ffffff"

# The palette as published, for areas: small marks and lines take the darker ones above.
SKY_AREA = "#56b4e9"
ORANGE_AREA = "#e69f00"
GREEN_AREA = "#009e73"
YELLOW_AREA = "#f0e442"
PURPLE_AREA = "#cc79a7"
DARK_YELLOW = "#9a8d00"  # for lines of what is yellow as an area
