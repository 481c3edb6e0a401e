"""Addresses of a contract manager's pages."""

from django.urls import path

from throughline.web.contract import availability, changes, figures, landscape, publishing, stewardship, views
from throughline.web.open import urls as quarters_in_addresses

__all__ = ["quarters_in_addresses", "urlpatterns"]

urlpatterns = [
    path("contract", views.home, name="contract_home"),
    path("contract/changes", changes.changes, name="contract_changes"),
    path("contract/reviews", stewardship.reviews, name="contract_reviews"),
    path(
        "contract/reviews/<slug:scheme>/<str:prime>",
        stewardship.review_record,
        name="contract_review_record",
    ),
    path("contract/decision-times", stewardship.times, name="contract_times"),
    path("contract/publication", stewardship.publication, name="contract_publication"),
    path("contract/margins", stewardship.margins, name="contract_margins"),
    path("contract/landscape", landscape.for_contract_manager, name="contract_landscape"),
    path("contract/availability", availability.availability, name="contract_availability"),
    path("contract/figures", figures.figures, name="contract_figures"),
    path("contract/figures/<slug:scheme>/<str:key>", figures.figure, name="contract_figure"),
    path(
        "contract/publish/<slug:scheme>/<quarter:quarter>", publishing.publish_return, name="contract_publish"
    ),
]
