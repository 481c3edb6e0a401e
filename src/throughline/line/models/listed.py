"""The lines of the list of referrals: what it is narrowed and sorted by, beside each referral."""

from __future__ import annotations

from typing import ClassVar, Final

import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.models import Organisation, User
from throughline.core.triggers import ACTING, with_the_systems_rights
from throughline.line.states import HOLDS_A_PLACE, OVER
from throughline.people.models import Person
from throughline.supply.models import Service

_OVER: Final = "(" + ", ".join(f"'{state}'" for state in sorted(OVER)) + ")"
_HELD: Final = "(" + ", ".join(f"'{state}'" for state in sorted(HOLDS_A_PLACE)) + ")"
_KEY: Final = "lower(unaccent({0}))"
_WHOLE: Final = "concat({0}.last_name, ' ', {0}.first_names)"

SORTED_BY: Final = {
    "reference": "reference",
    "service": "service_key",
    "provider": "provider_key",
    "state": "state",
    "sent": "came_at",
    "worker": "worker_key",
}
"""What the list of one provider is sorted by, each with the field that holds it."""

LISTS: Final = f"""
INSERT INTO line_listedreferral AS held
       (referral_id, reference, person_id, deliverer_id, prime_id, worker_id, state, is_over, sent_at,
        came_at, service_name, service_key, provider_name, provider_key, worker_name, worker_key)
SELECT n.id, n.reference, n.person_id, n.deliverer_id, n.prime_id, n.worker_id, n.state, n.state IN {_OVER},
       n.sent_at, coalesce(n.sent_at, n.drafted_at), v.name, {_KEY.format("v.name")}, d.name,
       {_KEY.format("d.name")}, coalesce(w.full_name, ''), coalesce({_KEY.format("w.full_name")}, '')
  FROM {{rows}} n
  JOIN supply_service v ON v.id = n.service_id
  JOIN core_organisation d ON d.id = n.deliverer_id
  LEFT JOIN core_user w ON w.id = n.worker_id
ON CONFLICT (referral_id) DO UPDATE SET
  deliverer_id = EXCLUDED.deliverer_id, prime_id = EXCLUDED.prime_id, worker_id = EXCLUDED.worker_id,
  state = EXCLUDED.state, is_over = EXCLUDED.is_over, sent_at = EXCLUDED.sent_at, came_at = EXCLUDED.came_at,
  provider_name = EXCLUDED.provider_name, provider_key = EXCLUDED.provider_key,
  worker_name = EXCLUDED.worker_name, worker_key = EXCLUDED.worker_key
WHERE (held.deliverer_id, held.prime_id, held.worker_id, held.state, held.came_at)
      IS DISTINCT FROM
      (EXCLUDED.deliverer_id, EXCLUDED.prime_id, EXCLUDED.worker_id, EXCLUDED.state, EXCLUDED.came_at);
INSERT INTO line_listedname AS held
       (listed_id, person_id, deliverer_id, worker_id, state, is_with_provider, key)
SELECT n.id, n.person_id, n.deliverer_id, n.worker_id, n.state, n.state IN {_HELD},
       {_KEY.format(_WHOLE.format("p"))}
  FROM {{rows}} n JOIN people_person p ON p.id = n.person_id
ON CONFLICT (listed_id) DO UPDATE SET
  deliverer_id = EXCLUDED.deliverer_id, worker_id = EXCLUDED.worker_id, state = EXCLUDED.state,
  is_with_provider = EXCLUDED.is_with_provider
WHERE (held.deliverer_id, held.worker_id, held.state)
      IS DISTINCT FROM (EXCLUDED.deliverer_id, EXCLUDED.worker_id, EXCLUDED.state);
"""
"""SQL that writes the lines of the referrals in `{rows}`."""


def _listed(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"listed_on_{operation}".lower(),
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]
        declare=ACTING,
        func=with_the_systems_rights(LISTS.format(rows="new_values")),
    )


def lines_follow_referrals() -> list[pgtrigger.Trigger]:
    """Triggers of the referral, by which its line in the list says what it says."""
    return [_listed(pgtrigger.Insert), _listed(pgtrigger.Update)]


def _renamed(names: str, lines: str) -> pgtrigger.Trigger:
    """The trigger by which lines bear a new name: those of `lines`, when one of `names` changes."""
    return pgtrigger.Trigger(
        name="listed_under_new_name",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*names.split()),
        declare=ACTING,
        func=with_the_systems_rights(lines),
    )


class ListedReferral(models.Model):
    """
    One referral as a line of the list of referrals. Written by triggers, and by nothing else.

    It holds again what the list is narrowed and sorted by, so that every order has its index and any page of
    a large provider's list costs what the first does. Names are here as keys, small letters without
    accents (empty for a worker not chosen yet), and as they are shown. The person's is a row of its own
    (`ListedName`), for those who may know it. `came_at` is when the referral was sent, or
    drafted while it is not.
    """

    referral = models.OneToOneField(
        "line.Referral", on_delete=models.CASCADE, primary_key=True, related_name="listed"
    )
    reference = models.CharField(max_length=16, db_collation="C")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    prime = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    worker = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=20, db_collation="C")
    is_over = models.BooleanField()
    sent_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField()
    service_name = models.TextField()
    service_key = models.TextField(db_collation="C")
    provider_name = models.TextField()
    provider_key = models.TextField(db_collation="C")
    worker_name = models.TextField()
    worker_key = models.TextField(db_collation="C")

    class Meta:
        # Counted and counted off from an index alone: what row security asks of a line is in it.
        indexes: ClassVar = [
            models.Index(
                fields=["deliverer", "is_over", "state"],
                include=["person", "worker", "prime"],
                name="listed_counted",
            ),
            *(
                models.Index(
                    fields=["deliverer", key, "referral"],
                    include=["person", "worker", "prime", "is_over", *([] if key == "state" else ["state"])],
                    name=f"listed_by_{name}",
                )
                for name, key in SORTED_BY.items()
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ListedName(models.Model):
    """
    The name by which one line of the list is found and sorted, for those who may know whom it is about.

    Written by triggers, and by nothing else. A provider knows the name while the referral is with it.
    """

    listed = models.OneToOneField(
        ListedReferral, on_delete=models.CASCADE, primary_key=True, related_name="named"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    deliverer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    worker = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=20, db_collation="C")
    is_with_provider = models.BooleanField()
    key = models.TextField(db_collation="C")

    class Meta:
        # Counted off from the index alone, as the lines are.
        indexes: ClassVar = [
            models.Index(
                fields=["deliverer", "key", "listed"],
                include=["person", "worker", "state", "is_with_provider"],
                name="listed_by_person",
                condition=Q(is_with_provider=True),
            )
        ]

    def __str__(self) -> str:
        return f"name on the line of {self.listed_id}"


class ListedService(Service):
    """A service as far as lines bear its name."""

    class Meta:
        proxy = True
        triggers: ClassVar = [
            _renamed(
                "name",
                "UPDATE line_listedreferral l SET service_name = NEW.name, "
                f"service_key = {_KEY.format('NEW.name')} "
                "FROM line_referral r WHERE r.service_id = NEW.id AND l.referral_id = r.id;",
            )
        ]


class ListedProvider(Organisation):
    """An organisation as far as lines bear its name."""

    class Meta:
        proxy = True
        triggers: ClassVar = [
            _renamed(
                "name",
                "UPDATE line_listedreferral SET provider_name = NEW.name, "
                f"provider_key = {_KEY.format('NEW.name')} "
                "WHERE deliverer_id = NEW.id;",
            )
        ]


class ListedWorker(User):
    """A worker as far as lines bear their name."""

    class Meta:
        proxy = True
        triggers: ClassVar = [
            _renamed(
                "full_name",
                "UPDATE line_listedreferral SET worker_name = NEW.full_name, "
                f"worker_key = {_KEY.format('NEW.full_name')} "
                "WHERE worker_id = NEW.id;",
            )
        ]


class ListedPerson(Person):
    """A person as far as lines bear their name."""

    class Meta:
        proxy = True
        triggers: ClassVar = [
            _renamed(
                "last_name first_names",
                "UPDATE line_listedname SET key = "
                f"{_KEY.format(_WHOLE.format('NEW'))} WHERE person_id = NEW.id;",
            )
        ]
