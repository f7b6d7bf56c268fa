"""SVG as PNG, for Word."""

import typst

from samplan.foundation.core import fonts

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
# An SVG pixel is 1/96 inch on the page: twice that many dots an inch make two for each pixel.
_TWO_DOTS_FOR_EACH = 192.0


def svg_to_png(svg: str) -> bytes:
    png: object = typst.compile(
        _PAGE,
        format="png",
        ppi=_TWO_DOTS_FOR_EACH,
        sys_inputs={"svg": svg},
        font_paths=fonts.for_typst(),
        ignore_system_fonts=True,
    )
    if not isinstance(png, bytes):
        raise TypeError("a chart is one page")
    return png
