"""Refusals that people read: expected, caught by name, and shown beside the question they concern."""

from __future__ import annotations


class Refusal(Exception):
    """
    Something cannot be done as asked; the text is a sentence that says how to put it right.

    `field` names the question of a form beside which it belongs, when there is one.
    """

    field: str | None = None
