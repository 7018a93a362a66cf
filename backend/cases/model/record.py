"""What a case holds, who its acting users are to it, and the checks that every transition begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.cases.model.consent import Consent, covers
from backend.cases.model.referral import CaseKind, Referral
from backend.cases.model.reports import JoinedReport, Sender
from backend.cases.model.rights import LEGAL, Relation, Transition, who_ever
from backend.cases.model.states import OPEN, WITH_PARTNER, Hop, HopState, Outcome, State, status_for_reporter
from backend.cases.model.timeline import Audience, TimelineEntry
from backend.directory.model import OrganizationKind
from backend.errors import Forbidden, IllegalTransition, InvalidInput
from backend.identity.model import Actor, Role
from backend.routing.model import Decision

TEXT_LENGTH = 4000
HOMES = {OrganizationKind.CLB: State.AT_CLB, OrganizationKind.HELPDESK: State.AT_HELPDESK}


@dataclass
class CaseRecord:
    """The data of a case. `owner_id` answers for it, while partners hold offers; `due_at` is when the next thing must have happened."""

    id: UUID
    reference: str
    kind: CaseKind
    state: State
    referral: Referral
    created_at: datetime
    sender: Sender
    owner_id: UUID
    due_at: datetime | None
    school_id: UUID | None = None
    assignee_id: UUID | None = None
    first_meeting: date | None = None
    outcome: Outcome | None = None
    previous_id: UUID | None = None
    report_withdrawn_at: datetime | None = None
    version: int = 0
    decision: Decision | None = None
    hops: list[Hop] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    joined: list[JoinedReport] = field(default_factory=list)
    timeline: list[TimelineEntry] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in OPEN

    @property
    def reporter_verified(self) -> bool:
        """Whether the first report came from somebody known."""
        return self.sender.verified

    @property
    def owner_hop(self) -> Hop | None:
        """The live hop of the organisation that owns the case."""
        return next((h for h in reversed(self.hops) if h.live and h.to == self.owner_id), None)

    @property
    def partner_hop(self) -> Hop | None:
        """The live hop of a partner, if one holds an offer."""
        return next((h for h in reversed(self.hops) if h.live and h.to_kind is OrganizationKind.PARTNER), None)

    @property
    def active_hop(self) -> Hop | None:
        """The hop whose organisation is to act: the partner's while there is an offer, or else the owner's."""
        return self.partner_hop if self.state in WITH_PARTNER else self.owner_hop

    @property
    def age(self) -> int | None:
        """The pupil's age in years, the lowest of what was reported: it decides who must consent."""
        ages = [r.age for r in (self.referral, *(report.referral for report in self.joined)) if r.age is not None]
        return min(ages, default=None)

    def may_know(self, organization_id: UUID) -> bool:
        """Whether an organisation may see the case at all."""
        return any(h.to == organization_id and h.may_know for h in self.hops)

    def consent_covers(self, kind: OrganizationKind) -> bool:
        """Whether the one whose consent is needed has given it for a kind of party."""
        return covers(self.consents, kind, self.age)

    def sent_by(self, actor: Actor) -> bool:
        """Whether the acting user sent the first report or a later one."""
        return self.sender.is_(actor) or any(report.sender.is_(actor) for report in self.joined)

    def relations(self, actor: Actor) -> frozenset[Relation]:
        """All that an acting user is to this case."""
        if actor.system:
            return frozenset({Relation.SYSTEM})
        organization, partner = actor.organization_id, self.partner_hop
        holds = organization is not None and partner is not None and partner.to == organization
        coach = holds and partner is not None and actor.account_id is not None and partner.assignee_id == actor.account_id
        counsellor = actor.role is Role.CLB_COUNSELLOR and organization is not None
        tests = {
            Relation.COORDINATOR: actor.role is Role.COORDINATOR,
            Relation.OWNER: counsellor and organization == self.owner_id,
            Relation.PARTY: counsellor and organization is not None and self.may_know(organization),
            Relation.HOLDER: holds and actor.role is Role.PARTNER_WORKER,
            Relation.COACH: coach and actor.role is Role.COACH,
            Relation.REPORTER: self.sent_by(actor),
            Relation.YOUNGSTER: self.kind is CaseKind.YOUTH_REQUEST and self.sender.is_(actor),
        }
        return frozenset(relation for relation, holds_true in tests.items() if holds_true)

    def allowed(self, actor: Actor) -> frozenset[Transition]:
        """What the acting user can do now. Consent and the values of a transition are judged when it is made."""
        return frozenset(t for t in Transition if self._allows(t, actor))

    def _allows(self, transition: Transition, actor: Actor) -> bool:
        try:
            self._require(transition, actor)
        except (Forbidden, IllegalTransition):
            return False
        return True

    def _require(self, transition: Transition, actor: Actor) -> None:
        """Raises `Forbidden` for a role that may not, `IllegalTransition` for a state that does not allow it."""
        mine, rules = self.relations(actor), LEGAL[transition]
        if not mine & who_ever(transition):
            raise Forbidden(f"The role allows no {transition} here.", transition=transition, reference=self.reference)
        if self.state not in rules:
            raise self._illegal(transition, "state")
        if not mine & rules[self.state]:
            raise Forbidden(f"The role allows no {transition} of a case that is {self.state}.", transition=transition, reference=self.reference)
        why = self._not_ready(transition)
        if why:
            raise self._illegal(transition, why)

    def _not_ready(self, transition: Transition) -> str:
        """What the state of the hops forbids, as a code; empty if nothing."""
        hop = self.active_hop
        if transition in {Transition.ACCEPT, Transition.DECLINE} and (hop is None or hop.state not in {HopState.REQUESTED, HopState.ON_HOLD}):
            return "answered_already"
        if transition is Transition.LINK and (hop is None or hop.state is not HopState.ACCEPTED):
            return "not_accepted"
        goes_back = transition in {Transition.DECLINE, Transition.RETURN} and self.state not in WITH_PARTNER
        return "no_sender" if goes_back and self._hop_to_return_to() is None else ""

    def _hop_to_return_to(self) -> Hop | None:
        """An earlier hop of whoever sent the case to its owner, as long as that organisation may know of it."""
        sender = self.owner_hop.sender if self.owner_hop else None
        return next((h for h in reversed(self.hops) if h.to == sender and h.may_know and h.to_kind in HOMES), None)

    def _illegal(self, transition: Transition, why: str) -> IllegalTransition:
        return IllegalTransition(
            f"A case that is {self.state} allows no {transition} ({why}).",
            reference=self.reference,
            state=self.state,
            transition=transition,
            reason=why,
        )

    def _home(self) -> State:
        """The state of a case that is with its owner."""
        return HOMES[next(h.to_kind for h in reversed(self.hops) if h.to == self.owner_id)]

    def _end_hops(self, ended: HopState, at: datetime, *, keep: UUID | None = None) -> None:
        """End every live hop, save those of one organisation."""
        self.hops = [replace(h, state=ended, closed_at=at) if h.live and h.to != keep else h for h in self.hops]

    def _set_hop(self, old: Hop, **changes: Any) -> Hop:
        """Replace the newest hop that is equal to `old`."""
        index = len(self.hops) - 1 - self.hops[::-1].index(old)
        self.hops[index] = replace(old, **changes)
        return self.hops[index]

    def _own(self, to: Hop, *, at: datetime, due_at: datetime, reason: str, sender: UUID | None, accepted: bool = False) -> None:
        """Give the case to an organisation that may know of it already, by a new hop on the same ground."""
        state = HopState.ACCEPTED if accepted else HopState.REQUESTED
        if to.to != self.owner_id:
            self.assignee_id = None
        self.owner_id = to.to
        self.hops.append(Hop(to.to, to.to_kind, state, at, due_at, {"code": reason}, to.basis, len(self.timeline), sender))

    def _move(self, state: State, at: datetime, kind: str, actor: Actor, data: dict[str, Any] | None = None, body: str | None = None) -> None:
        """Change the state and record it: told to the reporter when the reporter's status changes by it, and otherwise to the parties."""
        seen = status_for_reporter(state) != status_for_reporter(self.state) or state is State.WITHDRAWN
        moved = {"state": state.value} if state is not self.state else {}
        self.state = state
        self._record(at, kind, Audience.REPORTER if seen else Audience.PARTIES, actor, {**moved, **(data or {})}, body)

    def _record(
        self,
        at: datetime,
        kind: str,
        audience: Audience,
        actor: Actor | None,
        data: dict[str, Any] | None = None,
        body: str | None = None,
        organization_id: UUID | None = None,
    ) -> None:
        account, role = (actor.account_id, actor.role.value if actor.role else None) if actor else (None, None)
        self.timeline.append(TimelineEntry(at, kind, audience, account, role, data or {}, body, organization_id))


def checked_text(text: str | None, field_name: str, *, needed: bool = False) -> str | None:
    """A text that somebody wrote, without space around it. Raises `InvalidInput` if it is too long, or needed and empty."""
    text = (text or "").strip() or None
    if (needed and text is None) or len(text or "") > TEXT_LENGTH:
        raise InvalidInput(f"A text of 1 to {TEXT_LENGTH} characters is needed.", field=field_name)
    return text
