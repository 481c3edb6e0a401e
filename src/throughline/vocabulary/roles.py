"""The roles, each a readable list of permissions with a sentence saying who holds it."""

from throughline.core.access.permissions import Role
from throughline.vocabulary.permissions import Permission as P

ROLES = (
    Role(
        "responsible_officer",
        "Responsible officer",
        "A probation officer or case manager who supervises people for the NPS or a CRC",
        frozenset(
            {
                P.SEE_OWN_CASES,
                P.REFER,
                P.SUPERVISE,
                P.SEE_PRICES_SHOWN,
                P.SEE_NOTICEBOARD,
                P.STATE_NEEDS,
                P.WRITE_LOCAL_NOTES,
            }
        ),
        "officer",
    ),
    Role(
        "senior_officer",
        "Senior probation officer",
        "Manages responsible officers: who is responsible, who covers, and who may not see a case",
        frozenset({P.SEE_OWN_CASES, P.SEE_ALL_CASES, P.MANAGE_CASES, P.SEE_PRICES_SHOWN, P.MANAGE_ACCOUNTS}),
        "senior",
        gives=frozenset({"responsible_officer"}),
    ),
    Role(
        "support_worker",
        "Support worker or mentor",
        "Somebody at a provider who works with people directly",
        frozenset({P.SEE_OWN_CASES, P.DELIVER, P.SEE_NOTICEBOARD}),
        "worker",
    ),
    Role(
        "provider_manager",
        "Provider manager",
        "Whoever runs a provider, often a charity of two people",
        frozenset(
            {
                P.SEE_ALL_CASES,
                P.DECIDE_REFERRALS,
                P.DELIVER,
                P.EDIT_SERVICES,
                P.SEE_TERMS,
                P.SEE_MONEY,
                P.FILE_RETURNS,
                P.SEE_NOTICEBOARD,
                P.OFFER_SERVICES,
                P.MANAGE_ACCOUNTS,
            }
        ),
        "provider",
        gives=frozenset({"provider_manager", "support_worker"}),
    ),
    Role(
        "supply_chain_manager",
        "Supply chain manager",
        "Keeps the directory, the rate card and the agreements of a prime true, and pays its providers",
        frozenset(
            {
                P.EDIT_SERVICES,
                P.PROPOSE_PRICES,
                P.SEE_PRICES,
                P.SEE_TERMS,
                P.SEE_MONEY,
                P.RECONCILE,
                P.SEE_CHAIN_REFERRALS,
                P.STATE_INTENTIONS,
                P.SEE_NOTICEBOARD,
                P.STATE_NEEDS,
                P.ANSWER_NEEDS,
                P.OFFER_SERVICES,
                P.ANSWER_OFFERS,
                P.SEE_QUEUES,
                P.KEEP_REFERRAL_POLICY,
                P.WRITE_LOCAL_NOTES,
                P.SEE_NOT_REFERRED,
                P.MANAGE_ACCOUNTS,
            }
        ),
        "prime",
        gives=frozenset({"supply_chain_manager"}),
    ),
    Role(
        "commissioner",
        "Commissioner",
        "Buys services for a division or as a co-commissioner, and holds its budget",
        frozenset(
            {
                P.SEE_PRICES,
                P.SEE_MONEY,
                P.HOLD_BUDGET,
                P.SEE_TERMS,
                P.STATE_INTENTIONS,
                P.SEE_NOTICEBOARD,
                P.STATE_NEEDS,
                P.ANSWER_OFFERS,
                P.SEE_QUEUES,
                P.KEEP_REFERRAL_POLICY,
                P.WRITE_LOCAL_NOTES,
                P.SEE_NOT_REFERRED,
                P.MANAGE_ACCOUNTS,
            }
        ),
        "commissioner",
        gives=frozenset({"commissioner", "responsible_officer", "senior_officer"}),
    ),
    Role(
        "contract_manager",
        "Contract manager",
        "Manages contracts for HMPPS and the Ministry of Justice, and reviews rate card changes",
        frozenset(
            {
                P.OVERSEE_SCHEME,
                P.REVIEW_CHANGES,
                P.DECIDE_PRICES,
                P.SEE_PRICES,
                P.SEE_NOTICEBOARD,
                P.ANSWER_NEEDS,
                P.SEE_NOT_REFERRED,
                P.SEE_QUEUES,
                P.DIVIDE_POTS,
                P.RECONCILE,
                P.PUBLISH,
                P.MANAGE_ACCOUNTS,
            }
        ),
        "contract",
        gives=frozenset({"contract_manager", "board_member", "inspector"}),
    ),
    Role(
        "board_member",
        "Change Board member",
        "Sits on the Change Board of HMPPS and the Ministry of Justice, which decides rate card changes",
        frozenset({P.DECIDE_CHANGES, P.SEE_PRICES, P.SEE_NOTICEBOARD}),
        "board",
    ),
    Role(
        "inspector",
        "Inspector",
        "Inspects probation services: samples cases and maps the chain",
        frozenset({P.INSPECT}),
        "inspector",
    ),
    Role(
        "person",
        "Person under supervision",
        "Somebody serving a sentence in the community, who sees their own plan",
        frozenset({P.OWN_PLAN}),
        "person",
    ),
)

TRANSACTION_SETTINGS = {
    "case_orgs": P.SEE_ALL_CASES,
    "manage_orgs": P.MANAGE_CASES,
    "chain_orgs": P.SEE_CHAIN_REFERRALS,
    "money_orgs": P.SEE_MONEY,
    "terms_orgs": P.SEE_TERMS,
    "price_orgs": P.SEE_PRICES,
    "shown_price_orgs": P.SEE_PRICES_SHOWN,
    "service_orgs": P.EDIT_SERVICES,
    "budget_orgs": P.HOLD_BUDGET,
    "reconcile_orgs": P.RECONCILE,
    "oversight_orgs": P.OVERSEE_SCHEME,
    "intention_orgs": P.STATE_INTENTIONS,
    "propose_orgs": P.PROPOSE_PRICES,
    "review_orgs": P.REVIEW_CHANGES,
    "board_orgs": P.DECIDE_CHANGES,
    "noticeboard_orgs": P.SEE_NOTICEBOARD,
    "refer_orgs": P.REFER,
    "queue_orgs": P.SEE_QUEUES,
    "policy_orgs": P.KEEP_REFERRAL_POLICY,
    "note_orgs": P.WRITE_LOCAL_NOTES,
    "need_orgs": P.STATE_NEEDS,
    "offer_orgs": P.OFFER_SERVICES,
}
"""The settings that row security reads, and the permission whose organisations each one lists."""
