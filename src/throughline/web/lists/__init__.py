"""Lists: filtered by what is in the address, sorted, counted truly, paged and downloaded."""

from throughline.web.lists.columns import Column
from throughline.web.lists.table import Table, listing

__all__ = ["Column", "Table", "listing"]
