"""How the prices of a generated rate card came to be approved: notifications, the Board, each line (D6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from throughline.core.time import start_of_london_day
from throughline.gateway.generate.rows.supply_rows import (
    BoardMeeting,
    ChangeLine,
    ChangeLineMove,
    ChangeMove,
    ChangeNotification,
)
from throughline.gateway.generate.world import Place, World, pounds

_BOARD_BEFORE = timedelta(days=14)
_TOOK_DAYS = (35, 41, 47, 56, 63, 77, 98, 140)
"""Days from submission to decision: settled here, since none are published; they were called long."""


@dataclass(frozen=True)
class Approved:
    """One notification that the Board decided, and what its lines name."""

    id: int
    meeting: int
    decided_at: datetime
    from_on: date


@dataclass
class Approvals:
    """The notifications of a run: one for each prime and day on which prices begin, made when asked for."""

    world: World
    meetings: dict[date, tuple[int, datetime]] = field(default_factory=dict)
    notifications: dict[tuple[int, date], Approved] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)

    def approve(
        self, place: Place, *, service: int, item: int, from_on: date, pence: int, was: int | None
    ) -> int:
        """Write the approved line for a rate card price from a day on; gives its id."""
        write = self.world.write
        because = self._notification(place, from_on)
        self.lines[because.id] = number = self.lines.get(because.id, 0) + 1
        made = write.next_id(ChangeLine)
        write.add(
            ChangeLine(
                made, because.id, number, "new_price" if was is None else "price_change", service, item,
                place.prime_agreement.agreement, pounds(pence), None if was is None else pounds(was),
                from_on, from_on, because.decided_at, self.world.board_member, because.meeting,
            )
        )  # fmt: skip
        write.add(
            ChangeLineMove(
                write.next_id(ChangeLineMove), made, "approve", "proposed", "approved", because.decided_at,
                because.decided_at, self.world.board_member,
            )
        )  # fmt: skip
        return made

    def _notification(self, place: Place, from_on: date) -> Approved:
        key = (place.prime, from_on)
        if key not in self.notifications:
            self.notifications[key] = self._decided(place, from_on)
        return self.notifications[key]

    def _decided(self, place: Place, from_on: date) -> Approved:
        world, write = self.world, self.world.write
        meeting, decided_at = self._meeting(from_on)
        took = timedelta(days=world.chance.of("changes").choice(_TOOK_DAYS))
        submitted_at = decided_at - took
        made = write.next_id(ChangeNotification)
        write.add(
            ChangeNotification(
                made, write.next_reference(ChangeNotification), world.scheme, place.prime,
                f"Rate card from {from_on:%-d %B %Y}", "Invented for the demonstration", "decided",
                place.chain_manager, submitted_at - timedelta(days=7), submitted_at, decided_at,
            )
        )  # fmt: skip
        steps = (
            ("submit", "draft", "submitted", submitted_at, place.chain_manager),
            ("find suitable", "submitted", "board", submitted_at + took / 3, world.reviewer),
            ("close", "board", "decided", decided_at, world.board_member),
        )
        for name, start, end, at, by in steps:
            write.add(ChangeMove(write.next_id(ChangeMove), made, name, start, end, at, at, by))
        return Approved(made, meeting, decided_at, from_on)

    def _meeting(self, from_on: date) -> tuple[int, datetime]:
        if from_on not in self.meetings:
            world, write = self.world, self.world.write
            held_on = from_on - _BOARD_BEFORE
            at = start_of_london_day(held_on) + timedelta(hours=11)
            made = write.next_id(BoardMeeting)
            write.add(
                BoardMeeting(
                    made, write.next_reference(BoardMeeting), world.scheme, held_on, world.board_member,
                    "Invented for the demonstration", "", "closed", at, at + timedelta(hours=2),
                    world.board_member,
                )
            )  # fmt: skip
            self.meetings[from_on] = (made, at)
        return self.meetings[from_on]
