"""Addresses of plans as others than their officer read them, and of what is counted of them."""

from django.urls import path

from throughline.web.plans import figures, views

urlpatterns = [
    path("people/<str:reference>/shared-plan", views.shared, name="shared_plan"),
    path("people/<str:reference>/plan/plan.pdf", views.paper, name="plan_paper"),
    path("people/<str:reference>/plan/seen", views.seen, name="plan_seen"),
    path("plans/known", figures.known, name="plans_known"),
    path("plans/linked", figures.linked, name="plans_linked"),
    path("plans/not-linked", figures.unlinked, name="plans_unlinked"),
]
