"""The backend that sends e-mail by GOV.UK Notify."""

from typing import Any

from django.conf import settings
from notifications_python_client.notifications import NotificationsAPIClient

from throughline.core.models import Message


def send(message: Message) -> None:
    """Send by the configured template, whose placeholders are `subject` and `text`."""
    options = {"base_url": settings.NOTIFY_BASE_URL} if settings.NOTIFY_BASE_URL else {}
    client: Any = NotificationsAPIClient(settings.NOTIFY_API_KEY, **options)  # type: ignore[no-untyped-call]  # the package carries no types
    client.send_email_notification(
        email_address=message.to.email,
        template_id=settings.NOTIFY_TEMPLATE_ID,
        personalisation={"subject": message.subject, "text": message.text},
        reference=f"message-{message.pk}",
    )
