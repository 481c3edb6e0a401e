"""Addresses of the records of entries, for those who keep them."""

from django.urls import path

from throughline.web.keeping.views import changing, clearances, details, lists, moves, record, trials

_ONE = "kept-services/<str:reference>"

urlpatterns = [
    path("kept-services", lists.kept, name="kept_services"),
    path("kept-services/new", record.new, name="service_new"),
    path(_ONE, record.record, name="service_record"),
    path(f"{_ONE}/copy", record.copy, name="service_copy"),
    path(f"{_ONE}/owner", record.owner, name="service_owner"),
    path(f"{_ONE}/confirm", moves.confirm, name="service_confirm"),
    path(f"{_ONE}/confirm/undo", moves.take_back, name="service_confirm_undo"),
    path(f"{_ONE}/move/<str:verb>", moves.move, name="service_move"),
    path(f"{_ONE}/trial/new", trials.begin, name="service_trial_begin"),
    path(f"{_ONE}/trial/change", trials.change, name="service_trial_change"),
    path(f"{_ONE}/trial/decide", trials.decide, name="service_trial_decide"),
    path(f"{_ONE}/clearances/new", clearances.give, name="service_clearance_give"),
    path(f"{_ONE}/clearances/<int:number>/end", clearances.end, name="service_clearance_end"),
    path(f"{_ONE}/places/<int:number>/hours", details.hours, name="service_hours"),
    path(f"{_ONE}/routes/<int:number>/contributors", details.contributors, name="service_contributors"),
    path(f"{_ONE}/routes/<int:number>/end", details.end_a_route, name="service_route_end"),
    path(f"{_ONE}/contacts/<int:number>/end", details.end_a_contact, name="service_contact_end"),
    path(f"{_ONE}/rules/<str:aspect>", details.rule, name="service_rule"),
    path(f"{_ONE}/rules/<str:aspect>/remove", details.remove_a_rule, name="service_rule_remove"),
    path(f"{_ONE}/wordings/<str:language>/<str:reading>", details.wording, name="service_wording"),
    path(f"{_ONE}/parts/<str:part>", changing.change_part, name="service_part"),
    path(f"{_ONE}/<str:kind>/new", changing.add_item, name="service_item_add"),
    path(f"{_ONE}/<str:kind>/<int:number>", changing.change_item, name="service_item"),
    path(f"{_ONE}/<str:kind>/<int:number>/remove", changing.remove_item, name="service_item_remove"),
]
