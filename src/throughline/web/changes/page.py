"""What stands on the page of a Change Notification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.states import available_moves
from throughline.supply.models import ChangeLine, ChangeNotification
from throughline.supply.queries.changes import TierKeeps, lines_of, what_each_keeps
from throughline.supply.rules.steps import steps
from throughline.supply.states import BEING_WRITTEN, ChangeState, LineState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import ChangeKind
from throughline.web import words
from throughline.web.changes.words import (
    MOVED,
    STEPS,
    change_tag,
    line_tag,
    new_amount,
    what_it_changes,
    what_will_happen,
)
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Tag, in_words

Row = list[dict[str, object]]


@dataclass(frozen=True)
class LineShown:
    """One line: what it proposes beside what holds, what each tier would keep, and what became of it."""

    line: ChangeLine
    tiers: Sequence[TierKeeps]
    take_out_href: str
    decide_href: str

    @property
    def heading(self) -> str:
        """Its number and kind."""
        return f"Line {self.line.number}: {ChangeKind(self.line.kind).label.lower()}"

    @property
    def state(self) -> Tag:
        """What became of it."""
        return line_tag(self.line.state)

    @property
    def facts(self) -> list[Fact]:
        """What it proposes, and the decision."""
        line = self.line
        found = [Fact("What changes", what_it_changes(line))]
        if line.service is not None and (
            address := address_of("public_service", reference=line.service.reference)
        ):
            found.append(Fact("Service", Link(line.service.name, address)))
        if line.kind == ChangeKind.NEW_ITEM:
            found += [
                Fact("Part", line.get_part_display()),
                Fact("Usual number of sessions", line.usual_sessions),
            ]
        if (amount := new_amount(line)) is not None:
            found.append(Fact("New price", amount))
        found += what_will_happen(line)
        found.append(Fact("Asked for from", line.from_on))
        if line.why:
            found.append(Fact("Why", line.why))
        if line.state != LineState.PROPOSED:
            found += self._decision
        return found

    @property
    def _decision(self) -> list[Fact]:
        line = self.line
        meeting = line.meeting
        found = [Fact("In force from", line.in_force_on)] if line.in_force_on else []
        if line.reason:
            found.append(Fact("Reason", line.reason))
        if line.decided_at is not None:
            by = line.decided_by.full_name if line.decided_by else "the system"
            found.append(Fact("Decided", f"{words.moment(line.decided_at)} by {by}"))
        if meeting is not None:
            minutes = Link(str(meeting), reverse("board_meeting", args=[meeting.reference]))
            found.append(Fact("Minutes", minutes))
        return found

    @property
    def comparison(self) -> list[Row]:
        """A row for each tier: who is paid, before and after, and what stays with them."""
        return [_row(one) for one in self.tiers]


def _row(one: TierKeeps) -> Row:
    found: Row = [{"text": one.agreement.tier}, {"text": one.agreement.provider.name}]
    found += [
        {"text": in_words(amount), "format": "numeric"}
        for amount in (one.paid, one.would_pay, one.keeps, one.would_keep)
    ]
    return found


class ChangePage:
    """One notification as `actor` may see it on the day `on`."""

    def __init__(self, change: ChangeNotification, actor: Actor, on: date) -> None:
        self.change, self.actor, self.on = change, actor, on

    @property
    def title(self) -> str:
        """What it is called."""
        return self.change.title

    @property
    def caption(self) -> str:
        """Its number."""
        return f"Change Notification {self.change.reference}"

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return change_tag(self.change.state)

    @property
    def is_ours(self) -> bool:
        """Whether the viewer proposes for its prime."""
        return self.change.prime_id in self.actor.holds(Permission.PROPOSE_PRICES)

    @property
    def is_written(self) -> bool:
        """Whether the viewer writes it now."""
        return self.is_ours and self.change.state in BEING_WRITTEN

    @cached_property
    def moves(self) -> set[str]:
        """The moves open to the viewer."""
        return {one.name for one in available_moves(self.change, self.actor)}

    @property
    def buttons(self) -> list[Link]:
        """What the viewer can do with the whole of it now, the most likely first."""
        reference = self.change.reference
        found = []
        if self.moves & {"submit", "submit to the Board"} and self.lines:
            found.append(Link("Submit", reverse("change_submit", args=[reference])))
        if "answer" in self.moves:
            found.append(Link("Answer and submit again", reverse("change_answer", args=[reference])))
        if "find suitable" in self.moves:
            found.append(Link("Review", reverse("change_review", args=[reference])))
        if self.moves & {"discard", "withdraw"} and not self._partly_decided:
            text = "Discard this draft" if "discard" in self.moves else "Withdraw"
            found.append(Link(text, reverse("change_withdraw", args=[reference])))
        return found

    @property
    def additions(self) -> list[Link]:
        """What lines can be added while it is written."""
        if not self.is_written:
            return []
        return [
            Link(text, reverse(name, args=[self.change.reference]))
            for text, name in (
                ("Propose a price", "change_price"),
                ("Propose a new item", "change_item"),
                ("Withdraw an item", "change_withdrawal"),
                ("Replace a subcontractor", "change_replacement"),
                ("Add a subcontractor", "change_subcontractor"),
                ("Remove a subcontractor", "change_removal"),
            )
        ]

    @property
    def _partly_decided(self) -> bool:
        return any(one.line.state != LineState.PROPOSED for one in self.lines)

    @property
    def clock(self) -> str:
        """Whose turn it is and by when."""
        change = self.change
        whose = {
            ChangeState.SUBMITTED: f"Waits for a suitability review by {change.scheme.steward.name}",
            ChangeState.RETURNED: f"Waits for answers by {change.prime.name}",
            ChangeState.BOARD: "Waits for the Change Board",
        }.get(ChangeState(change.state))
        if whose is None:
            return ""
        if change.due_on is None:
            return whose
        overdue = " It is overdue." if self.on > change.due_on else ""
        return f"{whose}, due by {words.day(change.due_on)}.{overdue}"

    @property
    def facts(self) -> list[Fact]:
        """Whose it is, why, and since when."""
        change = self.change
        return [
            Fact("Prime", change.prime.name),
            Fact("Scheme", change.scheme.name),
            Fact("Why", change.case),
            Fact("Drafted", f"{words.day(change.drafted_at)} by {change.drafted_by.full_name}"),
            Fact("Submitted", words.day(change.submitted_at) if change.submitted_at else "Not yet"),
        ]

    @cached_property
    def lines(self) -> list[LineShown]:
        """Each line with its comparison."""
        decides = self.change.state == ChangeState.BOARD and self._decides
        return [
            LineShown(
                line,
                what_each_keeps(line, self.actor),
                self._of_line("change_take_out", line) if self.is_written else "",
                self._of_line("change_decide", line) if decides and line.state == LineState.PROPOSED else "",
            )
            for line in lines_of(self.change, self.actor)
        ]

    @property
    def _decides(self) -> bool:
        return self.change.scheme.steward_id in self.actor.holds(Permission.DECIDE_CHANGES)

    def _of_line(self, name: str, line: ChangeLine) -> str:
        return reverse(name, args=[self.change.reference, line.number])

    @property
    def no_lines(self) -> str:
        """Why no line is shown."""
        if self.is_ours:
            return "Lines appear here when you add them: a price, an item, a subcontractor."
        return "What it proposes is shown here once each of its lines is decided."

    @cached_property
    def step_rows(self) -> list[Row]:
        """How long each step took."""
        stays = steps([(one.to_state, one.happened_at) for one in self.change.moves.all()])
        return [
            [
                {"text": STEPS[ChangeState(one.state)]},
                {"text": words.day(one.since)},
                {"text": words.day(one.until) if one.until else "Still there"},
                {"text": words.plural(one.days(self.on), "day"), "format": "numeric"},
            ]
            for one in stays
            if one.state in STEPS
        ]

    @property
    def history(self) -> list[Happened]:
        """Every step and decision, in order."""
        found = [
            Happened(MOVED[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
            for one in self.change.moves.all()
        ]
        for shown in self.lines:
            line = shown.line
            if line.decided_at is not None:
                what = f"Line {line.number} {LineState(line.state).label.lower()}"
                by = line.decided_by.full_name if line.decided_by else ""
                found.append(Happened(what, line.decided_at, by, line.reason))
        return sorted(found, key=lambda one: one.at)
