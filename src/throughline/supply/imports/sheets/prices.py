"""Prices as a table: a line for what one link of the chain pays for one item, from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from throughline.core.access import Actor
from throughline.core.files import RowRefused, cells
from throughline.core.files.sheets import Sheet, SheetColumn
from throughline.core.money import Money
from throughline.supply.actions.changes import draft_notification
from throughline.supply.actions.prices import set_price
from throughline.supply.actions.proposing import NewItem, propose_item, propose_price
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.imports.sheets.lines import (
    Field,
    Line,
    code_field,
    number_field,
    reader,
    reference_field,
    text_field,
    written,
)
from throughline.supply.imports.sheets.parts import PartLoader
from throughline.supply.imports.sheets.told import CHANGED, NEW, PROPOSED, Difference
from throughline.supply.models import (
    Agreement,
    ChangeLine,
    ChangeNotification,
    Price,
    RateCardItem,
    Service,
)
from throughline.supply.queries.approvals import needs_approval
from throughline.supply.queries.prices import price_of
from throughline.supply.queries.rate_card import prices_visible_to
from throughline.supply.rules.costs import AN_HOUR
from throughline.supply.states import BEING_WRITTEN, ChangeState, LineState, ServiceState
from throughline.vocabulary.routes import CardPart, PriceUnit


@dataclass(frozen=True)
class PricedLine:
    """A price with its item and its link, as a line has them."""

    item: RateCardItem
    price: Price


def _price(row: Mapping[str, Any], name: str) -> Money:
    return cells.money(row, name)


C = SheetColumn
FIELDS: Final[Sequence[Field[PricedLine]]] = (
    reference_field(
        C("service", "The reference of the entry", "SV-4K7Q2M", needed=True),
        lambda one: one.item.service.reference, prefix="SV",
    ),
    text_field(
        C("item", "What is bought; one of another name is another item", "Session", needed=True),
        lambda one: one.item.name, limit=120,
    ),
    code_field(
        C("part", "The part of the rate card, for a new item", codes=dict(CardPart.choices)),
        lambda one: one.item.part,
    ),
    code_field(
        C("unit", "What one price buys, for a new item", codes=dict(PriceUnit.choices)),
        lambda one: one.item.unit,
    ),
    number_field(
        C("usual_sessions", "How many sessions it usually takes, for a new item", "6"),
        lambda one: one.item.usual_sessions, least=1,
    ),
    number_field(
        C("usual_minutes", "How long a session usually lasts, for a new item", "60"),
        lambda one: one.item.usual_minutes, least=1,
    ),
    reference_field(
        C("agreement", "The agreement whose payer pays it; empty for the rate card itself", "AG-4K7Q2M"),
        lambda one: one.price.agreement.reference, prefix="AG",
    ),
    Field(
        C("price", "Pounds and pence, as text", "46.50", needed=True), _price,
        lambda one: one.price.amount, lambda value: str(value.pounds),
    ),
    Field(
        C("from", "The first day it holds", "2018-04-01", needed=True), cells.day,
        lambda one: one.price.during.from_, lambda value: value.isoformat(),
    ),
)  # fmt: skip

PRICES: Final = Sheet(
    code="prices",
    title="Prices",
    says=(
        "A line for what one link of the chain pays for one item, from a day on. The price in force ends the "
        "day before; referrals sent before that day keep the price they were sent at.",
        "A price below the top of the chain is set at once by whoever pays it. The rate card itself, the "
        "price at the top, is put on a draft Change Notification where its scheme asks for approvals: "
        "nothing is bought at it before the Change Board has approved it.",
        "A new item begins on the rate card: leave the agreement empty, and fill in the unit.",
    ),
    columns=[one.column for one in FIELDS],
)

DRAFT_TITLE: Final = "Prices from a file"
_STILL_OPEN: Final = (*BEING_WRITTEN, ChangeState.SUBMITTED, ChangeState.BOARD)

read_price = reader(FIELDS)
"""Reads one line, touching nothing else; refuses in words."""


class PriceLoader(PartLoader):
    """Writes prices, one line at a time; those of the rate card onto a draft notification of the prime."""

    def __init__(self, actor: Actor, *, by: Any, at: datetime) -> None:
        super().__init__(actor, by=by, at=at)
        self._drafts: dict[int, ChangeNotification] = {}

    def load(self, line: Line) -> bool:
        """
        Write one line; says whether anything changed.

        :raises RowRefused: it names something that is not known
        :raises Refusal: the price cannot be set or proposed; says why
        """
        values = line.values
        service = self.service(values["service"])
        link = _link(service, values.get("agreement", ""))
        self.once(service.reference, values["item"], link.reference, values["from"].isoformat())
        item = service.items.select_related("service").filter(name=values["item"]).first()
        if item is not None:
            _refuse_other_terms(item, values)
        else:
            _refuse_new_item(link, values)
        amount, from_on = values["price"], values["from"]
        former = price_of(item, link, on=from_on) if item is not None else None
        if former is not None and former.amount == amount:
            return False
        if item is None or needs_approval(link, on=from_on):
            return self._propose(service, link, item, line)
        set_price(item=item, agreement=link, amount=amount, from_on=from_on, **self.who())
        self._tell(NEW if former is None else CHANGED, service, line, former)
        return True

    def _propose(self, service: Service, top: Agreement, item: RateCardItem | None, line: Line) -> bool:
        values = line.values
        if _is_proposed(top, values, service):
            return False
        draft = self._draft(top)
        if item is None:
            propose_item(
                notification=draft, service=service, item=_new_item(values), amount=values["price"],
                from_on=values["from"],
            )  # fmt: skip
        else:
            propose_price(notification=draft, item=item, amount=values["price"], from_on=values["from"])
        former = price_of(item, top, on=values["from"]) if item is not None else None
        self._tell(PROPOSED, service, line, former)
        return True

    def _draft(self, top: Agreement) -> ChangeNotification:
        """The prime's draft for what comes from files, begun when there is none."""
        if top.pk not in self._drafts:
            there = ChangeNotification.objects.filter(
                scheme=top.scheme, prime=top.provider, state=ChangeState.DRAFT, title=DRAFT_TITLE
            ).first()
            self._drafts[top.pk] = there or draft_notification(
                scheme=top.scheme, prime=top.provider, title=DRAFT_TITLE, case="", **self.who()
            )
        return self._drafts[top.pk]

    def _tell(self, what: str, service: Service, line: Line, former: Price | None) -> None:
        values = line.values
        was = str(former.amount.pounds) if former is not None else ""
        about = f"{service.reference} {service.name}, {values['item']} from {values['from']:%-d %B %Y}"
        self.changes.tell(what, about, (Difference("price", was, line.written["price"]),))


def price_lines(actor: Actor, *, on: date) -> list[dict[str, str]]:
    """The lines of prices in force on a day, or to come, that `actor` sees of the entries they change."""
    kept = kept_by(actor).exclude(state=ServiceState.WITHDRAWN)
    prices = (
        prices_visible_to(actor)
        .filter(item__service__in=kept.order_by().values("pk"))
        .exclude(during__fully_lt=(on, None))
        .select_related("item__service", "agreement")
        .order_by("item__service__reference", "item__name", "agreement__tier", "during__startswith")
    )
    lines = []
    for one in prices:
        line = written(FIELDS, PricedLine(one.item, one))
        # The rate card is named by leaving the agreement out, as in a line that proposes it.
        lines.append(line | {"agreement": ""} if one.agreement.tier == 1 else line)
    return lines


def _link(service: Service, reference: str) -> Agreement:
    path = service.agreement.path if service.agreement else []
    chain = Agreement.objects.filter(pk__in=path).select_related("scheme", "provider")
    found = chain.filter(reference=reference).first() if reference else chain.filter(tier=1).first()
    if found is None and not path:
        raise RowRefused(f"{service.reference} is delivered under no agreement, so nothing is paid for it")
    if found is None:
        raise RowRefused(
            f"Column “agreement”: {service.reference} is not delivered under {reference}. Check the reference"
        )
    return found


def _refuse_other_terms(item: RateCardItem, values: Mapping[str, Any]) -> None:
    for name in ("part", "unit", "usual_sessions", "usual_minutes"):
        if values.get(name) and values[name] != getattr(item, name):
            raise RowRefused(
                f"Column “{name}” says {values[name]}, and the item {getattr(item, name)}. "
                "An item keeps its terms: withdraw it and propose another"
            )


def _refuse_new_item(link: Agreement, values: Mapping[str, Any]) -> None:
    if link.tier > 1:
        raise RowRefused(
            f"There is no item “{values['item']}” on the rate card. Propose it there first, "
            "with the agreement left empty"
        )
    if not values.get("unit"):
        raise RowRefused(
            f"“{values['item']}” is a new item. Fill in what one price buys, in the column “unit”"
        )


def _is_proposed(top: Agreement, values: Mapping[str, Any], service: Service) -> bool:
    """Whether the prime has proposed the same already, and nobody has decided on it yet."""
    open_lines = ChangeLine.objects.filter(
        notification__prime=top.provider_id, notification__state__in=_STILL_OPEN, state=LineState.PROPOSED,
        service=service, amount=values["price"], from_on=values["from"],
    ).select_related("item")  # fmt: skip
    return any((one.item.name if one.item else one.name) == values["item"] for one in open_lines)


def _new_item(values: Mapping[str, Any]) -> NewItem:
    return NewItem(
        name=values["item"],
        unit=values["unit"],
        part=values.get("part") or CardPart.TWO,
        usual_sessions=values.get("usual_sessions") or 1,
        usual_minutes=values.get("usual_minutes") or AN_HOUR,
    )
