"""Addresses of the team: the same for every kind of organisation."""

from django.urls import path

from throughline.web.team import views

urlpatterns = [
    path("team", views.team, name="team"),
    path("team/add", views.add, name="team_add"),
    path("team/give-role", views.give, name="team_give"),
    path("team/<int:number>/telephone", views.telephone, name="team_telephone"),
    path("team/<int:number>/end-role", views.end, name="team_end"),
]
