"""Which rows of Change Notifications, the Change Board and reviews the web role sees (D6, S59, S60)."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    REMOVE,
    any_of,
    me,
    table,
    within,
    written_by_triggers,
)
from throughline.supply import models
from throughline.supply.row_security import OVERSEEN

_STEWARDS = any_of(
    f"scheme_id IN (SELECT id FROM supply_scheme WHERE {within('steward_id', 'review_orgs')})",
    f"scheme_id IN (SELECT id FROM supply_scheme WHERE {within('steward_id', 'board_orgs')})",
    OVERSEEN,
)
_WE_SEE_ITS_PRICES = within("r.organisation_id", "price_orgs")
_OF_OUR_SCHEME = f"scheme_id IN (SELECT r.scheme_id FROM supply_arearole r WHERE {_WE_SEE_ITS_PRICES})"
"""SQL: whoever acts sees prices for a prime or a division of the scheme."""

table(
    models.ChangeNotification,
    may=(READ, ADD, CHANGE),
    visible=any_of(
        within("prime_id", "propose_orgs"),
        f"state <> 'draft' AND {any_of(_STEWARDS, _OF_OUR_SCHEME)}",
    ),
    writable=any_of(
        within("prime_id", "propose_orgs"),
        "state <> 'draft' AND scheme_id IN (SELECT id FROM supply_scheme WHERE "
        + within("steward_id", "review_orgs")
        + ")",
    ),
)
table(
    models.ChangeMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM supply_changenotification n WHERE n.id = subject_id)",
    writable=(
        f"by_id = {me()} AND EXISTS (SELECT 1 FROM supply_changenotification n JOIN supply_scheme s "
        "ON s.id = n.scheme_id WHERE n.id = subject_id AND "
        + any_of(within("n.prime_id", "propose_orgs"), within("s.steward_id", "review_orgs"))
        + ")"
    ),
)
# Before they are decided, lines are for the prime and for those who review and decide: a price that is only
# proposed is nobody else's to see. What was decided, either way, every prime and division reads (D6).
_LINE_SEEN = (
    "EXISTS (SELECT 1 FROM supply_changenotification n WHERE n.id = notification_id AND "
    + any_of(
        within("n.prime_id", "propose_orgs"),
        f"n.state <> 'draft' AND {_STEWARDS.replace('scheme_id IN', 'n.scheme_id IN')}",
        "n.state = 'decided'",
    )
    + ")"
)
table(
    models.ChangeLine,
    may=(READ, ADD, CHANGE, REMOVE),
    visible=_LINE_SEEN,
    writable=(
        "state = 'proposed' AND EXISTS (SELECT 1 FROM supply_changenotification n "
        "WHERE n.id = notification_id AND n.state IN ('draft', 'returned') AND "
        + within("n.prime_id", "propose_orgs")
        + ")"
    ),
)
# Decisions are written by the system, when the action has asked whether whoever acts decides.
table(
    models.ChangeLineMove,
    may=(READ,),
    visible="EXISTS (SELECT 1 FROM supply_changeline l WHERE l.id = subject_id)",
)
table(
    models.BoardMeeting,
    may=(READ, ADD, CHANGE),
    visible=any_of(_STEWARDS, f"state = 'closed' AND {_OF_OUR_SCHEME}"),
    writable=f"scheme_id IN (SELECT id FROM supply_scheme WHERE {within('steward_id', 'board_orgs')})",
)
table(
    models.RateCardReview,
    may=(READ, ADD),
    visible=any_of(_STEWARDS, within("prime_id", "propose_orgs")),
    writable=(
        f"by_id = {me()} AND scheme_id IN (SELECT id FROM supply_scheme WHERE "
        + within("steward_id", "review_orgs")
        + ")"
    ),
)
written_by_triggers(
    "supply_changenotificationevent",
    "supply_changelineevent",
    "supply_boardmeetingevent",
)
