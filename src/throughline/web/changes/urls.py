"""Addresses of Change Notifications, their lines and steps, and of the Change Board's meetings."""

from django.urls import path

from throughline.web.changes import deciding, drafting, lines, meetings, steps, subcontractors, views

urlpatterns = [
    path("changes", views.changes, name="changes"),
    path("changes/new", drafting.new, name="change_new"),
    path("changes/<str:reference>", views.change, name="change"),
    path("changes/<str:reference>/price", lines.price, name="change_price"),
    path("changes/<str:reference>/item", lines.new_item, name="change_item"),
    path("changes/<str:reference>/withdrawal", lines.withdrawal, name="change_withdrawal"),
    path("changes/<str:reference>/replacement", subcontractors.replacement, name="change_replacement"),
    path("changes/<str:reference>/subcontractor", subcontractors.addition, name="change_subcontractor"),
    path("changes/<str:reference>/removal", subcontractors.removal, name="change_removal"),
    path("changes/<str:reference>/lines/<int:number>/take-out", lines.take_out, name="change_take_out"),
    path("changes/<str:reference>/lines/<int:number>/decide", deciding.decide, name="change_decide"),
    path("changes/<str:reference>/submit", steps.submit, name="change_submit"),
    path("changes/<str:reference>/answer", steps.answer, name="change_answer"),
    path("changes/<str:reference>/withdraw", steps.withdraw, name="change_withdraw"),
    path("changes/<str:reference>/review", steps.review, name="change_review"),
    path("board", meetings.home, name="board_home"),
    path("board/new", meetings.new, name="board_meeting_new"),
    path("board/<str:reference>", meetings.meeting, name="board_meeting"),
    path("board/<str:reference>/agree", meetings.agree, name="board_agree"),
]
