"""Which rows of supply the web role sees: the directory and the chain are public, terms are not."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    REMOVE,
    any_of,
    me,
    mine,
    table,
    within,
    written_by_triggers,
)
from throughline.supply import models

PUBLIC = "the directory and the chain are public (S199, S213)"
OVERSEEN = f"scheme_id IN (SELECT id FROM supply_scheme WHERE {within('steward_id', 'oversight_orgs')})"

for model in (models.Scheme, models.SchemeRule, models.AreaRole, models.Ownership, models.ServiceKind):
    table(model, may=(READ,), open_because=PUBLIC)

# Written by the system that carries out a decision of the Change Board (S232).
table(models.Tenure, may=(READ,), open_because=PUBLIC)

for kept in (models.Occupancy, models.ServiceWords):
    table(
        kept, may=(READ,), open_because="counts and words of the directory, which is public; kept by triggers"
    )


def _in_its_chain(agreement: str) -> str:
    """SQL: whoever acts keeps services for an organisation in the chain of the agreement in the column."""
    return f"(SELECT g.parties FROM supply_agreement g WHERE g.id = {agreement}) && {mine('service_orgs')}"


_KEEPS = any_of(within("deliverer_id", "service_orgs"), _in_its_chain("agreement_id"), OVERSEEN)
_IN_THE_CHAIN_OF_V = any_of(within("v.deliverer_id", "service_orgs"), _in_its_chain("v.agreement_id"))
_IS_IN_ITS_CHAIN = f"EXISTS (SELECT 1 FROM supply_service v WHERE v.id = service_id AND {_IN_THE_CHAIN_OF_V})"
_KEEPS_ITS_SERVICE = (
    "EXISTS (SELECT 1 FROM supply_service v WHERE v.id = service_id AND "
    + any_of(_IN_THE_CHAIN_OF_V, f"v.{OVERSEEN}")
    + ")"
)


def _of(alias: str) -> str:
    """SQL: whoever acts keeps the service of the row called `alias`."""
    return _KEEPS_ITS_SERVICE.replace("= service_id", f"= {alias}.service_id")


table(
    models.Agreement,
    may=(READ, ADD, CHANGE),
    visible="true",
    writable=any_of(within("payer_id", "service_orgs"), OVERSEEN),
)
table(
    models.AgreementArea,
    may=(READ, ADD, REMOVE),
    visible="true",
    writable=(
        "EXISTS (SELECT 1 FROM supply_agreement g WHERE g.id = agreement_id AND "
        + any_of(within("g.payer_id", "service_orgs"), f"g.{OVERSEEN}")
        + ")"
    ),
)
table(models.Service, may=(READ, ADD, CHANGE), visible="true", writable=_KEEPS)
for part in (
    models.ServiceArea,
    models.ServiceNeed,
    models.ServiceActivity,
    models.ServiceRoute,
    models.ServicePopulation,
    models.ServiceInformation,
    models.ServiceEvidence,
    models.ServiceWording,
    models.EligibilityRule,
    models.Pilot,
):
    table(part, may=(READ, ADD, CHANGE, REMOVE), visible="true", writable=_KEEPS_ITS_SERVICE)
table(
    models.RouteContribution,
    may=(READ, ADD, CHANGE, REMOVE),
    visible="true",
    writable=f"EXISTS (SELECT 1 FROM supply_serviceroute r WHERE r.id = route_id AND {_of('r')})",
)
# A withheld place is not for whoever oversees the scheme either: only for those who keep the entry.
table(
    models.ServicePlace,
    may=(READ, ADD, CHANGE, REMOVE),
    visible=any_of("NOT is_withheld", _IS_IN_ITS_CHAIN),
    writable=_KEEPS_ITS_SERVICE,
)
# The place is looked up as whoever asks, so the hours of a place are seen with it.
table(
    models.ServiceHours,
    may=(READ, ADD, CHANGE, REMOVE),
    visible="EXISTS (SELECT 1 FROM supply_serviceplace p WHERE p.id = place_id)",
    writable=f"EXISTS (SELECT 1 FROM supply_serviceplace p WHERE p.id = place_id AND {_of('p')})",
)
table(
    models.ServiceContact,
    may=(READ, ADD, CHANGE, REMOVE),
    visible=any_of("is_public", f"{me()} IS NOT NULL"),
    writable=_KEEPS_ITS_SERVICE,
)
table(
    models.HighRiskClearance,
    may=(READ, ADD, CHANGE),
    visible=f"{me()} IS NOT NULL",
    writable=f"EXISTS (SELECT 1 FROM supply_service v WHERE v.id = service_id AND v.{OVERSEEN})",
)
table(models.ServiceVersion, may=(READ, ADD), visible="true", writable=_KEEPS_ITS_SERVICE)
# Of a small team a count could tell who looked: nobody reads any until a report says who may (S68).
table(models.ServiceViews, may=(READ,), visible="false")
# Who may buy an item, and where, is decided with it, and written by the system that carries the decision out.
table(models.ItemBuyer, may=(READ,), open_because=PUBLIC)
table(models.ItemArea, may=(READ,), open_because=PUBLIC)
table(models.RateCardItem, may=(READ, ADD, CHANGE), visible="true", writable=_KEEPS_ITS_SERVICE)
table(
    models.ServiceMove,
    may=(READ, ADD),
    visible="true",
    writable=_KEEPS_ITS_SERVICE.replace("= service_id", "= subject_id"),
)
table(
    models.AgreementMove,
    may=(READ, ADD),
    visible=(
        "EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = subject_id AND "
        + any_of(within("a.payer_id", "terms_orgs"), within("a.provider_id", "terms_orgs"), f"a.{OVERSEEN}")
        + ")"
    ),
    writable=(
        f"by_id = {me()} AND EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = subject_id AND "
        + any_of(within("a.payer_id", "service_orgs"), f"a.{OVERSEEN}")
        + ")"
    ),
)
_TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
_SAYS_SO = (
    "FROM supply_schemerule r {areas} WHERE r.scheme_id = a.scheme_id AND r.name = 'officers_see_prices' "
    f"AND r.during @> {_TODAY} AND "
)
_OF_ITS_AREAS = _SAYS_SO.format(areas="JOIN supply_agreementarea x ON x.area_id = r.area_id")
_SHOWN_TO_OFFICERS = (
    f"COALESCE((SELECT bool_and(r.value = 'true') {_OF_ITS_AREAS} x.agreement_id = a.id), "
    f"(SELECT r.value = 'true' {_SAYS_SO.format(areas='')} r.area_id IS NULL), false)"
)
"""SQL: the scheme of the agreement `a` shows its prices to officers today (S71)."""
table(
    models.Price,
    may=(READ, ADD, CHANGE),
    visible=(
        "EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = agreement_id AND "
        + any_of(
            f"a.tier = 1 AND cardinality({mine('price_orgs')}) > 0",
            f"a.tier = 1 AND cardinality({mine('shown_price_orgs')}) > 0 AND {_SHOWN_TO_OFFICERS}",
            within("a.payer_id", "terms_orgs"),
            within("a.provider_id", "terms_orgs"),
            within("a.payer_id", "money_orgs"),
            within("a.provider_id", "money_orgs"),
            f"a.{OVERSEEN}",
            f"a.scheme_id IN (SELECT id FROM supply_scheme WHERE {within('steward_id', 'board_orgs')})",
        )
        + ")"
    ),
    writable=(
        "EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = agreement_id AND "
        + any_of(within("a.payer_id", "terms_orgs"), f"a.{OVERSEEN}")
        + ")"
    ),
)
_IN_THE_SCHEME = (
    "scheme_id IN ("
    f"SELECT r.scheme_id FROM supply_arearole r WHERE {within('r.organisation_id', 'noticeboard_orgs')} "
    f"UNION SELECT g.scheme_id FROM supply_agreement g WHERE {within('g.payer_id', 'noticeboard_orgs')} "
    f"UNION SELECT g.scheme_id FROM supply_agreement g WHERE {within('g.provider_id', 'noticeboard_orgs')} "
    f"UNION SELECT v.scheme_id FROM supply_service v WHERE {within('v.deliverer_id', 'noticeboard_orgs')} "
    f"UNION SELECT c.id FROM supply_scheme c WHERE {within('c.steward_id', 'noticeboard_orgs')})"
)
"""SQL: whoever acts reads the noticeboard for an organisation that has a part in the row's scheme."""

# What follows from an offer, or answers it, is written by the system once it was asked for.
table(
    models.StatedNeed,
    may=(READ, ADD, CHANGE),
    visible=_IN_THE_SCHEME,
    writable=within("asker_id", "need_orgs"),
)
table(
    models.StatedNeedMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM supply_statedneed n WHERE n.id = subject_id)",
    writable=(
        f"by_id = {me()} AND EXISTS (SELECT 1 FROM supply_statedneed n "
        f"WHERE n.id = subject_id AND {within('n.asker_id', 'need_orgs')})"
    ),
)
table(
    models.Offer,
    may=(READ, ADD, CHANGE),
    visible=_IN_THE_SCHEME,
    writable=within("offerer_id", "offer_orgs"),
)
_OFFER_OF_OURS = (
    f"EXISTS (SELECT 1 FROM supply_offer o WHERE o.id = %s AND {within('o.offerer_id', 'offer_orgs')})"
)
table(
    models.OfferPrice,
    may=(READ, ADD),
    visible=(
        "EXISTS (SELECT 1 FROM supply_offer o WHERE o.id = offer_id AND "
        + any_of(within("o.offerer_id", "offer_orgs"), within("o.to_id", "need_orgs"), f"o.{OVERSEEN}")
        + ")"
    ),
    writable=_OFFER_OF_OURS % "offer_id",
)
table(
    models.OfferMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM supply_offer o WHERE o.id = subject_id)",
    writable=f"by_id = {me()} AND {_OFFER_OF_OURS % 'subject_id'}",
)
# A search is its owner's own; what is shared is read by those it is shared with, and ended by the system.
table(models.SavedSearch, may=(READ, ADD, CHANGE, REMOVE), visible=f"owner_id = {me()}")
_SHARED_WITH_US = any_of(within("organisation_id", "search_orgs"), _IN_THE_SCHEME)
table(
    models.SharedSearch,
    may=(READ, ADD),
    visible=any_of(f"shared_by_id = {me()}", f"ended_at IS NULL AND {_SHARED_WITH_US}"),
    writable=f"shared_by_id = {me()} AND {_SHARED_WITH_US}",
)
# A referral policy is published; notes beside it are the organisation's own.
table(
    models.ReferralPolicy,
    may=(READ, ADD, CHANGE),
    visible="true",
    writable=within("organisation_id", "policy_orgs"),
)
table(
    models.PolicyStance,
    may=(READ, ADD),
    visible="true",
    writable=(
        "EXISTS (SELECT 1 FROM supply_referralpolicy p WHERE p.id = policy_id AND "
        + within("p.organisation_id", "policy_orgs")
        + ")"
    ),
)
_FOLLOWS_OR_KEEPS = any_of(within("organisation_id", "refer_orgs"), within("organisation_id", "policy_orgs"))
table(models.Team, may=(READ,), visible=_FOLLOWS_OR_KEEPS)
table(
    models.LocalNote,
    may=(READ, ADD),
    visible=_FOLLOWS_OR_KEEPS,
    writable=f"written_by_id = {me()} AND {within('organisation_id', 'note_orgs')}",
)
table(
    models.NoteEnd,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM supply_localnote n WHERE n.id = note_id)",
    writable=(
        f"ended_by_id = {me()} AND EXISTS (SELECT 1 FROM supply_localnote n WHERE n.id = note_id AND "
        + any_of(
            f"n.written_by_id = {me()} AND {within('n.organisation_id', 'note_orgs')}",
            within("n.organisation_id", "policy_orgs"),
        )
        + ")"
    ),
)
_OURS = within("body_id", "intention_orgs")
table(models.Intention, may=(READ, ADD, CHANGE, REMOVE), visible=_OURS)
table(
    models.IntentionMove,
    may=(READ, ADD),
    visible=f"EXISTS (SELECT 1 FROM supply_intention i WHERE i.id = subject_id AND i.{_OURS})",
    writable=(
        f"by_id = {me()} AND EXISTS (SELECT 1 FROM supply_intention i WHERE i.id = subject_id AND i.{_OURS})"
    ),
)
written_by_triggers(
    "supply_savedsearchevent",
    "supply_sharedsearchevent",
    "supply_schemeevent",
    "supply_schemeruleevent",
    "supply_arearoleevent",
    "supply_ownershipevent",
    "supply_servicekindevent",
    "supply_agreementevent",
    "supply_tenureevent",
    "supply_serviceevent",
    "supply_servicerouteevent",
    "supply_routecontributionevent",
    "supply_serviceplaceevent",
    "supply_servicecontactevent",
    "supply_servicewordingevent",
    "supply_eligibilityruleevent",
    "supply_highriskclearanceevent",
    "supply_pilotevent",
    "supply_ratecarditemevent",
    "supply_priceevent",
    "supply_intentionevent",
    "supply_referralpolicyevent",
    "supply_statedneedevent",
    "supply_offerevent",
)

# The tables by which a rate card changes are declared in a file of their own, which needs what stands above.
from throughline.supply import change_security as change_security  # noqa: E402
