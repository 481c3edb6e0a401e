"""Addresses of the person's own pages."""

from django.urls import path

from throughline.web.person import views

urlpatterns = [
    path("my-plan", views.my_plan, name="person_home"),
    path("my-plan/plan.pdf", views.my_plan_on_paper, name="person_plan_paper"),
    path("my-plan/seen", views.my_plan_seen, name="person_plan_seen"),
    path("my-appointments", views.my_appointments, name="person_appointments"),
    path("my-days", views.my_days, name="person_days"),
]
