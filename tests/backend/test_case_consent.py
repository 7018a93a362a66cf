"""Consent as an invariant of sharing: who gives it, for what, what its revocation hides, and who may go without."""

from __future__ import annotations

from copy import deepcopy

import pytest

from backend.cases.model import Basis, CaseKind, Danger, Giver, HopState, Recipient, State, hops_for, timeline_for
from backend.directory.model import OrganizationKind
from backend.errors import ConsentMissing, Forbidden, IllegalTransition, InvalidInput
from backend.identity.model import SYSTEM, Actor
from tests.auxil.cases import (
    CLB,
    COORDINATOR,
    COUNSELLOR,
    DUE,
    HELPDESK,
    NOW,
    OTHER_CLB,
    OTHER_COUNSELLOR,
    PARTNER,
    REPORTER,
    WORKER,
    an_id,
    in_state,
    reported,
)


@pytest.mark.parametrize(
    ("age", "consent", "enough"),
    [
        (15, "pupil", True),
        (15, "both", True),
        (15, "parents", False),
        (12, "pupil", True),
        (12, "parents", False),
        (11, "pupil", False),
        (11, "parents", True),
        (11, "both", True),
        (None, "pupil", True),
        (None, "parents", False),
        (15, "refused", False),
        (15, "not_asked", False),
        (9, "not_asked", False),
    ],
)
@pytest.mark.parametrize("to", [PARTNER, HELPDESK, OTHER_CLB])
def test_whose_consent_lets_a_case_go_further(age: int | None, consent: str, enough: bool, to: Recipient) -> None:
    case = reported(age=age, consent=consent)
    assert (case.state, case.owner_id) == (State.AT_CLB, CLB.id)  # never blocked
    before = deepcopy(case)

    def share() -> None:
        if to is PARTNER:
            case.offer(COUNSELLOR, to, at=NOW, due_at=DUE)
        else:
            case.transfer(COUNSELLOR, to, at=NOW, due_at=DUE)

    if enough:
        share()
        assert case.hops[-1].basis is Basis.CONSENT
        return
    with pytest.raises(ConsentMissing) as raised:
        share()
    assert raised.value.facts["needed"] == ("parents" if age in {9, 11} else "pupil")
    assert case == before


@pytest.mark.parametrize("consent", ["refused", "not_asked"])
def test_the_schools_own_clb_needs_no_consent(consent: str) -> None:
    case = reported(consent=consent, to=HELPDESK)
    with pytest.raises(ConsentMissing):
        case.transfer(COORDINATOR, OTHER_CLB, at=NOW, due_at=DUE)
    case.transfer(COORDINATOR, CLB, at=NOW, due_at=DUE)
    assert (case.state, case.hops[-1].basis) == (State.AT_CLB, Basis.AGREEMENT)


def test_a_partner_is_never_there_by_agreement() -> None:
    with pytest.raises(ConsentMissing):
        reported(consent="refused").offer(COUNSELLOR, Recipient(PARTNER.id, PARTNER.kind, by_agreement=True), at=NOW, due_at=DUE)


def test_consent_for_one_kind_of_party_is_not_for_another() -> None:
    case = reported(consent="not_asked")
    case.give_consent(COUNSELLOR, givers=[Giver.PUPIL], kinds=[OrganizationKind.HELPDESK], at=NOW)
    with pytest.raises(ConsentMissing):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.transfer(COUNSELLOR, HELPDESK, at=NOW, due_at=DUE)


def test_in_danger_those_with_the_right_may_share_and_the_pupil_is_told() -> None:
    case = reported(consent="refused")
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE, danger=Danger("Er is een dreiging thuis."))
    assert case.hops[-1].basis is Basis.DANGER
    told = {entry.kind: entry for entry in case.timeline}
    assert told["consent_overridden"].body == "Er is een dreiging thuis."
    assert (told["shared"].audience, told["shared"].data["basis"]) == ("youngster", "danger")
    assert "consent_overridden" not in {entry.kind for entry in timeline_for(case, WORKER)}


def test_an_override_needs_a_reason_and_the_right() -> None:
    case = reported(consent="refused")
    before = deepcopy(case)
    with pytest.raises(InvalidInput):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE, danger=Danger("  "))
    with pytest.raises(Forbidden):
        case.offer(SYSTEM, PARTNER, at=NOW, due_at=DUE, danger=Danger("Volgens de regels."))
    assert case == before


def test_with_consent_no_override_is_recorded() -> None:
    case = reported()
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE, danger=Danger("Niet nodig."))
    assert case.hops[-1].basis is Basis.CONSENT
    assert "consent_overridden" not in {entry.kind for entry in case.timeline}


@pytest.mark.parametrize("state", [State.OFFERED, State.WAITLISTED, State.LINKED, State.IN_FOLLOW_UP])
def test_revoking_midway_hides_the_case_and_brings_it_home(state: State) -> None:
    case = in_state(state)
    assert timeline_for(case, WORKER)
    case.revoke_consent(COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    assert (case.state, case.owner_id, case.first_meeting) == (State.AT_CLB, CLB.id, None)
    assert (case.hops[-1].state, case.hops[-1].hidden_at) == (HopState.CANCELLED, NOW)
    assert timeline_for(case, WORKER) == []
    assert hops_for(case, WORKER) == ()
    assert "consent_revoked" in {entry.kind for entry in case.timeline}
    with pytest.raises(ConsentMissing):
        case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)


def test_an_owner_by_consent_alone_loses_the_case_to_who_had_it_by_right() -> None:
    case = reported()
    case.transfer(COUNSELLOR, OTHER_CLB, at=NOW, due_at=DUE)
    case.offer(OTHER_COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.revoke_consent(OTHER_COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    assert (case.state, case.owner_id) == (State.AT_CLB, CLB.id)
    assert timeline_for(case, OTHER_COUNSELLOR) == []
    assert [hop.to for hop in case.hops if hop.live] == [CLB.id]


def test_who_was_told_because_of_danger_stays_told() -> None:
    case = reported(consent="both", age=11)
    case.revoke_consent(COUNSELLOR, giver=Giver.PARENTS, at=NOW, due_at=DUE)
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE, danger=Danger("Er is een dreiging."))
    case.revoke_consent(COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    assert case.state is State.OFFERED
    assert timeline_for(case, WORKER)


def test_the_parents_word_does_not_end_a_fifteen_year_olds_consent() -> None:
    case = reported(consent="both")
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    case.revoke_consent(COUNSELLOR, giver=Giver.PARENTS, at=NOW, due_at=DUE)
    assert case.state is State.OFFERED


def test_new_consent_does_not_bring_back_who_was_hidden() -> None:
    case = in_state(State.LINKED)
    case.revoke_consent(COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    case.give_consent(COUNSELLOR, givers=[Giver.PUPIL], at=NOW)
    assert timeline_for(case, WORKER) == []
    case.offer(COUNSELLOR, PARTNER, at=NOW, due_at=DUE)
    entries = timeline_for(case, WORKER)
    assert [entry.kind for entry in entries] == ["offered", "shared"]


def test_what_was_not_given_cannot_be_taken_back() -> None:
    with pytest.raises(IllegalTransition, match="no_such_consent"):
        reported(consent="refused").revoke_consent(COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)


def test_after_closing_a_revocation_still_hides() -> None:
    case = in_state(State.CLOSED)
    assert timeline_for(case, WORKER)
    case.revoke_consent(COUNSELLOR, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    assert (case.state, case.due_at) == (State.CLOSED, None)
    assert timeline_for(case, WORKER) == []


def test_youngsters_speak_for_themselves_and_schools_for_nobody() -> None:
    youngster = Actor(conversation_id=an_id("a youngster's chat"))
    case = reported(kind=CaseKind.YOUTH_REQUEST, to=HELPDESK, sender=youngster)
    case.offer(COORDINATOR, PARTNER, at=NOW, due_at=DUE)
    case.revoke_consent(youngster, giver=Giver.PUPIL, at=NOW, due_at=DUE)
    assert case.state is State.AT_HELPDESK
    with pytest.raises(Forbidden):
        reported().revoke_consent(REPORTER, giver=Giver.PUPIL, at=NOW, due_at=DUE)


@pytest.mark.parametrize(("givers", "kinds"), [([], [OrganizationKind.PARTNER]), ([Giver.PUPIL], []), ([Giver.PUPIL], [OrganizationKind.SCHOOL])])
def test_a_consent_says_who_and_for_what(givers: list[Giver], kinds: list[OrganizationKind]) -> None:
    with pytest.raises(InvalidInput):
        reported().give_consent(COUNSELLOR, givers=givers, kinds=kinds, at=NOW)
