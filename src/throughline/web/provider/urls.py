"""Addresses of the provider manager's pages and of the forms that decide on a referral."""

from django.urls import path

from throughline.web.provider.views import agreements, caseloads, deciding, home, receiving

urlpatterns = [
    path("provider", home.home, name="provider_home"),
    path("provider/agreements", agreements.agreements, name="provider_agreements"),
    path("caseloads", caseloads.caseloads, name="caseloads"),
    path("caseloads/above", caseloads.above, name="caseloads_above"),
    path("caseloads/<str:organisation>/new", caseloads.new, name="caseload_limit_new"),
    path("referrals/<str:reference>/receipt", receiving.receipt, name="referral_receipt"),
    path("referrals/<str:reference>/accept", deciding.accept, name="referral_accept"),
    path("referrals/<str:reference>/decline", deciding.decline, name="referral_decline"),
    path("referrals/<str:reference>/ask", deciding.ask, name="referral_ask"),
    path("referrals/<str:reference>/allocate", deciding.allocate, name="referral_allocate"),
    path(
        "referrals/<str:reference>/hand-on", deciding.allocate, {"verb": "hand on"}, name="referral_hand_on"
    ),
]
