"""The web application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Has no tables: asks the contexts below and shows what they answer."""

    name = "throughline.web"
    label = "web"
