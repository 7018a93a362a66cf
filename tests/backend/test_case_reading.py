"""Who reads what of a case's history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.cases.model import CaseKind, DeclineReason, Outcome, State, hops_for, timeline_for
from backend.cases.model.timeline import Audience
from backend.identity.model import SYSTEM, Actor, Role
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
    an_id,
    in_state,
    person,
    reported,
)


def test_notes_reach_their_audience_and_nobody_else() -> None:
    case = reported()
    case.note(COUNSELLOR, body="Voor het CLB alleen.", audience=Audience.INTERNAL, at=NOW)
    case.note(COUNSELLOR, body="Voor de partijen, vroeg.", audience=Audience.PARTIES, at=NOW)
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.note(COUNSELLOR, body="Voor de partijen, later.", audience=Audience.PARTIES, at=NOW)
    case.note(WORKER, body="Voor de partner alleen.", audience=Audience.INTERNAL, at=NOW)
    case.note(COORDINATOR, body="Voor het meldpunt alleen.", audience=Audience.INTERNAL, at=NOW)

    def read(actor: Actor) -> set[str]:
        return {entry.body for entry in timeline_for(case, actor) if entry.body}

    assert read(COUNSELLOR) == {"Voor het CLB alleen.", "Voor de partijen, vroeg.", "Voor de partijen, later."}
    assert read(WORKER) == {"Voor de partijen, later.", "Voor de partner alleen."}
    assert read(COORDINATOR) == {"Voor de partijen, vroeg.", "Voor de partijen, later.", "Voor het meldpunt alleen."}
    assert read(SYSTEM) == read(COUNSELLOR) | read(WORKER) | read(COORDINATOR)
    for actor in (OTHER_COUNSELLOR, OTHER_WORKER, COACH, REPORTER, NOBODY, *STRANGERS):
        assert read(actor) == set()


def test_a_colleague_of_another_clb_reads_what_is_for_the_parties_after_a_transfer() -> None:
    case = reported()
    case.note(COUNSELLOR, body="Voor het CLB alleen.", audience=Audience.INTERNAL, at=NOW)
    case.transfer(COUNSELLOR, HELPDESK, at=NOW, due_at=DUE)
    assert "Voor het CLB alleen." not in {entry.body for entry in timeline_for(case, COORDINATOR)}
    assert "Voor het CLB alleen." in {entry.body for entry in timeline_for(case, COUNSELLOR)}


def test_a_partner_that_declined_reads_nothing_any_more() -> None:
    case = in_state(State.OFFERED)
    case.decline(WORKER, reason=DeclineReason.NO_ROOM, at=NOW, due_at=DUE)
    assert timeline_for(case, WORKER) == []
    case.offer(COUNSELLOR, OTHER_PARTNER, at=NOW, due_at=DUE)
    assert [hop.to for hop in hops_for(case, OTHER_WORKER)] == [OTHER_PARTNER.id]
    assert "declined" not in {entry.kind for entry in timeline_for(case, OTHER_WORKER)}


def test_a_coach_reads_once_assigned() -> None:
    case = in_state(State.LINKED)
    assert timeline_for(case, COACH) == []
    case.assign(WORKER, person(COACH), at=NOW)
    assert "linked" in {entry.kind for entry in timeline_for(case, COACH)}


def test_the_school_sees_received_linked_closed() -> None:
    case = reported()
    for step in range(5):
        at = NOW + timedelta(days=step)
        if step == 0:
            case.offer(COUNSELLOR, PARTNER, at=at, due_at=DUE)
        elif step == 1:
            case.accept(WORKER, at=at)
        elif step == 2:
            case.link(WORKER, first_meeting=MEETING, at=at, due_at=DUE)
        elif step == 3:
            case.start_follow_up(WORKER, at=at, due_at=DUE)
        else:
            case.close(COUNSELLOR, outcome=Outcome.SUPPORT_REFUSED, at=at, body="De leerling wil niet meer.")
    entries = timeline_for(case, REPORTER)
    assert [(entry.kind, (entry.at - NOW).days) for entry in entries] == [("received", 0), ("linked", 2), ("closed", 4)]
    assert all(entry.data == {} and entry.body is None and entry.actor_account_id is None and entry.actor_role is None for entry in entries)
    assert hops_for(case, REPORTER) == ()


def test_a_youngster_reads_what_is_meant_for_youngsters() -> None:
    youngster = Actor(conversation_id=an_id("a youngster's chat"))
    case = reported(kind=CaseKind.YOUTH_REQUEST, to=HELPDESK, sender=youngster)
    case.note(COORDINATOR, body="We zoeken iemand voor jou.", audience=Audience.YOUNGSTER, at=NOW)
    case.note(COORDINATOR, body="Voor de partijen.", audience=Audience.PARTIES, at=NOW)
    assert [(entry.kind, entry.body) for entry in timeline_for(case, youngster)] == [("received", None), ("note", "We zoeken iemand voor jou.")]


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SPECIALIST, Role.ADMIN, Role.CITY_DEPARTMENT, Role.SCHOOL_STAFF])
def test_these_roles_read_no_case_even_in_the_same_house(role: Role) -> None:
    assert timeline_for(reported(), Actor(role, an_id("somebody"), CLB.id)) == []
