"""What an owner has to put right besides confirming: contacts, trials, an intake long closed (S63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet

from throughline.core.access import Actor
from throughline.supply.models import Pilot, Service, ServiceContact
from throughline.supply.queries.confirmation import waits_on
from throughline.supply.queries.keepers import services_kept_by
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake
from throughline.vocabulary.permissions import Permission

AHEAD = timedelta(days=30)
"""How long before a contact or a trial ends it waits on somebody."""

CLOSED_DAYS_WITHOUT_A_RULE = 60
"""After how many days a closed intake waits on somebody, where its scheme does not say."""

AT_MOST = 50
_ENDS = Func(F("during"), function="upper", output_field=DateField())


@dataclass(frozen=True)
class ContactEnding:
    """A contact that stops, or has stopped, and nobody follows; `last_day` is theirs."""

    contact: ServiceContact
    last_day: date


@dataclass(frozen=True)
class TrialEnding:
    """A trial that ends, or has ended, and on which nobody has decided; `last_day` is its last."""

    pilot: Pilot
    last_day: date

    def is_over(self, on: date) -> bool:
        """Whether its last day has gone by."""
        return self.last_day < on


@dataclass(frozen=True)
class LongClosed:
    """An entry whose intake has been closed since a day; it was to be looked at by `due_on`."""

    service: Service
    since: date
    due_on: date


def contacts_without_successor(actor: Actor, *, on: date) -> list[ContactEnding]:
    """Contacts of the entries that wait on `actor` that nobody follows, the first to stop first."""
    others = ServiceContact.objects.filter(service=OuterRef("service")).exclude(pk=OuterRef("pk"))
    after = others.filter(during__contains=OuterRef("ends"))
    ending = (
        ServiceContact.objects.filter(service__in=_waiting(actor, on), successor=None)
        .annotate(ends=_ENDS)
        .filter(ends__lte=on + AHEAD)
        .exclude(Exists(after))
        .select_related("service__deliverer")
        .order_by("ends", "pk")
    )
    return [ContactEnding(one, one.ends - timedelta(days=1)) for one in ending[:AT_MOST]]


def trials_undecided(actor: Actor, *, on: date) -> list[TrialEnding]:
    """
    Trials that end soon or have ended, and on which nobody has decided, the first to end first (S235).

    They wait on whoever owns the entry, on those above its deliverer, and on who oversees the scheme.
    """
    ours = sorted(actor.holds(Permission.EDIT_SERVICES))
    overseen = sorted(actor.holds(Permission.OVERSEE_SCHEME))
    concerned = (
        Q(service__in=_waiting(actor, on))
        | (Q(service__agreement__parties__overlap=ours) & ~Q(service__deliverer__in=ours))
        | Q(service__scheme__steward__in=overseen)
    )
    ending = (
        Pilot.objects.filter(concerned, decision="")
        .exclude(service__state=ServiceState.WITHDRAWN)
        .annotate(ends=_ENDS)
        .filter(ends__lte=on + AHEAD)
        .select_related("service__deliverer")
        .order_by("ends", "pk")
    )
    return [TrialEnding(one, one.ends - timedelta(days=1)) for one in ending[:AT_MOST]]


def long_closed(actor: Actor, *, on: date) -> list[LongClosed]:
    """Published entries that wait on `actor` and have taken no referrals for long, the longest first."""
    found = []
    closed = _waiting(actor, on).filter(
        state=ServiceState.PUBLISHED, intake=Intake.CLOSED, intake_said_on__isnull=False
    )
    for scheme_id in closed.order_by().values_list("scheme", flat=True).distinct():
        days = timedelta(rule_in_force(scheme_id, "intake_closed_days", on=on) or CLOSED_DAYS_WITHOUT_A_RULE)
        late = closed.filter(scheme=scheme_id, intake_said_on__lte=on - days).order_by("intake_said_on", "pk")
        for one in late[:AT_MOST]:
            assert one.intake_said_on is not None
            found.append(LongClosed(one, one.intake_said_on, one.intake_said_on + days))
    return sorted(found, key=lambda one: (one.since, one.service.pk))[:AT_MOST]


def _waiting(actor: Actor, on: date) -> QuerySet[Service]:
    kept = services_kept_by(actor).filter(waits_on(actor, on))
    return kept.exclude(state=ServiceState.WITHDRAWN)
