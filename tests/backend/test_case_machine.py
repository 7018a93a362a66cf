"""Everybody tries everything, in any order: no illegal state, no lost event, no case without owner and due date, nothing shared without consent."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.cases.model import (
    WITHDRAWABLE,
    Basis,
    Case,
    CaseKind,
    Danger,
    DeclineReason,
    Giver,
    HopState,
    JoinedReport,
    Outcome,
    Recipient,
    Referral,
    ReturnReason,
    Sender,
    State,
    TimelineEntry,
    Transition,
    status_for_reporter,
    timeline_for,
)
from backend.cases.model.timeline import EVENTS, Audience
from backend.directory.model import OrganizationKind
from backend.errors import FrontdeskError
from backend.identity.model import SYSTEM, Actor, Role
from tests.auxil.cases import (
    CLB,
    COACH,
    COORDINATOR,
    COUNSELLOR,
    HELPDESK,
    MEETING,
    NOW,
    OTHER_CLB,
    OTHER_COUNSELLOR,
    OTHER_PARTNER,
    OTHER_WORKER,
    PARTNER,
    REPORTER,
    WORKER,
    an_id,
    decision,
    person,
    reported,
)

ACTORS = st.sampled_from([COUNSELLOR, OTHER_COUNSELLOR, COORDINATOR, WORKER, OTHER_WORKER, COACH, REPORTER, SYSTEM, Actor()])
# What is likely to succeed is tried more often than what is not, or the machine would never come far.
WORKERS = st.sampled_from([COORDINATOR, COUNSELLOR, WORKER])
ANYONE = st.one_of(WORKERS, WORKERS, ACTORS)
PLACES = st.sampled_from([CLB, OTHER_CLB, HELPDESK, PARTNER, OTHER_PARTNER])
HOMES = {CLB.id: State.AT_CLB, OTHER_CLB.id: State.AT_CLB, HELPDESK.id: State.AT_HELPDESK}
KINDS = {place.id: place.kind for place in (CLB, OTHER_CLB, HELPDESK, PARTNER, OTHER_PARTNER)}
WITH_PARTNER = {State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP}
OVER = {State.CLOSED, State.WITHDRAWN}
SPECIAL = {
    Transition.REFER,
    Transition.JOIN,
    Transition.OFFER,
    Transition.TRANSFER,
    Transition.WITHDRAW,
    Transition.GIVE_CONSENT,
    Transition.REVOKE_CONSENT,
}  # these have rules of their own
DANGER = st.one_of(st.none(), st.none(), st.just(Danger("Er is een dreiging.")))


class CaseMachine(RuleBasedStateMachine):
    """One case. What may be known to whom is kept a second time here, by simpler means, and compared."""

    case: Case

    @initialize(
        consent=st.sampled_from(["pupil", "both", "parents", "refused", "not_asked"]),
        age=st.sampled_from([None, 9, 11, 12, 15]),
        to=st.sampled_from([CLB, HELPDESK]),
        kind=st.sampled_from([CaseKind.ABSENCE, CaseKind.YOUTH_REQUEST]),
        far=st.integers(0, 5),
    )
    def report(self, consent: str, age: int | None, to: Recipient, kind: CaseKind, far: int) -> None:
        self.now = NOW
        self.case = reported(consent=consent, age=age, to=to, kind=kind)
        self.decider = "parents" if age in {9, 11} else "pupil"
        told = {"pupil": {"pupil"}, "parents": {"parents"}, "both": {"pupil", "parents"}}.get(consent, set())
        kinds = {OrganizationKind.CLB, OrganizationKind.HELPDESK, OrganizationKind.PARTNER}
        self.given = {(who, what) for who in told for what in kinds}
        self.rightful: set[UUID] = {to.id}  # who knows by law, agreement or danger
        self.history: list[TimelineEntry] = list(self.case.timeline)
        self.references = 0
        for step in range(far):
            self._usual_way(step)

    def _usual_way(self, step: int) -> None:
        """The first steps that most cases take, so that what comes late is tried often; refused ones change nothing."""
        if step == 0:
            self._transfer(COUNSELLOR, HELPDESK, None)
        elif step == 1:
            self._offer(COORDINATOR, PARTNER, None)
        elif step == 2:
            self._try(lambda c: c.accept(WORKER, at=self.now))
        elif step == 3:
            self._try(lambda c: c.link(WORKER, first_meeting=MEETING, at=self.now, due_at=self._soon()))
        else:
            self._try(lambda c: c.start_follow_up(WORKER, at=self.now, due_at=self._soon()))

    def _work(self, data: st.DataObject) -> None:
        """Something that somebody may do now, so that the machine comes far."""
        case, now = self.case, self.now
        actor = data.draw(st.sampled_from([COUNSELLOR, COORDINATOR, WORKER, OTHER_WORKER, OTHER_COUNSELLOR]))
        ways: dict[Transition, Callable[[Case], object]] = {
            Transition.ACCEPT: lambda c: c.accept(actor, at=now),
            Transition.WAITLIST: lambda c: c.waitlist(actor, at=now, due_at=self._soon()),
            Transition.LINK: lambda c: c.link(actor, first_meeting=MEETING, at=now, due_at=self._soon()),
            Transition.START_FOLLOW_UP: lambda c: c.start_follow_up(actor, at=now, due_at=self._soon()),
            Transition.DECLINE: lambda c: c.decline(actor, reason=DeclineReason.OTHER, at=now, due_at=self._soon()),
            Transition.CLOSE: lambda c: c.close(actor, outcome=Outcome.OTHER, at=now),
            Transition.REOPEN: lambda c: c.reopen(actor, at=now, due_at=self._soon()),
        }
        possible = sorted((set(ways) | {Transition.OFFER, Transition.TRANSFER}) & case.allowed(actor))
        if not possible:
            return
        chosen = data.draw(st.sampled_from(possible))
        if chosen is Transition.OFFER:
            self._offer(actor, data.draw(st.sampled_from([PARTNER, OTHER_PARTNER])), None)
        elif chosen is Transition.TRANSFER:
            self._transfer(actor, data.draw(st.sampled_from([CLB, OTHER_CLB, HELPDESK])), None)
        else:
            assert self._try(ways[chosen])

    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(1, 6))):
            self._work(data)

    @rule(data=st.data())
    def work_on(self, data: st.DataObject) -> None:
        self._work(data)

    @rule(hours=st.integers(0, 200))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(actor=ANYONE, to=PLACES, danger=DANGER)
    def offer(self, actor: Actor, to: Recipient, danger: Danger | None) -> None:
        self._offer(actor, to, danger)

    def _offer(self, actor: Actor, to: Recipient, danger: Danger | None) -> None:
        if self._try(lambda c: c.offer(actor, to, at=self.now, due_at=self._soon(), danger=danger)):
            self._was_shared(actor, to, danger)

    @rule(actor=ANYONE, to=PLACES, danger=DANGER)
    def transfer(self, actor: Actor, to: Recipient, danger: Danger | None) -> None:
        self._transfer(actor, to, danger)

    def _transfer(self, actor: Actor, to: Recipient, danger: Danger | None) -> None:
        if self._try(lambda c: c.transfer(actor, to, at=self.now, due_at=self._soon(), danger=danger)):
            self._was_shared(actor, to, danger)

    @rule(actor=ANYONE, what=st.sampled_from(sorted(set(Transition) - SPECIAL)), data=st.data())
    def anything(self, actor: Actor, what: Transition, data: st.DataObject) -> None:
        now, soon = self.now, self._soon()
        audience, to = data.draw(st.sampled_from(Audience)), data.draw(st.sampled_from([COUNSELLOR, OTHER_COUNSELLOR, COORDINATOR, WORKER, COACH]))
        ways: dict[Transition, Callable[[Case], object]] = {
            Transition.ACCEPT: lambda c: c.accept(actor, at=now),
            Transition.DECLINE: lambda c: c.decline(actor, reason=DeclineReason.OTHER, at=now, due_at=soon),
            Transition.WAITLIST: lambda c: c.waitlist(actor, at=now, due_at=soon),
            Transition.LINK: lambda c: c.link(actor, first_meeting=MEETING, at=now, due_at=soon),
            Transition.RETURN: lambda c: c.return_to_sender(actor, reason=ReturnReason.OTHER, at=now, due_at=soon),
            Transition.START_FOLLOW_UP: lambda c: c.start_follow_up(actor, at=now, due_at=soon),
            Transition.NOTE: lambda c: c.note(actor, body="Gebeld.", audience=audience, at=now),
            Transition.ASSIGN: lambda c: c.claim(actor, at=now) if to is COACH else c.assign(actor, person(to), at=now),
            Transition.CLOSE: lambda c: c.close(actor, outcome=Outcome.OTHER, at=now),
            Transition.REOPEN: lambda c: c.reopen(actor, at=now, due_at=soon),
        }
        self._try(ways[what])

    @precondition(lambda self: len(self.case.hops) > 3)
    @rule(actor=st.sampled_from([REPORTER, COORDINATOR]))
    def withdraw(self, actor: Actor) -> None:
        others = any(report.withdrawn_at is None for report in self.case.joined)
        if self._try(lambda c: c.withdraw(actor, at=self.now)):
            assert actor is REPORTER
            assert (self.case.state is State.WITHDRAWN) is not others
            assert self.case.report(self.case.reference).status == "closed"

    @rule(actor=ANYONE, givers=st.sets(st.sampled_from(Giver), min_size=1), kinds=st.sets(st.sampled_from(OrganizationKind), min_size=1))
    def consent(self, actor: Actor, givers: set[Giver], kinds: set[OrganizationKind]) -> None:
        if self._try(lambda c: c.give_consent(actor, givers=givers, kinds=kinds, at=self.now)):
            self.given |= {(giver.value, kind) for giver in givers for kind in kinds}

    @rule(actor=ANYONE, giver=st.sampled_from(Giver))
    def revoke(self, actor: Actor, giver: Giver) -> None:
        if self._try(lambda c: c.revoke_consent(actor, giver=giver, at=self.now, due_at=self._soon())):
            self.given = {(who, kind) for who, kind in self.given if who != giver.value}
            if giver.value == self.decider:
                for place in set(KINDS) - self.rightful:
                    assert not self.case.may_know(place)

    @precondition(lambda self: self.references < 3)
    @rule(teacher=st.sampled_from(["another teacher", "the same chat"]))
    def another_report(self, teacher: str) -> None:
        actor = Actor(Role.SCHOOL_STAFF, None, None, an_id(teacher))
        self.references += 1
        reference = f"ANT-2026-AAA{self.references}"
        referral = Referral(pupil_name="Noor Vandewalle", consent="both", half_days=10)
        due = self.now + timedelta(days=7)
        report = JoinedReport(an_id(reference), reference, CaseKind.ABSENCE, referral, Sender.of(actor), self.now, decision(), CLB.id, due)
        if self._try(lambda c: c.join(report)):
            assert self.case.report(reference).status == "received"

    @precondition(lambda self: bool(self.case.joined))
    @rule(number=st.integers(0, 2))
    def withdraw_another(self, number: int) -> None:
        report = self.case.joined[number % len(self.case.joined)]
        before, first = self.case.state, self.case.report(self.case.reference).state
        actor = Actor(conversation_id=report.sender.conversation_id)
        if self._try(lambda c: c.withdraw(actor, at=self.now, reference=report.reference)):
            assert self.case.report(report.reference).status == "closed"
            if first is not State.WITHDRAWN:
                assert self.case.state is before

    @invariant()
    def an_open_case_has_an_owner_and_a_due_date(self) -> None:
        if not hasattr(self, "case"):
            return
        case = self.case
        assert case.owner_id in HOMES
        assert (case.due_at is None) is (case.state in OVER)
        assert case.may_know(case.owner_id)

    @invariant()
    def the_hops_fit_the_state(self) -> None:
        if not hasattr(self, "case"):
            return
        case = self.case
        live = [hop for hop in case.hops if hop.state not in {HopState.REJECTED, HopState.CANCELLED, HopState.FAILED, HopState.COMPLETED}]
        assert all((hop.closed_at is None) is (hop in live) for hop in case.hops)
        owners = [hop for hop in live if hop.to == case.owner_id]
        partners = [hop for hop in live if KINDS[hop.to] is OrganizationKind.PARTNER]
        assert len(live) == len(owners) + len(partners)
        assert len(owners) == (0 if case.state in OVER else 1)
        assert len(partners) == (1 if case.state in WITH_PARTNER else 0)
        if case.state not in OVER | WITH_PARTNER:
            assert case.state is HOMES[case.owner_id]

    @invariant()
    def nobody_knows_without_a_right(self) -> None:
        if not hasattr(self, "case"):
            return
        for hop in self.case.hops:
            if hop.basis is Basis.CONSENT and hop.hidden_at is None and hop.to not in self.rightful:
                assert (self.decider, KINDS[hop.to]) in self.given
        for actor in (OTHER_COUNSELLOR, WORKER, OTHER_WORKER, COUNSELLOR):
            entries = timeline_for(self.case, actor)
            if not self.case.may_know(actor.organization_id):  # type: ignore[arg-type]
                assert entries == []
            for entry in entries:
                if entry.audience is Audience.INTERNAL:
                    assert entry.organization_id == actor.organization_id or self.case.owner_id == actor.organization_id

    @invariant()
    def nothing_is_lost_and_the_reporter_sees_a_status_only(self) -> None:
        if not hasattr(self, "case"):
            return
        assert self.case.timeline[: len(self.history)] == self.history
        assert all(entry.kind in EVENTS for entry in self.case.timeline)
        own = [entry for entry in timeline_for(self.case, REPORTER) if entry.audience is not Audience.YOUNGSTER]
        assert {entry.kind for entry in own} <= {"received", "linked", "closed"}
        assert all(entry.body is None and entry.data == {} and entry.actor_role is None for entry in own)
        if self.case.report_withdrawn_at is None:
            assert own[-1].kind == status_for_reporter(self.case.state)

    def _try(self, change: Callable[[Case], object]) -> bool:
        before = deepcopy(self.case)
        try:
            change(self.case)
        except FrontdeskError:
            assert self.case == before
            return False
        assert len(self.case.timeline) > len(before.timeline)
        if self.case.state is not before.state:
            assert any("state" in entry.data for entry in self.case.timeline[len(before.timeline) :])
        if before.state not in WITHDRAWABLE:
            assert self.case.state is not State.WITHDRAWN
        self.history = list(self.case.timeline)
        return True

    def _was_shared(self, actor: Actor, to: Recipient, danger: Danger | None) -> None:
        agreed, consented = to is CLB, (self.decider, to.kind) in self.given
        assert agreed or consented or (danger is not None and actor.role in {Role.COORDINATOR, Role.CLB_COUNSELLOR})
        if agreed or not consented:
            self.rightful.add(to.id)

    def _soon(self) -> datetime:
        return self.now + timedelta(days=2)


CaseMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestCaseMachine = CaseMachine.TestCase
