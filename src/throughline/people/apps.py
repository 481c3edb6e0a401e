"""People"""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """what the court ordered and what the person needs.:Knows no provider."""

    name = "throughline.people"
    label = "people"
