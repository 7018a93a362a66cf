"""A pupil who is known already: further reports join, and their senders are told the same as if it were new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.cases.model import (
    Case,
    CaseKind,
    Giver,
    JoinedReport,
    Outcome,
    Referral,
    Sender,
    State,
    joined_reports_for,
    sender_timeline,
    timeline_for,
)
from backend.errors import ConsentMissing, Forbidden, IllegalTransition, NotFound
from backend.identity.model import Actor, Role
from tests.auxil.cases import CLB, COORDINATOR, COUNSELLOR, DUE, MEETING, NOW, PARTNER, REPORTER, WORKER, an_id, decision, in_state, reported

SECOND = Actor(Role.SCHOOL_STAFF, an_id("another teacher"), an_id("school"), an_id("another chat"))
LATER = NOW + timedelta(days=2)
REFERENCE = "ANT-2026-K4TC"


def second(case: Case, *, consent: str = "refused", age: int | None = None) -> None:
    referral = Referral.model_validate({"pupil_name": "Noor Vandewalle", "consent": consent, "age": age, "remarks": "Nu ook gepest."})
    due = LATER + timedelta(days=7)
    case.join(JoinedReport(an_id("r"), REFERENCE, CaseKind.DROPOUT_RISK, referral, Sender.of(SECOND), LATER, decision(), CLB.id, due))


@pytest.mark.parametrize("state", [State.AT_CLB, State.AT_HELPDESK, State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP])
def test_the_second_sender_is_told_what_the_first_was(state: State) -> None:
    case = in_state(state)
    second(case)
    sent = case.report(REFERENCE)
    new = reported(sender=SECOND, at=LATER).report("ANT-2026-7F3K")
    told = (sent.status, sent.state, sent.owner_id, sent.decision, sent.due_at)
    assert told == (new.status, new.state, new.owner_id, new.decision, new.due_at)
    assert sender_timeline(case, REFERENCE) == sender_timeline(reported(sender=SECOND, at=LATER), "ANT-2026-7F3K")
    assert timeline_for(case, SECOND) == sender_timeline(case, REFERENCE)


def test_both_senders_hear_of_the_link_and_the_end() -> None:
    case = in_state(State.OFFERED, accepted=True)
    second(case)
    case.link(WORKER, first_meeting=MEETING, at=LATER, due_at=DUE)
    case.close(COUNSELLOR, outcome=Outcome.BACK_AT_SCHOOL, at=LATER)
    for actor in (REPORTER, SECOND):
        assert [entry.kind for entry in timeline_for(case, actor)] == ["received", "linked", "closed"]


def test_what_came_before_the_second_report_stays_unknown_and_what_follows_is_told() -> None:
    case = in_state(State.LINKED)
    second(case)
    case.start_follow_up(WORKER, at=LATER, due_at=DUE)
    assert case.report(REFERENCE).status == "linked"
    assert [entry.kind for entry in timeline_for(case, SECOND)] == ["received", "linked"]


def test_only_the_owner_and_the_coordinator_see_a_further_report() -> None:
    case = in_state(State.LINKED)
    second(case)
    assert [report.reference for report in joined_reports_for(case, COUNSELLOR)] == [REFERENCE]
    assert [report.reference for report in joined_reports_for(case, COORDINATOR)] == [REFERENCE]
    for actor in (WORKER, REPORTER, SECOND):
        assert joined_reports_for(case, actor) == ()
        assert "report_joined" not in {entry.kind for entry in timeline_for(case, actor)}
    entry = next(entry for entry in timeline_for(case, COUNSELLOR) if entry.kind == "report_joined")
    assert (entry.data["consent"], entry.body) == ("refused", None)


def test_a_further_report_hurries_the_case_and_its_consent_changes_nothing() -> None:
    case = reported(consent="not_asked")
    case.due_at = NOW + timedelta(days=60)
    second(case, consent="both")
    assert case.due_at == LATER + timedelta(days=7)
    with pytest.raises(ConsentMissing):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)


def test_the_lowest_age_that_was_told_decides_who_consents() -> None:
    case = reported(consent="pupil", age=12)
    second(case, age=11)
    with pytest.raises(ConsentMissing):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.give_consent(COUNSELLOR, givers=[Giver.PARENTS], at=NOW)
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_a_withdrawal_takes_back_one_report_and_the_last_one_ends_the_case(order: tuple[str, str]) -> None:
    case = in_state(State.OFFERED)
    second(case)
    by = {"first": (REPORTER, case.reference), "second": (SECOND, REFERENCE)}
    actor, reference = by[order[0]]
    case.withdraw(actor, at=LATER, reference=reference)
    assert case.state is State.OFFERED
    assert case.report(reference).status == "closed"
    assert [entry.kind for entry in timeline_for(case, actor)] == ["received", "closed"]
    other, remaining = by[order[1]]
    assert case.report(remaining).status == "received"
    assert [entry.kind for entry in timeline_for(case, other)] == ["received"]
    case.withdraw(other, at=LATER, reference=remaining)
    assert (case.state, case.due_at, [hop for hop in case.hops if hop.live]) == (State.WITHDRAWN, None, [])


def test_a_report_on_a_linked_pupil_is_taken_back_as_if_it_were_new() -> None:
    case = in_state(State.LINKED)
    second(case)
    case.withdraw(SECOND, at=LATER, reference=REFERENCE)
    assert case.state is State.LINKED
    with pytest.raises(IllegalTransition) as raised:
        case.withdraw(REPORTER, at=LATER)
    assert raised.value.facts["state"] == "linked"
    with pytest.raises(IllegalTransition) as raised:
        case.withdraw(SECOND, at=LATER, reference=REFERENCE)
    assert case.reference not in {str(fact) for fact in raised.value.facts.values()}


def test_nobody_takes_back_the_report_of_another() -> None:
    case = reported()
    second(case)
    with pytest.raises(Forbidden):
        case.withdraw(SECOND, at=LATER, reference=case.reference)
    with pytest.raises(Forbidden):
        case.withdraw(REPORTER, at=LATER, reference=REFERENCE)
    with pytest.raises(NotFound):
        case.withdraw(REPORTER, at=LATER, reference="ANT-2026-XXXX")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CLOSED, State.WITHDRAWN])
def test_only_an_open_case_takes_in_a_report(state: State) -> None:
    with pytest.raises(IllegalTransition):
        second(in_state(state))
