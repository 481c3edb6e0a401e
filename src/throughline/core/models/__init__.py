"""Models of the core: who people are, organisations and areas, what was read, what is to be sent."""

from throughline.core.models.areas import Area, AreaParent
from throughline.core.models.boards import Board, BoardArea
from throughline.core.models.exchange import ReceivedFile, RowKept, SentFile, Stream, WaitingContent
from throughline.core.models.files import ImportedFile, RejectedRow
from throughline.core.models.identity import Membership, User
from throughline.core.models.messages import Message, MessageChoice
from throughline.core.models.organisations import Organisation, OrganisationIdentifier, OrganisationMember
from throughline.core.models.places import Outcode, OutcodeArea, Site
from throughline.core.models.readings import Reading

__all__ = [
    "Area",
    "AreaParent",
    "Board",
    "BoardArea",
    "ImportedFile",
    "Membership",
    "Message",
    "MessageChoice",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationMember",
    "Outcode",
    "OutcodeArea",
    "Reading",
    "ReceivedFile",
    "RejectedRow",
    "RowKept",
    "SentFile",
    "Site",
    "Stream",
    "User",
    "WaitingContent",
]
