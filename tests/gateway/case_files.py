"""Mapping files and files of invented case systems, for the tests of exchanging them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from throughline.gateway.exchange.mapping import CaseMapping, read_mapping

NSI = """
system = "ridgeway-cases"
title = "NSIs of Ridgeway"
record = "nsi"
dates = "%d/%m/%Y"

[fields]
id = "NSI_ID"
case_number = "CRN"
reference = { column = "EXT_REF", before = "urn:throughline:" }
code = "TYPE"
status = { column = "STATUS", values = { INP = "under_way", CMP = "over" } }
outcome = { column = "OUTCOME", values = { X1 = "cancelled", X2 = "ended_early", X3 = "completed" } }
referred_on = "REFERRED"
ended_on = "ENDED"
"""

CONTACT = """
system = "centre-cases"
title = "Sessions of the centre"
record = "contact"
encoding = "cp1252"
delimiter = ";"
dates = "%d.%m.%Y"
times = "%H.%M"

[fields]
id = "Key"
case_number = "CRN"
reference = "Referral"
kind = { column = "Type", values = { SESS = "activity", LTR = "other" } }
held_on = "Day"
starts_at = "From"
ends_at = "Until"
happened = { column = "Result", values = { ATT = "attended", FTA = "missed", RES = "" } }
note = "Notes"
officer = "Held by"
"""

ASSESSMENT = """
system = "ridgeway-assessments"
title = "Assessments of Ridgeway"
record = "assessment"

[fields]
id = "ASSESSMENT"
case_number = "CRN"
made_on = "DATE"
depth = { column = "LAYER", values = { "3" = "full", "1" = "abridged" } }
risk_level = { column = "HARM", values = { L = "low", M = "medium", H = "high", V = "very_high" } }

[needs.accommodation]
column = "Section A"
some = 5
severe = 10

[needs.wellbeing]
column = "Section B"
some = 5
severe = 10
"""


def mapped(text: str, **instead: str) -> CaseMapping:
    """The mapping in `text`, with some of its words replaced by others."""
    for was, now in instead.items():
        text = text.replace(was, now)
    return read_mapping(text.encode())


def file_of(mapping: CaseMapping, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A file as the mapping describes, with a column more that it does not name."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, [*mapping.columns, "Team"], delimiter=mapping.delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(mapping.encoding)
