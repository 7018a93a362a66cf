"""The case: an aggregate that owns its transitions. Pure: no database, no clock of its own.

Every method first checks, then changes, then appends to the timeline. It raises `Forbidden` (the role), `IllegalTransition` (the state) or
`ConsentMissing`, each with facts, and has then changed nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.cases.model.record import checked_text
from backend.cases.model.rights import Relation, Transition
from backend.cases.model.shared import SharedCase
from backend.cases.model.states import WITH_PARTNER, HopState, Outcome, State
from backend.cases.model.timeline import Audience
from backend.directory.model import OrganizationKind
from backend.errors import Conflict, Forbidden, InvalidInput
from backend.identity.model import Actor, Role

# Whom a case may be assigned to, on the owner's side and on a partner's.
OWNERS_PEOPLE = frozenset({Role.CLB_COUNSELLOR, Role.COORDINATOR})
PARTNERS_PEOPLE = frozenset({Role.PARTNER_WORKER, Role.COACH})


@dataclass(frozen=True)
class Person:
    """Somebody with an account, to whom a case may be assigned."""

    account_id: UUID
    role: Role
    organization_id: UUID | None


@dataclass
class Case(SharedCase):
    """A referral on its way through the network."""

    def accept(self, actor: Actor, *, at: datetime) -> None:
        """Whoever was asked takes the case on. A partner that kept a place on its waiting list takes it from there."""
        self._require(Transition.ACCEPT, actor)
        hop = self.active_hop
        if hop is not None:
            self._set_hop(hop, state=HopState.ACCEPTED)
            self._move(State.OFFERED if self.state in WITH_PARTNER else self.state, at, "accepted", actor, {"to": str(hop.to)})

    def link(self, actor: Actor, *, first_meeting: date, at: datetime, due_at: datetime) -> None:
        """The partner has accepted and a first meeting is set (a day in Brussels). `due_at`: when somebody must look how it went."""
        self._require(Transition.LINK, actor)
        hop = self._partner()
        self._set_hop(hop, state=HopState.IN_PROGRESS, due_at=due_at)
        self.first_meeting, self.due_at = first_meeting, due_at
        self._move(State.LINKED, at, "linked", actor, {"to": str(hop.to), "first_meeting": first_meeting.isoformat()})

    def claim(self, actor: Actor, *, at: datetime) -> None:
        """The acting user takes the case for themselves. Raises `Conflict` if somebody else has it."""
        self._require(Transition.ASSIGN, actor)
        if actor.account_id is None or actor.role is None:
            raise Forbidden("Only somebody with an account takes a case.", transition=Transition.ASSIGN, reference=self.reference)
        partner = self.partner_hop
        holds = partner is not None and Relation.HOLDER in self.relations(actor)
        taken_by = partner.assignee_id if partner is not None and holds else self.assignee_id
        if taken_by not in {None, actor.account_id}:
            raise Conflict("Somebody else has taken this case.", reference=self.reference)
        self.assign(actor, Person(actor.account_id, actor.role, actor.organization_id), at=at)

    def assign(self, actor: Actor, person: Person, *, at: datetime) -> None:
        """Give the case to a person of the owner, or the partner's part of it to a person of the partner."""
        self._require(Transition.ASSIGN, actor)
        mine = self.relations(actor)
        partner = self.partner_hop
        if person.role in OWNERS_PEOPLE and (person.organization_id == self.owner_id or person.role is Role.COORDINATOR):
            if not mine & {Relation.OWNER, Relation.COORDINATOR}:
                raise Forbidden("A partner assigns its own people only.", transition=Transition.ASSIGN, reference=self.reference)
            self.assignee_id, organization = person.account_id, self.owner_id
        elif partner is not None and person.role in PARTNERS_PEOPLE and person.organization_id == partner.to:
            if not mine & {Relation.HOLDER, Relation.COORDINATOR}:
                raise Forbidden("A partner's people are assigned by the partner.", transition=Transition.ASSIGN, reference=self.reference)
            self._set_hop(partner, assignee_id=person.account_id)
            organization = partner.to
        else:
            raise InvalidInput("A case is assigned to somebody of the organisation that works on it.", field="to")
        data = {"account": str(person.account_id), "organization": str(organization)}
        self._record(at, "assigned", Audience.INTERNAL, actor, data, organization_id=organization)

    def note(self, actor: Actor, *, body: str, audience: Audience, at: datetime) -> None:
        """Write something down, for one's own organisation, for the parties, or for the youngster. Never for the reporter: only a status is."""
        self._require(Transition.NOTE, actor)
        text = checked_text(body, "text", needed=True)
        if audience is Audience.REPORTER:
            raise InvalidInput("The sender of a report is told a status only.", field="audience")
        self._record(at, "note", audience, actor, body=text, organization_id=actor.organization_id)

    def start_follow_up(self, actor: Actor, *, at: datetime, due_at: datetime) -> None:
        """The youngster and the partner have met; from now on it is followed up. `due_at`: the next moment to look."""
        self._require(Transition.START_FOLLOW_UP, actor)
        self._set_hop(self._partner(), due_at=due_at)
        self.due_at = due_at
        self._move(State.IN_FOLLOW_UP, at, "follow_up_started", actor)

    def close(self, actor: Actor, *, outcome: Outcome, at: datetime, body: str | None = None) -> None:
        """End the case with an outcome. What a partner had begun is completed; an offer that was still open is cancelled."""
        self._require(Transition.CLOSE, actor)
        text = checked_text(body, "text")
        begun = self.state in {State.LINKED, State.IN_FOLLOW_UP}
        if not begun:
            self._end_hops(HopState.CANCELLED, at, keep=self.owner_id)
        self._end_hops(HopState.COMPLETED, at)
        self.outcome, self.due_at = outcome, None
        self._move(State.CLOSED, at, "closed", actor, {"outcome": outcome.value}, text)

    def reopen(self, actor: Actor, *, at: datetime, due_at: datetime, body: str | None = None) -> None:
        """Take a closed case up again, at the organisation that owned it. Its outcome stays in the timeline."""
        self._require(Transition.REOPEN, actor)
        text = checked_text(body, "text")
        last = next(h for h in reversed(self.hops) if h.to == self.owner_id and h.to_kind is not OrganizationKind.PARTNER)
        self._own(last, at=at, due_at=due_at, reason="reopened", sender=None, accepted=actor.organization_id == self.owner_id)
        self.outcome, self.first_meeting, self.due_at = None, None, due_at
        self._move(self._home(), at, "reopened", actor, body=text)
