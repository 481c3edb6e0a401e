"""How an entry stands: its trials, its clearance for MAPPA cases, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.supply.actions.pilots import may_decide
from throughline.supply.queries.confirmation import interval_of
from throughline.vocabulary.permissions import Permission
from throughline.web.keeping.labels import confirmed
from throughline.web.keeping.sections import Entry, Section, Sections, Several
from throughline.web.pieces import Fact, Tag
from throughline.web.public.labels import period
from throughline.web.words import day, plural

_TRIAL_TAGS = {"keep": ("Kept", "green"), "stop": ("Stopped", "red"), "extend": ("Extended", "blue")}


@dataclass(frozen=True)
class StandingSections(Sections):
    """Trials, clearances, and the entry itself."""

    @property
    def all(self) -> list[Section]:
        """In the order of the directory’s page."""
        return [self._trial, self._mappa, self._record]

    @property
    def _trial(self) -> Section:
        entries = []
        for row in self.service.pilots.select_related("decided_by"):
            does = []
            if not row.decision:
                does.append(self._link("Change", "service_trial_change", more="the trial"))
                if self._may_decide:
                    does.append(self._link("Decide", "service_trial_decide", more="on the trial"))
            tag = Tag(*_TRIAL_TAGS[row.decision]) if row.decision else Tag("Undecided", "yellow")
            by = f" by {row.decided_by.full_name}" if row.decided_by else ""
            decided = (
                f"{row.get_decision_display()} on {day(row.decided_on)}{by}: {row.why}"
                if row.decided_on
                else ""
            )
            most = f"For at most {plural(row.most_people, 'person', 'people')}" if row.most_people else ""
            said = [period(row.during), most, row.rules, decided]
            entries.append(
                self._made(row.purpose, ". ".join(one.rstrip(".") for one in said if one), does, tag)
            )
        is_on = any(not row.decision for row in self.service.pilots.all())
        add = None if is_on or not self.may_change else self._link("Put it on trial", "service_trial_begin")
        return Section("trial", "Trials", lists=[Several("Trials", entries, "It was never on trial.", add)])

    @property
    def _may_decide(self) -> bool:
        actor = self.actor
        return may_decide(
            self.service,
            holds_edit=actor.holds(Permission.EDIT_SERVICES),
            oversees=actor.holds(Permission.OVERSEE_SCHEME),
        )

    @property
    def _mappa(self) -> Section:
        oversees = self.service.scheme.steward_id in self.actor.holds(Permission.OVERSEE_SCHEME)
        entries = []
        for row in self.service.clearances.select_related("given_by"):
            ends = self._link("End", "service_clearance_end", row.pk, more="this clearance")
            by = row.given_by.full_name if row.given_by else "the system"
            ended = f"Ended because: {row.why_ended}" if row.why_ended else ""
            said = [row.checks, f"Given by {by}", ended]
            holds = self.on in row.during
            tag = Tag("Cleared", "green") if holds else Tag("Not in force", "grey")
            does = [ends] if oversees and row.ended_at is None else []
            entries.append(
                Entry(period(row.during), ". ".join(one.rstrip(".") for one in said if one), does, tag)
            )
        add = self._link("Clear it", "service_clearance_give") if oversees and self.may_change else None
        empty = "Not cleared: the service is not for people managed under MAPPA."
        return Section(
            "mappa", "People managed under MAPPA", lists=[Several("Clearances", entries, empty, add)]
        )

    @property
    def _record(self) -> Section:
        service = self.service
        interval = plural(interval_of(service, on=self.on), "day")
        by = f" by {service.owner.full_name}" if service.owner and service.confirmed_on else ""
        return Section(
            "record",
            "This entry",
            [
                Fact("Confirmed on", f"{confirmed(service)}{by}"),
                self._fact(
                    "Kept by",
                    service.owner.full_name if service.owner else "Nobody in person",
                    "",
                    "service_owner",
                ),
                self._fact(
                    "Confirmed every",
                    interval if service.review_days else f"{interval}, as its scheme says",
                    "interval",
                ),
                Fact("Kind", f"{service.kind.name}, NSI code {service.kind.nsi_code}"),
                Fact("Scheme", service.scheme.name),
            ],
        )
