"""The kinds of record that are exchanged with case systems: what each holds, declared once (S123)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from throughline.core.files.sheets import Sheet, SheetColumn
from throughline.line.models import Attendance
from throughline.people.models import Assessment
from throughline.vocabulary.nsi import NsiOutcome, NsiStatus
from throughline.vocabulary.risks import RiskLevel

YES_NO: Final = {"yes": "Yes", "no": "No"}
CONTACTS: Final = {"activity": "A session of the referral", "other": "Anything else, which is passed over"}

_ID = SheetColumn("id", "What the case system calls the row, whenever it sends it", needed=True)
_CASE = SheetColumn("case_number", "The number of the person’s case (CRN)", "X123456", needed=True)
_REFERRAL = SheetColumn("reference", "The referral, by its reference here", "RF-4K7Q2M", needed=True)

NSI: Final = Sheet(
    "nsi",
    "Referrals as NSIs",
    (
        "Compared with our referrals and never written into them: the code is derived from the service, and "
        "status, outcome and days from what was done. What the case system holds differently is listed.",
    ),
    (
        _ID,
        _CASE,
        _REFERRAL,
        SheetColumn("code", "The type of the NSI", "CRS01"),
        SheetColumn("status", "Where it stands", codes=dict(NsiStatus.choices)),
        SheetColumn("outcome", "How it ended; empty while it is under way", codes=dict(NsiOutcome.choices)),
        SheetColumn("referred_on", "The day it was referred", "2017-05-16"),
        SheetColumn("started_on", "The day work began", "2017-05-23"),
        SheetColumn("ended_on", "The day it ended", "2017-09-01"),
    ),
)

CONTACT: Final = Sheet(
    "contact",
    "Appointments and what happened",
    (
        "Sessions of referrals. One that is not in our records is booked, with the rules of booking; what "
        "happened is recorded once, and a later row with another outcome corrects it.",
    ),
    (
        _ID,
        _CASE,
        _REFERRAL,
        SheetColumn("appointment", "Our reference of the appointment, where it came from us", "AP-4K7Q2M"),
        SheetColumn("kind", "What kind of contact it is; left out, each is a session", codes=CONTACTS),
        SheetColumn("held_on", "The day", "2017-05-23", needed=True),
        SheetColumn("starts_at", "When it begins, London time", "10:00", needed=True),
        SheetColumn("ends_at", "When it ends; left out, an hour later", "11:00"),
        SheetColumn("mode", "How; left out, in person", codes={"in_person": "In person", "phone": "By phone",
                                                              "video": "By video"}),
        SheetColumn("place", "Where", "The women’s centre"),
        SheetColumn("counts_as_rar", "Whether it is RAR activity; left out, it is under a RAR requirement",
                    codes=YES_NO),
        SheetColumn("happened", "What happened; empty while it is to come",
                    codes=dict(Attendance.Happened.choices)),
        SheetColumn("note", "What is noted of it", "Made a budget"),
        SheetColumn("officer", "Who held it, by their address; written out, and not read", "amy@example.org"),
        SheetColumn("enforcement", "Whether a missed one was enforced; written out, and not read",
                    codes=YES_NO),
    ),
)  # fmt: skip

ASSESSMENT: Final = Sheet(
    "assessment",
    "Assessments of needs",
    (
        "One row for each assessment. A section without a score was not assessed, which is never read as no "
        "need. The table `needs` of the mapping says which column has the score of each need and from which "
        "score on it is a need, and a severe one.",
    ),
    (
        _ID,
        _CASE,
        SheetColumn("made_on", "The day it was made", "2017-05-10", needed=True),
        SheetColumn("depth", "Whether it is full; left out, it is", codes=dict(Assessment.Depth.choices)),
        SheetColumn("risk_level", "The risk of serious harm it found; empty where it says none",
                    codes={code: words for code, words in RiskLevel.choices if code != RiskLevel.UNKNOWN}),
    ),
)  # fmt: skip

RECORDS: Final[Mapping[str, Sheet]] = {one.code: one for one in (NSI, CONTACT, ASSESSMENT)}
"""By the word a mapping names them by."""

TIMES: Final = frozenset({"starts_at", "ends_at"})
