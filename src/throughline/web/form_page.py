"""A page that holds one form: what is asked, about what, and what will follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from throughline.web.forms import PageForm
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link


@dataclass(frozen=True)
class FormPage:
    """
    What stands around a form.

    `said` are sentences before the form (what will happen), `facts` what the decision rests on,
    `warning` something to think of first. A button that ends something is `is_final`, and red. `guidance`
    stands folded above the form, each a heading and what it says.
    """

    title: str
    caption: str
    back: Link
    button: str
    said: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    warning: str = ""
    is_final: bool = False
    guidance: Sequence[tuple[str, str]] = ()

    def shown(self, request: PageRequest, form: PageForm) -> HttpResponse:
        """The page with the form as it stands, errors and all."""
        return render(request, "pages/form.html", {"page": self, "form": form})
