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
    planned_work,
    referring,
    risk,
    sending,
    services,
    supervision,
    unmet,
)

urlpatterns = [
    path("officer", home.home, name="officer_home"),
    path("people", people.people, name="officer_people"),
    path("people/<str:reference>", people.person, name="officer_person"),
    path("people/<str:reference>/objective", plan.objective, name="officer_objective"),
    path("people/<str:reference>/plan", plan.plan, name="officer_plan"),
    path("people/<str:reference>/plan/versions", plan.versions, name="officer_plan_versions"),
    path("people/<str:reference>/plan/own-words", plan.own_words, name="officer_plan_own_words"),
    path("people/<str:reference>/plan/review-day", plan.review_day, name="officer_plan_review_day"),
    path(
        "people/<str:reference>/plan/objectives/<int:number>",
        plan.changed_objective,
        name="officer_plan_objective",
    ),
    path(
        "people/<str:reference>/plan/objectives/<int:number>/<str:move>",
        plan.moved_objective,
        name="officer_plan_objective_move",
    ),
    path(
        "people/<str:reference>/plan/referrals/<str:referral>",
        planned_work.carries_out,
        name="officer_plan_referral",
    ),
    path("people/<str:reference>/plan/work", planned_work.add, name="officer_plan_work"),
    path(
        "people/<str:reference>/plan/work/<int:number>",
        planned_work.change,
        name="officer_plan_work_change",
    ),
    path(
        "people/<str:reference>/plan/work/<int:number>/<str:move>",
        planned_work.move,
        name="officer_plan_work_move",
    ),
    path("people/<str:reference>/risk", risk.risk, name="officer_risk"),
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
    path("people/<str:reference>/services", services.services, name="officer_services"),
    path(
        "people/<str:reference>/services/compare",
        services.services_compared,
        name="officer_services_compared",
    ),
    path("people/<str:reference>/nothing-fits", unmet.nothing_fits, name="officer_nothing_fits"),
    path(
        "people/<str:reference>/nothing-fits/<int:number>/take-back",
        unmet.take_back,
        name="officer_take_back_nothing_fits",
    ),
    path("people/<str:reference>/refer", referring.refer, name="referral_draft"),
    path("days", days.everybody, name="officer_days"),
    path("refer", referring.choose_person, name="officer_refer"),
    path("referrals/<str:reference>/send", sending.send, name="referral_send"),
    path("referrals/<str:reference>/withdraw", moves.withdraw, name="referral_withdraw"),
    path("referrals/<str:reference>/answer", moves.answer, name="referral_answer"),
]
