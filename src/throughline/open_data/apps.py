"""Open data: publishes what is recorded, and types nothing anew."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The supply chain return and the open standards."""

    name = "throughline.open_data"
    label = "open_data"
