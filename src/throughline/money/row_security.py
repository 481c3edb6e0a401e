"""Which money the web role sees: a payer and a provider their own, whoever oversees the scheme all of it."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    any_of,
    me,
    table,
    within,
    written_by_triggers,
)
from throughline.money import models
from throughline.people.row_security import may_see, supervises
from throughline.supply.row_security import OVERSEEN

_BETWEEN_US = (within("payer_id", "money_orgs"), within("provider_id", "money_orgs"))
_OURS_OR_OVERSEEN = any_of(*_BETWEEN_US, OVERSEEN)

table(models.Account, may=(READ, ADD), visible=_OURS_OR_OVERSEEN, writable="false")
table(models.LedgerEntry, may=(READ, ADD), visible=_OURS_OR_OVERSEEN, writable="false")
table(
    models.FixedPrice,
    may=(READ, ADD),
    visible=any_of(
        *_BETWEEN_US,
        "agreement_id IN (SELECT id FROM supply_agreement g WHERE g." + OVERSEEN + ")",
    ),
    writable="false",
)
table(
    models.Budget,
    may=(READ, ADD, CHANGE),
    visible=any_of(within("buyer_id", "money_orgs"), OVERSEEN),
    # A share of a pot is changed with the other shares only, by whoever set the pot up.
    writable=f"pot_id IS NULL AND {within('buyer_id', 'budget_orgs')}",
)
_POT_SEEN = any_of(OVERSEEN, "EXISTS (SELECT 1 FROM money_budget b WHERE b.pot_id = money_pot.id)")
table(models.Pot, may=(READ,), visible=_POT_SEEN)
table(
    models.PotKind,
    may=(READ,),
    visible="EXISTS (SELECT 1 FROM money_pot p WHERE p.id = pot_id)",
)
_BUDGET_SEEN = "EXISTS (SELECT 1 FROM money_budget b WHERE b.id = budget_id)"
table(
    models.Commitment,
    may=(READ, ADD, CHANGE),
    visible=_BUDGET_SEEN,
    writable="EXISTS (SELECT 1 FROM money_budget b WHERE b.id = budget_id AND "
    + within("b.buyer_id", "budget_orgs")
    + ")",
)
table(
    models.CommitmentMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM money_commitment c WHERE c.id = subject_id)",
    writable=(
        f"by_id = {me()} AND EXISTS "
        "(SELECT 1 FROM money_commitment c JOIN money_budget b ON b.id = c.budget_id "
        f"WHERE c.id = subject_id AND {within('b.buyer_id', 'budget_orgs')})"
    ),
)
_CHOOSES = any_of(within("organisation_id", "budget_orgs"), within("organisation_id", "refer_orgs"))
table(
    models.ChoiceLimit,
    may=(READ, ADD, CHANGE),
    visible=_CHOOSES,
    writable=within("organisation_id", "budget_orgs"),
)
# The officer's own referral leads to what was asked about it; the approver sees no referral.
_REFERRED = "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND {condition})"
_HELD = within("buyer_id", "budget_orgs")
table(
    models.ChoiceApproval,
    may=(READ, ADD, CHANGE),
    visible=any_of(_HELD, _REFERRED.format(condition=may_see("r.person_id", ("supervise",)))),
    writable=any_of(
        _HELD, f"asked_by_id = {me()} AND {_REFERRED.format(condition=supervises('r.person_id'))}"
    ),
)
table(
    models.ChoiceApprovalMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM money_choiceapproval c WHERE c.id = subject_id)",
    writable=(
        f"by_id = {me()} AND EXISTS (SELECT 1 FROM money_choiceapproval c WHERE c.id = subject_id "
        f"AND {within('c.buyer_id', 'budget_orgs')})"
    ),
)
table(models.ProviderReturn, may=(READ, ADD), visible=_OURS_OR_OVERSEEN)
table(
    models.ReturnLine,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM money_providerreturn t WHERE t.id = provider_return_id)",
)
table(
    models.Reconciliation,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM money_providerreturn t WHERE t.id = provider_return_id)",
)
table(
    models.ReconciledLine,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM money_reconciliation c WHERE c.id = reconciliation_id)",
)
written_by_triggers(
    "money_budgetevent",
    "money_commitmentevent",
    "money_potevent",
    "money_choicelimitevent",
    "money_choiceapprovalevent",
)
