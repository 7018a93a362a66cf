"""The case and all that belongs to it. Pure: no database, no clock of its own."""

from backend.cases.model.case import Case, Person
from backend.cases.model.consent import SHAREABLE, Consent, Danger, Giver, decisive
from backend.cases.model.reading import hops_for, joined_reports_for, sender_timeline, timeline_for
from backend.cases.model.referral import PERSONAL_FIELDS, CaseKind, Concern, Referral, may_be_the_same_pupil
from backend.cases.model.reports import JoinedReport, Sender, SentReport
from backend.cases.model.rights import LEGAL, Relation, Transition
from backend.cases.model.states import (
    LIVE,
    OPEN,
    WITH_PARTNER,
    WITHDRAWABLE,
    Basis,
    DeclineReason,
    Hop,
    HopState,
    Outcome,
    Recipient,
    ReturnReason,
    State,
    TransferReason,
    status_for_reporter,
)
from backend.cases.model.timeline import EVENTS, Audience, TimelineEntry

__all__ = [
    "EVENTS",
    "LEGAL",
    "LIVE",
    "OPEN",
    "PERSONAL_FIELDS",
    "SHAREABLE",
    "WITHDRAWABLE",
    "WITH_PARTNER",
    "Audience",
    "Basis",
    "Case",
    "CaseKind",
    "Concern",
    "Consent",
    "Danger",
    "DeclineReason",
    "Giver",
    "Hop",
    "HopState",
    "JoinedReport",
    "Outcome",
    "Person",
    "Recipient",
    "Referral",
    "Relation",
    "ReturnReason",
    "Sender",
    "SentReport",
    "State",
    "TimelineEntry",
    "TransferReason",
    "Transition",
    "decisive",
    "hops_for",
    "joined_reports_for",
    "may_be_the_same_pupil",
    "sender_timeline",
    "status_for_reporter",
    "timeline_for",
]
