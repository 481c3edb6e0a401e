"""Which rows of the core's tables the web role sees."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    REMOVE,
    me,
    table,
    within,
    written_by_triggers,
)
from throughline.core.models import (
    Area,
    AreaParent,
    Board,
    BoardArea,
    ImportedFile,
    Membership,
    Message,
    MessageChoice,
    Organisation,
    OrganisationIdentifier,
    OrganisationMember,
    Outcode,
    OutcodeArea,
    Reading,
    ReceivedFile,
    RejectedRow,
    RowKept,
    SentFile,
    Site,
    Stream,
    User,
    WaitingContent,
)

ACCOUNTS = "signing in reads it before anybody is known to be acting; pages list colleagues by scoped queries"
REGISTER = "the register of organisations and areas is public (S213)"
GAZETTEER = "places and boards are public facts; they are loaded by the system"
FRAMEWORK = "holds no record of a person, an agreement or money"

table(User, may=(READ, ADD, CHANGE), open_because=ACCOUNTS)
table(Membership, may=(READ, ADD, CHANGE), open_because=ACCOUNTS)
for model in (Organisation, OrganisationIdentifier, OrganisationMember, Area, AreaParent):
    table(model, may=(READ, ADD, CHANGE), open_because=REGISTER)
for place in (Board, BoardArea, Outcode, OutcodeArea, Site):
    table(place, may=(READ,), open_because=GAZETTEER)
table(Reading, may=(READ, ADD), visible="false", writable=f"by_id = {me()}")
table(Message, may=(READ, ADD, CHANGE), visible=f"to_id = {me()}", writable="false")
table(MessageChoice, may=(READ, ADD, CHANGE), visible=f"user_id = {me()}")
table(ImportedFile, may=(READ, ADD, CHANGE), visible=f"loaded_by_id = {me()}")
table(
    RejectedRow,
    may=(READ, ADD),
    visible=f"EXISTS (SELECT 1 FROM core_importedfile f WHERE f.id = file_id AND f.loaded_by_id = {me()})",
)
# What came and went in which order is for the organisation; what stands in it, for whoever may see each row.
table(Stream, may=(READ,), visible=within("organisation_id", "exchange_orgs"))
table(ReceivedFile, may=(READ,), visible="EXISTS (SELECT 1 FROM core_stream s WHERE s.id = stream_id)")
table(SentFile, may=(READ,), visible=f"made_by_id = {me()}")
for kept in (WaitingContent, RowKept):
    table(kept, may=(READ,), visible="false")
for name in (
    "django_session",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
):
    table(name, may=(READ, ADD, CHANGE, REMOVE), open_because=ACCOUNTS)
for name in ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions"):
    table(name, may=(READ,), open_because=FRAMEWORK)
table(
    "pghistory_context",
    may=(READ, ADD, CHANGE),
    open_because="the triggers of the audit write the cause of a change",
)
for name in (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
):
    table(name, may=(READ, ADD, CHANGE, REMOVE), open_because="jobs carry record numbers only")
written_by_triggers(
    *(f"core_{name}event" for name in ("user", "membership", "organisation", "organisationidentifier",
                                       "organisationmember", "area", "areaparent",
                                       "board", "boardarea", "outcode", "outcodearea", "site", "stream"))
)  # fmt: skip
