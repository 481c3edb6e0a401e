"""What kinds of area, board and site are called."""

from __future__ import annotations

from typing import Final

AREA_KINDS: Final = {
    "division": "probation division",
    "cpa": "contract package area",
    "region": "probation region",
    "pcc": "police area",
    "pdu": "probation delivery unit",
    "ldu": "local delivery unit",
    "county": "county",
    "la": "local authority",
}
"""What each kind of area is called after its name."""

CONTRACT_AREAS: Final = ("region", "division", "cpa", "pcc")
"""The kinds of area that contracts are let for, larger ones first."""

LOCAL_KINDS: Final = ("county", "la")
"""The kinds of area that are too many to choose from in a list: people ask for them by name."""

BOARD_KINDS: Final = {
    "csp": "Community Safety Partnership",
    "hwb": "Health and Wellbeing Board",
    "mappa": "Multi-Agency Public Protection Arrangements (MAPPA)",
    "iom": "Integrated Offender Management",
}
"""What each kind of board or meeting is called."""

COURT: Final = "court"
"""The kind of site that a court is."""

SITE_KINDS: Final = {"office": "probation office", COURT: "court"}
"""What each kind of site is called."""
