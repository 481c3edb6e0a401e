"""Addresses of how referrals come."""

from django.urls import path

from throughline.web.receipts import ends, views

urlpatterns = [
    path("receipts", views.receipts, name="receipts"),
    path("ends", ends.ends, name="ends"),
    path("receipts/marks", views.marks, name="receipt_marks"),
]
