"""Addresses of queues."""

from django.urls import path

from throughline.web.queues import report, starts, views, waits

urlpatterns = [
    path("queue", views.queues, name="queue"),
    path("queue/<str:service>", views.queue, name="queue_of_service"),
    path("referrals/<str:reference>/turn", views.turn, name="referral_turn"),
    path("queues", report.by_buyer, name="queues"),
    path("starts", starts.starts, name="starts"),
    path("starts/<str:provider>", starts.one_by_one, name="starts_one_by_one"),
    path("waits", waits.waits, name="waits"),
    path("queues/departures", report.departures, name="queue_departures"),
]
