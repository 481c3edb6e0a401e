"""Which rows of open data the web role sees: all that was published."""

from throughline.core.access.row_security import ADD, READ, table, within
from throughline.open_data.models import Publication

table(
    Publication,
    may=(READ, ADD),
    visible="true",
    writable="scheme_id IN (SELECT id FROM supply_scheme WHERE "
    + within("steward_id", "oversight_orgs")
    + ")",
)
