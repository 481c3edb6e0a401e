"""Addresses of choices that need approval."""

from django.urls import path

from throughline.web.choices import limits, views

urlpatterns = [
    path("choices", views.choices, name="choices"),
    path("choices/limits", limits.limits, name="choice_limits"),
    path("choices/limits/<str:organisation>/new", limits.new, name="choice_limit_new"),
    path("choices/<str:reference>", views.choice, name="choice"),
    path("referrals/<str:reference>/approval", views.ask, name="referral_approval"),
]
