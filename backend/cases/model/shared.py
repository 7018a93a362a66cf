"""What hands a case to another organisation, and the consent that this rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from backend.cases.model.consent import MAY_OVERRIDE, SHAREABLE, Consent, Danger, Giver, decisive
from backend.cases.model.record import HOMES, checked_text
from backend.cases.model.reported import ReportedCase
from backend.cases.model.rights import Relation, Transition
from backend.cases.model.states import (
    WITH_PARTNER,
    Basis,
    DeclineReason,
    Hop,
    HopState,
    Recipient,
    ReturnReason,
    State,
    TransferReason,
)
from backend.cases.model.timeline import Audience
from backend.directory.model import OrganizationKind
from backend.errors import ConsentMissing, Forbidden, InvalidInput
from backend.identity.model import Actor


@dataclass
class SharedCase(ReportedCase):
    """A case that goes from one organisation to another. `due_at` is, everywhere here, when the organisation that must act next must have acted."""

    def offer(
        self, actor: Actor, to: Recipient, *, at: datetime, due_at: datetime, service_id: UUID | None = None, danger: Danger | None = None
    ) -> None:
        """Offer the case to a partner, or one of its services. Acting on a case takes it on. Raises `ConsentMissing`."""
        self._require(Transition.OFFER, actor)
        if to.kind is not OrganizationKind.PARTNER:
            raise InvalidInput("A case is offered to a partner.", field="to")
        basis, reason = self._ground(actor, to, danger)
        if self.owner_hop is not None and self.owner_hop.state is HopState.REQUESTED:
            self._set_hop(self.owner_hop, state=HopState.ACCEPTED)
            self._record(at, "accepted", Audience.PARTIES, actor, {"to": str(self.owner_id)})
        self._end_hops(HopState.CANCELLED, at, keep=self.owner_id)
        self._record_danger(actor, to, at, reason)
        offered = Hop(to.id, to.kind, HopState.REQUESTED, at, due_at, {"code": "offer"}, basis, len(self.timeline), self.owner_id, service_id)
        self.hops.append(offered)
        self._move(State.OFFERED, at, "offered", actor, {"to": str(to.id)} | ({"service": str(service_id)} if service_id else {}))
        self._record(at, "shared", Audience.YOUNGSTER, None, {"to": str(to.id), "basis": basis.value})

    def transfer(
        self,
        actor: Actor,
        to: Recipient,
        *,
        at: datetime,
        due_at: datetime,
        reason: TransferReason = TransferReason.OTHER,
        body: str | None = None,
        danger: Danger | None = None,
    ) -> None:
        """Hand the case over to another CLB or to the helpdesk, which owns it from now on. Raises `ConsentMissing`."""
        self._require(Transition.TRANSFER, actor)
        if to.kind not in HOMES or to.id == self.owner_id:
            raise InvalidInput("A case is handed over to another CLB or to the helpdesk.", field="to")
        text = checked_text(body, "text")
        basis, why = self._ground(actor, to, danger)
        former = self.owner_id
        self._end_hops(HopState.COMPLETED, at)
        self._record_danger(actor, to, at, why)
        self._own(Hop(to.id, to.kind, HopState.REQUESTED, at, due_at, {}, basis), at=at, due_at=due_at, reason=reason.value, sender=former)
        self._move(self._home(), at, "transferred", actor, {"from": str(former), "to": str(to.id), "reason": reason.value}, text)
        self._record(at, "shared", Audience.YOUNGSTER, None, {"to": str(to.id), "basis": basis.value})

    def decline(self, actor: Actor, *, reason: DeclineReason, at: datetime, due_at: datetime, body: str | None = None) -> None:
        """Whoever was asked says no, before having accepted; the case is again with whoever asked."""
        self._require(Transition.DECLINE, actor)
        self._give_back(actor, HopState.REJECTED, "declined", reason.value, at, due_at, checked_text(body, "text"))

    def return_to_sender(self, actor: Actor, *, reason: ReturnReason, at: datetime, due_at: datetime, body: str | None = None) -> None:
        """Give the case back to where it came from: a partner that cannot go on, an owner that recalls an offer, the clock after silence."""
        self._require(Transition.RETURN, actor)
        recalled = self.state in WITH_PARTNER and not self.relations(actor) & {Relation.HOLDER, Relation.SYSTEM}
        ended = HopState.CANCELLED if recalled else HopState.FAILED
        self._give_back(actor, ended, "returned", reason.value, at, due_at, checked_text(body, "text"))

    def waitlist(self, actor: Actor, *, at: datetime, due_at: datetime, until: date | None = None, body: str | None = None) -> None:
        """The partner has no room yet and keeps a place. `until`: the day from which it expects room. `due_at`: when to ask again."""
        self._require(Transition.WAITLIST, actor)
        text = checked_text(body, "text")
        hop = self._partner()
        self._set_hop(hop, state=HopState.ON_HOLD, due_at=due_at)
        data = {"to": str(hop.to)} | ({"until": until.isoformat()} if until else {})
        self._move(State.WAITLISTED, at, "waitlisted", actor, data, text)

    def give_consent(self, actor: Actor, *, givers: Iterable[Giver], at: datetime, kinds: Iterable[OrganizationKind] = SHAREABLE) -> None:
        """Record that somebody consents to share with some kinds of party. Organisations that were hidden stay so: it counts from now on."""
        self._require(Transition.GIVE_CONSENT, actor)
        who, to = sorted(set(givers)), sorted(set(kinds) & SHAREABLE)
        if not who or not to:
            raise InvalidInput("A consent says who gave it and for what kind of party.", field="consent")
        role = actor.role.value if actor.role else None
        held = {(c.giver, c.kind) for c in self.consents if c.revoked_at is None}
        new = [(giver, kind) for giver in who for kind in to if (giver, kind) not in held]
        self.consents = [*self.consents, *(Consent(giver, kind, at, actor.account_id, role) for giver, kind in new)]
        self._record(at, "consent_given", Audience.PARTIES, actor, {"by": [g.value for g in who], "for": [k.value for k in to]})

    def revoke_consent(self, actor: Actor, *, giver: Giver, at: datetime, due_at: datetime, kinds: Iterable[OrganizationKind] = SHAREABLE) -> None:
        """Somebody takes consent back: what was shared by it alone is hidden at once, and the case goes back to who may still have it.

        Raises `IllegalTransition` if there was no such consent.
        """
        self._require(Transition.REVOKE_CONSENT, actor)
        ended = {c for c in self.consents if c.revoked_at is None and c.giver is giver and c.kind in set(kinds)}
        if not ended:
            raise self._illegal(Transition.REVOKE_CONSENT, "no_such_consent")
        self.consents = [replace(c, revoked_at=at) if c in ended else c for c in self.consents]
        self._record(at, "consent_revoked", Audience.YOUNGSTER, actor, {"by": giver.value, "for": sorted(c.kind.value for c in ended)})
        self.hops = [self._hidden(h, at) for h in self.hops]
        self._regain(actor, at, due_at)

    def _hidden(self, hop: Hop, at: datetime) -> Hop:
        if hop.basis is not Basis.CONSENT or hop.hidden_at is not None or self.consent_covers(hop.to_kind):
            return hop
        return replace(hop, hidden_at=at, state=HopState.CANCELLED if hop.live else hop.state, closed_at=hop.closed_at or at)

    def _regain(self, actor: Actor, at: datetime, due_at: datetime) -> None:
        """After hops were hidden: an owner that may know, and a state that fits."""
        lost = not self.may_know(self.owner_id)
        if lost:
            heir = next(h for h in reversed(self.hops) if h.may_know and h.to_kind in HOMES)
            self.assignee_id = None
            if self.open:
                self._own(heir, at=at, due_at=due_at, reason="consent_revoked", sender=None)
            self.owner_id = heir.to
        stranded = self.state in WITH_PARTNER and self.partner_hop is None
        if stranded:
            self.first_meeting = None
        if self.open and (lost or stranded):
            state = self.state if self.partner_hop is not None else self._home()
            self._move(state, at, "returned", actor, {"to": str(self.owner_id), "reason": "consent_revoked"})

    def _give_back(self, actor: Actor, ended: HopState, kind: str, reason: str, at: datetime, due_at: datetime, text: str | None) -> None:
        """End the active hop. A partner's goes back to the owner, whose own hop goes on; an owner's to whoever sent it, by a new hop."""
        if self.state in WITH_PARTNER:
            hop = self._partner()
            self.first_meeting = None
            if self.owner_hop is not None:
                self._set_hop(self.owner_hop, due_at=due_at)
            self._set_hop(hop, state=ended, closed_at=at)
        else:
            sender, own = self._hop_to_return_to(), self.owner_hop
            if sender is None or own is None:  # `_require` has refused this
                raise self._illegal(Transition.RETURN, "no_sender")
            hop = own
            self._set_hop(hop, state=ended, closed_at=at)
            self._own(sender, at=at, due_at=due_at, reason=reason, sender=hop.to)
        self._move(self._home(), at, kind, actor, {"from": str(hop.to), "to": str(self.owner_id), "reason": reason}, text)

    def _ground(self, actor: Actor, to: Recipient, danger: Danger | None) -> tuple[Basis, str | None]:
        """On what ground the case may be shared with an organisation. Raises `ConsentMissing`, or `Forbidden` for an override without the right."""
        if to.by_agreement and to.kind is OrganizationKind.CLB:
            return Basis.AGREEMENT, None
        if self.consent_covers(to.kind):
            return Basis.CONSENT, None
        if danger is None:
            needed = decisive(self.age)
            raise ConsentMissing(f"Sharing needs the consent of: {needed}.", reference=self.reference, needed=needed, kind=to.kind)
        if actor.role not in MAY_OVERRIDE:
            raise Forbidden("The role does not allow sharing without consent.", transition="override_consent", reference=self.reference)
        return Basis.DANGER, checked_text(danger.reason, "danger", needed=True)

    def _record_danger(self, actor: Actor, to: Recipient, at: datetime, reason: str | None) -> None:
        if reason is not None:
            self._record(at, "consent_overridden", Audience.INTERNAL, actor, {"to": str(to.id)}, reason)

    def _partner(self) -> Hop:
        hop = self.partner_hop
        if hop is None:  # the states with a partner always have one
            raise self._illegal(Transition.RETURN, "no_offer")
        return hop
