"""The gateway application."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Has no tables: asks the contexts below and shows what they answer."""

    name = "throughline.gateway"
    label = "gateway"
