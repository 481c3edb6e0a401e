"""Changing every part of an entry: what it then says, what is refused, and by whom it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db.models import Model

from tests import factories as make
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.refusals import Refusal
from throughline.supply.actions import (
    service_contacts,
    service_drafts,
    service_eligibility,
    service_intake,
    service_parts,
    service_places,
    service_routes,
    service_text,
    services,
)
from throughline.supply.actions.service_contacts import Who
from throughline.supply.actions.service_places import Open, Where
from throughline.supply.actions.service_routes import Part, Way
from throughline.supply.models import Service
from throughline.supply.queries.content import content_of
from throughline.supply.refusals import (
    AgesOutOfOrder,
    AgreementOfAnother,
    AskedForAlready,
    ContactNotClear,
    ForNobody,
    HoursOutOfOrder,
    IntakeNotClear,
    LanguageNotSaid,
    OwnerKeepsNoEntry,
    PlaceIsThere,
    PlaceNotClear,
    RouteIsThere,
    RouteNotClear,
    RuleSaysNothing,
    ServiceIsWithdrawn,
    SharesNotTheWhole,
    WithheldPlaceGivenAway,
    WordingIsTheEntry,
)

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=1)
TODAY = make.NOW.date()


class Kept:
    """An entry in its chain, and everybody who keeps it."""

    def __init__(self, state: str = "published", **fields: Any) -> None:
        self.scheme = make.SchemeFactory()
        ministry, self.prime, self.centre = make.OrganisationFactory.create_batch(3)
        link = make.chain(ministry, self.prime, self.centre, scheme=self.scheme)[-1]
        self.service: Service = make.ServiceFactory(
            scheme=self.scheme, deliverer=self.centre, agreement=link, name="Job club", state=state, **fields
        )
        self.manager = make.member("provider_manager", self.centre)
        self.keepers = {
            "deliverer": self.manager,
            "prime": make.member("supply_chain_manager", self.prime),
            "steward": make.member("contract_manager", self.scheme.steward),
        }

    def done(self, act: Callable[..., Any], by: User | None = None, **said: Any) -> Any:
        who = by or self.manager
        if not any(isinstance(said.get(of), Model) for of in ("place", "route", "contact", "rule", "part")):
            said["service"] = self.service
        with acting_as(make.acting(who)):
            return act(**said, by=who, at=make.NOW)

    @property
    def content(self) -> dict[str, Any]:
        return content_of(self.service)


@pytest.fixture
def kept() -> Kept:
    return Kept()


PARTS: dict[str, tuple[Callable[..., Any], dict[str, Any], str, Any]] = {
    "text": (
        service_text.describe_service,
        {"name": "Work club", "summary": "Jobs", "what_happens": "We meet"},
        "what_happens",
        "We meet",
    ),
    "kind of work": (
        service_text.set_kind_of_work,
        {"service_type": "arts", "meets_children": True, "involves": ["computers", "alone"]},
        "service_type",
        "arts",
    ),
    "delivery": (
        service_text.set_delivery,
        {"mode": "group", "channels": ["video", "in_person"], "languages": ["cy"]},
        "channels",
        ["in_person", "video"],
    ),
    "dose": (
        service_text.set_dose,
        {"sessions": 6, "session_minutes": 60, "weeks": 3, "indicative_rar_days": 4},
        "indicative_rar_days",
        4,
    ),
    "needs": (service_parts.set_needs, {"needs": ["finance", "drugs"]}, "needs", ["drugs", "finance"]),
    "populations": (
        service_eligibility.set_populations,
        {"main": ["women"], "also": ["carers", "women"]},
        "populations",
        [{"population": "carers", "is_main": False}, {"population": "women", "is_main": True}],
    ),
    "whom": (
        service_eligibility.set_whom,
        {"for_women": True, "for_men": False, "youngest": 18, "oldest": None},
        "youngest",
        18,
    ),
    "a rule": (
        service_eligibility.set_rule,
        {"aspect": "offence", "accepts": [], "refuses": ["arson"], "why": "We share a building"},
        "eligibility",
        [{"aspect": "offence", "accepts": [], "refuses": ["arson"], "why": "We share a building"}],
    ),
    "capacity": (service_intake.set_capacity, {"places": 12}, "places", 12),
    "the wait": (
        service_intake.state_wait,
        {"days": 10},
        "waiting",
        {"days": 10, "said_on": TODAY.isoformat()},
    ),
    "information": (
        service_parts.write_information,
        {"asked": None, "what": "Allergies", "why": "We cook", "is_essential": True},
        "information",
        [{"what": "Allergies", "why": "We cook", "is_essential": True}],
    ),
    "an activity": (
        service_parts.write_activity,
        {"activity": None, "need_area": "Finance", "words": "Budgets", "method": "Group", "place": "Hall"},
        "activities",
        [{"need_area": "Finance", "activity": "Budgets", "method": "Group", "place": "Hall"}],
    ),
    "review interval": (service_drafts.set_review_interval, {"days": 30}, "review_days", 30),
}


@pytest.mark.parametrize(("act", "said", "part", "wanted"), PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("keeper", ["deliverer", "prime", "steward"])
def test_those_who_keep_an_entry_change_it(
    kept: Kept, keeper: str, act: Callable[..., Any], said: dict[str, Any], part: str, wanted: Any
) -> None:
    kept.done(act, by=kept.keepers[keeper], **said)
    assert kept.content[part] == wanted
    assert [(one.number, one.by) for one in kept.service.versions.all()] == [
        (2, kept.keepers[keeper]),
        (1, None),
    ]


@pytest.mark.parametrize(("act", "said", "part", "wanted"), PARTS.values(), ids=PARTS)
def test_nobody_else_changes_it(
    kept: Kept, act: Callable[..., Any], said: dict[str, Any], part: str, wanted: Any
) -> None:
    stranger = make.member("provider_manager", make.OrganisationFactory())
    with pytest.raises(NotAllowed):
        kept.done(act, by=stranger, **said)
    assert kept.content[part] != wanted
    assert not kept.service.versions.exists()


@pytest.mark.parametrize(("act", "said", "part", "wanted"), PARTS.values(), ids=PARTS)
def test_a_withdrawn_entry_stays_as_it_was(
    act: Callable[..., Any], said: dict[str, Any], part: str, wanted: Any
) -> None:
    withdrawn = Kept(state="withdrawn")
    with pytest.raises(ServiceIsWithdrawn, match="Copy it to offer it again"):
        withdrawn.done(act, **said)
    assert withdrawn.content[part] != wanted


REFUSED: dict[str, tuple[Callable[..., Any], dict[str, Any], type[Refusal]]] = {
    "no language": (
        service_text.set_delivery,
        {"mode": "group", "channels": [], "languages": []},
        LanguageNotSaid,
    ),
    "for neither": (
        service_eligibility.set_whom,
        {"for_women": False, "for_men": False, "youngest": None, "oldest": None},
        ForNobody,
    ),
    "ages the wrong way round": (
        service_eligibility.set_whom,
        {"for_women": True, "for_men": True, "youngest": 26, "oldest": 25},
        AgesOutOfOrder,
    ),
    "a rule of nothing": (
        service_eligibility.set_rule,
        {"aspect": "risk", "accepts": [], "refuses": [], "why": "x"},
        RuleSaysNothing,
    ),
    "a rule that says both": (
        service_eligibility.set_rule,
        {"aspect": "risk", "accepts": ["low", "high"], "refuses": ["high"], "why": ""},
        RuleSaysNothing,
    ),
    "a value nobody published": (
        service_eligibility.set_rule,
        {"aspect": "risk", "accepts": ["enormous"], "refuses": [], "why": ""},
        RuleSaysNothing,
    ),
    "capped at nothing": (service_intake.set_intake, {"intake": "capped"}, IntakeNotClear),
    "closed without a word": (service_intake.set_intake, {"intake": "closed", "note": " "}, IntakeNotClear),
    "plain English as a wording": (
        service_parts.write_wording,
        {"language": "en", "reading": "plain", "name": "a", "summary": "b", "what_happens": "c"},
        WordingIsTheEntry,
    ),
    "a contact nobody can reach": (
        service_contacts.add_contact,
        {"who": Who("Ruth"), "from_on": TODAY},
        ContactNotClear,
    ),
    "a cost that nobody stands for": (
        service_routes.add_route,
        {"way": Way("charitable", make.ever(), unit_cost=Money("31.00"), cost_unit="session")},
        RouteNotClear,
    ),
    "a cost of nothing in particular": (
        service_routes.add_route,
        {"way": Way("charitable", make.ever(), unit_cost=Money("31.00"), cost_source="Accounts")},
        RouteNotClear,
    ),
    "a cost where the buyer pays": (
        service_routes.add_route,
        {"way": Way("spot", make.ever(), unit_cost=Money("9.00"), cost_unit="session", cost_source="x")},
        RouteNotClear,
    ),
    "a withheld office": (
        service_places.add_place,
        {"where": Where("House", in_office="Northmoor", is_withheld=True)},
        PlaceNotClear,
    ),
}


@pytest.mark.parametrize(("act", "said", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_contradicts_itself_is_refused(
    kept: Kept, act: Callable[..., Any], said: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = kept.content
    with pytest.raises(refusal):
        kept.done(act, **said)
    assert kept.content == before


class TestPlaces:
    def test_a_place_has_hours_or_times_by_arrangement(self, kept: Kept) -> None:
        place = kept.done(service_places.add_place, where=Where("Centre", "1 High Street", "NM1 1AA"))
        kept.done(service_places.set_hours, place=place, hours=[Open(2, time(10), time(16))])
        assert kept.content["given_at"][0]["hours"] == [{"weekday": 2, "opens": "10:00", "closes": "16:00"}]
        kept.done(service_places.set_hours, place=place, hours=[])
        assert kept.content["given_at"][0]["hours"] == []
        assert kept.content["given_at"][0]["by_arrangement"] is True

    @pytest.mark.parametrize(
        "hours",
        [
            [Open(1, time(10), time(9))],
            [Open(1, time(9), time(12)), Open(1, time(11), time(13))],
        ],
        ids=["end before they begin", "overlap"],
    )
    def test_hours_are_in_order(self, kept: Kept, hours: list[Open]) -> None:
        place = make.ServicePlaceFactory(service=kept.service)
        with pytest.raises(HoursOutOfOrder):
            kept.done(service_places.set_hours, place=place, hours=hours)

    def test_two_places_of_one_name_are_refused(self, kept: Kept) -> None:
        there = make.ServicePlaceFactory(service=kept.service, name="Centre")
        with pytest.raises(PlaceIsThere):
            kept.done(service_places.add_place, where=Where("Centre"))
        kept.done(service_places.change_place, place=there, where=Where("Centre", "2 Low Street"))
        assert kept.content["given_at"][0]["address"] == "2 Low Street"

    def test_a_text_that_gives_a_withheld_place_away_is_refused(self, kept: Kept) -> None:
        kept.done(
            service_places.add_place,
            where=Where("Juniper House", "14 Hollow Lane", "NM4 7QX", is_withheld=True),
        )
        for words in ("Come to 14  hollow lane", "Near nm47qx", "At JUNIPER HOUSE"):
            with pytest.raises(WithheldPlaceGivenAway):
                kept.done(
                    service_text.describe_service, name="Job club", summary="", what_happens=f"{words} at ten"
                )
        kept.done(service_text.describe_service, name="Job club", summary="", what_happens="In Hollow Street")

    def test_areas_are_said_anew(self, kept: Kept) -> None:
        north, south = make.AreaFactory.create_batch(2)
        kept.done(service_places.set_areas, areas=[north])
        kept.done(service_places.set_areas, areas=[south, north])
        kept.done(service_places.set_areas, areas=[south])
        assert [area["name"] for area in kept.content["areas"]] == [south.name]


class TestRoutes:
    def test_free_at_use_says_who_pays_and_what_it_costs(self, kept: Kept) -> None:
        council = make.OrganisationFactory(name="Northmoor Council")
        kept.done(
            service_routes.add_route,
            way=Way(
                "co_commissioned",
                make.ever(),
                payer=council,
                unit_cost=Money("31.00"),
                cost_unit="session",
                cost_source="the council’s accounts of 2016/17",
            ),
        )
        (route,) = kept.content["routes"]
        assert (route["payer"]["name"], route["unit_cost"]) == ("Northmoor Council", "31.00")

    def test_a_buyer_has_one_route_at_a_time(self, kept: Kept) -> None:
        first = kept.done(service_routes.add_route, way=Way("core", make.ever()))
        with pytest.raises(RouteIsThere, match="End that one first"):
            kept.done(service_routes.add_route, way=Way("charitable", make.ever(date(2017, 8, 1))))
        kept.done(service_routes.end_route, route=first, last_day=date(2017, 7, 31))
        kept.done(service_routes.add_route, way=Way("charitable", make.ever(date(2017, 8, 1))))

    @pytest.mark.asks("S20")
    @pytest.mark.parametrize("shares", [(60_00, 39_00), (50_00,), (100_00, 0)])
    def test_contributions_make_the_whole(self, kept: Kept, shares: tuple[int, ...]) -> None:
        route = make.ServiceRouteFactory(service=kept.service, route="co_commissioned")
        payers = make.OrganisationFactory.create_batch(2)
        parts = [Part(payer, share) for payer, share in zip(payers, shares, strict=False)]
        with pytest.raises(SharesNotTheWhole):
            kept.done(service_routes.set_contributions, route=route, parts=parts)
        whole = [Part(payers[0], 60_00, "Women of the county first"), Part(payers[1], 40_00)]
        kept.done(service_routes.set_contributions, route=route, parts=whole)
        (shown,) = kept.content["routes"]
        assert [(part["share"], part["terms"]) for part in shown["contributions"]] == [
            (60_00, "Women of the county first"),
            (40_00, ""),
        ]

    def test_only_the_co_commissioned_have_contributors(self, kept: Kept) -> None:
        route = make.ServiceRouteFactory(service=kept.service, route="core")
        with pytest.raises(RouteNotClear):
            kept.done(
                service_routes.set_contributions,
                route=route,
                parts=[Part(make.OrganisationFactory(), 100_00)],
            )


class TestContacts:
    def test_one_follows_another(self, kept: Kept) -> None:
        ruth = kept.done(
            service_contacts.add_contact,
            who=Who("Ruth", "Manager", "01632 960001", is_public=True),
            from_on=date(2017, 5, 1),
        )
        amy = kept.done(service_contacts.add_contact, who=Who("Amy", email="amy@example.org"), from_on=TODAY)
        kept.done(service_contacts.end_contact, contact=ruth, last_day=date(2017, 6, 30), successor=amy)
        ruth.refresh_from_db()
        assert (ruth.during.to, ruth.successor) == (date(2017, 7, 1), amy)
        assert [who["name"] for who in kept.content["contacts"]] == ["Ruth"]

    def test_nobody_of_another_service_follows(self, kept: Kept) -> None:
        ruth = make.ServiceContactFactory(service=kept.service)
        elsewhere = make.ServiceContactFactory()
        with pytest.raises(ContactNotClear):
            kept.done(service_contacts.end_contact, contact=ruth, last_day=TODAY, successor=elsewhere)


class TestIntake:
    def test_a_closed_entry_names_what_there_is_instead(self, kept: Kept) -> None:
        other = make.ServiceFactory(name="Skills for work")
        kept.done(service_intake.set_intake, intake="closed", alternative=other)
        assert kept.content["intake"]["alternative"]["name"] == "Skills for work"
        kept.done(service_intake.set_intake, intake="capped", cap=5)
        assert kept.content["intake"] == {"is": "capped", "cap": 5, "note": "", "alternative": None}

    def test_it_is_not_its_own_alternative(self, kept: Kept) -> None:
        with pytest.raises(IntakeNotClear):
            kept.done(service_intake.set_intake, intake="closed", alternative=kept.service)


class TestLists:
    def test_information_is_asked_for_once(self, kept: Kept) -> None:
        asked = kept.done(
            service_parts.write_information, asked=None, what="Allergies", why="We cook", is_essential=False
        )
        with pytest.raises(AskedForAlready):
            kept.done(
                service_parts.write_information, asked=None, what="Allergies", why="Again", is_essential=True
            )
        kept.done(
            service_parts.write_information, asked=asked, what="Allergies", why="We eat", is_essential=True
        )
        kept.done(service_parts.remove_part, part=asked)
        assert kept.content["information"] == []

    def test_a_wording_is_written_once_for_a_language_and_reading(self, kept: Kept) -> None:
        for summary in ("Gwaith", "Clwb gwaith"):
            kept.done(
                service_parts.write_wording,
                language="cy",
                reading="plain",
                name="Clwb",
                summary=summary,
                what_happens="Rydym yn cwrdd",
            )
        assert [said["summary"] for said in kept.content["wordings"]] == ["Clwb gwaith"]

    def test_a_rule_is_removed(self, kept: Kept) -> None:
        rule = make.EligibilityRuleFactory(service=kept.service)
        kept.done(service_eligibility.remove_rule, rule=rule)
        assert kept.content["eligibility"] == []


class TestDrafts:
    def test_a_draft_is_begun_and_found_by_nobody(self, kept: Kept) -> None:
        with acting_as(make.acting(kept.manager)):
            draft = service_drafts.draft_service(
                scheme=kept.scheme,
                kind=kept.service.kind,
                name="Art club",
                deliverer=kept.centre,
                agreement=kept.service.agreement,
                by=kept.manager,
                at=make.NOW,
            )
        assert (draft.state, draft.owner, draft.versions.count()) == ("draft", kept.manager, 1)

    def test_an_agreement_of_another_provider_is_refused(self, kept: Kept) -> None:
        other = make.AgreementFactory(scheme=kept.scheme)
        with acting_as(make.acting(kept.manager)), pytest.raises(AgreementOfAnother):
            service_drafts.draft_service(
                scheme=kept.scheme,
                kind=kept.service.kind,
                name="Art club",
                deliverer=kept.centre,
                agreement=other,
                by=kept.manager,
                at=make.NOW,
            )

    def test_nobody_begins_an_entry_for_others(self, kept: Kept) -> None:
        stranger = make.member("provider_manager", make.OrganisationFactory())
        with acting_as(make.acting(stranger)), pytest.raises(NotAllowed):
            service_drafts.draft_service(
                scheme=kept.scheme,
                kind=kept.service.kind,
                name="Art club",
                deliverer=kept.centre,
                agreement=None,
                by=stranger,
                at=make.NOW,
            )

    def test_a_copy_says_the_same_of_the_work_and_nothing_of_the_money(self, kept: Kept) -> None:
        make.ServiceHoursFactory(place__service=kept.service, place__name="Centre")
        make.ServiceNeedFactory(service=kept.service)
        make.ServiceRouteFactory(service=kept.service)
        make.ServiceContactFactory(service=kept.service)
        with acting_as(make.acting(kept.manager)):
            copy = service_drafts.copy_service(
                service=kept.service, name="Job club, evenings", by=kept.manager, at=make.NOW
            )
        said = content_of(copy)
        assert (said["name"], said["state"], said["needs"]) == ("Job club, evenings", "draft", ["wellbeing"])
        assert said["given_at"][0]["hours"] == [{"weekday": 2, "opens": "10:00", "closes": "16:00"}]
        assert (said["routes"], said["contacts"]) == ([], [])
        assert content_of(kept.service)["given_at"][0]["name"] == "Centre"

    def test_an_entry_is_handed_over_to_somebody_who_keeps_it(self, kept: Kept) -> None:
        kept.done(service_drafts.hand_over_service, to=kept.keepers["prime"])
        kept.service.refresh_from_db()
        assert kept.service.owner == kept.keepers["prime"]
        with pytest.raises(OwnerKeepsNoEntry):
            kept.done(service_drafts.hand_over_service, to=make.member("support_worker", kept.centre))


class TestTheStewardOfTheScheme:
    """Whoever oversees the scheme may publish, suspend and withdraw, and confirms what is true."""

    def test_every_move(self) -> None:
        kept = Kept(state="draft")
        make.complete(kept.service)
        steward = kept.keepers["steward"]
        kept.done(services.publish_service, by=steward)
        kept.done(services.confirm_service, by=steward)
        kept.done(services.suspend_service, by=steward, why="Under review")
        kept.done(services.withdraw_service, by=steward, why="Not safe")
        kept.service.refresh_from_db()
        assert kept.service.state == "withdrawn"

    def test_of_another_scheme_does_not(self, kept: Kept) -> None:
        other = make.member("contract_manager", make.SchemeFactory().steward)
        with pytest.raises(NotAllowed):
            kept.done(services.suspend_service, by=other, why="Not mine")
