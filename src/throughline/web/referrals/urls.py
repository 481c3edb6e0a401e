"""Addresses of referrals. The forms that move one are with the areas of those who move it."""

from django.urls import path

from throughline.web.referrals import views

urlpatterns = [
    path("referrals", views.referrals, name="referrals"),
    path("referrals/<str:reference>", views.referral, name="referral"),
]
