"""Supply: what is on offer, by whom, where, at what price, under which terms."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    """Knows nobody's sentence."""

    name = "throughline.supply"
    label = "supply"
