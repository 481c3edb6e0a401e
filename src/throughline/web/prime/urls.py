"""Addresses of a prime's pages, and of the page of an agreement."""

from django.urls import path

from throughline.web.prime import agreements, rate_card, views

urlpatterns = [
    path("prime", views.home, name="prime_home"),
    path("prime/chain", views.chain, name="prime_chain"),
    path("prime/agreements", agreements.our_list, name="prime_agreements"),
    path("prime/rate-card", rate_card.items, name="prime_services"),
    path("prime/rate-card/<str:reference>", rate_card.service, name="prime_service"),
    path(
        "prime/rate-card/<str:reference>/items/<int:item>/<str:agreement>",
        rate_card.price,
        name="prime_price",
    ),
    path("agreements/<str:reference>", agreements.agreement, name="agreement"),
    path("agreements/<str:reference>/sign", agreements.sign, name="agreement_sign"),
]
