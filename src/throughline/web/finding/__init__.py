"""What a search of the directory found, for every page with one: the public’s, an officer’s, a court’s."""

from throughline.web.finding.found import FoundPage
from throughline.web.finding.placed import PlacedFilters

__all__ = ["FoundPage", "PlacedFilters"]
