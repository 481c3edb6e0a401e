"""
Transforming Rehabilitation: seven divisions, 21 contract package areas, their companies and eight owners.

Names and codes are public facts: the case management system's provider codes, and HM Inspectorate of
Probation, Probation Supply Chains (April 2018), Table 7. Owners are those of 2018 and stand for the whole
scheme: the day the owners took over, and who followed one that failed, are in none of the sources used.
Which police areas make an area follows from its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INSPECTION: Final = "HM Inspectorate of Probation, Probation Supply Chains, April 2018"
SETTINGS: Final = "Public settings of the probation case systems: areas grouped by their owner"
UNCHECKED: Final = "Widely published in 2018; not checked against a source kept here"


@dataclass(frozen=True)
class ContractPackageArea:
    """One area let to one company: its code, division, owner, where the owner is stated, its police areas."""

    code: str
    name: str
    division: str
    owner: str
    owner_source: str
    police_areas: str

    @property
    def company(self) -> str:
        """The name of the community rehabilitation company."""
        return f"{self.name} CRC"


DIVISIONS: Final = {
    "N01": "North West",
    "N02": "North East",
    "N03": "Wales",
    "N04": "Midlands",
    "N05": "South West and South Central",
    "N06": "South East and Eastern",
    "N07": "London",
}

OWNERS: Final = {
    "sodexo-nacro": "Sodexo Justice Services in partnership with Nacro",
    "arcc": "Achieving Real Change in Communities (ARCC)",
    "purple-futures": "Purple Futures",
    "rrp": "The Reducing Reoffending Partnership",
    "working-links": "Working Links",
    "people-plus": "People Plus",
    "mtcnovo": "MTCnovo",
    "seetec": "Seetec",
}

CONTRACT_PACKAGE_AREAS: Final = (
    ContractPackageArea("C01", "Northumbria",
                        "N02", "sodexo-nacro", UNCHECKED, "northumbria"),
    ContractPackageArea("C02", "Cumbria and Lancashire",
                        "N01", "sodexo-nacro", UNCHECKED, "cumbria lancashire"),
    ContractPackageArea("C03", "Durham Tees Valley",
                        "N02", "arcc", INSPECTION, "durham cleveland"),
    ContractPackageArea("C04", "Humberside, Lincolnshire and North Yorkshire",
                        "N02", "purple-futures", SETTINGS, "humberside lincolnshire north-yorkshire"),
    ContractPackageArea("C05", "West Yorkshire",
                        "N02", "purple-futures", SETTINGS, "west-yorkshire"),
    ContractPackageArea("C06", "Merseyside",
                        "N01", "purple-futures", INSPECTION, "merseyside"),
    ContractPackageArea("C07", "Cheshire and Greater Manchester",
                        "N01", "purple-futures", INSPECTION, "cheshire greater-manchester"),
    ContractPackageArea("C08", "Derbyshire, Leicestershire, Nottinghamshire and Rutland",
                        "N04", "rrp", INSPECTION, "derbyshire leicestershire nottinghamshire"),
    ContractPackageArea("C09", "South Yorkshire",
                        "N02", "sodexo-nacro", UNCHECKED, "south-yorkshire"),
    ContractPackageArea("C10", "Wales",
                        "N03", "working-links", INSPECTION, "dyfed-powys gwent north-wales south-wales"),
    ContractPackageArea("C11", "Staffordshire and West Midlands",
                        "N04", "rrp", UNCHECKED, "staffordshire west-midlands"),
    ContractPackageArea("C12", "Warwickshire and West Mercia",
                        "N04", "people-plus", INSPECTION, "warwickshire west-mercia"),
    ContractPackageArea("C13", "Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire",
                        "N06", "sodexo-nacro", UNCHECKED,
                        "bedfordshire northamptonshire cambridgeshire hertfordshire"),
    ContractPackageArea("C14", "Norfolk and Suffolk",
                        "N06", "sodexo-nacro", UNCHECKED, "norfolk suffolk"),
    ContractPackageArea("C15", "Bristol, Gloucestershire, Somerset and Wiltshire",
                        "N05", "working-links", UNCHECKED, "avon-and-somerset gloucestershire wiltshire"),
    ContractPackageArea("C16", "Thames Valley",
                        "N05", "mtcnovo", INSPECTION, "thames-valley"),
    ContractPackageArea("C17", "London",
                        "N07", "mtcnovo", SETTINGS, "metropolitan"),
    ContractPackageArea("C18", "Essex",
                        "N06", "sodexo-nacro", INSPECTION, "essex"),
    ContractPackageArea("C19", "Dorset, Devon and Cornwall",
                        "N05", "working-links", UNCHECKED, "dorset devon-and-cornwall"),
    ContractPackageArea("C20", "Hampshire and Isle of Wight",
                        "N05", "purple-futures", SETTINGS, "hampshire"),
    ContractPackageArea("C21", "Kent, Surrey and Sussex",
                        "N06", "seetec", INSPECTION, "kent surrey sussex"),
)  # fmt: skip
