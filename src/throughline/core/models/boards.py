"""Boards and meetings that work over areas of their own, which overlap with those of contracts (S245)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from throughline.core.fields import PeriodField
from throughline.core.models.areas import Area


@pghistory.track()
class Board(models.Model):
    """A partnership, board or standing meeting of one kind, over a period."""

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    during = PeriodField()
    areas = models.ManyToManyField(Area, through="BoardArea", related_name="boards")

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="board_code_once_in_its_kind")
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class BoardArea(models.Model):
    """A board works for an area, or for a part of it that is not drawn (`partly`)."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="ground")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="board_links")
    partly = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "area"], name="board_works_for_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.board} for {self.area}"
