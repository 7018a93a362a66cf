"""Every transition from every state by everybody, against a table that is written out here; and what each transition does."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest

from backend.cases.model import DeclineReason, HopState, Outcome, Recipient, ReturnReason, State, Transition, status_for_reporter
from backend.cases.model.timeline import Audience
from backend.errors import Conflict, Forbidden, IllegalTransition, InvalidInput
from backend.identity.model import SYSTEM, Actor
from tests.auxil.cases import (
    CLB,
    COACH,
    COORDINATOR,
    COUNSELLOR,
    DUE,
    HELPDESK,
    MEETING,
    NOBODY,
    NOW,
    OTHER_COUNSELLOR,
    OTHER_PARTNER,
    OTHER_WORKER,
    PARTNER,
    REPORTER,
    STRANGERS,
    WORKER,
    in_state,
    live,
    make,
    person,
    reported,
)

# o: a counsellor of the owning CLB, c: the coordinator, p: the partner that holds the offer, s: the system, r: who reported.
TABLE = """
                 submitted  at_clb  at_helpdesk  offered  waitlisted  linked  in_follow_up  closed  withdrawn
accept           -          oc      c            pc       pc          -       -             -       -
decline          -          oc      c            pc       pc          -       -             -       -
waitlist         -          -       -            pc       -           -       -             -       -
offer            -          ocs     cs           -        oc          -       -             -       -
link             -          -       -            opc      -           -       -             -       -
transfer         -          ocs     cs           -        -           -       -             -       -
return           -          ocs     cs           opcs     opcs        opcs    opcs          -       -
note             c          oc      oc           opc      opc         opc     opc           oc      oc
start_follow_up  -          -       -            -        -           opc     -             -       -
close            -          oc      c            oc       oc          oc      oc            -       -
reopen           -          -       -            -        -           -       -             oc      -
withdraw         r          r       r            r        r           -       -             -       -
"""
ACTORS: dict[str, list[Actor]] = {
    "o": [COUNSELLOR],
    "c": [COORDINATOR],
    "p": [WORKER],
    "s": [SYSTEM],
    "r": [REPORTER],
    "": [OTHER_COUNSELLOR, OTHER_WORKER, COACH, NOBODY, *STRANGERS],
}


def _table() -> list[tuple[Transition, State, str]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [(Transition(line[0]), State(state), "".join(who).strip("-")) for line in lines for state, who in zip(head, line[1:], strict=True)]


CELLS = _table()


def test_the_table_is_complete() -> None:
    """Assigning and consent have tests of their own; refer and join are the system's."""
    elsewhere = {Transition.REFER, Transition.JOIN, Transition.ASSIGN, Transition.GIVE_CONSENT, Transition.REVOKE_CONSENT}
    assert {(t, s) for t, s, _ in CELLS} == {(t, s) for t in set(Transition) - elsewhere for s in State}


@pytest.mark.parametrize(("transition", "state", "who"), CELLS, ids=[f"{t}-{s}" for t, s, _ in CELLS])
def test_who_may_do_what_when(transition: Transition, state: State, who: str) -> None:
    anywhere = {letter for t, _, letters in CELLS if t is transition for letter in letters}
    for letter, actors in ACTORS.items():
        for actor in actors:
            case = in_state(state, accepted=transition is Transition.LINK)
            before = deepcopy(case)
            listed = transition in case.allowed(actor)
            if letter and letter in who:
                assert listed
                make(case, transition, actor)
                assert case.timeline[: len(before.timeline)] == before.timeline
                assert len(case.timeline) > len(before.timeline)
                continue
            assert not listed
            with pytest.raises((Forbidden, IllegalTransition)) as raised:
                make(case, transition, actor)
            assert case == before
            assert raised.value.facts["transition"] == transition
            if not letter or letter not in anywhere:
                assert raised.value.code == "forbidden"
            elif not who and letter not in "po":  # somebody who may elsewhere, in a state where nobody may
                assert raised.value.code == "illegal_transition"


def test_the_way_to_a_link() -> None:
    case = reported()
    assert (case.state, case.owner_id, live(case)[0].state) == (State.AT_CLB, CLB.id, HopState.REQUESTED)
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=NOW + timedelta(days=2))
    assert case.owner_id == CLB.id
    assert [(hop.to, hop.state) for hop in case.hops] == [(CLB.id, HopState.ACCEPTED), (PARTNER.id, HopState.REQUESTED)]
    case.accept(WORKER, at=NOW)
    case.link(WORKER, first_meeting=MEETING, at=NOW, due_at=NOW + timedelta(days=9))
    assert (case.state, case.first_meeting, case.due_at) == (State.LINKED, MEETING, NOW + timedelta(days=9))
    case.start_follow_up(WORKER, at=NOW, due_at=NOW + timedelta(days=30))
    case.close(COUNSELLOR, outcome=Outcome.BACK_AT_SCHOOL, at=NOW)
    assert (case.state, case.outcome, case.due_at, live(case)) == (State.CLOSED, Outcome.BACK_AT_SCHOOL, None, [])
    assert {hop.state for hop in case.hops} == {HopState.COMPLETED}


def test_a_link_needs_an_acceptance() -> None:
    case = in_state(State.OFFERED)
    with pytest.raises(IllegalTransition) as raised:
        case.link(COUNSELLOR, first_meeting=MEETING, at=NOW, due_at=DUE)
    assert raised.value.facts["reason"] == "not_accepted"


def test_nothing_is_answered_twice() -> None:
    case = in_state(State.OFFERED, accepted=True)
    with pytest.raises(IllegalTransition, match="answered_already"):
        case.accept(WORKER, at=NOW)
    with pytest.raises(IllegalTransition, match="answered_already"):
        case.decline(WORKER, reason=DeclineReason.NO_ROOM, at=NOW, due_at=DUE)


def test_a_decline_brings_the_case_back_to_its_owner_with_the_reason() -> None:
    case = in_state(State.OFFERED)
    case.decline(WORKER, reason=DeclineReason.NO_ROOM, at=NOW, due_at=NOW + timedelta(days=2), body="  Pas in maart. ")
    assert (case.state, case.owner_id) == (State.AT_CLB, CLB.id)
    assert case.hops[-1].state is HopState.REJECTED
    assert [hop.due_at for hop in live(case)] == [NOW + timedelta(days=2)]
    entry = case.timeline[-1]
    assert (entry.kind, entry.data["reason"], entry.body) == ("declined", "no_room", "Pas in maart.")
    case.offer(COUNSELLOR, OTHER_PARTNER, at=NOW, due_at=DUE)
    assert case.partner_hop is not None
    assert case.partner_hop.to == OTHER_PARTNER.id


def test_a_place_on_the_waiting_list_is_taken_or_passed_by() -> None:
    case = in_state(State.WAITLISTED)
    assert live(case)[-1].state is HopState.ON_HOLD
    case.accept(WORKER, at=NOW)
    assert case.state is State.OFFERED
    other = in_state(State.WAITLISTED)
    other.offer(COUNSELLOR, OTHER_PARTNER, at=NOW, due_at=DUE)
    assert [hop.state for hop in other.hops][-2:] == [HopState.CANCELLED, HopState.REQUESTED]


def test_a_transfer_changes_the_owner_and_a_return_brings_it_back() -> None:
    case = reported()
    case.claim(COUNSELLOR, at=NOW)
    case.transfer(COUNSELLOR, HELPDESK, at=NOW, due_at=DUE)
    assert (case.state, case.owner_id, case.assignee_id) == (State.AT_HELPDESK, HELPDESK.id, None)
    with pytest.raises(Forbidden):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.return_to_sender(COORDINATOR, reason=ReturnReason.MORE_INFORMATION_NEEDED, at=NOW, due_at=DUE)
    assert (case.state, case.owner_id) == (State.AT_CLB, CLB.id)
    assert [hop.state for hop in case.hops] == [HopState.COMPLETED, HopState.FAILED, HopState.REQUESTED]


def test_what_the_routing_sent_has_nowhere_to_return_to() -> None:
    with pytest.raises(IllegalTransition, match="no_sender"):
        reported().return_to_sender(COUNSELLOR, reason=ReturnReason.NOT_FOR_US, at=NOW, due_at=DUE)


def test_an_offer_is_recalled_by_the_owner_and_given_back_by_the_partner() -> None:
    for actor, ended in ((COUNSELLOR, HopState.CANCELLED), (WORKER, HopState.FAILED), (SYSTEM, HopState.FAILED)):
        case = in_state(State.LINKED)
        case.return_to_sender(actor, reason=ReturnReason.NO_CONTACT, at=NOW, due_at=DUE)
        assert (case.state, case.hops[-1].state, case.first_meeting) == (State.AT_CLB, ended, None)


@pytest.mark.parametrize("to", [CLB, HELPDESK])
def test_an_offer_is_for_partners_only(to: Recipient) -> None:
    with pytest.raises(InvalidInput):
        reported().offer(COUNSELLOR, to, at=NOW, due_at=DUE)


@pytest.mark.parametrize("to", [CLB, PARTNER])
def test_a_transfer_is_for_another_clb_or_the_helpdesk(to: Recipient) -> None:
    with pytest.raises(InvalidInput):
        reported().transfer(COUNSELLOR, to, at=NOW, due_at=DUE)


def test_reopening_gives_an_owner_and_a_due_date_again() -> None:
    case = in_state(State.CLOSED)
    case.reopen(COORDINATOR, at=NOW, due_at=DUE)
    assert (case.state, case.owner_id, case.due_at, case.outcome) == (State.AT_CLB, CLB.id, DUE, None)
    assert [hop.state for hop in live(case)] == [HopState.REQUESTED]
    assert [e.data.get("outcome") for e in case.timeline if e.kind == "closed"] == ["back_at_school"]


def test_assigning_on_both_sides() -> None:
    case = in_state(State.OFFERED)
    coach = person(COACH)
    case.assign(WORKER, coach, at=NOW)
    assert case.partner_hop is not None
    assert (case.partner_hop.assignee_id, case.assignee_id) == (COACH.account_id, None)
    mine = person(COUNSELLOR)
    with pytest.raises(Forbidden):
        case.assign(WORKER, mine, at=NOW)
    with pytest.raises(Forbidden):
        case.assign(COUNSELLOR, coach, at=NOW)
    case.assign(COUNSELLOR, mine, at=NOW)
    assert case.assignee_id == COUNSELLOR.account_id
    with pytest.raises(InvalidInput):
        case.assign(COUNSELLOR, person(OTHER_COUNSELLOR), at=NOW)


def test_a_case_is_claimed_once() -> None:
    case = reported()
    case.claim(COUNSELLOR, at=NOW)
    case.claim(COUNSELLOR, at=NOW)
    with pytest.raises(Conflict) as raised:
        case.claim(COORDINATOR, at=NOW)
    assert raised.value.code == "conflict"
    assert case.assignee_id == COUNSELLOR.account_id


@pytest.mark.parametrize("body", ["", "  ", "x" * 4001])
def test_a_note_has_a_text_of_a_sane_length(body: str) -> None:
    with pytest.raises(InvalidInput):
        reported().note(COUNSELLOR, body=body, audience=Audience.INTERNAL, at=NOW)


def test_no_note_reaches_the_reporter() -> None:
    with pytest.raises(InvalidInput):
        reported().note(COUNSELLOR, body="Dit is niet voor de school.", audience=Audience.REPORTER, at=NOW)


def test_the_reporter_sees_three_words() -> None:
    assert {state: status_for_reporter(state) for state in State} == {
        State.SUBMITTED: "received",
        State.AT_CLB: "received",
        State.AT_HELPDESK: "received",
        State.OFFERED: "received",
        State.WAITLISTED: "received",
        State.LINKED: "linked",
        State.IN_FOLLOW_UP: "linked",
        State.CLOSED: "closed",
        State.WITHDRAWN: "closed",
    }
