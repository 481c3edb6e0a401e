"""Addresses of the pages of those who manage responsible officers."""

from django.urls import path

from throughline.web.senior.views import access, assessments, handing_over, home, joint, people, transfers

urlpatterns = [
    path("senior", home.home, name="senior_home"),
    path("senior/people", people.people, name="senior_people"),
    path("senior/limited-access", access.limited, name="senior_limited"),
    path("people/<str:reference>/hand-over", handing_over.hand_over, name="person_hand_over"),
    path("senior/transfers", transfers.all_transfers, name="senior_transfers"),
    path("senior/transfers/new", transfers.way, name="senior_transfer_way"),
    path("senior/transfers/new/<str:way>", transfers.new, name="senior_transfer_new"),
    path("senior/transfers/<str:reference>", transfers.transfer, name="senior_transfer"),
    path("senior/transfers/<str:reference>/cases", transfers.cases, name="senior_transfer_cases"),
    path("senior/transfers/<str:reference>/referrals", transfers.referrals, name="senior_transfer_referrals"),
    path(
        "senior/transfers/<str:reference>/appointments",
        transfers.appointments,
        name="senior_transfer_appointments",
    ),
    path("senior/transfers/<str:reference>/told", transfers.told, name="senior_transfer_told"),
    path("senior/transfers/<str:reference>/rejected", transfers.rejected, name="senior_transfer_rejected"),
    path("senior/transfers/<str:reference>/confirm", transfers.confirm, name="senior_transfer_confirm"),
    path("senior/transfers/<str:reference>/drop", transfers.drop, name="senior_transfer_drop"),
    path("senior/transfers/<str:reference>/reverse", transfers.undo, name="senior_transfer_reverse"),
    path("senior/joint-cases", joint.cases, name="senior_joint"),
    path("senior/officers/<int:number>", joint.officer, name="senior_officer"),
    path("senior/officers/<int:number>/record", joint.record, name="senior_officer_record"),
    path("senior/assessments", assessments.by_sex, name="senior_assessments"),
    path("people/<str:reference>/access", access.access, name="person_access"),
    path("people/<str:reference>/access/limit", access.limit, name="person_limit"),
    path("people/<str:reference>/access/<int:number>/lift", access.lift, name="person_limit_lift"),
]
