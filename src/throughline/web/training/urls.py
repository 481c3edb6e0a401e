"""Addresses of training and guidance."""

from django.urls import path

from throughline.web.training import report, views

urlpatterns = [
    path("working-with-providers", views.guide, name="guide"),
    path("training", views.mine, name="training"),
    path("training/<int:number>/taken", views.taken, name="training_taken"),
    path("training/report", report.by_officer, name="training_report"),
    path("training/offer", report.offer, name="training_offer"),
]
