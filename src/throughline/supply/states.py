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


class IntentionState(models.TextChoices):
    """How far a body is with something it means to buy."""

    PLANNED = "planned", "Planned"
    TALKING = "talking", "Talking with providers"
    OPEN = "open", "Open for bids or applications"
    AWARDED = "awarded", "Awarded"
    DROPPED = "dropped", "No longer intended"


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
         Permission.EDIT_SERVICES, "publish this service", or_may=Permission.OVERSEE_SCHEME),
    Move("suspend", frozenset({ServiceState.PUBLISHED}), ServiceState.SUSPENDED,
         Permission.EDIT_SERVICES, "suspend this service", needs_reason=True,
         or_may=Permission.OVERSEE_SCHEME),
    Move("withdraw", frozenset({ServiceState.DRAFT, ServiceState.PUBLISHED, ServiceState.SUSPENDED}),
         ServiceState.WITHDRAWN, Permission.EDIT_SERVICES, "withdraw this service", needs_reason=True,
         or_may=Permission.OVERSEE_SCHEME),
)  # fmt: skip

_BEFORE_IT_OPENS = frozenset({IntentionState.PLANNED, IntentionState.TALKING})
_NOT_AWARDED = _BEFORE_IT_OPENS | {IntentionState.OPEN}
INTENTION_MOVES = (
    Move("talk", frozenset({IntentionState.PLANNED}), IntentionState.TALKING,
         Permission.STATE_INTENTIONS, "say that you talk with providers about it"),
    Move("open", _BEFORE_IT_OPENS, IntentionState.OPEN,
         Permission.STATE_INTENTIONS, "say that it is open for bids or applications"),
    Move("award", _NOT_AWARDED, IntentionState.AWARDED,
         Permission.STATE_INTENTIONS, "say that it is awarded"),
    Move("drop", _NOT_AWARDED, IntentionState.DROPPED,
         Permission.STATE_INTENTIONS, "say that it is no longer intended", needs_reason=True),
    Move("resume", frozenset({IntentionState.DROPPED}), IntentionState.PLANNED,
         Permission.STATE_INTENTIONS, "say that it is intended again", needs_reason=True),
)  # fmt: skip
