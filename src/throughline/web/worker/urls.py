"""Addresses of the worker's pages, of appointments, and of the forms that move a referral's work."""

from django.urls import path

from throughline.web.worker.views import appointments, booking, ending, home

urlpatterns = [
    path("today", home.today, name="worker_home"),
    path("new-referrals", home.new_referrals, name="worker_referrals"),
    path("my-people", home.my_people, name="worker_people"),
    path("referrals/<str:reference>/book", booking.book, name="referral_book"),
    path("referrals/<str:reference>/complete", ending.complete, name="referral_complete"),
    path("referrals/<str:reference>/end-early", ending.end_early, name="referral_end_early"),
    path(
        "referrals/<str:reference>/hand-back",
        ending.end_early,
        {"verb": "hand back"},
        name="referral_hand_back",
    ),
    path("appointments/<str:reference>", appointments.appointment, name="appointment"),
    path("appointments/<str:reference>/attendance", appointments.attendance, name="appointment_attendance"),
    path("appointments/<str:reference>/correct", appointments.correct, name="appointment_correct"),
    path("appointments/<str:reference>/cancel", appointments.cancel, name="appointment_cancel"),
]
