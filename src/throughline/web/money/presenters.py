"""What the pages of budgets and reconciliations show."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.core.money import Money
from throughline.core.time import Quarter
from throughline.money.models import Budget, Commitment, ReconciledLine, Reconciliation
from throughline.money.queries.budgets import BudgetPosition
from throughline.money.queries.reconciliations import EVERY, ReconciliationPage
from throughline.money.states import CommitmentState
from throughline.web.pieces import Figure, Happened, Tag
from throughline.web.words import day

COMMITMENT_COLOURS = {
    CommitmentState.HELD: "green",
    CommitmentState.WAITING: "yellow",
    CommitmentState.REFUSED: "red",
    CommitmentState.RELEASED: "grey",
}
RESULT_COLOURS = {
    ReconciledLine.Result.MATCHED: "green",
    ReconciledLine.Result.DIFFERENT: "yellow",
    ReconciledLine.Result.NOT_RECORDED: "orange",
    ReconciledLine.Result.NOT_RETURNED: "orange",
    ReconciledLine.Result.DUPLICATE: "red",
}


class BudgetPage:
    """One budget: its position as figures that open."""

    def __init__(self, budget: Budget, position: BudgetPosition, holds: bool) -> None:
        self.budget, self.position, self.holds = budget, position, holds

    @property
    def title(self) -> str:
        """Whose budget, and which."""
        return f"{self.budget.buyer}: {self.budget.name}"

    @property
    def dates(self) -> str:
        """The first and the last day."""
        last = self.budget.during.last_day
        return (
            f"{day(self.budget.during.from_)} to {day(last)}"
            if last
            else f"From {day(self.budget.during.from_)}"
        )

    @property
    def figures(self) -> list[Figure]:
        """The amount, what was committed, delivered and waits, and what is left."""
        here, counts = self.position, self.position.how_many
        return [
            Figure(here.amount, "Budget"),
            Figure(here.committed, "Committed and open", "?state=held",
                   of=_lines(counts, CommitmentState.HELD)),
            Figure(here.accrued, "Delivered", "?state=", of="under every referral of this budget"),
            Figure(here.waiting, "Waits for you" if self.holds else "Waits for the budget holder",
                   "?state=waiting", of=_lines(counts, CommitmentState.WAITING)),
            Figure(here.left, "Left to promise", "?state=", of="less what is committed or delivered"),
        ]  # fmt: skip


def _lines(counts: dict[str, int], state: str) -> str:
    count = counts.get(state, 0)
    return f"{count:,} {'referral' if count == 1 else 'referrals'}"


def commitment_tag(commitment: Commitment) -> Tag:
    """The state of a commitment."""
    state = CommitmentState(commitment.state)
    return Tag(str(state.label), COMMITMENT_COLOURS[state])


def commitment_history(commitment: Commitment) -> list[Happened]:
    """What became of a commitment: made, then each move with its reason."""
    decided = {"allow": "Allowed beyond the budget", "refuse": "Refused", "release": "Released"}
    moves = [
        Happened(
            decided[row.name],
            row.happened_at,
            who=row.by.full_name if row.by else "the system",
            why=row.reason,
        )
        for row in commitment.moves.select_related("by")
    ]
    return [Happened(f"{commitment.amount.display()} committed", commitment.made_at), *moves]


def result_tag(line: ReconciledLine) -> Tag:
    """Where a line ended."""
    result = ReconciledLine.Result(line.result)
    return Tag(str(result.label), RESULT_COLOURS[result])


@dataclass(frozen=True)
class ResultRow:
    """One line of the summary of a reconciliation."""

    name: str
    lines: int
    returned: Money
    recorded: Money
    href: str


class ReconciliationView:
    """A reconciliation, kept or only tried: its sums and where its lines ended."""

    def __init__(self, page: ReconciliationPage, *, kept: bool) -> None:
        self.page, self.kept = page, kept

    @property
    def rows(self) -> list[ResultRow]:
        """A row for each result; its count opens the lines once they are kept."""
        return [
            ResultRow(
                one.name, one.lines, one.returned, one.recorded, f"?result={one.result}" if self.kept else ""
            )
            for one in self.page.results
        ]

    @property
    def all_href(self) -> str:
        """Where every line of both sides is listed, once they are kept."""
        return f"?result={EVERY}" if self.kept else ""

    @property
    def all_lines(self) -> int:
        """The number of lines of both sides, a pair counting once."""
        return sum(one.lines for one in self.page.results)


def title_of(reconciliation: Reconciliation) -> str:
    """Whose return it matched, and of when."""
    whose = reconciliation.provider_return
    return f"{whose.provider} to {whose.payer}"


def quarter_of(reconciliation: Reconciliation) -> str:
    """The period of the return in words."""
    period = reconciliation.provider_return.period
    quarter = Quarter.containing(period.from_)
    if quarter.period == period:
        return quarter.label
    return (
        f"{day(period.from_)} to {day(period.last_day)}" if period.last_day else f"From {day(period.from_)}"
    )
