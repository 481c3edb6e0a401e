"""Models of open data: what was published, kept as it was."""

from throughline.open_data.models.pseudonymised import PseudonymisedExport
from throughline.open_data.models.publication import Publication

__all__ = ["PseudonymisedExport", "Publication"]
