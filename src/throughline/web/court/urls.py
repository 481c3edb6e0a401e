"""Addresses of the pages of whoever advises a court, and of brochures for sentencers."""

from django.urls import path

from throughline.web.court import brochures, views

urlpatterns = [
    path("court", views.home, name="court_home"),
    path("court/brochures", brochures.brochures, name="court_brochures"),
    path("court/brochures/<str:code>.pdf", brochures.paper, name="court_brochure_pdf"),
    path("court/brochures/<str:code>", brochures.brochure, name="court_brochure"),
]
