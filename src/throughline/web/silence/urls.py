"""Addresses of silence and absence."""

from django.urls import path

from throughline.web.silence import absences, contact, views

urlpatterns = [
    path("silence", views.silence, name="silence"),
    path("silence/days", views.days, name="days_lost"),
    path("absences", absences.absences, name="absences"),
    path("absences/new/<str:organisation>", absences.new, name="absence_new"),
    path("absences/<int:number>/cover", absences.cover, name="absence_cover"),
    path("absences/<int:number>/back", absences.back, name="absence_back"),
    path("referrals/<str:reference>/contact", contact.contact, name="referral_contact"),
]
