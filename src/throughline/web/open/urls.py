"""Addresses of the pages of open data. What machines read has its own, in `open_data`."""

from django.urls import path, register_converter

from throughline.core.time import NotAQuarter, Quarter
from throughline.open_data.rules.quarters import from_address, in_address
from throughline.web.open import views


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


register_converter(QuarterConverter, "quarter")

urlpatterns = [
    path("open/", views.open_data, name="public_open_data"),
    path("open/returns/<slug:scheme>/<quarter:quarter>", views.supply_chain_return, name="open_return"),
]
