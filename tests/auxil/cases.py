"""Cases in every state, for the tests of the aggregate: an invented network of two CLBs, a helpdesk and two partners."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from backend.cases.model import (
    Case,
    CaseKind,
    DeclineReason,
    Hop,
    Outcome,
    Person,
    Recipient,
    Referral,
    ReturnReason,
    Sender,
    State,
    TransferReason,
    Transition,
)
from backend.cases.model.timeline import Audience
from backend.directory.model import OrganizationKind
from backend.identity.model import Actor, Role
from backend.routing.model import Decision, Target

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DUE = NOW + timedelta(days=7)
MEETING = date(2026, 11, 24)
SPACE = UUID("5f1d7a52-6a0b-4c8e-9a39-0d1f6f9a1c11")


def an_id(name: str) -> UUID:
    """An id that is the same in every run."""
    return uuid5(SPACE, name)


CLB = Recipient(an_id("clb"), OrganizationKind.CLB, by_agreement=True)
OTHER_CLB = Recipient(an_id("other clb"), OrganizationKind.CLB)
HELPDESK = Recipient(an_id("helpdesk"), OrganizationKind.HELPDESK)
PARTNER = Recipient(an_id("partner"), OrganizationKind.PARTNER)
OTHER_PARTNER = Recipient(an_id("other partner"), OrganizationKind.PARTNER)

COUNSELLOR = Actor(Role.CLB_COUNSELLOR, an_id("counsellor"), CLB.id)
OTHER_COUNSELLOR = Actor(Role.CLB_COUNSELLOR, an_id("other counsellor"), OTHER_CLB.id)
COORDINATOR = Actor(Role.COORDINATOR, an_id("coordinator"), HELPDESK.id)
WORKER = Actor(Role.PARTNER_WORKER, an_id("worker"), PARTNER.id)
OTHER_WORKER = Actor(Role.PARTNER_WORKER, an_id("other worker"), OTHER_PARTNER.id)
COACH = Actor(Role.COACH, an_id("coach"), PARTNER.id)
REPORTER = Actor(Role.SCHOOL_STAFF, an_id("teacher"), an_id("school"), an_id("chat"))
STRANGERS = [Actor(role, an_id(f"stranger {role}"), an_id("elsewhere"), an_id(f"chat of {role}")) for role in Role if role is not Role.COORDINATOR]
NOBODY = Actor()


def decision(kind: str = "clb") -> Decision:
    """A decision of the routing."""
    reason = {"nl": "Regel.", "fr": "Règle.", "en": "Rule."}
    return Decision(rule="a-rule", target=Target(kind="clb" if kind == "clb" else "helpdesk"), reason=reason, source="a test")


def reported(
    *,
    consent: str = "pupil",
    age: int | None = 15,
    to: Recipient = CLB,
    kind: CaseKind = CaseKind.ABSENCE,
    sender: Actor = REPORTER,
    at: datetime = NOW,
) -> Case:
    """A case that was just routed."""
    referral = Referral.model_validate({"pupil_name": "Noor Vandewalle", "age": age, "consent": consent, "half_days": 8})
    case = Case.submit(
        reference="ANT-2026-7F3K",
        kind=kind,
        referral=referral,
        sender=Sender.of(sender),
        at=at,
        due_at=at + timedelta(days=7),
        guardian_id=HELPDESK.id,
        school_id=an_id("school"),
    )
    case.refer(decision(to.kind.value), to=to, at=at, due_at=at + timedelta(days=7))
    return case


def submitted() -> Case:
    """A case that the routing has not seen yet."""
    referral = Referral(pupil_name="Noor Vandewalle", consent="pupil")
    return Case.submit(
        reference="ANT-2026-7F3K",
        kind=CaseKind.ABSENCE,
        referral=referral,
        sender=Sender.of(REPORTER),
        at=NOW,
        due_at=DUE,
        guardian_id=HELPDESK.id,
    )


def in_state(state: State, *, accepted: bool = False, home: Recipient = CLB) -> Case:
    """A case in a state. With its owner, it came there by a transfer; `accepted`: an offer that the partner has accepted."""
    if state is State.SUBMITTED:
        return submitted()
    if state is State.AT_CLB or (state is not State.AT_HELPDESK and home is CLB):
        case = reported(to=HELPDESK)
        case.transfer(COORDINATOR, CLB, at=NOW, due_at=DUE)
    else:
        case = reported(to=CLB)
        case.transfer(COUNSELLOR, HELPDESK, at=NOW, due_at=DUE)
    owner = COUNSELLOR if case.state is State.AT_CLB else COORDINATOR
    if state in {State.AT_CLB, State.AT_HELPDESK}:
        return case
    if state is State.WITHDRAWN:
        case.withdraw(REPORTER, at=NOW)
        return case
    case.offer(owner, PARTNER, at=NOW, due_at=DUE)
    if state is State.WAITLISTED:
        case.waitlist(WORKER, at=NOW, due_at=DUE)
    if (accepted and state is State.OFFERED) or state in {State.LINKED, State.IN_FOLLOW_UP, State.CLOSED}:
        case.accept(WORKER, at=NOW)
    if state in {State.LINKED, State.IN_FOLLOW_UP, State.CLOSED}:
        case.link(WORKER, first_meeting=MEETING, at=NOW, due_at=DUE)
    if state in {State.IN_FOLLOW_UP, State.CLOSED}:
        case.start_follow_up(WORKER, at=NOW, due_at=DUE)
    if state is State.CLOSED:
        case.close(owner, outcome=Outcome.BACK_AT_SCHOOL, at=NOW)
    assert case.state is state
    return case


def make(case: Case, transition: Transition, actor: Actor) -> None:
    """Make a transition with values that are good."""
    match transition:
        case Transition.ACCEPT:
            case.accept(actor, at=NOW)
        case Transition.DECLINE:
            case.decline(actor, reason=DeclineReason.NO_ROOM, at=NOW, due_at=DUE)
        case Transition.WAITLIST:
            case.waitlist(actor, at=NOW, due_at=DUE)
        case Transition.OFFER:
            case.offer(actor, OTHER_PARTNER, at=NOW, due_at=DUE)
        case Transition.LINK:
            case.link(actor, first_meeting=MEETING, at=NOW, due_at=DUE)
        case Transition.TRANSFER:
            case.transfer(actor, OTHER_CLB, at=NOW, due_at=DUE, reason=TransferReason.SCHOOL_CHANGED)
        case Transition.RETURN:
            case.return_to_sender(actor, reason=ReturnReason.NO_CONTACT, at=NOW, due_at=DUE)
        case Transition.NOTE:
            case.note(actor, body="Belt morgen terug.", audience=Audience.PARTIES, at=NOW)
        case Transition.START_FOLLOW_UP:
            case.start_follow_up(actor, at=NOW, due_at=DUE)
        case Transition.CLOSE:
            case.close(actor, outcome=Outcome.NOT_NEEDED, at=NOW)
        case Transition.REOPEN:
            case.reopen(actor, at=NOW, due_at=DUE)
        case Transition.WITHDRAW:
            case.withdraw(actor, at=NOW)
        case _:
            raise NotImplementedError(transition)


def person(actor: Actor) -> Person:
    """The person that an acting user is, to assign a case to."""
    assert actor.account_id is not None
    assert actor.role is not None
    return Person(actor.account_id, actor.role, actor.organization_id)


def live(case: Case) -> list[Hop]:
    """The hops that somebody is at work on."""
    return [hop for hop in case.hops if hop.live]
