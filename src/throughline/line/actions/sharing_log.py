"""Writing down what was shared, in the transaction that shares it (S111)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from throughline.core.models import User
from throughline.line.models import Referral, RiskConcern, Shared
from throughline.line.queries.risks import as_live
from throughline.line.rules.legal_bases import basis_of_concern, basis_of_risk
from throughline.line.rules.risk_sharing import LiveFlag
from throughline.vocabulary.legal_bases import LegalBasis


def log_referral(referral: Referral, *, by: User, at: datetime) -> None:
    """Write down what the provider is told by the referral itself, the reason only where one is given."""
    items = [Shared.Item.IDENTITY, Shared.Item.SENTENCE, Shared.Item.NEED]
    if referral.reason.strip():
        items.append(Shared.Item.REASON)
    _row(referral, items, LegalBasis.SUPERVISION, by=by, at=at).save()


def log_risks(referral: Referral, flags: Iterable[LiveFlag], *, by: User, at: datetime) -> None:
    """Write down each of the risks that the provider is told of."""
    rows = []
    for flag in flags:
        row = _row(referral, [Shared.Item.RISK], basis_of_risk(flag.kind), by=by, at=at)
        row.flag_id = flag.id
        rows.append(row)
    Shared.objects.bulk_create(rows)


def log_handover(referral: Referral, *, by: User, at: datetime) -> None:
    """Write down all that the provider is told to whom the referral was handed over."""
    log_referral(referral, by=by, at=at)
    decided = referral.risk_decisions.filter(shared=True).select_related("flag")
    log_risks(referral, [as_live(one.flag) for one in decided], by=by, at=at)


def log_concern(concern: RiskConcern, told: Iterable[Referral], *, by: User, at: datetime) -> None:
    """Write down each of the other providers that are told of a concern, under their own referral."""
    rows = []
    for referral in told:
        basis = basis_of_concern(in_danger=concern.in_danger)
        row = _row(referral, [Shared.Item.CONCERN], basis, by=by, at=at)
        row.concern = concern
        rows.append(row)
    Shared.objects.bulk_create(rows)


def log_breach(told: Iterable[Referral], *, by: User, at: datetime) -> None:
    """Write down each provider that is told that breach action began."""
    items = [Shared.Item.BREACH]
    Shared.objects.bulk_create(_row(one, items, LegalBasis.SUPERVISION, by=by, at=at) for one in told)


def _row(
    referral: Referral, items: list[Shared.Item], basis: LegalBasis, *, by: User, at: datetime
) -> Shared:
    return Shared(
        person_id=referral.person_id,
        referral=referral,
        organisation_id=referral.deliverer_id,
        items=items,
        basis=basis,
        at=at,
        by=by,
    )
