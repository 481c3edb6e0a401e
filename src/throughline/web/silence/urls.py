"""Addresses of silence and absence."""

from django.urls import path

from throughline.web.silence import contact

urlpatterns = [
    path("referrals/<str:reference>/contact", contact.contact, name="referral_contact"),
]
