"""What a stance is on, as forms offer it and pages say it."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.supply.actions.referral_policies import About
from throughline.supply.models import LocalNote, PolicyStance, ServiceKind
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.stances import Stance
from throughline.web.pieces import Tag

EVERYTHING = "every"
COLOURS = {"encourage": "green", "discourage": "yellow", "forbid": "red"}


def subject_choices(kinds: Sequence[ServiceKind]) -> list[tuple[str, str]]:
    """Every service, each funding route, each kind of service."""
    several = len({one.scheme_id for one in kinds}) > 1
    return [
        (EVERYTHING, "Every service"),
        *((f"route:{code}", f"Paid for by: {label}") for code, label in FundingRoute.choices),
        *((f"kind:{one.pk}", f"{one.name} ({one.scheme.name})" if several else one.name) for one in kinds),
    ]


def about(chosen: str, kinds: Sequence[ServiceKind]) -> About:
    """What a choice stands for."""
    what, _, code = chosen.partition(":")
    if what == "route":
        return About(route=code)
    if what == "kind":
        return About(kind=next(one for one in kinds if str(one.pk) == code))
    return About()


def subject_of(one: PolicyStance | LocalNote) -> str:
    """What a stance is on, in words."""
    if one.kind is not None:
        return one.kind.name
    return f"Paid for by: {FundingRoute(one.route).label}" if one.route else "Every service"


def stance_tag(one: PolicyStance | LocalNote) -> Tag:
    """The stance as a tag."""
    return Tag(str(Stance(one.stance).label), COLOURS[one.stance])
