"""Charts drawn on the server as SVG without script or style attributes.

Offers the charts of `data`, `drawing.draw` (SVG), `tables.chart_table` (the same as a table), `sentences.describe`
(the same in words) and `raster.svg_to_png`.
"""
