"""Addresses of the officer's pages."""

from django.urls import path

from throughline.web.officer.views import (
    days,
    home,
    missed,
    moves,
    not_referring,
    people,
    plan,
    referring,
    sending,
    supervision,
)

urlpatterns = [
    path("officer", home.home, name="officer_home"),
    path("people", people.people, name="officer_people"),
    path("people/<str:reference>", people.person, name="officer_person"),
    path("people/<str:reference>/objective", plan.objective, name="officer_objective"),
    path("people/<str:reference>/risk", plan.risk, name="officer_risk"),
    path("people/<str:reference>/supervision", supervision.book, name="officer_supervision"),
    path("people/<str:reference>/days", days.days, name="officer_person_days"),
    path("people/<str:reference>/days/<str:appointment>", days.decide, name="officer_decide"),
    path("people/<str:reference>/missed/<str:appointment>", missed.decide, name="officer_missed"),
    path("people/<str:reference>/not-referred", not_referring.not_referred, name="officer_not_referred"),
    path(
        "people/<str:reference>/not-referred/<int:number>/take-back",
        not_referring.take_back,
        name="officer_take_back_not_referred",
    ),
    path("people/<str:reference>/refer", referring.refer, name="referral_draft"),
    path("days", days.everybody, name="officer_days"),
    path("refer", referring.choose_person, name="officer_refer"),
    path("referrals/<str:reference>/send", sending.send, name="referral_send"),
    path("referrals/<str:reference>/withdraw", moves.withdraw, name="referral_withdraw"),
    path("referrals/<str:reference>/answer", moves.answer, name="referral_answer"),
]
