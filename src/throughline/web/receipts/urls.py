"""Addresses of how referrals come."""

from django.urls import path

from throughline.web.receipts import views

urlpatterns = [
    path("receipts", views.receipts, name="receipts"),
    path("receipts/marks", views.marks, name="receipt_marks"),
]
