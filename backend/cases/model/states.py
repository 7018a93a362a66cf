"""The states of a case and of its hops, and the structured reasons for what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from backend.directory.model import OrganizationKind


class State(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"
    AT_CLB = "at_clb"
    AT_HELPDESK = "at_helpdesk"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    LINKED = "linked"
    IN_FOLLOW_UP = "in_follow_up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.SUBMITTED, State.AT_CLB, State.AT_HELPDESK, State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP})
# A partner holds a live hop, beside the owner's own.
WITH_PARTNER = frozenset({State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP})
# After a link, a report can no longer be taken back: a youngster and a partner are on their way to each other.
WITHDRAWABLE = frozenset({State.SUBMITTED, State.AT_CLB, State.AT_HELPDESK, State.OFFERED, State.WAITLISTED})


class HopState(StrEnum):
    """Where a hop stands, in FHIR Task's words. `failed`: given back after it was taken on, or left in silence."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    ON_HOLD = "on-hold"
    IN_PROGRESS = "in-progress"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    FAILED = "failed"
    COMPLETED = "completed"


LIVE = frozenset({HopState.REQUESTED, HopState.ACCEPTED, HopState.ON_HOLD, HopState.IN_PROGRESS})
# A partner that never took the youngster on has no more business with the case.
NOT_TAKEN_ON = frozenset({HopState.REJECTED, HopState.CANCELLED, HopState.FAILED})


class Basis(StrEnum):
    """Why an organisation may know of the case."""

    AGREEMENT = "agreement"  # the law or the network's agreement: the report's first recipient, the CLB of the school's own network
    CONSENT = "consent"
    DANGER = "danger"  # shared without consent because somebody is in danger; the reason is in the timeline


class DeclineReason(StrEnum):
    """Why an organisation says no."""

    NO_ROOM = "no_room"
    OUTSIDE_TARGET_GROUP = "outside_target_group"
    OUTSIDE_AREA = "outside_area"
    LANGUAGE = "language"
    OTHER_EXPERTISE_NEEDED = "other_expertise_needed"
    KNOWN_ELSEWHERE = "known_elsewhere"
    TOO_LITTLE_INFORMATION = "too_little_information"
    YOUNGSTER_DOES_NOT_WANT_IT = "youngster_does_not_want_it"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why a case goes back to where it came from."""

    NOT_FOR_US = "not_for_us"
    MORE_INFORMATION_NEEDED = "more_information_needed"
    NO_CONTACT = "no_contact"
    NO_MATCH = "no_match"
    SILENCE = "silence"
    RECALLED = "recalled"
    GUIDANCE_ENDED = "guidance_ended"
    OTHER = "other"


class TransferReason(StrEnum):
    """Why a case goes to another organisation that will own it."""

    PARTNER_WANTED = "partner_wanted"
    OWN_CLB = "own_clb"
    SCHOOL_CHANGED = "school_changed"
    EXPERTISE = "expertise"
    SILENCE = "silence"
    OTHER = "other"


class Outcome(StrEnum):
    """How a case ended."""

    BACK_AT_SCHOOL = "back_at_school"
    OTHER_SCHOOL = "other_school"
    TRAINING = "training"
    WORK = "work"
    SUPPORT_COMPLETED = "support_completed"
    SUPPORTED_BY_CLB = "supported_by_clb"
    SUPPORT_REFUSED = "support_refused"
    NOT_REACHED = "not_reached"
    MOVED_AWAY = "moved_away"
    LEFT_SCHOOL = "left_school"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


@dataclass(frozen=True)
class Hop:
    """One leg of the case's way: to which organisation, since when, due when, and how it stands.

    `since` counts the timeline's entries when the hop began: what a partner may read begins there. `hidden_at` is when the organisation lost the
    right to know, because the consent that it rested on was revoked. `reason` holds a code, or a sentence by language for a routing decision.
    """

    to: UUID
    to_kind: OrganizationKind
    state: HopState
    opened_at: datetime
    due_at: datetime
    reason: dict[str, str]
    basis: Basis = Basis.AGREEMENT
    since: int = 0
    sender: UUID | None = None
    service_id: UUID | None = None
    assignee_id: UUID | None = None
    closed_at: datetime | None = None
    hidden_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether the organisation is at work on it, or asked to be."""
        return self.state in LIVE

    @property
    def may_know(self) -> bool:
        """Whether this hop gives its organisation the right to see the case. One that was a partner's and never began gives none."""
        return self.hidden_at is None and not (self.to_kind is OrganizationKind.PARTNER and self.state in NOT_TAKEN_ON)


@dataclass(frozen=True)
class Recipient:
    """An organisation that a case may go to. `by_agreement`: it is the CLB of the school's own network, which needs no consent."""

    id: UUID
    kind: OrganizationKind
    by_agreement: bool = False


def status_for_reporter(state: State) -> Literal["received", "linked", "closed"]:
    """All that the sender of a report is told: schools have no access to the CLB's file."""
    if state in {State.LINKED, State.IN_FOLLOW_UP}:
        return "linked"
    return "closed" if state in {State.CLOSED, State.WITHDRAWN} else "received"
