"""A plan on paper."""

from __future__ import annotations

from django.http import HttpResponse

from throughline.gateway.leaflets import leaflet_pdf
from throughline.web.plans.own_plan import OwnPlan


def on_paper(own: OwnPlan) -> HttpResponse:
    """The plan as a PDF, of the same lines as the person's screen."""
    answer = HttpResponse(leaflet_pdf(own.leaflet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-version-{own.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
