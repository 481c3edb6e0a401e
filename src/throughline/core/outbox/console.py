"""The backend for where nothing is sent: the log says that a message would have gone."""

import structlog

from throughline.core.models import Message

log = structlog.get_logger("throughline.messages")


def send(message: Message) -> None:
    """Log the subject; the address is personal data and stays out."""
    log.info("message", user=message.to_id, subject=message.subject)
