"""
The access matrix: every address of the service, and who finds what there.

A new address needs one row here. `at` is the address with the parts of `furnished.py` in braces;
`opens` are those who find it (for an address with a record in it: their own); `others` those who find
another world's record as well. Everybody else is told *not found*, and nobody signed in is sent to sign
in. `sends` is what a form takes: whoever opens it writes by it, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.furnished import NOBODY, VIEWERS

EVERYBODY = frozenset({*VIEWERS, NOBODY})
SIGNED_IN = frozenset(VIEWERS)


@dataclass(frozen=True)
class Page:
    """One address: who finds it, and what a form there takes. `answers` are what they may be told."""

    at: str
    opens: frozenset[str]
    others: frozenset[str] = frozenset()
    sends: Mapping[str, str] | None = None
    answers: tuple[int, ...] = (200,)

    @property
    def has_record(self) -> bool:
        """Whether the address leads to one record."""
        return "{" in self.at


def page(
    at: str, opens: str, others: str = "", sends: Mapping[str, str] | None = None, leads_on: bool = False
) -> Page:
    """A page for those named in `opens`; `leads_on` where it may send them to another page at once."""
    return Page(
        at, frozenset(opens.split()), frozenset(others.split()), sends, (200, 302) if leads_on else (200,)
    )


def public(at: str, *answers: int) -> Page:
    """A page that anybody finds, whichever world it is of."""
    return Page(at, EVERYBODY, EVERYBODY, None, answers or (200,))


def account(at: str, *answers: int) -> Page:
    """A page of whoever signed in, about their own account. Some want a step done before, and send there."""
    return Page(at, SIGNED_IN, SIGNED_IN, None, answers or (200,))


OFFICERS = "officer other_officer"
CASE = "officer senior"
WORKERS = "worker other_worker"
DELIVERS = f"{WORKERS} manager"
SEES_MONEY = "manager prime commissioner contract_manager"
SEES_REFERRALS = f"{OFFICERS} senior {DELIVERS} prime"
SEES_NOTICEBOARD = f"{OFFICERS} {DELIVERS} prime commissioner contract_manager board"
READS_POLICIES = f"{SEES_NOTICEBOARD} inspector"
STATES_NEEDS = f"{OFFICERS} prime commissioner"
STATES_INTENTIONS = "prime commissioner"
HAS_A_SHARE = f"{CASE} other_officer commissioner"
KEEPS = "manager prime contract_manager"
MANAGES_ACCOUNTS = "senior manager prime commissioner contract_manager"

_A_DAY = {"day_day": "12", "day_month": "7", "day_year": "2017"}
_FROM_ON = {"from_on_day": "1", "from_on_month": "7", "from_on_year": "2017"}
_LAST_DAY = {"last_day_day": "12", "last_day_month": "7", "last_day_year": "2017"}
READS_CHANGES = "prime commissioner contract_manager board"
READS_RATE_CARDS = f"{OFFICERS} senior {READS_CHANGES}"
_FROM_AUGUST = {"from_on_day": "1", "from_on_month": "8", "from_on_year": "2017"}
_WORK = {
    "what": "Meet at the library",
    "who": "officer",
    "due_on_day": "1",
    "due_on_month": "9",
    "due_on_year": "2017",
    "rar_days": "0",
}
_OUTCOME = {"achieved": "yes", "evidence": "Goes each week on her own"}
_POLICY = {
    "title": "Referring",
    "text": "Refer wherever it suits",
    "from_on_day": "4",
    "from_on_month": "7",
    "from_on_year": "2017",
}
_NEED = {
    "title": "Somewhere to live",
    "need": "accommodation",
    "population": "women",
    "people": "40",
    "wanted_by_day": "1",
    "wanted_by_month": "10",
    "wanted_by_year": "2017",
}
_OFFER = {
    "title": "A house for six",
    "proposal": "With a worker in it",
    "capacity": "6",
    "available_from_day": "1",
    "available_from_month": "9",
    "available_from_year": "2017",
    "amount": "4000",
    "unit": "start",
}
_INTENTION = {
    "title": "Mentoring for women",
    "needs": "mentoring",
    "area": "{area}",
    "form": "grant",
    "starts_on_day": "1",
    "starts_on_month": "9",
    "starts_on_year": "2018",
    "whom_to_ask": "commissioning@example.org",
}

MATRIX: dict[str, Page] = {
    # everybody's
    "/": public("/", 200, 302),
    "/health/": public("/health/"),
    "/health/live": public("/health/live"),
    "/health/ready": public("/health/ready"),
    "/demonstration/": public("/demonstration/", 404),
    "/services": public("/services"),
    "/services/compare": public("/services/compare"),
    "/services/<str:reference>": public("/services/{service}"),
    "/areas": public("/areas"),
    "/supply-chain/areas": public("/supply-chain/areas"),
    "/services/<str:reference>/leaflets/<str:language>-<str:reading>.pdf": public(
        "/services/{service}/leaflets/cy-easy.pdf"
    ),
    "/services/<str:reference>/versions": account("/services/{service}/versions"),
    "/services/<str:reference>/versions/<int:number>": account("/services/{service}/versions/1"),
    "/services/<str:reference>/differences": account("/services/{service}/differences"),
    "/supply-chain/modes": public("/supply-chain/modes"),
    "/supply-chain": public("/supply-chain"),
    "/supply-chain/agreements": public("/supply-chain/agreements"),
    "/organisations/<str:reference>": public("/organisations/{organisation}"),
    "/words-used": public("/words-used"),
    "/open/": public("/open/"),
    "/open/returns/<slug:scheme>/<quarter:quarter>": public("/open/returns/{scheme}/2017-18-q1"),
    "/open/returns/<slug:scheme>/<str:quarter>.csv": public("/open/returns/{scheme}/2017-18-q1.csv"),
    "/open/returns/<slug:scheme>/<str:quarter>.csv-metadata.json": public(
        "/open/returns/{scheme}/2017-18-q1.csv-metadata.json"
    ),
    "/open/ocds/releases/<slug:scheme>/<str:quarter>.json": public(
        "/open/ocds/releases/{scheme}/2017-18-q1.json"
    ),
    "/open/codes": public("/open/codes"),
    "/open/codes.json": public("/open/codes.json"),
    "/open/codes.csv": public("/open/codes.csv"),
    "/open/intentions": public("/open/intentions"),
    "/open/intentions/<slug:scheme>/<financial_year:year>": public("/open/intentions/{scheme}/2018-19"),
    "/open/intentions/<slug:scheme>/<financial_year:year>/<slug:body>": public(
        "/open/intentions/{scheme}/2018-19/{division}"
    ),
    "/open/intentions/<slug:scheme>/<str:year>/<slug:body>.json": public(
        "/open/intentions/{scheme}/2018-19/{division}.json"
    ),
    "/open/intentions/<slug:scheme>/<str:year>/<slug:body>.csv": public(
        "/open/intentions/{scheme}/2018-19/{division}.csv"
    ),
    # searches that somebody keeps, and shares
    "/searches": account("/searches"),
    "/searches/new": account("/searches/new"),
    "/searches/<str:reference>": page("/searches/{search}", "officer", sends={}),
    "/searches/<str:reference>/rename": page("/searches/{search}/rename", "officer", sends={"name": "Bees"}),
    "/searches/<str:reference>/delete": page("/searches/{search}/delete", "officer", sends={}),
    "/searches/<str:reference>/share": page(
        "/searches/{search}/share", "officer", sends={"shared_with": "organisation-{division_number}"}
    ),
    "/searches/shared/<str:reference>": page("/searches/shared/{shared_search}", HAS_A_SHARE),
    "/searches/shared/<str:reference>/copy": page(
        "/searches/shared/{shared_search}/copy", HAS_A_SHARE, sends={"name": "Bees"}
    ),
    "/searches/shared/<str:reference>/stop": page(
        "/searches/shared/{shared_search}/stop", "officer", sends={}
    ),
    # signing in
    "/sign-in": public("/sign-in", 200, 302),
    "/sign-in/code": public("/sign-in/code", 302),
    "/sign-in/passkey": public("/sign-in/passkey", 200, 302),
    "/sign-in/closed": public("/sign-in/closed"),
    "/sign-in/new": public("/sign-in/new", 200, 302),
    "/sign-in/password": public("/sign-in/password", 200, 302),
    "/sign-in/password/sent": public("/sign-in/password/sent"),
    "/^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)$": public("/sign-in/password/1-a"),
    "/sign-in/password/changed": public("/sign-in/password/changed"),
    "/sign-in/<str:provider_id>/start": public("/sign-in/none/start", 404),
    "/sign-in/<str:provider_id>/back": public("/sign-in/none/back", 404),
    "/sign-in/organisation/left": public("/sign-in/organisation/left"),
    "/sign-in/organisation/fault": public("/sign-in/organisation/fault", 200, 401),
    "/sign-in/organisation/new": public("/sign-in/organisation/new", 302),
    "/sign-out": public("/sign-out", 200, 302),
    # one's own account
    "/account": account("/account"),
    "/account/telephone": account("/account/telephone"),
    "/account/password": account("/account/password", 200, 302),
    "/account/password/first": account("/account/password/first", 200, 302),
    "/account/again": account("/account/again", 200, 302, 403),
    "/account/again/code": account("/account/again/code", 200, 302, 403),
    "/account/again/passkey": account("/account/again/passkey", 200, 302, 403),
    "/account/second-step": account("/account/second-step", 200, 302),
    "/account/second-steps": account("/account/second-steps", 200, 302),
    "/account/app": account("/account/app", 200, 302),
    "/account/app/remove": account("/account/app/remove", 302, 404),
    "/account/passkeys": account("/account/passkeys", 200, 302),
    "/account/passkeys/add": account("/account/passkeys/add", 200, 302),
    "/account/passkeys/<int:pk>": account("/account/passkeys/1", 302, 404),
    "/account/passkeys/<int:pk>/remove": account("/account/passkeys/1/remove", 302, 404),
    "/account/recovery-codes": account("/account/recovery-codes", 302, 404),
    "/account/recovery-codes/new": account("/account/recovery-codes/new", 200, 302),
    "/account/recovery-codes/file": account("/account/recovery-codes/file", 302, 404),
    # the responsible officer
    "/officer": page("/officer", OFFICERS),
    "/people": page("/people", OFFICERS),
    "/days": page("/days", OFFICERS),
    "/refer": page("/refer", OFFICERS),
    "/people/<str:reference>": page("/people/{person}", CASE),
    "/people/<str:reference>/objective": page(
        "/people/{person}/objective", "officer", sends={"need": "finance", "words": "Pay the rent on time"}
    ),
    "/people/<str:reference>/plan": page("/people/{person}/plan", "officer senior"),
    "/people/<str:reference>/plan/versions": page("/people/{person}/plan/versions", "officer senior"),
    "/people/<str:reference>/plan/own-words": page(
        "/people/{person}/plan/own-words", "officer", sends={"own_words": "I want to sleep"}
    ),
    "/people/<str:reference>/plan/review-day": page(
        "/people/{person}/plan/review-day",
        "officer",
        sends={"review_on_day": "1", "review_on_month": "9", "review_on_year": "2017", "why": "She asked"},
    ),
    "/people/<str:reference>/plan/objectives/<int:number>": page(
        "/people/{person}/plan/objectives/{objective}",
        "officer",
        sends={"need": "finance", "words": "Pay the rent on time", "position": "1", "why": "She said so"},
    ),
    "/people/<str:reference>/plan/objectives/<int:number>/<str:move>": page(
        "/people/{person}/plan/objectives/{objective}/achieve", "officer", sends={"why": "She goes out"}
    ),
    "/people/<str:reference>/plan/referrals/<str:referral>": page(
        "/people/{person}/plan/referrals/{started}", "officer", sends={"work": "{free_work}"}
    ),
    "/people/<str:reference>/plan/work": page(
        "/people/{person}/plan/work", "officer", sends={"objective": "{objective}", **_WORK}
    ),
    "/people/<str:reference>/plan/work/<int:number>": page(
        "/people/{person}/plan/work/{work}",
        "officer",
        sends={"objective": "{objective}", "why": "She asked for it", **_WORK},
    ),
    "/people/<str:reference>/plan/work/<int:number>/<str:move>": page(
        "/people/{person}/plan/work/{work}/drop", "officer", sends={"why": "She has moved"}
    ),
    "/people/<str:reference>/risk": page(
        "/people/{person}/risk", "officer", sends={"kind": "risk_to_self", "detail": "Has harmed herself"}
    ),
    "/people/<str:reference>/risk-level": page(
        "/people/{person}/risk-level",
        "officer",
        sends={"level": "medium", "mappa": "1", "reason": "Threats were reported"},
    ),
    "/people/<str:reference>/risks/<int:number>": page(
        "/people/{person}/risks/{risk}", "officer", sends={"kind": "risk_to_self", "detail": "In other words"}
    ),
    "/people/<str:reference>/risks/<int:number>/end": page(
        "/people/{person}/risks/{risk}/end", "officer", sends={"reason": "The order has run out"}
    ),
    "/people/<str:reference>/supervision": page(
        "/people/{person}/supervision",
        "officer",
        sends={**_A_DAY, "begins": "10am", "minutes": "30", "mode": "in_person"},
    ),
    "/people/<str:reference>/days": page("/people/{person}/days", "officer"),
    "/people/<str:reference>/days/<str:appointment>": page(
        "/people/{person}/days/{undecided}",
        "officer",
        sends={"accepted": "yes", "why_corrected": "Agreed by telephone"},
    ),
    "/people/<str:reference>/missed/<str:appointment>": page(
        "/people/{person}/missed/{missed}", "officer", sends={"decided": "warning", "reason": "No word"}
    ),
    "/people/<str:reference>/refer": page("/people/{person}/refer", "officer"),
    "/referrals/<str:reference>/send": page("/referrals/{draft}/send", "officer"),
    # Where no risk is new it leads back to the referral.
    "/referrals/<str:reference>/new-risks": page("/referrals/{started}/new-risks", "officer", leads_on=True),
    "/referrals/<str:reference>/recheck": page(
        "/referrals/{started}/recheck",
        "officer",
        sends={"decided": "keep", "reason": "Two are with her"},
    ),
    "/referrals/<str:reference>/withdraw": page(
        "/referrals/{sent}/withdraw", "officer", sends={"why": "moved"}
    ),
    "/referrals/<str:reference>/end": page(
        "/referrals/{started}/end", "officer", sends={"why": "moved", **_OUTCOME}
    ),
    "/referrals/<str:reference>/answer": page(
        "/referrals/{queried}/answer", "officer", sends={"why": "In Northmoor"}
    ),
    # whoever manages officers, and says who may see a case
    "/senior": page("/senior", "senior"),
    "/senior/people": page("/senior/people", "senior"),
    "/senior/limited-access": page("/senior/limited-access", "senior"),
    "/people/<str:reference>/hand-over": page(
        "/people/{person}/hand-over", "senior", sends={"officer": "{other_officer_address}"}
    ),
    "/senior/transfers": page("/senior/transfers", "senior"),
    "/senior/transfers/new": page("/senior/transfers/new", "senior"),
    "/senior/transfers/new/<str:way>": page(
        "/senior/transfers/new/caseload",
        "senior",
        sends={
            "officer": "{officer_address}",
            "officers": "{other_officer_address}",
            "on_day_day": "20",
            "on_day_month": "7",
            "on_day_year": "2017",
            "why": "The officer leaves",
        },
    ),
    "/senior/transfers/<str:reference>": page("/senior/transfers/{transfer}", "senior"),
    "/senior/transfers/<str:reference>/cases": page("/senior/transfers/{transfer}/cases", "senior"),
    "/senior/transfers/<str:reference>/referrals": page("/senior/transfers/{transfer}/referrals", "senior"),
    "/senior/transfers/<str:reference>/appointments": page(
        "/senior/transfers/{transfer}/appointments", "senior"
    ),
    "/senior/transfers/<str:reference>/told": page("/senior/transfers/{transfer}/told", "senior"),
    "/senior/transfers/<str:reference>/rejected": page("/senior/transfers/{transfer}/rejected", "senior"),
    "/senior/transfers/<str:reference>/confirm": Page(
        "/senior/transfers/{transfer}/confirm", frozenset({"senior"}), sends={}, answers=(302,)
    ),
    "/senior/transfers/<str:reference>/drop": page(
        "/senior/transfers/{transfer}/drop", "senior", sends={"why": "They stay"}
    ),
    "/senior/transfers/<str:reference>/reverse": page("/senior/transfers/{transfer}/reverse", "senior"),
    "/people/<str:reference>/consents": page("/people/{person}/consents", CASE),
    "/people/<str:reference>/consents/new": page(
        "/people/{person}/consents/new",
        "officer",
        sends={
            "use": "research",
            "given": "no",
            "on_day_day": "3",
            "on_day_month": "7",
            "on_day_year": "2017",
            "asked": "phone",
        },
    ),
    "/pseudonymised": page("/pseudonymised", "inspector contract_manager"),
    "/pseudonymised/new": page("/pseudonymised/new", "inspector contract_manager"),
    "/cases-received": page("/cases-received", OFFICERS),
    "/people/<str:reference>/access": page("/people/{person}/access", "senior"),
    "/people/<str:reference>/practical": page(
        "/people/{person}/practical", "officer", sends={"interpreter": "", "access": "A ramp", "not_free": ""}
    ),
    "/people/<str:reference>/custody": page(
        "/people/{person}/custody",
        "officer",
        sends={
            "prison": "{other_prison}",
            "held_as": "remand",
            **_FROM_ON,
            "release": "unknown",
            "why_not_known": "Not sentenced yet",
        },
    ),
    "/people/<str:reference>/prison": page(
        "/people/{person}/prison",
        "officer",
        sends={"prison": "{other_prison}", "held_as": "sentenced", **_FROM_ON},
    ),
    "/people/<str:reference>/release": page(
        "/people/{person}/release",
        "officer",
        sends={
            "release": "unknown",
            "why_not_known": "A hearing is to come",
            "reason": "Recalled",
            "confirmed": "yes",
        },
    ),
    "/people/<str:reference>/sentences/<int:number>/time-served": page(
        "/people/{person}/sentences/{licence}/time-served",
        "officer",
        sends={"custody_days": "56", "remand_days": "7"},
    ),
    "/referrals/<str:reference>/wanted": page(
        "/referrals/{draft}/wanted",
        "officer",
        sends={"sessions": "8", "reason": "Isolated", "complexity": "low"},
    ),
    "/people/<str:reference>/sharing": page("/people/{person}/sharing", CASE),
    "/people/<str:reference>/export": page("/people/{person}/export", CASE),
    "/people/<str:reference>/export.zip": page("/people/{person}/export.zip", CASE),
    "/court": page("/court", "court_officer"),
    "/court/brochures": public("/court/brochures"),
    "/court/brochures/<str:code>": public("/court/brochures/{court}"),
    "/court/brochures/<str:code>.pdf": public("/court/brochures/{court}.pdf"),
    "/people/<str:reference>/access/limit": page(
        "/people/{person}/access/limit",
        "senior",
        sends={"kind": "exclusion", "accounts": "{other_worker_address}", "reason": "They are neighbours"},
    ),
    "/people/<str:reference>/access/<int:number>/lift": page(
        "/people/{person}/access/{limit}/lift", "senior", sends={"reason": "They have moved away"}
    ),
    # referrals and appointments, for everybody who has a part in them
    "/referrals": page("/referrals", SEES_REFERRALS),
    "/referrals/<str:reference>": page("/referrals/{started}", f"{CASE} worker manager prime person"),
    "/appointments/<str:reference>": page("/appointments/{unrecorded}", f"{CASE} worker manager"),
    "/appointments/<str:reference>/attendance": page(
        "/appointments/{unrecorded}/attendance",
        "worker manager",
        sends={"happened": "attended", "key": "6e8bc430-9c3a-41d9-9669-1508b4ab0b6c"},
    ),
    "/appointments/<str:reference>/correct": page(
        "/appointments/{attended}/correct",
        "worker manager",
        sends={
            "happened": "missed",
            "why_corrected": "The wrong person was ticked",
            "key": "6e8bc430-9c3a-41d9-9669-1508b4ab0b6d",
        },
    ),
    "/appointments/<str:reference>/cancel": page(
        "/appointments/{coming}/cancel", "worker manager", sends={"why": "worker"}
    ),
    # whoever delivers
    "/today": page("/today", DELIVERS),
    "/new-referrals": page("/new-referrals", DELIVERS),
    "/my-people": page("/my-people", DELIVERS),
    "/referrals/<str:reference>/book": page(
        "/referrals/{started}/book",
        "worker manager",
        sends={**_A_DAY, "starts": "10am", "minutes": "60", "mode": "in_person", "counts_as_rar": "no"},
    ),
    "/referrals/<str:reference>/complete": page(
        "/referrals/{started}/complete", "worker manager", sends=_OUTCOME
    ),
    "/referrals/<str:reference>/hand-back": page(
        "/referrals/{accepted}/hand-back", "manager", sends={"why": "moved"}
    ),
    "/referrals/<str:reference>/end-early": page(
        "/referrals/{started}/end-early", "worker manager", sends={"why": "moved", **_OUTCOME}
    ),
    # the provider's manager
    "/provider": page("/provider", "manager"),
    "/provider/agreements": page("/provider/agreements", "manager prime commissioner"),
    "/team": page("/team", MANAGES_ACCOUNTS),
    "/team/add": page("/team/add", MANAGES_ACCOUNTS),
    "/team/give-role": page("/team/give-role", MANAGES_ACCOUNTS),
    "/team/<int:number>/telephone": page(
        "/team/{membership}/telephone", "manager", sends={"telephone": "01632 960 001"}
    ),
    "/team/<int:number>/end-role": page("/team/{membership}/end-role", "manager", sends={}),
    "/referrals/<str:reference>/accept": page("/referrals/{sent}/accept", "manager", sends={}),
    "/referrals/<str:reference>/decline": page(
        "/referrals/{sent}/decline", "manager", sends={"why": "no_place"}
    ),
    "/referrals/<str:reference>/ask": page(
        "/referrals/{sent}/ask", "manager", sends={"why": "Where does she live?"}
    ),
    "/referrals/<str:reference>/hand-on": page(
        "/referrals/{started}/hand-on", "manager", sends={"worker": "{worker_number}"}
    ),
    "/referrals/<str:reference>/allocate": page(
        "/referrals/{accepted}/allocate", "manager", sends={"worker": "{worker_number}"}
    ),
    # the prime
    "/prime": page("/prime", "prime"),
    "/prime/chain": page("/prime/chain", "prime"),
    "/prime/agreements": page("/prime/agreements", "prime"),
    "/prime/rate-card": page("/prime/rate-card", "prime"),
    "/prime/rate-card/<str:reference>": page("/prime/rate-card/{service}", "prime"),
    "/prime/rate-card/<str:reference>/items/<int:item>/<str:agreement>": page(
        "/prime/rate-card/{service}/items/{item}/{lower_agreement}",
        "prime",
        sends={"amount": "40", "from_on_day": "1", "from_on_month": "8", "from_on_year": "2017"},
    ),
    "/agreements/<str:reference>": page(
        "/agreements/{lower_agreement}", "manager prime contract_manager inspector", others="inspector"
    ),
    "/agreements/<str:reference>/sign": page(
        "/agreements/{unsigned}/sign",
        "prime",
        sends={"signed_on_day": "1", "signed_on_month": "6", "signed_on_year": "2017"},
    ),
    # whoever keeps entries of the directory true
    "/kept-services": page("/kept-services", KEEPS),
    "/kept-services/new": page("/kept-services/new", KEEPS),
    "/kept-services/<str:reference>": page("/kept-services/{service}", KEEPS),
    "/kept-services/<str:reference>/copy": page(
        "/kept-services/{service}/copy", KEEPS, sends={"name": "Change programme, evenings"}
    ),
    "/kept-services/<str:reference>/owner": page(
        "/kept-services/{service}/owner", KEEPS, sends={"owner": "{manager_number}"}
    ),
    "/kept-services/<str:reference>/confirm": page("/kept-services/{service}/confirm", KEEPS, sends={}),
    "/kept-services/<str:reference>/confirm/undo": Page(
        "/kept-services/{service}/confirm/undo", frozenset(KEEPS.split()), answers=(302,)
    ),
    "/kept-services/<str:reference>/move/<str:verb>": page(
        "/kept-services/{suspended}/move/publish", "manager contract_manager", sends={}
    ),
    "/kept-services/<str:reference>/parts/<str:part>": page(
        "/kept-services/{service}/parts/text",
        KEEPS,
        sends={"name": "Change", "summary": "Company", "what_happens": "We walk"},
    ),
    "/kept-services/<str:reference>/<str:kind>/new": page(
        "/kept-services/{service}/places/new", KEEPS, sends={"name": "Hall", "is_withheld": "no"}
    ),
    "/kept-services/<str:reference>/<str:kind>/<int:number>": page(
        "/kept-services/{service}/places/{place}", KEEPS, sends={"name": "Hall", "is_withheld": "no"}
    ),
    "/kept-services/<str:reference>/<str:kind>/<int:number>/remove": page(
        "/kept-services/{service}/places/{place}/remove", KEEPS, sends={}
    ),
    "/kept-services/<str:reference>/trial/new": page(
        "/kept-services/{suspended}/trial/new",
        "manager contract_manager",
        sends={"purpose": "Whether it helps", **_FROM_ON, **_LAST_DAY},
    ),
    "/kept-services/<str:reference>/trial/change": page(
        "/kept-services/{service}/trial/change",
        KEEPS,
        sends={"purpose": "Whether it helps", **_FROM_ON, **_LAST_DAY},
    ),
    "/kept-services/<str:reference>/trial/decide": page(
        "/kept-services/{service}/trial/decide",
        "prime contract_manager",
        sends={"decision": "keep", "why": "It helps"},
    ),
    "/kept-services/<str:reference>/clearances/new": page(
        "/kept-services/{suspended}/clearances/new",
        "contract_manager",
        sends={"checks": "Staff vetted", **_FROM_ON},
    ),
    "/kept-services/<str:reference>/clearances/<int:number>/end": page(
        "/kept-services/{service}/clearances/{clearance}/end",
        "contract_manager",
        sends={"why": "The vetting has lapsed", **_LAST_DAY},
    ),
    "/kept-services/<str:reference>/places/<int:number>/hours": page(
        "/kept-services/{service}/places/{place}/hours", KEEPS, sends={"day_1": "9am to 4pm"}
    ),
    "/kept-services/<str:reference>/routes/<int:number>/contributors": page(
        "/kept-services/{service}/routes/{route}/contributors",
        KEEPS,
        sends={"who_1": "{organisation}", "share_1": "100"},
    ),
    "/kept-services/<str:reference>/routes/<int:number>/end": page(
        "/kept-services/{service}/routes/{route}/end", KEEPS, sends=_LAST_DAY
    ),
    "/kept-services/<str:reference>/contacts/<int:number>/end": page(
        "/kept-services/{service}/contacts/{contact}/end", KEEPS, sends=_LAST_DAY
    ),
    "/kept-services/<str:reference>/rules/<str:aspect>": page(
        "/kept-services/{service}/rules/offence", KEEPS, sends={"refuses": "arson"}
    ),
    "/kept-services/<str:reference>/rules/<str:aspect>/remove": page(
        "/kept-services/{service}/rules/risk/remove", KEEPS, sends={}
    ),
    "/kept-services/<str:reference>/wordings/<str:language>/<str:reading>": page(
        "/kept-services/{service}/wordings/en/easy",
        KEEPS,
        sends={"name": "Change", "summary": "Company", "what_happens": "We walk"},
    ),
    # rate cards, for every prime and division of the scheme, and where prices are shown for officers
    "/rate-cards": page("/rate-cards", READS_RATE_CARDS),
    "/rate-cards/<slug:scheme>/<str:prime>": page(
        "/rate-cards/{scheme}/{prime_organisation}", READS_RATE_CARDS
    ),
    "/rate-cards/<slug:scheme>/<str:prime>/differences": page(
        "/rate-cards/{scheme}/{prime_organisation}/differences", READS_RATE_CARDS
    ),
    # how rate cards change
    "/changes": page("/changes", READS_CHANGES),
    "/changes/new": page("/changes/new", "prime", sends={"title": "Prices", "case": "Rents rose"}),
    "/changes/<str:reference>": page("/changes/{change_decided}", READS_CHANGES),
    "/changes/<str:reference>/price": page(
        "/changes/{change}/price", "prime", sends={"item": "{item}", "amount": "52", **_FROM_AUGUST}
    ),
    "/changes/<str:reference>/item": page(
        "/changes/{change}/item",
        "prime",
        sends={
            "service": "{service}",
            "name": "Course",
            "part": "two",
            "unit": "completion",
            "usual_sessions": "8",
            "usual_minutes": "60",
            "amount": "300",
            **_FROM_AUGUST,
        },
    ),
    "/changes/<str:reference>/withdrawal": page(
        "/changes/{change}/withdrawal", "prime", sends={"item": "{item}", **_FROM_AUGUST}
    ),
    "/changes/<str:reference>/replacement": page(
        "/changes/{change}/replacement",
        "prime",
        sends={
            "agreement": "{lower_agreement}",
            "organisation": "{organisation_to_come}",
            "title": "Women's services",
            "same_prices": "yes",
            **_FROM_AUGUST,
        },
    ),
    "/changes/<str:reference>/subcontractor": page(
        "/changes/{change}/subcontractor",
        "prime",
        sends={
            "agreement": "{top_agreement}",
            "organisation": "{organisation_to_come}",
            "title": "Women's services",
            **_FROM_AUGUST,
        },
    ),
    "/changes/<str:reference>/removal": page(
        "/changes/{change}/removal", "prime", sends={"agreement": "{lower_agreement}", **_FROM_AUGUST}
    ),
    "/changes/<str:reference>/lines/<int:number>/take-out": page(
        "/changes/{change}/lines/1/take-out", "prime", sends={}
    ),
    "/changes/<str:reference>/lines/<int:number>/decide": page(
        "/changes/{change_board}/lines/1/decide",
        "board",
        sends={"meeting": "{meeting}", "decision": "reject", "reason": "Above the market"},
    ),
    "/changes/<str:reference>/submit": page("/changes/{change}/submit", "prime", sends={}),
    "/changes/<str:reference>/answer": page(
        "/changes/{change_returned}/answer", "prime", sends={"why": "Rents rose"}
    ),
    "/changes/<str:reference>/withdraw": page("/changes/{change}/withdraw", "prime", sends={}),
    "/changes/<str:reference>/review": page(
        "/changes/{change_submitted}/review", "contract_manager", sends={"finding": "find suitable"}
    ),
    "/board": page("/board", READS_CHANGES),
    "/board/new": page(
        "/board/new",
        "board",
        sends={
            "chair": "{board_number}",
            "held_on_day": "3",
            "held_on_month": "7",
            "held_on_year": "2017",
        },
    ),
    "/board/<str:reference>": page("/board/{minutes}", READS_CHANGES),
    "/board/<str:reference>/agree": page("/board/{meeting}/agree", "board", sends={"notes": "All agreed"}),
    # money
    "/money": page("/money", SEES_MONEY),
    "/money/ledger": page("/money/ledger", SEES_MONEY),
    "/money/advances/new": page("/money/advances/new", "commissioner contract_manager"),
    "/ledger/<int:number>": page("/ledger/{entry}", "manager prime contract_manager"),
    "/pots": page("/pots", SEES_MONEY),
    "/pots/new/<slug:scheme>": page(
        "/pots/new/{scheme}",
        "contract_manager",
        sends={
            "name": "Additional provision",
            "principles": "What nobody else pays for",
            "from_on_day": "1",
            "from_on_month": "8",
            "from_on_year": "2017",
            "deadline_day": "31",
            "deadline_month": "3",
            "deadline_year": "2018",
            "amount": "750000",
            "share_{division_number}": "750000",
        },
    ),
    "/pots/<str:reference>": page("/pots/{pot}", "commissioner contract_manager"),
    "/pots/<str:reference>/divide": page(
        "/pots/{pot}/divide",
        "contract_manager",
        sends={"amount": "800000", "share_{division_number}": "800000"},
    ),
    "/choices": page("/choices", "commissioner"),
    "/choices/limits": page("/choices/limits", f"{OFFICERS} commissioner"),
    "/choices/limits/<str:organisation>/new": page(
        "/choices/limits/{division}/new", "commissioner", sends={"beyond_budget": "no"} | _FROM_AUGUST
    ),
    "/choices/<str:reference>": page("/choices/{choice}", "commissioner", sends={"decision": "allow"}),
    "/referrals/<str:reference>/approval": page(
        "/referrals/{dear}/approval", "officer", sends={"case": "Nothing else fits"}
    ),
    "/budgets": page("/budgets", SEES_MONEY),
    "/budgets/<str:reference>": page("/budgets/{budget}", "commissioner contract_manager"),
    "/commitments/<str:referral>": page(
        "/commitments/{waiting}", "commissioner", sends={"decision": "allow", "why": "She cannot wait"}
    ),
    "/reconciliations": page("/reconciliations", SEES_MONEY),
    "/reconciliations/new": page("/reconciliations/new", "manager prime contract_manager"),
    "/reconciliations/<int:number>": page(
        "/reconciliations/{reconciliation}", "manager prime contract_manager"
    ),
    # queues
    "/queue": page("/queue", "manager"),
    "/queue/<str:service>": page("/queue/{service}", "manager"),
    "/referrals/<str:reference>/turn": page(
        "/referrals/{accepted}/turn", "manager", sends={"turn": "first", "why": "Has nowhere to live"}
    ),
    "/starts": page("/starts", "senior manager contract_manager"),
    # whose referrals stand in it is for the query: the list of another provider is empty
    "/starts/<str:provider>": page("/starts/{organisation}", "senior manager", others="senior manager"),
    "/waits": page("/waits", "manager contract_manager"),
    # how referrals come, and how many somebody takes on
    "/referrals/<str:reference>/receipt": page(
        "/referrals/{sent}/receipt",
        "manager",
        sends={"in_time": "no", "right_service": "yes", "words": "Half-way through the order"},
    ),
    "/referrals/<str:reference>/contact": page(
        "/referrals/{started}/contact",
        "officer worker manager",
        sends={"on_day_day": "3", "on_day_month": "7", "on_day_year": "2017", "mode": "phone"}
        | {"who": "officer worker"},
    ),
    # silence and absence
    "/silence": page("/silence", f"{OFFICERS} senior {DELIVERS}"),
    "/silence/days": page("/silence/days", f"{OFFICERS} senior {DELIVERS} contract_manager"),
    "/absences": page("/absences", DELIVERS),
    "/absences/new/<str:organisation>": page(
        "/absences/new/{organisation}",
        DELIVERS,
        sends={"worker": "{worker_number}", "cover": "nobody"} | _FROM_AUGUST,
    ),
    "/absences/<int:number>/cover": page(
        "/absences/{absence}/cover", "worker manager", sends={"cover": "{manager_number}"}
    ),
    "/absences/<int:number>/back": page("/absences/{absence}/back", "worker manager", sends=_LAST_DAY),
    "/ends": page("/ends", "senior manager contract_manager"),
    "/receipts": page("/receipts", "senior manager contract_manager"),
    "/receipts/marks": page("/receipts/marks", "senior manager contract_manager"),
    "/messages": Page("/messages", SIGNED_IN, SIGNED_IN),
    "/messages/choices": Page("/messages/choices", SIGNED_IN, SIGNED_IN),
    "/exchange": page("/exchange", "senior manager"),
    "/exchange/<int:number>": page("/exchange/{stream}", "senior"),
    "/exchange/<int:number>/next": page("/exchange/{stream}/next", "senior", sends={}),
    "/exchange/<int:number>/acknowledged": page(
        "/exchange/{stream}/acknowledged", "senior", sends={"number": "1"}
    ),
    "/exchange/<int:number>/files/<int:file>": page("/exchange/{stream}/files/2", "senior"),
    "/exchange/import": page("/exchange/import", "senior manager"),
    "/exchange/export": page("/exchange/export", "senior manager"),
    "/exchange/differences": page("/exchange/differences", "senior manager"),
    "/caseloads": page("/caseloads", "manager"),
    "/caseloads/above": page("/caseloads/above", "manager"),
    "/caseloads/<str:organisation>/new": page(
        "/caseloads/{organisation}/new",
        "manager",
        sends={"worker": "everybody", "most": "15"} | _FROM_AUGUST,
    ),
    "/queues": page("/queues", "prime commissioner contract_manager"),
    "/queues/departures": page("/queues/departures", "manager prime commissioner contract_manager"),
    # referral policies, notes beside them, and why services are not used
    "/referral-policies": page("/referral-policies", READS_POLICIES),
    "/referral-policies/<str:organisation>": page(
        "/referral-policies/{division}", READS_POLICIES, others=READS_POLICIES
    ),
    "/referral-policies/<str:organisation>/new": page(
        "/referral-policies/{division}/new", "commissioner", sends=_POLICY
    ),
    "/referral-policies/<str:organisation>/notes/new": page(
        "/referral-policies/{division}/notes/new",
        f"{OFFICERS} commissioner",
        sends={"subject": "every", "stance": "forbid", "text": "Not this month"},
    ),
    "/local-notes/<str:reference>/end": page(
        "/local-notes/{note}/end", "officer commissioner", sends={"why": "It contradicts the policy"}
    ),
    "/not-referred": page("/not-referred", "prime commissioner contract_manager"),
    "/concerns": page("/concerns", f"{OFFICERS} senior {DELIVERS}"),
    "/concerns/<str:reference>": page("/concerns/{concern}", "officer senior worker manager"),
    "/concerns/<str:reference>/decide": page(
        "/concerns/{concern}/decide",
        "officer",
        sends={"decided": "nothing", "what_follows": "He was mistaken"},
    ),
    "/referrals/<str:reference>/concern": page(
        "/referrals/{started}/concern",
        "worker manager",
        sends={"what": "Police were called", "in_danger": "no"},
    ),
    "/people/<str:reference>/plan/review": page("/people/{person}/plan/review", "officer"),
    "/people/<str:reference>/plan/review/close": page(
        "/people/{person}/plan/review/close",
        "officer",
        sends={
            "what_changed": "Nothing",
            "next_on_day": "1",
            "next_on_month": "12",
            "next_on_year": "2017",
            "why_then": "She asked for it",
        },
    ),
    "/people/<str:reference>/plan/review/<str:referral>": page(
        "/people/{person}/plan/review/{started}",
        "officer",
        sends={"mark": "not_relevant", "note": "It says nothing new"},
    ),
    "/people/<str:reference>/plan/reviews": page("/people/{person}/plan/reviews", CASE),
    "/referrals/<str:reference>/feedback": page(
        "/referrals/{started}/feedback", "worker manager", sends={"said": "She speaks in the group now"}
    ),
    "/people/<str:reference>/shared-plan": page("/people/{person}/shared-plan", f"{CASE} worker manager"),
    "/people/<str:reference>/plan/plan.pdf": page("/people/{person}/plan/plan.pdf", CASE),
    "/people/<str:reference>/plan/seen": page(
        "/people/{person}/plan/seen",
        "officer",
        sends={"answer": "both", "how": "phone", "number": "{plan_version}"},
    ),
    "/plans/known": page("/plans/known", "senior"),
    "/plans/linked": page("/plans/linked", "senior"),
    "/plans/not-linked": page("/plans/not-linked", "senior"),
    "/people/<str:reference>/protective-factors": page(
        "/people/{person}/protective-factors", "officer", sends={"factors": "hope"}
    ),
    "/senior/joint-cases": page("/senior/joint-cases", "senior"),
    "/senior/officers/<int:number>": page("/senior/officers/{officer_number}", "senior"),
    "/senior/officers/<int:number>/record": page(
        "/senior/officers/{officer_number}/record",
        "senior",
        sends={
            "held_on_day": "3",
            "held_on_month": "7",
            "held_on_year": "2017",
            "discussed": "Two cases",
            "agreed": "Telephone them",
        },
    ),
    "/senior/assessments": page("/senior/assessments", "senior"),
    "/working-with-providers": page("/working-with-providers", OFFICERS, sends={}),
    "/training": page("/training", f"{OFFICERS} senior"),
    "/training/<int:number>/taken": page(
        "/training/{training}/taken",
        CASE,
        sends={"taken_on_day": "2", "taken_on_month": "7", "taken_on_year": "2017"},
    ),
    "/training/report": page("/training/report", "senior"),
    "/training/offer": page(
        "/training/offer",
        "senior",
        sends={"users": "{officer_number}", "kind": "training", "title": "A day with providers"},
    ),
    "/reviews": page("/reviews", "senior"),
    "/reviews/overdue": page("/reviews/overdue", "senior"),
    "/unmet-needs": page("/unmet-needs", "prime commissioner contract_manager"),
    "/people/<str:reference>/services": page("/people/{person}/services", "officer"),
    "/people/<str:reference>/services/compare": page("/people/{person}/services/compare", "officer"),
    "/people/<str:reference>/nothing-fits": page(
        "/people/{person}/nothing-fits",
        "officer",
        sends={"need": "finance", "wanted": "Somebody who sits with her", "reason": "none_here"},
    ),
    "/people/<str:reference>/nothing-fits/<int:number>/take-back": page(
        "/people/{person}/nothing-fits/{nothing_fits}/take-back", "officer", sends={}
    ),
    "/people/<str:reference>/not-referred": page(
        "/people/{person}/not-referred",
        "officer",
        sends={"service": "{unused}:wellbeing", "reason": "budget"},
    ),
    "/people/<str:reference>/not-referred/<int:number>/take-back": page(
        "/people/{person}/not-referred/{not_referred}/take-back", "officer", sends={}
    ),
    # what is needed, and what is offered
    "/noticeboard": page("/noticeboard", SEES_NOTICEBOARD),
    "/noticeboard/needs/new/<slug:scheme>": page(
        "/noticeboard/needs/new/{scheme}", STATES_NEEDS, sends=_NEED | {"area": "cpa:{area_code}"}
    ),
    "/noticeboard/needs/<str:reference>": page("/noticeboard/needs/{need}", SEES_NOTICEBOARD),
    "/noticeboard/needs/<str:reference>/offer": page(
        "/noticeboard/needs/{need}/offer", "manager prime", sends=_OFFER
    ),
    "/noticeboard/needs/<str:reference>/meet": page(
        "/noticeboard/needs/{need}/meet", f"{OFFICERS} commissioner", sends={"why": "In another way"}
    ),
    "/noticeboard/needs/<str:reference>/answer": page(
        "/noticeboard/needs/{need}/answer", "prime contract_manager", sends={"why": "Nobody has room"}
    ),
    "/noticeboard/needs/<str:reference>/ask-again": page(
        "/noticeboard/needs/{unmet}/ask-again",
        f"{OFFICERS} commissioner",
        sends={"why": "It is needed still"},
    ),
    "/noticeboard/needs/<str:reference>/withdraw": page(
        "/noticeboard/needs/{need}/withdraw", f"{OFFICERS} commissioner", sends={"why": "No longer needed"}
    ),
    "/noticeboard/offers": page("/noticeboard/offers", SEES_NOTICEBOARD),
    "/noticeboard/offers/new/<slug:scheme>": page(
        "/noticeboard/offers/new/{scheme}", "manager prime", sends={"to": "{division_number}", **_OFFER}
    ),
    "/noticeboard/offers/<str:reference>": page("/noticeboard/offers/{offer}", SEES_NOTICEBOARD),
    "/noticeboard/offers/<str:reference>/talk": page(
        "/noticeboard/offers/{offer}/talk", "commissioner", sends={}
    ),
    "/noticeboard/offers/<str:reference>/take-up": page(
        "/noticeboard/offers/{offer}/take-up", "commissioner", sends={}
    ),
    "/noticeboard/offers/<str:reference>/decline": page(
        "/noticeboard/offers/{offer}/decline", "commissioner", sends={"why": "It is too far away"}
    ),
    "/noticeboard/offers/<str:reference>/withdraw": page(
        "/noticeboard/offers/{offer}/withdraw", "manager", sends={"why": "The house is sold"}
    ),
    # what bodies mean to buy
    "/intentions": page("/intentions", STATES_INTENTIONS),
    "/intentions/new/<slug:scheme>/<str:body>": page(
        "/intentions/new/{scheme}/{division}", "commissioner", sends={"year": "2018", **_INTENTION}
    ),
    "/intentions/publish/<slug:scheme>/<financial_year:year>/<str:body>": page(
        "/intentions/publish/{scheme}/2018-19/{division}",
        "commissioner",
        sends={"why_amended": "A grant was added"},
    ),
    "/intentions/<str:reference>": page("/intentions/{intention}", "commissioner"),
    "/intentions/<str:reference>/change": page(
        "/intentions/{intention}/change", "commissioner", sends=_INTENTION
    ),
    "/intentions/<str:reference>/remove": page("/intentions/{unread}/remove", "commissioner", sends={}),
    "/intentions/<str:reference>/talk": page("/intentions/{intention}/talk", "commissioner", sends={}),
    "/intentions/<str:reference>/open": page("/intentions/{intention}/open", "commissioner", sends={}),
    "/intentions/<str:reference>/award": page("/intentions/{intention}/award", "commissioner", sends={}),
    "/intentions/<str:reference>/drop": page(
        "/intentions/{intention}/drop", "commissioner", sends={"why": "The money went elsewhere"}
    ),
    "/intentions/<str:reference>/resume": page(
        "/intentions/{dropped}/resume", "commissioner", sends={"why": "There is money again"}
    ),
    # the commissioner, the contract manager, the inspector
    "/unpaid-demand": page("/unpaid-demand", "commissioner contract_manager"),
    "/commissioner": page("/commissioner", "commissioner"),
    "/contract": page("/contract", "contract_manager"),
    "/contract/changes": page("/contract/changes", "contract_manager"),
    "/contract/reviews": page("/contract/reviews", "prime contract_manager"),
    "/contract/reviews/<slug:scheme>/<str:prime>": page(
        "/contract/reviews/{scheme}/{prime_organisation}",
        "contract_manager",
        sends={
            "held_on_day": "3",
            "held_on_month": "7",
            "held_on_year": "2017",
            "found": "Prices stand",
        },
    ),
    "/contract/decision-times": page("/contract/decision-times", "prime contract_manager"),
    "/contract/publication": page("/contract/publication", "prime contract_manager"),
    "/contract/margins": page("/contract/margins", "contract_manager"),
    "/contract/landscape": page("/contract/landscape", "contract_manager"),
    "/contract/availability": page("/contract/availability", "contract_manager"),
    "/contract/figures": page("/contract/figures", "contract_manager"),
    "/contract/figures/<slug:scheme>/<str:key>": page(
        "/contract/figures/{scheme}/agreements", "contract_manager"
    ),
    "/contract/publish/<slug:scheme>/<quarter:quarter>": page(
        "/contract/publish/{scheme}/2017-18-q1", "contract_manager", sends={"why_amended": "A late record"}
    ),
    "/inspector": page("/inspector", "inspector"),
    "/inspector/landscape": page("/inspector/landscape", "inspector"),
    # the person
    "/my-plan": page("/my-plan", "person"),
    "/my-plan/plan.pdf": page("/my-plan/plan.pdf", "person"),
    "/my-plan/seen": page("/my-plan/seen", "person", sends={"answer": "both", "number": "{plan_version}"}),
    "/my-appointments": page("/my-appointments", "person"),
    "/my-days": page("/my-days", "person"),
}
"""By the route as `every_route()` gives it."""

PARTS: dict[str, dict[str, str]] = {
    "kind": {"service_type": "arts", "meets_children": "yes"},
    "delivery": {"mode": "group", "channels": "phone", "languages": "cy"},
    "dose": {"sessions": "6"},
    "needs": {"needs": "finance"},
    "people": {"main": "women"},
    "whom": {"sexes": "women", "youngest": "21"},
    "intake": {"intake": "closed", "note": "No worker"},
    "capacity": {"places": "12"},
    "wait": {"days": "9"},
    "interval": {"days": "30"},
}
"""Every other part of a record, and what its form takes."""

NEW_ITEMS: dict[str, dict[str, str]] = {
    "areas": {"area": "{area}"},
    "routes": {"route": "charitable", "buyer": "{organisation}", **_FROM_ON},
    "contacts": {"name": "Sam", "telephone": "01632 960003", "is_public": "yes", **_FROM_ON},
    "activities": {"words": "Walks"},
    "information": {"what": "Allergies", "why": "We cook", "is_essential": "no"},
    "evidence": {"finding": "It helps", "source": "A study"},
}
"""What a record has several of besides places, and what the form for one more takes."""

REMOVED_ITEMS = {
    "areas": "service_area",
    "activities": "activity",
    "information": "information",
    "evidence": "evidence",
}

ALSO: tuple[tuple[str, Page], ...] = (
    (
        "/appointments/<str:reference>/attendance",
        page(
            "/appointments/{supervision}/attendance",
            "officer",
            sends={"happened": "attended", "key": "6e8bc430-9c3a-41d9-9669-1508b4ab0b6e"},
        ),
    ),
    (
        "/appointments/<str:reference>/cancel",
        page("/appointments/{supervision}/cancel", "officer", sends={"why": "worker"}),
    ),
    ("/referrals/<str:reference>", page("/referrals/{draft}", CASE)),
    ("/changes/<str:reference>", page("/changes/{change}", "prime")),
    ("/changes/<str:reference>", page("/changes/{change_board}", READS_CHANGES)),
    ("/board/<str:reference>", page("/board/{meeting}", "contract_manager board")),
    ("/referrals/<str:reference>", page("/referrals/{waiting}", f"{CASE} manager prime person")),
    *(
        (
            "/kept-services/<str:reference>/parts/<str:part>",
            page(f"/kept-services/{{service}}/parts/{part}", KEEPS, sends=sends),
        )
        for part, sends in PARTS.items()
    ),
    *(
        (
            "/kept-services/<str:reference>/<str:kind>/new",
            page(f"/kept-services/{{service}}/{kind}/new", KEEPS, sends=sends),
        )
        for kind, sends in NEW_ITEMS.items()
    ),
    *(
        (
            "/kept-services/<str:reference>/<str:kind>/<int:number>/remove",
            page(f"/kept-services/{{service}}/{kind}/{{{row}}}/remove", KEEPS, sends={}),
        )
        for kind, row in REMOVED_ITEMS.items()
    ),
    *(
        (
            "/kept-services/<str:reference>/move/<str:verb>",
            page(f"/kept-services/{{service}}/move/{verb}", KEEPS, sends={"why": "The lease has ended"}),
        )
        for verb in ("suspend", "withdraw")
    ),
)
"""Further records of the same addresses, which others find."""
