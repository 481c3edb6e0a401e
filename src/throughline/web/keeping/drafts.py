"""What is asked when an entry is begun, copied or handed over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.supply.models import Agreement, Scheme, ServiceKind
from throughline.supply.states import AgreementState
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, PageForm, TextField

OVER = (AgreementState.ENDED, AgreementState.ABANDONED)


class DraftForm(PageForm):
    """
    Who gives a new service and under what, and of which kind it is.

    Under what stands for the deliverer, the scheme and the agreement together: one of the agreements that
    whoever asks delivers under or stands above, or none of a scheme's.
    """

    name = TextField(label="Name of the service", thing="the name of the service")
    under = ChoiceField(
        label="Who gives it, and under which agreement?", ask="Select who gives it", menu=True
    )
    kind = ChoiceField(label="Kind of service", thing="the kind of service", menu=True)

    def __init__(self, *arguments: Any, actor: Actor, on: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._agreements = {f"a{one.pk}": one for one in _agreements(actor)}
        self._alone = {
            f"o{organisation.pk}-{scheme.pk}": (organisation, scheme)
            for organisation in Organisation.objects.filter(pk__in=actor.holds(Permission.EDIT_SERVICES))
            for scheme in Scheme.objects.filter(during__contains=on)
        }
        self._kinds = {
            str(one.pk): one
            for one in ServiceKind.objects.select_related("scheme").order_by("scheme", "name")
        }
        self._offer("under", self._unders())
        self._offer("kind", [(key, f"{one.name} ({one.scheme.name})") for key, one in self._kinds.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        field.choices = choices

    def _unders(self) -> list[tuple[str, str]]:
        under = [(key, f"{one.provider.name}, under {one.title}") for key, one in self._agreements.items()]
        alone = [
            (key, f"{organisation.name}, under no agreement ({scheme.name})")
            for key, (organisation, scheme) in self._alone.items()
        ]
        return under + alone

    def clean(self) -> dict[str, Any]:
        """A kind of service is of the scheme of what the service is given under."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        under, kind = cleaned.get("under"), cleaned.get("kind")
        if under and kind and self._kinds[kind].scheme_id != self._scheme(under).pk:
            self.add_error("kind", f"Select a kind of service of {self._scheme(under).name}")
        return cleaned

    def _scheme(self, under: str) -> Scheme:
        return self._agreements[under].scheme if under in self._agreements else self._alone[under][1]

    @property
    def begun(self) -> dict[str, Any]:
        """What the entry begins with."""
        under = self.cleaned_data["under"]
        agreement = self._agreements.get(under)
        deliverer = agreement.provider if agreement else self._alone[under][0]
        return {
            "scheme": self._scheme(under),
            "kind": self._kinds[self.cleaned_data["kind"]],
            "name": self.cleaned_data["name"],
            "deliverer": deliverer,
            "agreement": agreement,
        }


class CopyForm(PageForm):
    """What the copy is called."""

    name = TextField(label="Name of the new service", thing="the name of the new service")


class OwnerForm(PageForm):
    """Who keeps an entry true."""

    owner = ChoiceField(label="Who keeps it?", ask="Select who keeps it")

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["owner"]
        assert isinstance(field, ChoiceField)
        field.choices = people


def _agreements(actor: Actor) -> list[Agreement]:
    """Those under which a service can be begun by this actor: their own, those below, those they oversee."""
    ours = sorted(actor.holds(Permission.EDIT_SERVICES))
    overseen = sorted(actor.holds(Permission.OVERSEE_SCHEME))
    found = Agreement.objects.filter(Q(parties__overlap=ours) | Q(scheme__steward__in=overseen)).exclude(
        state__in=OVER
    )
    return list(found.select_related("provider", "scheme").order_by("provider__name", "title", "pk"))
