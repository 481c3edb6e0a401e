"""The lists of the public pages: organisations of a chain, and the agreements between them."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from throughline.core.models import Area
from throughline.supply.models import Agreement, Scheme
from throughline.supply.queries.chain import InChain, organisations_in_chain
from throughline.supply.queries.directory import areas_touching
from throughline.supply.queries.landscape import agreements_of
from throughline.vocabulary.areas import CONTRACT_AREAS, LOCAL_KINDS
from throughline.web.forms import ChoiceField, FilterForm, TextField
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.public.glossary import tiers_called
from throughline.web.public.labels import in_full_by_kind, to_organisation
from throughline.web.words import and_list

PRIME, BELOW, BOTH = "prime", "below", "both"
POSITIONS = [
    (PRIME, "Holds a contract (Tier 1)"),
    (BELOW, "Works below another (Tier 2 or lower)"),
    (BOTH, "Both"),
]
ANY_AREA, ANY_SCHEME = "Any area", "Any scheme"


def area_choices() -> list[tuple[str, str]]:
    """The areas that contracts are let for, as `kind:code` and in words, smaller kinds after larger ones."""
    areas = Area.objects.exclude(kind__in=LOCAL_KINDS).values_list("kind", "code", "name")
    rank = {kind: at for at, kind in enumerate(CONTRACT_AREAS)}
    listed = sorted(areas, key=lambda one: (rank.get(one[0], len(rank)), one[2]))
    return [(f"{kind}:{code}", in_full_by_kind(name, kind)) for kind, code, name in listed]


def chosen_area(written: str) -> int | None:
    """The id of the area that an address names as `kind:code`."""
    kind, _, code = written.partition(":")
    return Area.objects.filter(kind=kind, code=code).values_list("pk", flat=True).first()


def offer(form: FilterForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Give the menu called `name` its choices."""
    cast(ChoiceField, form.fields[name]).choices = choices


class SchemeFilters(FilterForm):
    """Which scheme is shown: always one, the latest that has agreements unless another is chosen."""

    scheme = ChoiceField(label="Scheme", menu=True)

    def __init__(self, request: HttpRequest) -> None:
        self._schemes = {one.code: one for one in Scheme.objects.order_by("-during__startswith", "pk")}
        query = request.GET.copy()
        query.setdefault("scheme", self._usual())
        super().__init__(query)
        offer(self, "scheme", [(one.code, one.name) for one in self._schemes.values()])

    @property
    def chosen_scheme(self) -> Scheme | None:
        """The scheme chosen; nothing when there is none of that name."""
        return self._schemes.get(self.chosen.get("scheme", ""))

    def _usual(self) -> str:
        with_agreements = set(Agreement.objects.order_by().values_list("scheme_id", flat=True).distinct())
        found = (code for code, one in self._schemes.items() if one.pk in with_agreements)
        return next(found, next(iter(self._schemes), ""))


class ChainFilters(SchemeFilters):
    """What the supply chain can be narrowed by."""

    position = ChoiceField(label="Position", choices=POSITIONS, menu=True, nothing="Any position")
    area = ChoiceField(label="Where", menu=True, nothing=ANY_AREA)
    words = TextField(label="Name or role", hint="A name, or a word such as subcontractor")

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        offer(self, "area", area_choices())

    @property
    def tiers(self) -> frozenset[int]:
        """The tiers that the words are another name for; none when they name none (S1)."""
        return tiers_called(self.chosen.get("words", ""))

    @property
    def said(self) -> str:
        """What the words were taken for, where they name a role."""
        if not self.tiers:
            return ""
        named = and_list([f"Tier {one}" for one in sorted(self.tiers)], "or")
        return (
            f"“{self.chosen['words']}” is a word for {named}. Whoever stands there is shown, and whoever has "
            "it in their name"
        )

    @property
    def area_id(self) -> int | None:
        """The area chosen."""
        written = self.chosen.get("area", "")
        return chosen_area(written) if written else None


ORGANISATIONS = (
    Column[InChain](
        "name", "Organisation", lambda one: to_organisation(one.organisation), order="name",
        download=lambda one: one.name,
    ),
    Column[InChain]("tiers", "Tier", lambda one: and_list([str(tier) for tier in one.tiers])),
    Column[InChain](
        "members", "Members", lambda one: one.members or None, order="members", numeric=True
    ),
    Column[InChain]("contracts", "Contracts", lambda one: one.contracts, order="contracts", numeric=True),
    Column[InChain]("below", "Below others", lambda one: one.below, order="below", numeric=True),
    Column[InChain]("places", "Areas", lambda one: one.places, order="places", numeric=True),
    Column[InChain]("where", "Where", lambda one: ", ".join(one.areas)),
)  # fmt: skip


def organisation_list(request: HttpRequest, filters: ChainFilters, on: date | None) -> Table[InChain]:
    """The organisations of a scheme's chain, each once."""
    scheme = filters.chosen_scheme
    found = [] if scheme is None else organisations_in_chain(scheme, on=on, area_id=filters.area_id)
    position, words = filters.chosen.get("position"), filters.chosen.get("words", "").casefold()
    tiers = filters.tiers
    stands = {
        PRIME: lambda one: one.contracts > 0,
        BELOW: lambda one: one.below > 0,
        BOTH: lambda one: one.is_both,
    }
    return listing(
        request,
        [
            one
            for one in found
            if (not position or stands[position](one))
            and (words in one.name.casefold() or not tiers.isdisjoint(one.tiers))
        ],
        ORGANISATIONS,
        sort="name",
        name="supply-chain",
        noun=("organisation", "organisations"),
        title="Organisations of the supply chain",
        empty="No organisation fits what you chose. They appear here with their first agreement.",
    )


AGREEMENTS = (
    Column[Agreement](
        "provider", "Provider", lambda one: to_organisation(one.provider), order="provider__name",
        download=lambda one: one.provider.name,
    ),
    Column[Agreement]("tier", "Tier", lambda one: one.tier, order="tier", numeric=True),
    Column[Agreement](
        "payer", "Works for", lambda one: to_organisation(one.payer), order="payer__name",
        download=lambda one: one.payer.name,
    ),
    Column[Agreement]("title", "Agreement", lambda one: one.title, order="title"),
    Column[Agreement]("theirs", "Their reference", lambda one: one.their_reference, order="their_reference"),
    Column[Agreement]("where", "Where", lambda one: [area.name for area in one.areas.all()]),
)  # fmt: skip


def agreement_list(request: HttpRequest, filters: ChainFilters, on: date | None) -> Table[Agreement]:
    """The agreements of a scheme's chain: every provider in every area, with its tier (S4)."""
    scheme = filters.chosen_scheme
    found: QuerySet[Agreement] = (
        Agreement.objects.none() if scheme is None else agreements_of(scheme.pk, on=on)
    )
    if position := filters.chosen.get("position"):
        found = found.filter(tier=1) if position == PRIME else found.filter(tier__gt=1)
    if filters.area_id is not None and scheme is not None:
        touching = areas_touching(filters.area_id, on=on or scheme.during.from_)
        found = found.filter(pk__in=Agreement.objects.filter(areas__in=touching).order_by().values("pk"))
    if words := filters.chosen.get("words"):
        found = found.filter(Q(provider__name__icontains=words) | Q(tier__in=filters.tiers))
    return listing(
        request,
        found.select_related("provider", "payer").prefetch_related("areas"),
        AGREEMENTS,
        sort="provider",
        name="agreements",
        empty="No agreement fits what you chose.",
        count=found.count,
    )
