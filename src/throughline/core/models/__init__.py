"""Models of the core: who people are, organisations and areas, what was read, what is to be sent."""

from throughline.core.models.areas import Area, AreaParent
from throughline.core.models.files import ImportedFile, RejectedRow
from throughline.core.models.identity import Membership, User
from throughline.core.models.messages import Message
from throughline.core.models.organisations import Organisation, OrganisationIdentifier, OrganisationMember
from throughline.core.models.readings import Reading

__all__ = [
    "Area",
    "AreaParent",
    "ImportedFile",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationMember",
    "Reading",
    "RejectedRow",
    "User",
]
