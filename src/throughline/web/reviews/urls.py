"""Addresses of reviews of plans."""

from django.urls import path

from throughline.web.reviews import figures, giving, views

urlpatterns = [
    path("people/<str:reference>/plan/review", views.review, name="plan_review"),
    path("people/<str:reference>/plan/review/close", views.close, name="plan_review_close"),
    path("people/<str:reference>/plan/review/<str:referral>", views.mark, name="plan_review_mark"),
    path("people/<str:reference>/plan/reviews", views.closed, name="plan_reviews"),
    path("referrals/<str:reference>/feedback", giving.give, name="referral_feedback"),
    path("reviews", figures.by_officer, name="reviews"),
    path("reviews/overdue", figures.overdue, name="reviews_overdue"),
]
