"""Invented names, for people, places and providers. Written for this project; none is meant for anybody."""

from __future__ import annotations

import random
from itertools import product

FEMALE = (
    "Abigail", "Aisha", "Alice", "Amara", "Angela", "Beth", "Carol", "Chloe", "Deborah", "Diane", "Ellie",
    "Fatima", "Gemma", "Grace", "Hannah", "Holly", "Imani", "Jade", "Janet", "Jasmine", "Kayleigh", "Kelly",
    "Leanne", "Lorna", "Maria", "Megan", "Nadia", "Naomi", "Olivia", "Paula", "Priya", "Rachel", "Rosie",
    "Sandra", "Shanice", "Sian", "Sophie", "Tara", "Yasmin", "Zoe",
)  # fmt: skip
MALE = (
    "Aaron", "Adam", "Ahmed", "Alan", "Andre", "Ben", "Callum", "Carl", "Connor", "Craig", "Daniel", "Darren",
    "Dean", "Declan", "Dwayne", "Ethan", "Gareth", "George", "Harry", "Imran", "Jack", "Jamal", "Jamie",
    "Joel",
    "Kieran", "Kyle", "Lee", "Leon", "Lewis", "Luke", "Marcus", "Mark", "Mohammed", "Nathan", "Owen", "Paul",
    "Rhys", "Ryan", "Sean", "Tyler",
)  # fmt: skip
SURNAMES = (
    "Abbott", "Adeyemi", "Akhtar", "Allen", "Archer", "Bailey", "Barrow", "Begum", "Bennett", "Blake",
    "Bowen",
    "Bright", "Burgess", "Calder", "Carr", "Chapman", "Chaudhry", "Clarke", "Coleman", "Cooper", "Cross",
    "Curtis",
    "Dale", "Davies", "Dawson", "Dixon", "Doyle", "Edwards", "Ellis", "Evans", "Farrow", "Fisher", "Fletcher",
    "Foster", "Fraser", "Gallagher", "Gibson", "Grant", "Green", "Hall", "Harding", "Hart", "Hassan", "Hayes",
    "Holt", "Hughes", "Hunt", "Hussain", "Ingram", "Jackson", "James", "Jenkins", "Jones", "Kaur", "Kelly",
    "Khan", "King", "Knight", "Lane", "Lawson", "Lloyd", "Lowe", "Mahmood", "Marsh", "Mason", "Mensah",
    "Miller",
    "Moore", "Morgan", "Moss", "Nash", "Newton", "Nolan", "Obi", "Okafor", "Osborne", "Palmer", "Patel",
    "Pearce",
    "Perry", "Porter", "Powell", "Price", "Quinn", "Reed", "Rees", "Reynolds", "Roberts", "Rose", "Rowe",
    "Ryan",
    "Saunders", "Shah", "Shaw", "Singh", "Spencer", "Stone", "Sutton", "Thorne", "Tucker", "Turner",
    "Vaughan",
    "Wade", "Walsh", "Ward", "Watts", "Webb", "Wells", "Wilkes", "Woods", "Yates", "Young",
)  # fmt: skip
AREAS = (
    "Northmoor", "Eastvale", "Westhaven", "Southmere", "Ashcombe Vale", "Brackwater", "Calderfell",
    "Dunmarsh",
    "Elderbrook", "Fenmoor", "Greyholt", "Hartwold", "Inglemere", "Kestrel Downs", "Lowmarsh", "Merefell",
    "Oakenshire", "Pennerdale", "Ravenholt", "Stonewold", "Thornshire",
)  # fmt: skip
DIVISIONS = ("Ridgeway", "Lakeland Edge", "Marchwood", "Highmoor", "Saltcoast", "Riverlands", "Broadwold")
OWNERS = (
    "Tallis Rehabilitation Group", "Corvane Justice Services", "Meridale Partners", "Hollin and Wray Group",
    "Aldermere Services", "Brackenby Community Justice", "Sunderwick Group", "Pellworth Partnership",
)  # fmt: skip
_STEMS = (
    "Larkmere", "Thornmere", "Haverwick", "Fennelby", "Quillbrook", "Marlstone Row", "Pellowfield", "Tamsel",
    "Ostlebrook", "Withyholme", "Brindlewick", "Caddowfield", "Dovercombe", "Ellerwick", "Farthinglow",
    "Gorseholt",
    "Hazelmarch", "Iverdale", "Jessamere", "Kittlefield", "Lowenby", "Mossawick", "Nettlecross", "Orrisbrook",
    "Plumley Rise", "Quernfield", "Rushwick Row", "Sallowby", "Teaselbrook", "Umberholme", "Vennerdale",
    "Wrenholt",
    "Yarrowick", "Amblecross", "Bramblewick", "Cloverholt", "Drovebridge", "Everwick", "Foxmarch",
    "Gladebrook",
)  # fmt: skip
_SUFFIXES = (
    "Trust", "Project", "Women's Centre", "Link", "Works", "Homes", "Mentors", "Foundation", "Network",
    "Partnership",
    "Community Support", "Pathways", "House", "Futures", "Advice", "Together", "Bridge", "Restore", "Skills",
    "Collective", "New Start", "Steps", "Outreach", "Hub", "Alliance", "Support", "Housing", "Families",
)  # fmt: skip
_COMPANY_SUFFIXES = ("Training Ltd", "Solutions Ltd", "Employment Ltd", "Associates Ltd")


def full_name(sex: str, chance: random.Random) -> tuple[str, str]:
    """A first name and a last name for somebody of a sex."""
    return chance.choice(FEMALE if sex == "female" else MALE), chance.choice(SURNAMES)


def provider_names(number: int, chance: random.Random, *, company: bool) -> list[str]:
    """
    Different names for `number` invented providers: companies, or charities and community organisations.

    Beyond the lists' own pairs, names go on with a number.
    """
    pairs = list(product(_STEMS, _COMPANY_SUFFIXES if company else _SUFFIXES))
    chance.shuffle(pairs)
    return [
        " ".join(pairs[n % len(pairs)]) + (f" {n // len(pairs) + 1}" if n >= len(pairs) else "")
        for n in range(number)
    ]


def _in_turn(names: tuple[str, ...], n: int) -> str:
    return names[n % len(names)] + (f" {n // len(names) + 1}" if n >= len(names) else "")


def area_name(n: int) -> str:
    """The name of the n-th invented contract package area, from 0."""
    return _in_turn(AREAS, n)


def division_name(n: int) -> str:
    """The name of the n-th invented division, from 0; it says that it is invented."""
    return f"NPS {_in_turn(DIVISIONS, n)} (invented)"


def owner_name(n: int) -> str:
    """The name of the n-th invented owner of primes, from 0."""
    return _in_turn(OWNERS, n)
