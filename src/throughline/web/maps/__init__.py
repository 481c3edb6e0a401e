"""
Maps, drawn on the server: outlines of areas and numbered points, as SVG that needs no script.

A map stands beside the table that says the same (`components/map.html`), numbered alike. `Drawing` draws;
`areas` gives the outlines of areas on a day; `places` makes points of places, and refuses withheld ones.
"""

from throughline.web.maps.drawing import Drawing, MapArea, MapPoint, Tone

__all__ = ["Drawing", "MapArea", "MapPoint", "Tone"]
