"""
The twelve probation regions from 2021, and the 42 police areas within them.

Letters and names are those of the Ministry of Justice's public referral service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SOURCE: Final = "Ministry of Justice, public reference records of the referral service (MIT licence)"


@dataclass(frozen=True)
class Region:
    """A probation region and the police areas in it, by code and name."""

    code: str
    name: str
    police_areas: Mapping[str, str]


REGIONS: Final = (
    Region("A", "North East", {
        "cleveland": "Cleveland",
        "durham": "Durham",
        "northumbria": "Northumbria",
    }),
    Region("B", "North West", {
        "cheshire": "Cheshire",
        "cumbria": "Cumbria",
        "lancashire": "Lancashire",
        "merseyside": "Merseyside",
    }),
    Region("C", "Yorkshire and the Humber", {
        "humberside": "Humberside",
        "north-yorkshire": "North Yorkshire",
        "south-yorkshire": "South Yorkshire",
        "west-yorkshire": "West Yorkshire",
    }),
    Region("D", "Wales", {
        "dyfed-powys": "Dyfed-Powys",
        "gwent": "Gwent",
        "north-wales": "North Wales",
        "south-wales": "South Wales",
    }),
    Region("E", "West Midlands", {
        "staffordshire": "Staffordshire",
        "warwickshire": "Warwickshire",
        "west-mercia": "West Mercia",
        "west-midlands": "West Midlands",
    }),
    Region("F", "East Midlands", {
        "derbyshire": "Derbyshire",
        "leicestershire": "Leicestershire",
        "lincolnshire": "Lincolnshire",
        "nottinghamshire": "Nottinghamshire",
    }),
    Region("G", "South West", {
        "avon-and-somerset": "Avon & Somerset",
        "devon-and-cornwall": "Devon & Cornwall",
        "dorset": "Dorset",
        "gloucestershire": "Gloucestershire",
        "wiltshire": "Wiltshire",
    }),
    Region("H", "South Central", {
        "hampshire": "Hampshire",
        "thames-valley": "Thames Valley",
    }),
    Region("I", "East of England", {
        "bedfordshire": "Bedfordshire",
        "cambridgeshire": "Cambridgeshire",
        "essex": "Essex",
        "hertfordshire": "Hertfordshire",
        "norfolk": "Norfolk",
        "northamptonshire": "Northamptonshire",
        "suffolk": "Suffolk",
    }),
    Region("J", "London", {
        "metropolitan": "London (Metropolitan Police)",
    }),
    Region("K", "Kent, Surrey and Sussex", {
        "kent": "Kent",
        "surrey": "Surrey",
        "sussex": "Sussex",
    }),
    Region("L", "Greater Manchester", {
        "greater-manchester": "Greater Manchester",
    }),
)  # fmt: skip
