"""
The rows matrix: every table that row security guards, and who reads and writes which of its rows.

A new table needs one row here, and a record in `furnished.py`. `all_of` see every row of their own
world, `some_of` a part; `others` see rows of another world as well. `add`, `change` and `remove` are
those who can do so to at least one row of their own world. To rows of another world nobody ever does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.access.furnished import NOBODY, VIEWERS

EVERYBODY = frozenset({*VIEWERS, NOBODY})


@dataclass(frozen=True)
class Rows:
    """One table: who reads and who writes."""

    all_of: frozenset[str] = frozenset()
    some_of: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    add: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()


def rows(
    all_of: str = "",
    some_of: str = "",
    *,
    others: str = "",
    add: str = "",
    change: str = "",
    remove: str = "",
) -> Rows:
    """A table whose rows are somebody's."""
    return Rows(*(frozenset(names.split()) for names in (all_of, some_of, others, add, change, remove)))


def public(*, add: str = "", change: str = "", remove: str = "") -> Rows:
    """A table that everybody reads."""
    return Rows(
        EVERYBODY,
        frozenset(),
        EVERYBODY,
        *(frozenset(names.split()) for names in (add, change, remove)),
    )


HAS_THE_CASE = "officer senior worker manager person"
WORKS_ON_IT = "officer worker manager"
SEES_WORK = "officer senior worker manager"
RETURNS = "manager prime contract_manager"
KEEPS_SERVICES = "manager prime contract_manager"
IN_THE_SCHEME = "officer other_officer worker other_worker manager prime commissioner contract_manager board"
STATES_NEEDS = "officer other_officer commissioner"
PLACES = Rows(
    frozenset({"manager", "prime"}),
    EVERYBODY - {"manager", "prime"},
    EVERYBODY,
    *(frozenset(KEEPS_SERVICES.split()) for _ in range(3)),
)

ROWS: dict[str, Rows] = {
    # accounts and files
    "core_importedfile": rows(some_of="manager", add="manager", change="manager"),
    "core_rejectedrow": rows("manager", add="manager"),
    "core_message": rows(some_of="officer worker manager prime commissioner"),
    "core_stream": rows("senior"),
    "core_receivedfile": rows("senior"),
    "core_sentfile": rows("senior"),
    "core_waitingcontent": rows(),
    "core_rowkept": rows(),
    "core_messagechoice": rows("officer", add="officer", change="officer"),
    "core_reading": rows(add="officer"),
    # the person: nobody but those who have the case, and of assessments only who supervises
    "people_person": rows(HAS_THE_CASE, change="officer"),
    "people_personaccess": rows(some_of=HAS_THE_CASE),
    "people_practicalneeds": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_prison": public(),
    "people_prisondesignation": public(),
    "people_custody": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_heldin": rows(HAS_THE_CASE, add="officer"),
    "people_releasedate": rows(HAS_THE_CASE, add="officer"),
    "people_consent": rows("officer senior person", add="officer"),
    "people_transfer": rows("senior"),
    "people_transfermove": rows("senior"),
    "people_transferline": rows("senior"),
    "people_supervision": rows(HAS_THE_CASE),
    "people_sentence": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_requirement": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_caselimit": rows("senior", add="senior", change="senior"),
    "people_hiding": rows("without_role"),
    "people_assessment": rows("officer senior", add="officer", change="officer"),
    "people_assessedneed": rows("officer senior", add="officer", change="officer"),
    "people_factorsrecorded": rows("officer senior", add="officer"),
    "people_officersupervision": rows("officer senior", add="senior"),
    "people_training": rows("officer senior", add="officer senior", change="officer senior"),
    "people_riskflag": rows(SEES_WORK, add="officer", change="officer"),
    "people_restriction": rows(SEES_WORK, add="officer", change="officer", remove="officer"),
    "people_risklevelchange": rows("officer senior", add="officer"),
    "people_plan": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_objective": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_objectivemove": rows("officer senior", add="officer"),
    "people_plannedwork": rows(HAS_THE_CASE, add="officer", change="officer"),
    "people_plannedworkmove": rows("officer senior", add="officer"),
    "people_planversion": rows("officer senior person", add="officer"),
    "people_plananswer": rows("officer senior person", add="officer person"),
    # the line
    "line_referral": rows(
        "officer senior",
        "worker manager prime person",
        add="officer worker manager",
        change="officer worker manager",
    ),
    "line_referralmove": rows("officer senior manager person", "worker prime", add="officer worker manager"),
    "line_risksharing": rows("officer senior manager", "worker", add="officer"),
    "line_conflictdecision": rows(SEES_WORK, add="officer"),
    "line_riskrecheck": rows(SEES_WORK, add="officer"),
    "line_recheckdecision": rows(SEES_WORK, add="officer"),
    "line_referraldetails": rows(HAS_THE_CASE, add="officer", change="officer"),
    "line_fromcustody": rows(HAS_THE_CASE, add="officer", change="officer"),
    "line_movedwithrelease": rows("officer senior person", "worker manager"),
    "line_amendment": rows(HAS_THE_CASE, add="officer"),
    "line_shared": rows("officer senior", add="officer"),
    "line_listedreferral": rows("officer senior", "worker manager prime person"),
    "line_listedname": rows("officer senior person", "worker manager"),
    "line_handover": rows("officer senior manager prime person"),
    "line_riskreading": rows(SEES_WORK, add=SEES_WORK),
    "line_plannedreferral": rows("officer senior manager person", "worker", add="officer", change="officer"),
    "line_appointment": rows(
        "officer senior person",
        "worker manager",
        add="officer senior worker manager",
        change="officer senior worker manager",
    ),
    "line_appointmentmove": rows(HAS_THE_CASE, add=WORKS_ON_IT),
    "line_attendance": rows(HAS_THE_CASE, add=WORKS_ON_IT),
    "line_laterdecision": rows(HAS_THE_CASE, add="officer"),
    "line_misseddecision": rows(HAS_THE_CASE, add="officer"),
    "line_outcome": rows("officer senior manager prime person", add="officer manager"),
    "line_queueoverride": rows("manager commissioner contract_manager"),
    "line_endreason": public(),
    "line_referralend": rows("officer senior manager", add="officer manager"),
    "line_again": rows("officer senior manager", add="officer"),
    "line_casedifference": rows(SEES_WORK),
    "line_receiptmark": rows("officer senior manager contract_manager", "worker", add="manager"),
    "line_absence": rows("worker manager", add="worker manager", change="worker manager"),
    "line_absencecover": replace(
        rows("worker manager", add="worker manager", change="worker manager"),
        remove=frozenset({"worker", "manager"}),
    ),
    "line_quietspell": rows("officer senior worker manager"),
    "line_contact": rows("officer senior worker manager", add="officer worker manager"),
    "line_caseloadlimit": rows("manager", add="manager", change="manager"),
    "line_overcaseload": rows("officer senior worker manager", add="manager"),
    "line_notreferred": rows("officer senior", add="officer", change="officer"),
    "line_riskconcern": rows("officer senior worker manager", add="worker manager"),
    "line_concerncopy": rows("officer senior worker manager", add="officer"),
    "line_concernreading": rows("officer senior worker manager", add="officer senior worker manager"),
    "line_breachnotice": rows("officer senior worker manager", add="officer"),
    "line_breachreading": rows("officer senior worker manager", add="officer senior worker manager"),
    "line_concerndecision": rows("officer senior worker manager", add="officer"),
    "line_planreview": rows("officer senior", add="officer", change="officer"),
    "line_feedbackmark": rows("officer senior", add="officer", change="officer"),
    "line_feedbackasked": rows("officer senior manager", "worker", add="officer"),
    "line_feedbackgiven": rows("officer senior manager", add="manager"),
    "line_unmetneed": rows("officer senior", add="officer", change="officer"),
    # money: a payer and a provider what is between them, the scheme's steward all of it
    "money_account": rows("prime contract_manager", "manager commissioner"),
    "money_ledgerentry": rows("prime contract_manager", "manager commissioner"),
    "money_fixedprice": rows("prime contract_manager", "manager commissioner"),
    "money_budget": rows("commissioner contract_manager", add="commissioner", change="commissioner"),
    "money_pot": rows("commissioner contract_manager"),
    "money_potkind": rows("commissioner contract_manager"),
    "money_choicelimit": rows(
        "officer other_officer commissioner", add="commissioner", change="commissioner"
    ),
    "money_choiceapproval": rows("officer senior commissioner", add="officer", change="officer commissioner"),
    "money_choiceapprovalmove": rows("officer senior commissioner", add="commissioner"),
    "money_commitment": rows("commissioner contract_manager", change="commissioner"),
    "money_commitmentmove": rows("commissioner contract_manager", add="commissioner"),
    "money_providerreturn": rows(RETURNS, add=RETURNS),
    "money_returnline": rows(RETURNS, add=RETURNS),
    "money_reconciliation": rows(RETURNS, add=RETURNS),
    "money_reconciledline": rows(RETURNS, add=RETURNS),
    # supply: the directory and the chain are everybody's to read, terms and prices are not
    "supply_agreement": public(add="prime contract_manager", change="prime contract_manager"),
    "supply_agreementarea": public(add="prime contract_manager", remove="prime contract_manager"),
    "supply_agreementmove": rows("prime contract_manager", add="prime contract_manager"),
    "supply_service": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES),
    # how often a page was opened: nobody, until a report says who may
    "supply_serviceviews": rows(),
    "supply_servicemove": public(add=KEEPS_SERVICES),
    "supply_servicearea": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceneed": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceactivity": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceroute": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_servicepopulation": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceinformation": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceevidence": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_servicewording": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_eligibilityrule": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_pilot": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_routecontribution": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES, remove=KEEPS_SERVICES),
    "supply_serviceversion": public(add=KEEPS_SERVICES),
    # a withheld place is seen by those in the chain of its service, and by nobody who only oversees
    "supply_serviceplace": PLACES,
    "supply_servicehours": PLACES,
    "supply_servicecontact": Rows(
        frozenset(VIEWERS),
        frozenset({NOBODY}),
        EVERYBODY,
        *(frozenset(KEEPS_SERVICES.split()) for _ in range(3)),
    ),
    "supply_highriskclearance": Rows(
        frozenset(VIEWERS),
        frozenset(),
        frozenset(VIEWERS),
        frozenset({"contract_manager"}),
        frozenset({"contract_manager"}),
    ),
    "supply_ratecarditem": public(add=KEEPS_SERVICES, change=KEEPS_SERVICES),
    "supply_price": rows(
        "prime contract_manager board",
        "officer other_officer senior manager commissioner",
        others="officer other_officer senior prime commissioner contract_manager board",
        add="prime contract_manager",
        change="prime contract_manager",
    ),
    # the noticeboard: everybody with a part in the scheme reads it, a price is between two and the steward
    "supply_statedneed": rows(IN_THE_SCHEME, add=STATES_NEEDS, change=STATES_NEEDS),
    "supply_statedneedmove": rows(IN_THE_SCHEME, add=STATES_NEEDS),
    "supply_offer": rows(IN_THE_SCHEME, add="manager prime", change="manager prime"),
    "supply_offermove": rows(IN_THE_SCHEME, add="manager"),
    "supply_offerprice": rows(
        "contract_manager", "officer other_officer manager prime commissioner", add="manager prime"
    ),
    # a search is its owner's own; one that is shared is read by those it is shared with
    "supply_savedsearch": Rows(*(frozenset({"officer"} if may else ()) for may in (1, 0, 0, 1, 1, 1))),
    "supply_sharedsearch": rows(
        "officer other_officer senior commissioner", add="officer other_officer senior commissioner"
    ),
    # a referral policy is published; notes beside it are its organisation's
    "supply_referralpolicy": public(add="commissioner", change="commissioner"),
    "supply_policystance": public(add="commissioner"),
    "supply_team": rows("officer other_officer commissioner"),
    "supply_localnote": rows("officer other_officer commissioner", add="officer other_officer commissioner"),
    "supply_noteend": rows("officer other_officer commissioner", add="officer commissioner"),
    # what a body means to buy is its own until it publishes; then it stays
    "supply_intention": Rows(
        frozenset(),
        frozenset({"commissioner", "prime"}),
        frozenset(),
        frozenset({"commissioner", "prime"}),
        frozenset({"commissioner", "prime"}),
        frozenset({"prime"}),
    ),
    "supply_intentionmove": rows("commissioner", add="commissioner"),
    # how a rate card changes: proposals are the prime's and the steward's, decisions the whole scheme's
    "supply_changenotification": rows(
        "prime",
        "commissioner contract_manager board",
        add="prime contract_manager",
        change="prime contract_manager",
    ),
    "supply_changemove": rows("prime commissioner contract_manager board", add="prime contract_manager"),
    "supply_changeline": Rows(
        frozenset({"prime"}),
        frozenset({"commissioner", "contract_manager", "board"}),
        frozenset(),
        *(frozenset({"prime"}) for _ in range(3)),
    ),
    "supply_changelinemove": rows("prime commissioner contract_manager board"),
    "supply_boardmeeting": rows("contract_manager board", "prime commissioner", add="board", change="board"),
    "supply_ratecardreview": rows("prime contract_manager board", add="contract_manager"),
    "open_data_pseudonymisedexport": rows("inspector"),
    "open_data_publication": public(add="contract_manager"),
}
"""By the name of the table."""
