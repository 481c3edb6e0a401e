"""Which company and charity numbers may be published, and in which form (S199)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

COMPANIES_HOUSE: Final = "GB-COH"
CHARITY_REGISTERS: Final = ("GB-CHC", "GB-SC", "GB-NIC")

_COMPANY: Final = re.compile(
    "[0-9]{8}"
    "|(?:AC|CE|CS|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC|RS|SA|SC|SE|SF|SG|SI|SL"
    "|SO|SP|SR|SZ|ZC)[0-9]{6}"
    "|(?:IP|NO|SP)[0-9]{5}R"
)
_CHARITY: Final = re.compile(r"[1-9][0-9]{5,6}(?:-[1-9][0-9]{0,3})?")
_SCOTTISH: Final = re.compile("SC[0-9]{6}")
_NORTHERN_IRISH: Final = re.compile("[1-9][0-9]{5}")


def _company(written: str) -> str | None:
    padded = written.zfill(8) if written.isdecimal() else written
    return padded if _COMPANY.fullmatch(padded) and padded.strip("0") else None


def _charity(written: str) -> str | None:
    return written if _CHARITY.fullmatch(written) else None


def _scottish(written: str) -> str | None:
    return written if _SCOTTISH.fullmatch(written) else None


def _northern_irish(written: str) -> str | None:
    number = written.removeprefix("NIC")
    return number if _NORTHERN_IRISH.fullmatch(number) else None


@dataclass(frozen=True)
class Register:
    """One register: its name, the form of its numbers in words, and the rule that reads one."""

    name: str
    form: str
    read: Callable[[str], str | None]


REGISTERS: Final = {
    COMPANIES_HOUSE: Register(
        "Companies House", "8 digits, or 2 letters of a register and 6 digits", _company
    ),
    "GB-CHC": Register("Charity Commission", "6 or 7 digits, and a subsidiary after a dash", _charity),
    "GB-SC": Register("Scottish Charity Regulator", "SC and 6 digits", _scottish),
    "GB-NIC": Register("Charity Commission for Northern Ireland", "6 digits", _northern_irish),
}
"""By org-id code. The registers have no check digit: form is all that can be checked without asking them."""


@dataclass(frozen=True, order=True)
class PublishedIdentifier:
    """A number that passed its register's rule, in the form it is published in."""

    scheme: str
    value: str

    @property
    def org_id(self) -> str:
        """The identifier as org-id.guide writes it: "GB-COH-01234567"."""
        return f"{self.scheme}-{self.value}"


@dataclass(frozen=True)
class OrganisationNumbers:
    """What may be published of an organisation's identifiers, and a sentence for each that may not."""

    published: tuple[PublishedIdentifier, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def company(self) -> str:
        """The company number; nothing when none is recorded that passes its rule."""
        return self._of(COMPANIES_HOUSE)

    @property
    def charity(self) -> str:
        """The charity number, several joined by "; "; nothing when none passes."""
        return self._of(*CHARITY_REGISTERS)

    def _of(self, *schemes: str) -> str:
        return "; ".join(one.value for one in self.published if one.scheme in schemes)


def published_identifier(scheme: str, value: str) -> PublishedIdentifier | None:
    """
    Give a number as it is published, or nothing when it fails its register's rule.

    Blanks fall away, letters become capitals, and a company number of digits is filled to eight.
    A register that is not in `REGISTERS` has no rule here, so nothing from it is published.
    """
    register = REGISTERS.get(scheme)
    read = register.read("".join(value.split()).upper()) if register else None
    return PublishedIdentifier(scheme, read) if read else None


def numbers_of(name: str, recorded: Iterable[tuple[str, str]]) -> OrganisationNumbers:
    """
    Sort what is recorded for the organisation called `name`, pairs of register and number.

    Numbers from registers without a rule are left out in silence: they are other bodies' working numbers.
    """
    published, faults = [], []
    for scheme, value in recorded:
        if scheme not in REGISTERS:
            continue
        if one := published_identifier(scheme, value):
            published.append(one)
        else:
            register = REGISTERS[scheme]
            faults.append(
                f"{name}: {value!r} is not a number of the {register.name}, which has {register.form}; "
                "published as missing"
            )
    order = list(REGISTERS)
    return OrganisationNumbers(
        tuple(sorted(set(published), key=lambda one: (order.index(one.scheme), one.value))),
        tuple(sorted(faults)),
    )
