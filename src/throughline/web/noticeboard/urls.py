"""Addresses of the noticeboard."""

from django.urls import path

from throughline.web.noticeboard import needs, offers

NEED_VERBS = ("meet", "answer", "ask_again", "withdraw")
OFFER_VERBS = ("talk", "take_up", "decline", "withdraw")

urlpatterns = [
    path("noticeboard", needs.needs, name="noticeboard"),
    path("noticeboard/needs/new/<slug:scheme>", needs.new, name="noticeboard_need_new"),
    path("noticeboard/needs/<str:reference>", needs.need, name="noticeboard_need"),
    path("noticeboard/needs/<str:reference>/offer", offers.to_a_need, name="noticeboard_need_offer"),
    *(
        path(
            f"noticeboard/needs/<str:reference>/{verb.replace('_', '-')}",
            needs.move_on,
            {"verb": verb},
            name=f"noticeboard_need_{verb}",
        )
        for verb in NEED_VERBS
    ),
    path("noticeboard/offers", offers.offers, name="noticeboard_offers"),
    path("noticeboard/offers/new/<slug:scheme>", offers.new, name="noticeboard_offer_new"),
    path("noticeboard/offers/<str:reference>", offers.offer, name="noticeboard_offer"),
    *(
        path(
            f"noticeboard/offers/<str:reference>/{verb.replace('_', '-')}",
            offers.move_on,
            {"verb": verb},
            name=f"noticeboard_offer_{verb}",
        )
        for verb in OFFER_VERBS
    ),
]
