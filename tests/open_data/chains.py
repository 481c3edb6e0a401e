"""A small chain with work done under it, for the tests of what is published."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests import factories
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import Quarter, start_of_london_day
from throughline.line.models import Attendance
from throughline.money.models import Account, LedgerEntry
from throughline.open_data.queries.window import Window
from throughline.supply.models import Agreement, Scheme, Service, ServiceKind

Q1 = Quarter.parse("2017-18 Q1")
AS_AT = date(2017, 7, 14)


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a London day."""
    return start_of_london_day(day) + timedelta(hours=hour)


@dataclass
class Landscape:
    """A division that buys from a prime, which buys from a provider, which buys from a charity."""

    scheme: Scheme
    agreements: list[Agreement]
    services: dict[str, Service]
    kind: ServiceKind
    accounts: dict[tuple[int, int, str], Account] = field(default_factory=dict)

    @property
    def window(self) -> Window:
        """The first quarter of 2017/18, as known a fortnight after it was over."""
        return Window(self.scheme, Q1, AS_AT)

    def attend(
        self,
        service: str,
        *,
        people: int,
        day: date = date(2017, 5, 4),
        rates: tuple[str, ...] = (),
        happened: str = "attended",
    ) -> list[Attendance]:
        """Each of so many new people has one session, entered in the ledger at `rates` from the top down."""
        one = self.services[service]
        made: list[Attendance] = []
        for _ in range(people):
            referral = factories.ReferralFactory(service=one, agreement=one.agreement)
            appointment = factories.AppointmentFactory(referral=referral, starts_at=at(day))
            attendance = factories.AttendanceFactory(appointment=appointment, happened=happened)
            made.append(attendance)
            for tier, rate in enumerate(rates, start=1):
                self.enter(attendance, tier, Money(rate), day=day)
        return made

    def enter(self, attendance: Attendance, tier: int, amount: Money, *, day: date) -> LedgerEntry:
        """Enter one tier's price for one attendance."""
        referral = attendance.appointment.referral
        assert referral is not None
        assert referral.agreement is not None
        agreement = Agreement.objects.get(pk=referral.agreement.path[tier - 1])
        return LedgerEntry.objects.create(
            debit=self.account(agreement, "cost"),
            credit=self.account(agreement, "owed"),
            amount=amount,
            cause="attendance",
            cause_id=attendance.pk,
            tier=tier,
            happened_on=day,
            recorded_at=at(day, 12),
            scheme=self.scheme,
            payer=agreement.payer,
            provider=agreement.provider,
            agreement=agreement,
            service=referral.service,
            referral=referral,
            referral_reference=referral.reference,
        )

    def reverse(self, entry: LedgerEntry, *, recorded_at: datetime) -> LedgerEntry:
        """Reverse an entry, because of a correction recorded at a moment."""
        return LedgerEntry.objects.create(
            debit=entry.credit,
            credit=entry.debit,
            amount=entry.amount,
            cause="attendance",
            cause_id=entry.cause_id + 1_000_000,
            tier=entry.tier,
            happened_on=entry.happened_on,
            recorded_at=recorded_at,
            reverses=entry,
            scheme=self.scheme,
            payer=entry.payer,
            provider=entry.provider,
            agreement=entry.agreement,
            service=entry.service,
            referral=entry.referral,
            referral_reference=entry.referral_reference,
        )

    def account(self, agreement: Agreement, kind: str) -> Account:
        """The account of one kind between the parties of an agreement."""
        key = (agreement.payer_id, agreement.provider_id, kind)
        if key not in self.accounts:
            self.accounts[key] = Account.objects.create(
                kind=kind, scheme=self.scheme, payer=agreement.payer, provider=agreement.provider
            )
        return self.accounts[key]


def landscape(code: str = "tr") -> Landscape:
    """Wales buys from Westshire CRC, it from Brightside, it from the Mill; each delivers one service.

    The Mill works under an agreement for one year that nobody has signed yet (D7).
    """
    scheme = factories.SchemeFactory(code=code, name="Transforming Rehabilitation")
    organisations: list[Organisation] = [
        factories.OrganisationFactory(name=name)
        for name in ("Wales Division", "Westshire CRC", "Brightside", "The Mill")
    ]
    for organisation, register, number in (
        (organisations[1], "GB-COH", "9123456"),
        (organisations[2], "GB-COH", "04123456"),
        (organisations[2], "GB-CHC", "1123456"),
        (organisations[3], "GB-CHC", "not known"),
    ):
        factories.OrganisationIdentifierFactory(organisation=organisation, scheme=register, value=number)
    agreements = factories.chain(*organisations[:3], scheme=scheme)
    lowest = factories.AgreementFactory(
        scheme=scheme,
        payer=organisations[2],
        provider=organisations[3],
        above=agreements[-1],
        during=Period(date(2017, 4, 1), date(2018, 4, 1)),
        state="negotiating",
        signed_on=None,
    )
    lowest.refresh_from_db()
    agreements.append(lowest)
    for agreement in agreements:
        Agreement.objects.filter(pk=agreement.pk).update(form="contract" if agreement.tier == 1 else "lite")
        factories.AgreementAreaFactory(agreement=agreement, area__name="Westshire")
    kind = factories.ServiceKindFactory(scheme=scheme)
    services: dict[str, Service] = {
        name: factories.ServiceFactory(
            scheme=scheme,
            kind=kind,
            name=name,
            summary=f"What {name} is",
            deliverer=agreement.provider,
            agreement=agreement,
        )
        for name, agreement in zip(("Courses", "Debt advice", "Gardening"), agreements, strict=True)
    }
    return Landscape(scheme, agreements, services, kind)
