"""Addresses of referral policies, local notes and the report of services not used."""

from django.urls import path

from throughline.web.policies import not_used, notes, unmet, views

urlpatterns = [
    path("referral-policies", views.in_force_list, name="referral_policies"),
    path("referral-policies/<str:organisation>", views.policy, name="referral_policy"),
    path("referral-policies/<str:organisation>/new", views.publish, name="referral_policy_new"),
    path("referral-policies/<str:organisation>/notes/new", notes.new, name="local_note_new"),
    path("local-notes/<str:reference>/end", notes.end, name="local_note_end"),
    path("not-referred", not_used.counted, name="not_referred"),
    path("unmet-needs", unmet.counted, name="unmet_needs"),
]
