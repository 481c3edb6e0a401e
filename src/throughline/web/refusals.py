"""Showing on a form what the domain refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from throughline.core.refusals import Refusal
from throughline.web.forms import PageForm


@contextmanager
def refusals_shown_on(form: PageForm) -> Iterator[None]:
    """
    Put the sentence of a refusal raised inside the block beside the question it concerns.

    A refusal that concerns no question of this form stands for the whole form. Afterwards
    `form.is_valid()` says whether the act was done.
    """
    try:
        yield
    except Refusal as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))
