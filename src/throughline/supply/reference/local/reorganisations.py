"""
Local authorities that have ended since 2014, and which took over from each.

The structural changes orders of 2018 to 2022 under the Local Government and Public Involvement in Health
Act 2007; names and codes of the Office for National Statistics (Open Government Licence). Each of these
changes lies within one police area.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

_2019: Final = date(2019, 4, 1)
_2020: Final = date(2020, 4, 1)
_2021: Final = date(2021, 4, 1)
_2023: Final = date(2023, 4, 1)


@dataclass(frozen=True)
class Reorganisation:
    """From the day `on`, `successor` (a code) stands in place of `former`, which lay in `county`."""

    on: date
    successor: str
    former: str
    county: str = ""


REORGANISATIONS: Final = (
    Reorganisation(_2019, "E06000058", "E06000028 Bournemouth; E06000029 Poole"),
    Reorganisation(_2019, "E06000058", "E07000048 Christchurch", "E10000009 Dorset"),
    Reorganisation(
        _2019,
        "E06000059",
        "E07000049 East Dorset; E07000050 North Dorset; E07000051 Purbeck; E07000052 West Dorset; "
        "E07000053 Weymouth and Portland",
        "E10000009 Dorset",
    ),
    Reorganisation(_2019, "E07000244", "E07000205 Suffolk Coastal; E07000206 Waveney", "E10000029 Suffolk"),
    Reorganisation(
        _2019, "E07000245", "E07000201 Forest Heath; E07000204 St Edmundsbury", "E10000029 Suffolk"
    ),
    Reorganisation(
        _2019, "E07000246", "E07000190 Taunton Deane; E07000191 West Somerset", "E10000027 Somerset"
    ),
    Reorganisation(
        _2020,
        "E06000060",
        "E07000004 Aylesbury Vale; E07000005 Chiltern; E07000006 South Bucks; E07000007 Wycombe",
        "E10000002 Buckinghamshire",
    ),
    Reorganisation(
        _2021,
        "E06000061",
        "E07000150 Corby; E07000152 East Northamptonshire; E07000153 Kettering; E07000156 Wellingborough",
        "E10000021 Northamptonshire",
    ),
    Reorganisation(
        _2021,
        "E06000062",
        "E07000151 Daventry; E07000154 Northampton; E07000155 South Northamptonshire",
        "E10000021 Northamptonshire",
    ),
    Reorganisation(
        _2023,
        "E06000063",
        "E07000026 Allerdale; E07000028 Carlisle; E07000029 Copeland",
        "E10000006 Cumbria",
    ),
    Reorganisation(
        _2023,
        "E06000064",
        "E07000027 Barrow-in-Furness; E07000030 Eden; E07000031 South Lakeland",
        "E10000006 Cumbria",
    ),
    Reorganisation(
        _2023,
        "E06000065",
        "E07000163 Craven; E07000164 Hambleton; E07000165 Harrogate; E07000166 Richmondshire; "
        "E07000167 Ryedale; E07000168 Scarborough; E07000169 Selby",
        "E10000023 North Yorkshire",
    ),
    Reorganisation(
        _2023,
        "E06000066",
        "E07000187 Mendip; E07000188 Sedgemoor; E07000189 South Somerset; "
        "E07000246 Somerset West and Taunton",
        "E10000027 Somerset",
    ),
)
