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


def _in_its_chain(agreement: str) -> str:
    """SQL: whoever acts keeps services for an organisation in the chain of the agreement in the column."""
    return f"(SELECT g.parties FROM supply_agreement g WHERE g.id = {agreement}) && {mine('service_orgs')}"


_KEEPS = any_of(within("deliverer_id", "service_orgs"), _in_its_chain("agreement_id"), OVERSEEN)
_KEEPS_ITS_SERVICE = (
    "EXISTS (SELECT 1 FROM supply_service v WHERE v.id = service_id AND "
    + any_of(within("v.deliverer_id", "service_orgs"), _in_its_chain("v.agreement_id"), f"v.{OVERSEEN}")
    + ")"
)

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
for part in (models.ServiceArea, models.ServiceNeed, models.ServiceActivity, models.ServiceRoute):
    table(part, may=(READ, ADD, CHANGE, REMOVE), visible="true", writable=_KEEPS_ITS_SERVICE)
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
table(
    models.Price,
    may=(READ, ADD, CHANGE),
    visible=(
        "EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = agreement_id AND "
        + any_of(
            f"a.tier = 1 AND cardinality({mine('price_orgs')}) > 0",
            within("a.payer_id", "terms_orgs"),
            within("a.provider_id", "terms_orgs"),
            within("a.payer_id", "money_orgs"),
            within("a.provider_id", "money_orgs"),
            f"a.{OVERSEEN}",
        )
        + ")"
    ),
    writable=(
        "EXISTS (SELECT 1 FROM supply_agreement a WHERE a.id = agreement_id AND "
        + any_of(within("a.payer_id", "terms_orgs"), f"a.{OVERSEEN}")
        + ")"
    ),
)
written_by_triggers(
    "supply_schemeevent",
    "supply_schemeruleevent",
    "supply_arearoleevent",
    "supply_ownershipevent",
    "supply_servicekindevent",
    "supply_agreementevent",
    "supply_serviceevent",
    "supply_servicerouteevent",
    "supply_ratecarditemevent",
    "supply_priceevent",
)
