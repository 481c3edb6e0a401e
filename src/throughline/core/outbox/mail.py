"""The backend that sends by Django's own backend for email: a server, files in a folder, or the console."""

from django.core.mail import send_mail

from throughline.core.models import Message


def send(message: Message) -> None:
    """Send to the reader's address, from the address in the settings."""
    send_mail(message.subject, message.text, None, [message.to.email])
