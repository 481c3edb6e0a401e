"""What the free words of a contract leave no doubt about, and what they leave open."""

from __future__ import annotations

import pytest

from throughline.supply.imports.crs_methods import channels_of, mode_of
from throughline.supply.imports.crs_needs import TYPE_OF_FAMILY, made_for, type_of
from throughline.supply.imports.crs_orders import orders_said
from throughline.supply.imports.crs_places import place_names
from throughline.vocabulary.delivery import Channel, Mode
from throughline.vocabulary.orders import OrderKind
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType

ONE, GROUP, BOTH, UNKNOWN = Mode.ONE_TO_ONE, Mode.GROUP, Mode.BOTH, Mode.UNKNOWN


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        *(
            pytest.param([way], ONE, id=way)
            for way in ("1-2-1", "1:1", "1:2:1", "1:2-1", "1 -2 1", "1-to- 1", "1;1", "One to one", "121",
                        "One-to-one", "Face-to-face one-to-one delivery", "1-1 / remote delivery")
        ),
        pytest.param(["36893"], ONE, id="1-2-1 that a spreadsheet took for 2 January 2001"),
        pytest.param(["36923.0"], ONE, id="1-2-1 that a spreadsheet took for 1 February 2001"),
        pytest.param(["36894"], UNKNOWN, id="another number"),
        pytest.param(["Groups"], GROUP, id="groups"),
        pytest.param(["Digital group learning"], GROUP, id="a group at a distance"),
        pytest.param(["1-2-1, Group and online"], BOTH, id="both in one"),
        pytest.param(["1:1", "Group work"], BOTH, id="each in another activity"),
        pytest.param(["1:1", "Digital"], ONE, id="one that says neither changes nothing"),
        pytest.param(["Weekly drop in"], UNKNOWN, id="neither"),
        pytest.param(["11 sessions"], UNKNOWN, id="a number of sessions"),
        pytest.param([], UNKNOWN, id="no activities"),
    ],
)  # fmt: skip
def test_a_mode_is_read_where_it_is_written(written: list[str], mode: Mode) -> None:
    assert mode_of(written) == mode


@pytest.mark.parametrize(
    ("written", "channels"),
    [
        pytest.param(["1-2-1, face 2 face", "by telephone"], (Channel.IN_PERSON, Channel.PHONE), id="two"),
        pytest.param(["video link"], (Channel.VIDEO,), id="video"),
        pytest.param(["Digital distance learning, Self-study"], (Channel.ONLINE,), id="in one’s own time"),
        pytest.param(["Online", "remote", "virtual", "digital"], (), id="words that can mean several"),
    ],
)
def test_channels_are_read_where_the_word_means_one(
    written: list[str], channels: tuple[Channel, ...]
) -> None:
    assert channels_of(written) == channels


@pytest.mark.parametrize(
    ("written", "places"),
    [
        pytest.param("Luton, Bedford", ("Luton", "Bedford"), id="commas"),
        pytest.param("Leeds; Wakefield", ("Leeds", "Wakefield"), id="semicolons"),
        pytest.param("Birmingham,, Coventry,, Dudley.", ("Birmingham", "Coventry", "Dudley"), id="doubled"),
        pytest.param("Cheshire West / Chester", ("Cheshire West", "Chester"), id="strokes"),
        pytest.param("Farnborough/Aldershot", ("Farnborough/Aldershot",), id="one place of two towns"),
        pytest.param("Bath & North East Somerset", ("Bath & North East Somerset",), id="five words"),
        pytest.param("Weston-super-Mare, King’s Lynn", ("Weston-super-Mare", "King’s Lynn"), id="marks"),
        pytest.param("HMP Hull HMP Humber", ("HMP Hull", "HMP Humber"), id="prisons run together"),
        pytest.param("Milton Keynes (Bletchley)", ("Milton Keynes (Bletchley)",), id="brackets"),
        pytest.param("Lincolnshire:, Lincoln", ("Lincolnshire", "Lincoln"), id="a colon"),
        pytest.param(
            "Luton, Bedford and local hubs across the region", ("Luton",), id="prose at the end is left out"
        ),
        pytest.param("Hubs across South London (Bexley, Bromley), Croydon", (), id="prose at the beginning"),
        pytest.param("Community, All Lot 3 boroughs (Brent, Camden)", (), id="no place is called Community"),
        pytest.param("4th Floor, 20 Swan Street, Manchester, M4 5JW", (), id="an address"),
        pytest.param("South Tyneside only", (), id="a condition"),
        pytest.param("Gloucester stroud, Tewkesbury, Cheltenham", (), id="two run together"),
        pytest.param("", (), id="nothing"),
    ],
)  # fmt: skip
def test_places_are_read_from_lists_of_names_alone(written: str, places: tuple[str, ...]) -> None:
    assert place_names([written]) == places


def test_a_place_of_several_activities_is_one() -> None:
    assert place_names(["York, Leeds", "leeds is far", "LEEDS; Hull"]) == ("York", "Leeds", "Hull")


EVERY_KIND = (OrderKind.COMMUNITY, OrderKind.SUSPENDED, OrderKind.LICENCE, OrderKind.POST_SENTENCE)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param(
            "A service. Services are available for female Service Users, irrespective of risk level, on a "
            "Community/ Suspended Sentence Order with a RAR or on Licence/Post-Sentence Supervision. More.",
            EVERY_KIND,
            id="one sentence",
        ),
        pytest.param(
            "Services are available for all adult males on probation either:\n- on a Community Sentence or "
            "Suspended Sentence Order.\n- pre-release. A referral then will help.\n- released on licence.\n\n"
            "Any other matter.",
            (OrderKind.COMMUNITY, OrderKind.SUSPENDED, OrderKind.LICENCE),
            id="a list, one point of it in two sentences",
        ),
        pytest.param(
            "Services are available for people on licence/post-sentence supervision. Later this will be "
            "extended to those on a Community Order.",
            (),
            id="doubt",
        ),
        pytest.param(
            "Services are available for people on licence. Sessions on licence are enforceable.",
            (OrderKind.LICENCE,),
            id="said again",
        ),
        pytest.param("Support for men on licence.", (), id="in passing"),
        pytest.param(
            "Services are available for men who are not subject to an Alcohol Community Treatment "
            "Requirement.",
            (),
            id="a requirement is no kind of order",
        ),
        pytest.param(
            "Services are for all adult men, irrespective of risk level or complexity level.",
            (),
            id="any risk",
        ),
    ],
)
def test_kinds_of_order_are_read_where_the_text_opens_the_service_to_them(
    text: str, kinds: tuple[OrderKind, ...]
) -> None:
    assert orders_said(text).kinds == kinds


def test_the_words_that_say_it_are_kept_and_no_others() -> None:
    text = "A home.\nServices are available for men\non licence. Bring a letter."
    assert orders_said(text).words == "Services are available for men on licence."


@pytest.mark.parametrize(
    ("women", "men", "oldest", "groups"),
    [
        (True, False, None, (Population.WOMEN,)),
        (False, True, None, (Population.MEN,)),
        (False, True, 25, (Population.MEN, Population.YOUNG_ADULTS)),
        (False, True, 26, (Population.MEN,)),
        (True, True, None, ()),
    ],
)
def test_a_service_closed_to_others_is_made_for_those_it_is_open_to(
    women: bool, men: bool, oldest: int | None, groups: tuple[Population, ...]
) -> None:
    assert made_for(women=women, men=men, oldest=oldest) == groups


@pytest.mark.parametrize(("family", "kind"), TYPE_OF_FAMILY.items())
def test_each_family_is_one_kind_of_work(family: str, kind: ServiceType) -> None:
    assert type_of(family) == type_of(f"{family}-NE") == kind
    assert type_of("XYZ") == ServiceType.OTHER
