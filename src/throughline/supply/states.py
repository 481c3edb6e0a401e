"""The moves of an agreement and of a service's directory entry."""

from django.db import models

from throughline.core.states import Move
from throughline.vocabulary.permissions import Permission


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    NEGOTIATING = "negotiating", "Under negotiation"
    NOT_RECORDED = "unknown", "Signing not recorded"
    SIGNED = "signed", "Signed"
    ENDED = "ended", "Ended"
    ABANDONED = "abandoned", "Abandoned"


class ServiceState(models.TextChoices):
    """Where a directory entry stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


AGREEMENT_MOVES = (
    Move("sign", frozenset({AgreementState.NEGOTIATING, AgreementState.NOT_RECORDED}), AgreementState.SIGNED,
         Permission.PROPOSE_PRICES, "mark this agreement as signed"),
    Move("abandon", frozenset({AgreementState.NEGOTIATING}), AgreementState.ABANDONED,
         Permission.PROPOSE_PRICES, "abandon this agreement", needs_reason=True),
    Move("end", frozenset({AgreementState.SIGNED}), AgreementState.ENDED, Permission.PROPOSE_PRICES,
         "end this agreement", needs_reason=True),
)  # fmt: skip

SERVICE_MOVES = (
    Move("publish", frozenset({ServiceState.DRAFT, ServiceState.SUSPENDED}), ServiceState.PUBLISHED,
         Permission.EDIT_SERVICES, "publish this service"),
    Move("suspend", frozenset({ServiceState.PUBLISHED}), ServiceState.SUSPENDED,
         Permission.EDIT_SERVICES, "suspend this service", needs_reason=True),
    Move("withdraw", frozenset({ServiceState.DRAFT, ServiceState.PUBLISHED, ServiceState.SUSPENDED}),
         ServiceState.WITHDRAWN, Permission.EDIT_SERVICES, "withdraw this service", needs_reason=True),
)  # fmt: skip
