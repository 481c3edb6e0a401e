"""Who is who in the demonstration: one named user for each kind, chosen from the generated landscape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from throughline.core.models import Membership, Organisation, User
from throughline.core.periods import Period
from throughline.people.models import Person, Supervision
from throughline.supply.models import Agreement, AreaRole, Scheme, Service
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake

ROLES = {
    "responsible_officer": (
        "Helen Price",
        "refer with the risks, count RAR days, decide on missed appointments",
    ),
    "senior_officer": ("Janet Moss", "see whose cases are whose, say who may not see a case"),
    "court_officer": ("Thomas Reid", "tell a court what there is for somebody before sentence"),
    "support_worker": ("Sam Carr", "see today's appointments and the risks, record attendance once"),
    "provider_manager": ("Ruth Adeyemi", "decide on referrals and give them to a worker, see what is owed"),
    "supply_chain_manager": ("David Okafor", "keep the directory and the rate card true, see the chain"),
    "commissioner": ("Anita Shah", "see the budget, allow or refuse what goes beyond it"),
    "contract_manager": ("Peter Walsh", "watch over the scheme, review rate card changes, publish"),
    "board_member": ("Dorothy Lane", "decide rate card changes line by line, agree the minutes"),
    "inspector": ("Margaret Lowe", "sample cases and map the chain"),
    "person": ("Jamie Rowe", "see the plan, the appointments and the RAR days left"),
}
"""By role: the name they go by, and what they come to do."""


UNDER_WAY = ("sent", "started")


@dataclass(frozen=True)
class Cast:
    """The named users, where they work, and the service that most of it is about."""

    scheme: Scheme
    service: Service
    division: Organisation
    users: dict[str, User]


def choose_cast(on: date) -> Cast:
    """Choose and name one generated user of each kind; acts as the system."""
    scheme = Scheme.objects.filter(is_invented=True, code__startswith="demonstration").latest("pk")
    first = AreaRole.objects.filter(scheme=scheme, role="prime").order_by("pk").first()
    assert first is not None
    prime, area = first.organisation, first.area
    division = AreaRole.objects.get(scheme=scheme, area=area, role="division").organisation
    service = _service(scheme, prime, area.pk)
    members = {
        "responsible_officer": _busiest_officer(division, area.pk),
        "support_worker": _member("support_worker", service.deliverer),
        "provider_manager": _member("provider_manager", service.deliverer),
        "supply_chain_manager": _member("supply_chain_manager", prime),
        "commissioner": _member("commissioner", division),
        "contract_manager": _member("contract_manager", scheme.steward),
        "board_member": _member("board_member", scheme.steward),
        "inspector": Membership.objects.filter(role="inspector").latest("pk").user,
    }
    for role, user in members.items():
        _name(user, ROLES[role][0])
    for role in ("senior_officer", "court_officer", "person"):
        members[role] = _new_user(role, division, on)
    return Cast(scheme, service, division, members)


def _service(scheme: Scheme, prime: Organisation, area: int) -> Service:
    """A service by the session of a Tier 2 provider in the area, for women and men alike."""
    second_tier = Agreement.objects.filter(scheme=scheme, payer=prime, tier=2)
    only_workers = Membership.objects.filter(organisation=OuterRef("deliverer"), role="support_worker")
    apart = only_workers.exclude(user__memberships__role="provider_manager")
    found = (
        Service.objects.filter(agreement__in=second_tier, areas=area, for_men=True, items__unit="session")
        .filter(Exists(apart), meets_children=False, state=ServiceState.PUBLISHED, intake=Intake.OPEN)
        .annotate(rules=Count("eligibility", distinct=True))
        .annotate(waiting=Count("referrals", filter=Q(referrals__state__in=UNDER_WAY), distinct=True))
        .order_by(F("places").desc(nulls_first=True), "rules", "-waiting", "pk")
        .first()
    )
    assert found is not None
    return found


def _busiest_officer(organisation: Organisation, area: int) -> User:
    busiest = (
        Supervision.objects.filter(organisation=organisation, person__home_area=area, during__endswith=None)
        .values("officer")
        .annotate(people=Count("pk"))
        .order_by("-people", "officer")
        .first()
    )
    assert busiest is not None
    return User.objects.get(pk=busiest["officer"])


def _member(role: str, organisation: Organisation) -> User:
    return Membership.objects.filter(role=role, organisation=organisation).earliest("pk").user


def _name(user: User, name: str) -> None:
    user.full_name = name
    user.email = f"{name.lower().replace(' ', '.')}@throughline.example"
    user.is_demonstration = True
    user.save(update_fields=["full_name", "email", "is_demonstration"])


def _new_user(role: str, organisation: Organisation, on: date) -> User:
    user = User.objects.create_user(
        f"{role}@throughline.example", ROLES[role][0], telephone=f"01632 960{100 + list(ROLES).index(role)}"
    )
    _name(user, ROLES[role][0])
    Membership.objects.create(user=user, organisation=organisation, role=role, during=Period(on, None))
    return user


def is_theirs(person: Person, user: User) -> None:
    """Say that an account is a person's own, and that they go by its name."""
    person.first_names, person.last_name = user.full_name.split(" ")
    person.user = user
    person.save(update_fields=["first_names", "last_name", "user"])
