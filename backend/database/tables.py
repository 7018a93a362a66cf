"""All tables in one import, for migrations and checks."""

from backend.cases.tables import CaseRow, ConsentRow, HopRow, ReportRow, TimelineRow
from backend.conversations.tables import AlertRow, ConversationRow, DialogueRow, InboundRow, OutboundRow
from backend.database.base import Base
from backend.directory.tables import OrganizationRow
from backend.identity.tables import AccountRow, InviteRow, SignInRow

metadata = Base.metadata

__all__ = [
    "AccountRow",
    "AlertRow",
    "CaseRow",
    "ConsentRow",
    "ConversationRow",
    "DialogueRow",
    "HopRow",
    "InboundRow",
    "InviteRow",
    "OrganizationRow",
    "OutboundRow",
    "ReportRow",
    "SignInRow",
    "TimelineRow",
    "metadata",
]
