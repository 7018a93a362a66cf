"""The case: an aggregate that owns its transitions. Pure: no database, no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field

from backend.errors import IllegalTransition
from backend.routing.model import Decision

Concern = Literal[
    "absence",
    "motivation",
    "exclusion_threatened",
    "excluded",
    "retention",
    "home",
    "wellbeing",
    "bullying",
    "substance_use",
    "poverty",
    "language",
    "other",
]


class CaseKind(StrEnum):
    """What a referral is about."""

    ABSENCE = "absence"
    DROPOUT_RISK = "dropout_risk"
    EXPULSION = "expulsion"
    PARENT_SUPPORT = "parent_support"
    YOUTH_REQUEST = "youth_request"


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


class Audience(StrEnum):
    """Who may read an entry of the timeline. `parties`: the organisations that hold or held the case."""

    INTERNAL = "internal"
    PARTIES = "parties"
    REPORTER = "reporter"
    YOUNGSTER = "youngster"


class Referral(BaseModel):
    """What was reported. None: not known. `half_days` counts problematic (code B) half-days; `since` is a day in Brussels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pupil_name: str | None = Field(default=None, max_length=120)
    school: str | None = Field(default=None, max_length=160)
    class_group: str | None = Field(default=None, max_length=20)
    age: int | None = Field(default=None, ge=3, le=30)
    half_days: int | None = Field(default=None, ge=1, le=400)
    since: date | None = None
    concerns: tuple[Concern, ...] = ()
    parents_contacted: Literal["yes", "no", "unreachable"] | None = None
    clb_involved: Literal["yes", "no"] | None = None
    consent: Literal["pupil", "parents", "both", "refused", "not_asked"] | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    support_wanted: Literal["coaching", "time_out", "training", "therapy", "parent_work", "reintegration", "unsure"] | None = None
    remarks: str | None = Field(default=None, max_length=4000)
    reporter_contact: str | None = Field(default=None, max_length=254)
    topic: Literal["school", "wellbeing", "home", "work_training", "other"] | None = None
    district: str | None = Field(default=None, max_length=60)
    contact_language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    coach_gender: Literal["female", "male", "any"] | None = None
    nickname: str | None = Field(default=None, max_length=40)


# What identifies or describes a person: sealed at rest, and shared only within consent.
PERSONAL_FIELDS = frozenset({"pupil_name", "remarks", "reporter_contact", "nickname"})


@dataclass(frozen=True)
class TimelineEntry:
    """One fact in a case's history, never changed afterwards. `data` holds codes and ids; a text that somebody wrote is `body`."""

    at: datetime
    kind: str
    audience: Audience
    actor_account_id: UUID | None = None
    actor_role: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    body: str | None = None


class HopState(StrEnum):
    """Where a hop stands, after FHIR Task's states."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Hop:
    """One leg of the case's way: to which organisation, since when, due when, and how it stands."""

    to: UUID
    state: HopState
    opened_at: datetime
    due_at: datetime
    reason: dict[str, str]
    closed_at: datetime | None = None


OPEN = frozenset({State.SUBMITTED, State.AT_CLB, State.AT_HELPDESK, State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP})


@dataclass
class Case:
    """A referral on its way. Change it only through its methods; each appends to the timeline and raises `IllegalTransition` where it may not be."""

    id: UUID
    reference: str
    kind: CaseKind
    state: State
    referral: Referral
    created_at: datetime
    owner_id: UUID | None = None
    school_id: UUID | None = None
    reporter_conversation_id: UUID | None = None
    reporter_verified: bool = False
    due_at: datetime | None = None
    version: int = 0
    hops: list[Hop] = field(default_factory=list)
    decision: Decision | None = None
    timeline: list[TimelineEntry] = field(default_factory=list)

    @classmethod
    def submit(
        cls,
        *,
        reference: str,
        kind: CaseKind,
        referral: Referral,
        at: datetime,
        school_id: UUID | None,
        reporter_conversation_id: UUID | None,
        reporter_verified: bool,
        actor_role: str | None,
        actor_account_id: UUID | None,
    ) -> Case:
        """A new case, as reported. It has no owner until `refer` is called, which happens in the same transaction."""
        case = cls(uuid4(), reference, kind, State.SUBMITTED, referral, at, None, school_id, reporter_conversation_id, reporter_verified)
        case._record(at, "submitted", Audience.REPORTER, actor_role, actor_account_id, {"verified": reporter_verified})
        if not reporter_verified and kind is not CaseKind.YOUTH_REQUEST:
            case._record(at, "call_back_needed", Audience.PARTIES, None, None, {})
        return case

    def refer(self, decision: Decision, *, to: UUID, at: datetime, due_at: datetime) -> None:
        """Send a submitted case to the organisation that the routing decided on; that organisation owns it from now on."""
        self._require({State.SUBMITTED}, "refer")
        self.decision = decision
        self.owner_id = to
        self.due_at = due_at
        self.state = State.AT_CLB if decision.target.kind == "clb" else State.AT_HELPDESK
        self.hops.append(Hop(to, HopState.REQUESTED, at, due_at, dict(decision.reason)))
        self._record(at, "routed", Audience.PARTIES, None, None, {"rule": decision.rule, "to": str(to)})

    def accept(self, *, at: datetime, actor_role: str, actor_account_id: UUID) -> None:
        """The organisation that holds the open hop takes the case on."""
        self._require({State.AT_CLB, State.AT_HELPDESK}, "accept")
        hop = self.hops[-1]
        if hop.state is not HopState.REQUESTED:
            raise IllegalTransition("The case was accepted already.", state=self.state)
        self.hops[-1] = replace(hop, state=HopState.ACCEPTED)
        self._record(at, "accepted", Audience.PARTIES, actor_role, actor_account_id, {})

    def withdraw(self, *, at: datetime, actor_role: str | None, actor_account_id: UUID | None) -> None:
        """The reporter takes the report back. Only before a partner is linked."""
        self._require({State.SUBMITTED, State.AT_CLB, State.AT_HELPDESK, State.OFFERED, State.WAITLISTED}, "withdraw")
        self.state = State.WITHDRAWN
        self.due_at = None
        if self.hops and self.hops[-1].state in {HopState.REQUESTED, HopState.ACCEPTED}:
            self.hops[-1] = replace(self.hops[-1], state=HopState.CANCELLED, closed_at=at)
        self._record(at, "withdrawn", Audience.REPORTER, actor_role, actor_account_id, {})

    def _require(self, states: set[State], transition: str) -> None:
        if self.state not in states:
            raise IllegalTransition(f"A case that is {self.state} allows no {transition}.", state=self.state, transition=transition)

    def _record(
        self, at: datetime, kind: str, audience: Audience, role: str | None, account: UUID | None, data: dict[str, Any], body: str | None = None
    ) -> None:
        self.timeline.append(TimelineEntry(at, kind, audience, account, role, data, body))


def status_for_reporter(state: State) -> Literal["received", "linked", "closed"]:
    """All that the sender of a report is told: schools have no access to the CLB's file."""
    if state in {State.LINKED, State.IN_FOLLOW_UP}:
        return "linked"
    return "closed" if state in {State.CLOSED, State.WITHDRAWN} else "received"
