"""What the page of a record is made of: sections, their single parts, and what they have several of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.supply.models import Service
from throughline.supply.queries.content import Content
from throughline.supply.states import ServiceState
from throughline.web.keeping.items import ITEMS
from throughline.web.pieces import Fact, Link, Tag

NOT_SAID = "Not said"


@dataclass(frozen=True)
class Entry:
    """One of several things of a record: what it is called, what it says, and what can be done with it."""

    called: str
    says: str
    does: Sequence[Link]
    tag: Tag | None = None


@dataclass(frozen=True)
class Several:
    """What a record has several of, with the page that adds one."""

    heading: str
    entries: Sequence[Entry]
    empty: str
    add: Link | None = None


@dataclass(frozen=True)
class Section:
    """One section of the record: its single parts, and what it has several of."""

    anchor: str
    heading: str
    facts: Sequence[Fact] = ()
    lists: Sequence[Several] = ()


@dataclass(frozen=True)
class Sections:
    """Some sections of the record of `service`, whose document is `content`, as `actor` sees it on a day."""

    service: Service
    content: Content
    actor: Actor
    on: date

    @cached_property
    def may_change(self) -> bool:
        """Whether anything of it is still changed."""
        return self.service.state != ServiceState.WITHDRAWN

    def _fact(self, label: str, value: Any, part: str, page: str = "service_part") -> Fact:
        arguments = [self.service.reference, *([part] if part else [])]
        href = reverse(page, args=arguments) if self.may_change else ""
        return Fact(label, value or NOT_SAID, href)

    def _entry(
        self, kind: str, row: Any, says: str, more: Sequence[Link] = (), tag: Tag | None = None
    ) -> Entry:
        item = ITEMS[kind]
        called = item.called(row)
        does = list(more)
        if item.now is not None:
            does.insert(0, self._link("Change", "service_item", kind, row.pk, more=called))
        if item.removes is not None:
            does.append(self._link("Remove", "service_item_remove", kind, row.pk, more=called))
        return self._made(called, says, does, tag)

    def _made(self, called: str, says: str, does: Sequence[Link], tag: Tag | None = None) -> Entry:
        return Entry(called, says, does if self.may_change else (), tag)

    def _several(self, heading: str, kind: str, entries: Sequence[Entry], empty: str) -> Several:
        add = Link(f"Add {ITEMS[kind].one}", reverse("service_item_add", args=[self.service.reference, kind]))
        return Several(heading, entries, empty, add if self.may_change else None)

    def _link(self, text: str, page: str, *arguments: object, more: str = "") -> Link:
        return Link(text, reverse(page, args=[self.service.reference, *arguments]), more)
