"""A rate card whose subcontractor is to be replaced, and open referrals to its service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from tests import factories as make
from tests.factories import NOW, acting, member
from tests.supply.cards import JULY, Card, a_rate_card
from throughline.core.access import acting_as
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.line.events import ReferralSent
from throughline.line.models import Referral
from throughline.people.models import PersonAccess
from throughline.supply.actions.subcontractors import (
    propose_removal,
    propose_replacement,
    propose_subcontractor,
)
from throughline.supply.models import Agreement, ChangeLine, ChangeNotification

ON_THE_DAY = datetime(2017, 7, 1, 8, 0, tzinfo=UTC)


@dataclass
class Replacing:
    """The card, who comes, and the officer whose people are referred."""

    card: Card
    harbour: Organisation
    officer: User
    manager_before: User
    manager_after: User
    worker: User

    def refer(self, state: str = "sent", **more: Any) -> Referral:
        """A referral to the service in this state, its prices fixed, of a person of the officer's."""
        card = self.card
        with_worker = {"worker": self.worker} if state in ("allocated", "started", "completed") else {}
        sent = {
            "sent_at": NOW,
            "agreement": card.links[-1],
            "prime": card.prime,
            "buyer": card.division,
            "route": "rate_card",
        }
        referral: Referral = make.ReferralFactory(
            service=card.service,
            supervisor=card.division,
            referred_by=self.officer,
            state=state,
            **(sent if state != "draft" else {}),
            **with_worker,
            **more,
        )
        make.SupervisionFactory(person=referral.person, officer=self.officer, organisation=card.division)
        make.PersonAccessFactory(
            person=referral.person, user=self.officer, scope=PersonAccess.Scope.SUPERVISE
        )
        if state != "draft":
            make.PersonAccessFactory(
                person=referral.person,
                organisation=card.centre,
                user=None,
                scope=PersonAccess.Scope.DELIVER,
                because="referral",
                because_id=referral.pk,
            )
            with transaction.atomic():
                announce(ReferralSent(referral.pk, self.officer.pk, NOW))
        return referral

    def _proposed(self, propose: Callable[..., ChangeLine], **what: Any) -> ChangeLine:
        notification = what.pop("draft", None) or self.card.draft("Women's services")
        with acting_as(acting(self.card.manager)):
            return propose(notification=notification, **what)

    def replaces(
        self,
        *,
        organisation: Organisation | None = None,
        agreement: Agreement | None = None,
        from_on: date = JULY,
        same_prices: bool = True,
        draft: ChangeNotification | None = None,
    ) -> ChangeLine:
        """The prime proposes that Harbour, unless said, takes over from the centre."""
        return self._proposed(
            propose_replacement,
            replaces=agreement or self.card.links[-1],
            organisation=organisation or self.harbour,
            title="Women's services in Northmoor",
            same_prices=same_prices,
            from_on=from_on,
            why="The centre closes",
            draft=draft,
        )

    def removes(self, *, agreement: Agreement | None = None, from_on: date = JULY) -> ChangeLine:
        """The prime proposes that the centre goes, and nobody takes over."""
        return self._proposed(
            propose_removal, agreement=agreement or self.card.links[-1], from_on=from_on, why="It closes"
        )

    def adds(self, *, under: Agreement | None = None, from_on: date = JULY, **more: Any) -> ChangeLine:
        """The prime proposes that Harbour works for it."""
        return self._proposed(
            propose_subcontractor,
            under=under or self.card.top,
            organisation=more.pop("organisation", self.harbour),
            title="Mentoring in Northmoor",
            areas=[self.card.area.pk],
            from_on=from_on,
        )

    def approved(self, line: ChangeLine, in_force_on: date | None = None, at: datetime = NOW) -> ChangeLine:
        """Submitted, found suitable and approved."""
        self.card.suitable(line.notification)
        return self.card.approves(line, in_force_on, at)


def replacing() -> Replacing:
    """The world, made by the system before anybody acts."""
    card = a_rate_card()
    harbour = make.OrganisationFactory(name="Harbour Women's Project", kind="charity")
    return Replacing(
        card=card,
        harbour=harbour,
        officer=member("responsible_officer", card.division, full_name="Helen Price"),
        manager_before=member("provider_manager", card.centre, full_name="Ruth Adeyemi"),
        manager_after=member("provider_manager", harbour, full_name="Bea Long"),
        worker=member("support_worker", card.centre, full_name="Amy Walsh"),
    )
