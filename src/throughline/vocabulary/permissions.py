"""What a role may allow, each in a sentence."""

from enum import StrEnum


class Permission(StrEnum):
    """Something a person may do, in the organisations in which they hold it."""

    # cases
    SEE_OWN_CASES = "see_own_cases", "See the records of people they supervise or work with"
    SEE_ALL_CASES = "see_all_cases", "See every person's record that their organisation holds"
    REFER = "refer", "Refer people they supervise to services"
    DECIDE_REFERRALS = "decide_referrals", "Accept or decline referrals and give them to a worker"
    DELIVER = "deliver", "Book and record what is done with a person"
    SUPERVISE = "supervise", "Write the plan, decide on missed appointments and RAR days"
    MANAGE_CASES = (
        "manage_cases",
        "Say who is responsible for whom, who covers, and who may not see a case",
    )
    SEE_CHAIN_REFERRALS = (
        "see_chain_referrals",
        "See which referrals their agreements carry, without the person",
    )
    EXCHANGE_FILES = "exchange_files", "Exchange files with their organisation's case system"
    ADVISE_COURTS = "advise_courts", "See what a court can choose for somebody before sentence"
    # supply
    EDIT_SERVICES = "edit_services", "Keep their services' entries in the directory true"
    PROPOSE_PRICES = "propose_prices", "Propose changes to the rate card"
    SEE_PRICES = "see_prices", "See the rate card"
    SEE_PRICES_SHOWN = "see_prices_shown", "See the rate card where the scheme shows prices to officers"
    SEE_TERMS = "see_terms", "See the terms of their organisation's agreements"
    STATE_INTENTIONS = "state_intentions", "State and publish what their organisation means to buy"
    SEE_NOTICEBOARD = (
        "see_noticeboard",
        "Read what is needed and offered in the schemes of their organisation",
    )
    STATE_NEEDS = "state_needs", "State on the noticeboard what their organisation needs"
    ANSWER_NEEDS = "answer_needs", "Say on the noticeboard that a need cannot be met now"
    SHARE_SEARCHES = (
        "share_searches",
        "Share the searches they saved with their organisation, and open those that are shared with it",
    )
    OFFER_SERVICES = "offer_services", "Make offers on the noticeboard for their organisation"
    ANSWER_OFFERS = "answer_offers", "Answer the offers made to their organisation"
    KEEP_REFERRAL_POLICY = "keep_referral_policy", "Publish their organisation's referral policy"
    WRITE_LOCAL_NOTES = "write_local_notes", "Write notes on referring to their team or organisation"
    SEE_NOT_REFERRED = "see_not_referred", "See how often eligible services are not used, and why"
    # money
    SEE_MONEY = "see_money", "See what their organisation owes and is owed"
    HOLD_BUDGET = "hold_budget", "Hold their organisation's budget and allow spending beyond it"
    DIVIDE_POTS = "divide_pots", "Set up ring-fenced pots and divide them between buyers"
    FILE_RETURNS = "file_returns", "Send their organisation's return of what was delivered"
    RECONCILE = "reconcile", "Match returns with records and settle differences"
    SEE_QUEUES = "see_queues", "See in which order providers take referrals, by who buys"
    # oversight
    OVERSEE_SCHEME = "oversee_scheme", "See agreements, prices and money of a whole scheme"
    REVIEW_CHANGES = "review_changes", "Review whether proposed changes to the rate card are suitable"
    DECIDE_CHANGES = "decide_changes", "Decide on proposed changes to the rate card in the Change Board"
    DECIDE_PRICES = "decide_prices", "Set rate card prices where the scheme asks for no approval"
    PUBLISH = "publish", "Publish returns and open data"
    INSPECT = "inspect", "Inspect the chain and sampled cases"
    # everyone else
    OWN_PLAN = "own_plan", "See their own plan, appointments and days"
    MANAGE_ACCOUNTS = "manage_accounts", "Give people accounts and roles in their organisation"

    sentence: str

    def __new__(cls, code: str, sentence: str) -> "Permission":
        """A member that is its code and carries its sentence."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member
