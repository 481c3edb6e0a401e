"""Addresses of the pages of those who manage responsible officers."""

from django.urls import path

from throughline.web.senior.views import access, assessments, handing_over, home, joint, people

urlpatterns = [
    path("senior", home.home, name="senior_home"),
    path("senior/people", people.people, name="senior_people"),
    path("senior/limited-access", access.limited, name="senior_limited"),
    path("people/<str:reference>/hand-over", handing_over.hand_over, name="person_hand_over"),
    path("senior/joint-cases", joint.cases, name="senior_joint"),
    path("senior/officers/<int:number>", joint.officer, name="senior_officer"),
    path("senior/officers/<int:number>/record", joint.record, name="senior_officer_record"),
    path("senior/assessments", assessments.by_sex, name="senior_assessments"),
    path("people/<str:reference>/access", access.access, name="person_access"),
    path("people/<str:reference>/access/limit", access.limit, name="person_limit"),
    path("people/<str:reference>/access/<int:number>/lift", access.lift, name="person_limit_lift"),
]
