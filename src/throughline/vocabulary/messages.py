"""The kinds of messages that people get, and which of them nobody can turn off."""

from django.db import models

from throughline.core.models import Message


class MessageKind(models.TextChoices):
    """What a message is about; everybody chooses for each kind how it comes by email."""

    RISK = "risk", "Risks, concerns about them, and who is responsible"
    ACCOUNT = "account", "Your account and your roles"
    REFERRAL = "referral", "Referrals: sent, decided on, given to you, changed, ended"
    REVIEW = "review", "Reviews of plans, and feedback for them"
    QUIET = "quiet", "What has gone quiet, and cover for colleagues"
    CHAIN = "chain", "Prices, changes to rate cards, and subcontractors"
    CHOICE = "choice", "Choices that wait for approval"
    NOTICEBOARD = "noticeboard", "Needs and offers"

    @property
    def must_be_told(self) -> bool:
        """Whether it comes at once, whatever somebody would rather have."""
        return self in (MessageKind.RISK, MessageKind.ACCOUNT)

    @property
    def usually(self) -> str:
        """How it comes by email to somebody who has chosen nothing."""
        is_slow = self in (MessageKind.CHAIN, MessageKind.NOTICEBOARD)
        return Message.ByMail.DAILY if is_slow else Message.ByMail.AT_ONCE
