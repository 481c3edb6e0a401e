"""Everything that is held about one person, for the person (S111)."""

from throughline.gateway.subject_access.gathering import Gathered, gather
from throughline.gateway.subject_access.package import package

__all__ = ["Gathered", "gather", "package"]
