"""Which rows of open data the web role sees: all that was published, and the exports somebody made."""

from throughline.core.access.row_security import ADD, READ, me, table, within
from throughline.open_data.models import PseudonymisedExport, Publication

table(
    Publication,
    may=(READ, ADD),
    visible="true",
    writable="scheme_id IN (SELECT id FROM supply_scheme WHERE "
    + within("steward_id", "oversight_orgs")
    + ")",
)
table(PseudonymisedExport, may=(READ,), visible=f"made_by_id = {me()}")
