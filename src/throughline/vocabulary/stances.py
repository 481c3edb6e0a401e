"""How a policy, or a note beside it, stands to referring (S69, S70)."""

from django.db import models


class Stance(models.TextChoices):
    """What is said to those who refer, of one kind of service or one funding route."""

    ENCOURAGE = "encourage", "Refer wherever it suits"
    DISCOURAGE = "discourage", "Think of something else first"
    FORBID = "forbid", "Do not refer"
