"""What is asked of a search that is kept or shared."""

from __future__ import annotations

from typing import Any, cast

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.supply.models import Scheme
from throughline.supply.queries.noticeboard import schemes_of
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, PageForm, TextField


class NameForm(PageForm):
    """The name of a search."""

    name = TextField(
        label="Name", ask="Enter a name for the search", hint="So that you find it again", limit=100
    )


class ShareForm(PageForm):
    """With whom a search is shared."""

    shared_with = ChoiceField(label="Who can open the link?", ask="Select who can open the link")

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self._organisations = {
            f"organisation-{one.pk}": one
            for one in Organisation.objects.filter(pk__in=actor.holds(Permission.SHARE_SEARCHES)).order_by(
                "name", "pk"
            )
        }
        self._schemes = {f"scheme-{one.pk}": one for one in schemes_of(actor)}
        cast(ChoiceField, self.fields["shared_with"]).choices = [
            *((code, f"Everybody who signs in for {one.name}") for code, one in self._organisations.items()),
            *((code, f"Everybody who works in {one.name}") for code, one in self._schemes.items()),
        ]

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that was chosen."""
        return self._organisations.get(self.cleaned_data["shared_with"])

    @property
    def scheme(self) -> Scheme | None:
        """The scheme that was chosen."""
        return self._schemes.get(self.cleaned_data["shared_with"])
