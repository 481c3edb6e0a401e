"""Addresses of the pages of open data. What machines read has its own, in `open_data`."""

from django.urls import path, register_converter

from throughline.core.time import FinancialYear, NotAFinancialYear, NotAQuarter, Quarter
from throughline.open_data.rules import years
from throughline.open_data.rules.quarters import from_address, in_address
from throughline.web.open import intentions, views


class QuarterConverter:
    """A quarter in an address: "2017-18-q1"."""

    regex = "[0-9]{4}-[0-9]{2}-q[1-4]"

    def to_python(self, value: str) -> Quarter:
        """The quarter; years that do not follow one another are no address."""
        try:
            return from_address(value)
        except NotAQuarter as refusal:
            raise ValueError(str(refusal)) from refusal

    def to_url(self, value: Quarter) -> str:
        """The quarter as the address has it."""
        return in_address(value)


class FinancialYearConverter:
    """A financial year in an address: "2018-19"."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> FinancialYear:
        """The year; years that do not follow one another are no address."""
        try:
            return years.from_address(value)
        except NotAFinancialYear as refusal:
            raise ValueError(str(refusal)) from refusal

    def to_url(self, value: FinancialYear) -> str:
        """The year as the address has it."""
        return years.in_address(value)


register_converter(QuarterConverter, "quarter")
register_converter(FinancialYearConverter, "financial_year")

urlpatterns = [
    path("open/", views.open_data, name="public_open_data"),
    path("open/returns/<slug:scheme>/<quarter:quarter>", views.supply_chain_return, name="open_return"),
    path("open/codes", views.codes, name="open_codes"),
    path("open/intentions", intentions.index, name="open_intentions"),
    path(
        "open/intentions/<slug:scheme>/<financial_year:year>",
        intentions.of_a_scheme,
        name="open_intentions_year",
    ),
    path(
        "open/intentions/<slug:scheme>/<financial_year:year>/<slug:body>",
        intentions.of_a_body,
        name="open_intentions_body",
    ),
]
