"""How a case begins, takes in further reports on the same pupil, and ends when they are all taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from backend.cases.model.consent import REPORTED, SHAREABLE, Consent
from backend.cases.model.record import HOMES, CaseRecord
from backend.cases.model.referral import CaseKind, Referral
from backend.cases.model.reports import JoinedReport, Sender, SentReport
from backend.cases.model.rights import LEGAL, Transition
from backend.cases.model.states import WITHDRAWABLE, Hop, HopState, Recipient, State
from backend.cases.model.timeline import Audience
from backend.errors import Forbidden, IllegalTransition, InvalidInput, NotFound
from backend.identity.model import SYSTEM, Actor, Role
from backend.routing.model import Decision


@dataclass
class ReportedCase(CaseRecord):
    """A case with the reports that it rests on."""

    @classmethod
    def submit(
        cls,
        *,
        reference: str,
        kind: CaseKind,
        referral: Referral,
        sender: Sender,
        at: datetime,
        due_at: datetime,
        guardian_id: UUID,
        school_id: UUID | None = None,
    ) -> Self:
        """A new case, as reported. The guardian (the helpdesk) owns it until `refer` is called, which happens in the same transaction."""
        case = cls(uuid4(), reference, kind, State.SUBMITTED, referral, at, sender, guardian_id, due_at, school_id)
        actor = _as_actor(sender)
        case._record(at, "submitted", Audience.REPORTER, actor, {"verified": sender.verified, "state": State.SUBMITTED.value})
        if not sender.verified and kind is not CaseKind.YOUTH_REQUEST:
            case._record(at, "call_back_needed", Audience.PARTIES, None)
        givers = REPORTED.get(referral.consent or "", ())
        case.consents = [Consent(giver, to, at, sender.account_id, sender.role) for giver in givers for to in sorted(SHAREABLE)]
        if givers:
            case._record(at, "consent_given", Audience.PARTIES, actor, {"by": [g.value for g in givers], "for": sorted(SHAREABLE)})
        return case

    def refer(self, decision: Decision, *, to: Recipient, at: datetime, due_at: datetime) -> None:
        """Send a submitted case to the organisation that the routing decided on. It owns the case from now on; no consent is needed for this."""
        self._require(Transition.REFER, SYSTEM)
        if to.kind not in HOMES:
            raise InvalidInput("A report goes to a CLB or to the helpdesk first.", field="to")
        self.decision, self.owner_id, self.due_at = decision, to.id, due_at
        self.hops.append(Hop(to.id, to.kind, HopState.REQUESTED, at, due_at, dict(decision.reason)))
        self._move(HOMES[to.kind], at, "routed", SYSTEM, {"rule": decision.rule, "to": str(to.id)})

    def link_to_previous(self, previous: CaseRecord, *, at: datetime) -> None:
        """The pupil had a case that was closed: said to the owner only."""
        self.previous_id = previous.id
        self._record(at, "known_before", Audience.INTERNAL, None, {"reference": previous.reference})

    def join(self, report: JoinedReport) -> None:
        """Take in a further report on the same pupil. Only the owner sees it; its word on consent is shown to the owner and changes nothing."""
        self._require(Transition.JOIN, SYSTEM)
        self.joined.append(report)
        if self.due_at is not None:
            self.due_at = min(self.due_at, report.told_due_at)
        data = {
            "reference": report.reference,
            "kind": report.kind.value,
            "urgency": report.referral.urgency,
            "consent": report.referral.consent,
            "verified": report.sender.verified,
        }
        self._record(report.at, "report_joined", Audience.INTERNAL, None, data)
        if not report.sender.verified:
            self._record(report.at, "call_back_needed", Audience.INTERNAL, None, {"reference": report.reference})

    def withdraw(self, actor: Actor, *, at: datetime, reference: str | None = None) -> None:
        """The reporter takes a report back; the last one that is taken back ends the case.

        `reference` names the report, this case's own by default. Legal as long as the *report* shows no link: of a report that joined a linked
        case, its sender must not learn that. Raises `NotFound` for a report that this case does not have.
        """
        reference = reference or self.reference
        sent = self.report(reference)
        if not sent.sender.is_(actor):
            raise Forbidden("Only who sent a report takes it back.", transition=Transition.WITHDRAW, reference=reference)
        if sent.state not in LEGAL[Transition.WITHDRAW]:
            raise IllegalTransition("The report can no longer be taken back.", reference=reference, state=sent.state, transition=Transition.WITHDRAW)
        if reference == self.reference:
            self.report_withdrawn_at = at
        self.joined = [replace(r, withdrawn_at=at) if r.reference == reference else r for r in self.joined]
        still_one = self.report_withdrawn_at is None or any(r.withdrawn_at is None for r in self.joined)
        if still_one or self.state not in WITHDRAWABLE:
            self._record(at, "report_withdrawn", Audience.INTERNAL, None, {"reference": reference})
            return
        self._end_hops(HopState.CANCELLED, at)
        self.due_at = None
        self._move(State.WITHDRAWN, at, "withdrawn", actor)

    def report(self, reference: str) -> SentReport:
        """A report as its sender may know it. Raises `NotFound`."""
        if reference == self.reference:
            first = self.hops[0] if self.hops else None
            state = State.WITHDRAWN if self.report_withdrawn_at else self.state
            owner, due = (first.to, first.due_at) if first else (None, None)
            return SentReport(reference, self.kind, self.referral, self.created_at, state, owner, self.decision, due, self.sender)
        for r in self.joined:
            if r.reference == reference:
                state = self._state_for(r)
                return SentReport(reference, r.kind, r.referral, r.at, state, r.told_owner_id, r.decision, r.told_due_at, r.sender)
        raise NotFound("There is no such report.")

    def reports_of(self, actor: Actor) -> Sequence[SentReport]:
        """The acting user's own reports in this case."""
        sent = [self.report(self.reference), *(self.report(r.reference) for r in self.joined)]
        return [report for report in sent if report.sender.is_(actor)]

    def moved_since(self, reference: str) -> bool:
        """Whether the case changed its state after a further report joined it."""
        return any("state" in entry.data for entry in self.timeline[self.joined_at(reference) + 1 :])

    def joined_at(self, reference: str) -> int:
        """Where in the timeline a report begins; 0 for the first one."""
        places = (n for n, e in enumerate(self.timeline) if e.kind == "report_joined" and e.data.get("reference") == reference)
        return next(places, 0)

    def _state_for(self, report: JoinedReport) -> State:
        """As if the report were a case of its own: what happened before it came is not its sender's to know."""
        if report.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.moved_since(report.reference):
            return self.state
        return State.AT_CLB if report.decision.target.kind == "clb" else State.AT_HELPDESK


def _as_actor(sender: Sender) -> Actor:
    return Actor(Role(sender.role) if sender.role else None, sender.account_id, conversation_id=sender.conversation_id)
