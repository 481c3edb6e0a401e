"""
Leaflets and brochures on paper: PDF from the same record as the page of a service (S64, S248).

`leaflet_of` and `brochure_of` say what stands on one, `leaflet_pdf` and `brochure_pdf` set it. A wording that
nobody has written is said to be missing; none is made up.
"""

from throughline.gateway.leaflets.brochure import Brochure, BrochurePart, BrochureService, brochure_of
from throughline.gateway.leaflets.leaflet import Leaflet, LeafletPart, leaflet_of
from throughline.gateway.leaflets.own_plan import plan_leaflet_of
from throughline.gateway.leaflets.printing import brochure_pdf, leaflet_pdf

__all__ = [
    "Brochure",
    "BrochurePart",
    "BrochureService",
    "Leaflet",
    "LeafletPart",
    "brochure_of",
    "brochure_pdf",
    "leaflet_of",
    "leaflet_pdf",
    "plan_leaflet_of",
]
