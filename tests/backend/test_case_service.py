"""Casework on the real database: what is stored, who finds it, and what happens when two act at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from backend.cases.model import (
    Audience,
    Basis,
    Case,
    CaseKind,
    Danger,
    DeclineReason,
    Giver,
    HopState,
    Outcome,
    Referral,
    ReturnReason,
    State,
    TransferReason,
    status_for_reporter,
)
from backend.cases.repository import CaseRepository
from backend.cases.service import Casework
from backend.cases.tables import CaseRow, ReportRow, TimelineRow
from backend.conversations.tables import ConversationRow
from backend.core import Backend
from backend.directory.model import Network, Organization, OrganizationKind
from backend.directory.tables import OrganizationRow
from backend.errors import Conflict, ConsentMissing, Forbidden, IllegalTransition, InvalidInput, NotFound
from backend.identity.model import SYSTEM, Actor, Role
from backend.identity.service import Identity, actor_of
from tests.conftest import NOW

PUPIL = Referral(pupil_name="Noor Vandewalle", consent="pupil", half_days=8, remarks="Vooral op maandag.", age=15)


@dataclass
class World:
    """An invented network in a database, and its people."""

    backend: Backend
    places: dict[str, Organization]
    people: dict[str, Actor]

    @asynccontextmanager
    async def work(self, who: str | Actor) -> AsyncIterator[Casework]:
        """A transaction of somebody, committed at the end."""
        async with self.backend.database.transaction() as session:
            yield self.backend.casework(session, self.people[who] if isinstance(who, str) else who)

    async def report(self, by: str = "teacher", referral: Referral = PUPIL, kind: CaseKind = CaseKind.ABSENCE, school: str = "school") -> str:
        """A report; its reference."""
        async with self.work(by) as casework:
            return (await casework.submit(kind, referral, school=self.places[school])).reference

    async def case(self, reference: str) -> Case:
        """A case as it is stored."""
        async with self.work(SYSTEM) as casework:
            return await casework.cases.get(reference)

    async def count(self, table: type[CaseRow] | type[ReportRow]) -> int:
        """How many rows there are."""
        async with self.backend.database.transaction() as session:
            return int(await session.scalar(select(func.count()).select_from(table)) or 0)

    def id(self, place: str) -> UUID:
        """The id of an organisation."""
        return self.places[place].id


@pytest.fixture
async def world(empty_backend: Backend) -> World:
    """Two networks with a CLB each, a school, the helpdesk and two partners."""
    kinds = {
        "school": (OrganizationKind.SCHOOL, Network.FREE),
        "other school": (OrganizationKind.SCHOOL, Network.GO),
        "clb": (OrganizationKind.CLB, Network.FREE),
        "other clb": (OrganizationKind.CLB, Network.GO),
        "helpdesk": (OrganizationKind.HELPDESK, None),
        "partner": (OrganizationKind.PARTNER, None),
        "other partner": (OrganizationKind.PARTNER, None),
    }
    staff = {
        "counsellor": (Role.CLB_COUNSELLOR, "clb"),
        "other counsellor": (Role.CLB_COUNSELLOR, "other clb"),
        "coordinator": (Role.COORDINATOR, "helpdesk"),
        "second coordinator": (Role.COORDINATOR, "helpdesk"),
        "worker": (Role.PARTNER_WORKER, "partner"),
        "other worker": (Role.PARTNER_WORKER, "other partner"),
        "coach": (Role.COACH, "partner"),
        "director": (Role.DIRECTOR, "clb"),
        "teacher": (Role.SCHOOL_STAFF, "school"),
        "second teacher": (Role.SCHOOL_STAFF, "school"),
    }
    places = {name: Organization(uuid4(), name.replace(" ", "-"), name, kind, network) for name, (kind, network) in kinds.items()}
    people: dict[str, Actor] = {}
    async with empty_backend.database.transaction() as session:
        for o in places.values():
            session.add(OrganizationRow(id=o.id, short_id=o.short_id, name=o.name, kind=o.kind.value, network=o.network.value if o.network else None))
        await session.flush()
        for name, (role, place) in staff.items():
            account = await Identity(session, empty_backend.clock).add_account(role, organization_id=places[place].id)
            chat = ConversationRow(id=uuid4(), channel="web", created_at=NOW, last_at=NOW)
            session.add(chat)
            people[name] = actor_of(account, conversation_id=chat.id if "teacher" in name else None)
    return World(empty_backend, places, people)


async def test_the_whole_way_is_stored_and_read_back(world: World) -> None:
    reference = await world.report()
    async with world.work("counsellor") as casework:
        await casework.accept(reference)
        await casework.note(reference, text="Moeder gebeld.", audience=Audience.INTERNAL)
        await casework.transfer(reference, to=world.id("helpdesk"), reason=TransferReason.PARTNER_WANTED, text="Zoekt een coach.")
    async with world.work("coordinator") as casework:
        await casework.offer(reference, to=world.id("other partner"))
    async with world.work("other worker") as casework:
        await casework.decline(reference, reason=DeclineReason.NO_ROOM)
    async with world.work("coordinator") as casework:
        await casework.offer(reference, to=world.id("partner"), service_id=uuid4())
    async with world.work("worker") as casework:
        await casework.waitlist(reference, until=date(2026, 12, 1))
        await casework.accept(reference)
        await casework.assign(reference, to=world.people["coach"].account_id or uuid4())
        linked = await casework.link(reference, first_meeting=date(2026, 12, 2))
    assert await world.case(reference) == linked
    async with world.work("worker") as casework:
        await casework.start_follow_up(reference)
    async with world.work("coordinator") as casework:
        closed = await casework.close(reference, outcome=Outcome.BACK_AT_SCHOOL, text="Elke dag op school.")
    stored = await world.case(reference)
    assert stored == closed
    assert (stored.state, stored.outcome, stored.first_meeting, stored.due_at) == (State.CLOSED, Outcome.BACK_AT_SCHOOL, date(2026, 12, 2), None)
    assert [hop.state for hop in stored.hops] == [HopState.COMPLETED, HopState.COMPLETED, HopState.REJECTED, HopState.COMPLETED]
    assert stored.hops[3].assignee_id == world.people["coach"].account_id
    async with world.work("coordinator") as casework:
        reopened = await casework.reopen(reference)
        await casework.return_to_sender(reference, reason=ReturnReason.OTHER) if reopened.owner_hop and reopened.owner_hop.sender else None
    assert (await world.case(reference)).state is State.AT_HELPDESK


async def test_what_somebody_wrote_is_sealed(world: World) -> None:
    reference = await world.report()
    await world.report("second teacher")
    async with world.work("counsellor") as casework:
        await casework.note(reference, text="Moeder gebeld.", audience=Audience.INTERNAL)
    async with world.backend.database.transaction() as session:
        tables = ("cases", "joined_report", "timeline_entry", "hop", "consent")
        dump = " ".join([str(row) for t in tables for row in (await session.execute(text(f"select to_jsonb(t)::text from {t} t"))).scalars()])
    for words in ("Noor", "Vandewalle", "maandag", "Moeder"):
        assert words not in dump
        assert words.encode().hex() not in dump
    assert (await world.case(reference)).timeline[-1].body == "Moeder gebeld."


async def test_two_clbs_do_not_see_each_others_cases(world: World) -> None:
    mine, theirs = await world.report(), await world.report(school="other school")
    for who, seen, hidden in (("counsellor", mine, theirs), ("other counsellor", theirs, mine)):
        async with world.work(who) as casework:
            assert [row.reference for row in await casework.cases.queue()] == [seen]
            assert (await casework.cases.get(seen)).reference == seen
            with pytest.raises(NotFound):
                await casework.cases.get(hidden)
            with pytest.raises(NotFound):
                await casework.accept(hidden)
    for who in ("worker", "coach", "director", "teacher"):
        async with world.work(who) as casework:
            assert list(await casework.cases.queue()) == []
            with pytest.raises(NotFound):
                await casework.cases.get(mine)
    async with world.work("coordinator") as casework:
        assert {row.reference for row in await casework.cases.queue()} == {mine, theirs}


async def test_a_partner_sees_the_case_from_the_offer_until_consent_ends(world: World) -> None:
    reference = await world.report()

    async def sees(who: str) -> bool:
        async with world.work(who) as casework:
            listed = [row.reference for row in await casework.cases.queue()] == [reference]
            try:
                await casework.cases.get(reference)
            except NotFound:
                assert not listed
                return False
            assert listed
            return True

    assert not await sees("worker")
    async with world.work("counsellor") as casework:
        await casework.offer(reference, to=world.id("partner"))
    assert await sees("worker")
    assert not await sees("coach")
    async with world.work("worker") as casework:
        await casework.accept(reference)
        await casework.assign(reference, to=world.people["coach"].account_id or uuid4())
    assert await sees("coach")
    assert not await sees("other worker")
    async with world.work("counsellor") as casework:
        case = await casework.revoke_consent(reference, giver=Giver.PUPIL)
    assert (case.state, case.owner_id) == (State.AT_CLB, world.id("clb"))
    assert not await sees("worker")
    assert not await sees("coach")
    assert await sees("counsellor")
    assert await world.case(reference) == case


async def test_who_had_it_by_consent_alone_finds_it_no_more_also_as_a_former_owner_or_after_the_end(world: World) -> None:
    handed_over, ended = await world.report(), await world.report(school="other school")
    async with world.work("counsellor") as casework:
        await casework.transfer(handed_over, to=world.id("other clb"), reason=TransferReason.SCHOOL_CHANGED)
    async with world.work("other counsellor") as casework:
        await casework.offer(ended, to=world.id("partner"))
    async with world.work("worker") as casework:
        await casework.accept(ended)
        await casework.link(ended, first_meeting=date(2026, 11, 24))
    async with world.work("coordinator") as casework:
        await casework.close(ended, outcome=Outcome.BACK_AT_SCHOOL)

    async def queue(who: str) -> set[str]:
        async with world.work(who) as casework:
            return {row.reference for row in await casework.cases.queue()}

    assert (await queue("other counsellor"), await queue("worker")) == ({handed_over, ended}, {ended})
    async with world.work("coordinator") as casework:
        for reference in (handed_over, ended):
            await casework.revoke_consent(reference, giver=Giver.PUPIL)
    assert (await queue("other counsellor"), await queue("worker")) == ({ended}, set())
    assert (await world.case(handed_over)).owner_id == world.id("clb")


async def test_without_consent_the_clb_has_it_and_nobody_else_gets_it(world: World) -> None:
    reference = await world.report(referral=PUPIL.model_copy(update={"consent": "refused"}))
    before = await world.case(reference)
    assert before.owner_id == world.id("clb")
    for to in ("helpdesk", "other clb"):
        with pytest.raises(ConsentMissing):
            async with world.work("counsellor") as casework:
                await casework.transfer(reference, to=world.id(to))
    with pytest.raises(ConsentMissing):
        async with world.work("counsellor") as casework:
            await casework.offer(reference, to=world.id("partner"))
    assert await world.case(reference) == before
    async with world.work("counsellor") as casework:
        case = await casework.offer(reference, to=world.id("partner"), danger=Danger("Er is een dreiging."))
    assert case.hops[-1].basis is Basis.DANGER


async def test_a_case_without_a_rule_goes_from_the_helpdesk_to_the_schools_own_clb_without_consent(world: World) -> None:
    reference = await world.report(referral=PUPIL.model_copy(update={"consent": "not_asked"}))
    async with world.backend.database.transaction() as session:
        casework = world.backend.casework(session, SYSTEM)
        case = await casework.cases.get(reference)
        case.hops[0] = replace(case.hops[0], to=world.id("helpdesk"), to_kind=OrganizationKind.HELPDESK)
        case.owner_id, case.state = world.id("helpdesk"), State.AT_HELPDESK
        await session.execute(text("update hop set to_id = :to, to_kind = 'helpdesk'"), {"to": world.id("helpdesk")})
        await casework.cases.save(case)
    with pytest.raises(ConsentMissing):
        async with world.work("coordinator") as casework:
            await casework.transfer(reference, to=world.id("other clb"))
    async with world.work("coordinator") as casework:
        case = await casework.transfer(reference, to=world.id("clb"))
    assert (case.owner_id, case.hops[-1].basis) == (world.id("clb"), Basis.AGREEMENT)


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    reference = await world.report()
    both_have_read = asyncio.Barrier(2)

    async def claim(who: str) -> str:
        async with world.work(who) as casework:
            case = await casework.cases.get(reference)
            await both_have_read.wait()
            case.claim(world.people[who], at=NOW)
            await casework.cases.save(case)
            return who

    results = await asyncio.gather(claim("coordinator"), claim("second coordinator"), return_exceptions=True)
    won = [result for result in results if isinstance(result, str)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, 1)
    stored = await world.case(reference)
    assert stored.assignee_id == world.people[won[0]].account_id
    assert [entry.kind for entry in stored.timeline].count("assigned") == 1
    assert stored.version == 2


async def test_two_notes_at_once_do_not_overwrite_each_other(world: World) -> None:
    reference = await world.report()
    async with world.work("counsellor") as first, world.work("coordinator") as second:
        one, other = await first.cases.get(reference), await second.cases.get(reference)
        one.note(world.people["counsellor"], body="Een.", audience=Audience.PARTIES, at=NOW)
        await first.cases.save(one)
        await first._session.commit()
        other.note(world.people["coordinator"], body="Twee.", audience=Audience.PARTIES, at=NOW)
        with pytest.raises(Conflict):
            await second.cases.save(other)
        # The loser's transaction still works, and sees the new state.
        assert (await second.cases.get(reference)).timeline[-1].body == "Een."


async def test_a_client_that_saw_an_older_version_is_told(world: World) -> None:
    reference = await world.report()
    async with world.work("coordinator") as casework:
        seen = (await casework.claim(reference, version=1)).version
    with pytest.raises(Conflict) as raised:
        async with world.work("second coordinator") as casework:
            await casework.close(reference, outcome=Outcome.OTHER, version=1)
    assert raised.value.code == "conflict"
    async with world.work("second coordinator") as casework:
        await casework.close(reference, outcome=Outcome.OTHER, version=seen)


async def test_what_is_refused_leaves_nothing(world: World) -> None:
    reference = await world.report()
    before = await world.case(reference)
    with pytest.raises(IllegalTransition):
        async with world.work("counsellor") as casework:
            await casework.link(reference, first_meeting=date(2026, 11, 24))
    with pytest.raises(InvalidInput):
        async with world.work("counsellor") as casework:
            await casework.assign(reference, to=uuid4())
    with pytest.raises(InvalidInput):
        async with world.work("counsellor") as casework:
            await casework.offer(reference, to=uuid4())
    assert await world.case(reference) == before


async def test_a_known_pupil_gets_no_second_case_and_the_sender_is_not_told(world: World) -> None:
    first = await world.report()
    async with world.work("counsellor") as casework:
        await casework.offer(first, to=world.id("partner"))
    async with world.work("worker") as casework:
        await casework.accept(first)
        await casework.link(first, first_meeting=date(2026, 11, 24))
    async with world.work("second teacher") as casework:
        sent = await casework.submit(
            CaseKind.ABSENCE, PUPIL.model_copy(update={"pupil_name": "VANDEWALLE Noor", "remarks": "Nieuw."}), school=world.places["school"]
        )
    assert sent.reference != first
    assert (sent.status, sent.owner_id, sent.due_at) == ("received", world.id("clb"), NOW + timedelta(days=7))
    assert sent.decision is not None
    assert await world.count(CaseRow) == 1
    async with world.work("second teacher") as casework:
        chat = world.people["second teacher"].conversation_id
        assert [(r.reference, status_for_reporter(r.state)) for r in await casework.cases.reported_in(chat or uuid4())] == [
            (sent.reference, "received")
        ]
        assert [r.reference for r in await casework.cases.own_reports()] == [sent.reference]
    async with world.work("teacher") as casework:
        assert [(r.reference, r.status) for r in await casework.cases.own_reports()] == [(first, "linked")]
        with pytest.raises(NotFound):
            await casework.withdraw(sent.reference)
    async with world.work("counsellor") as casework:
        case = await casework.cases.get(sent.reference)
        assert (case.reference, case.joined[0].referral.remarks) == (first, "Nieuw.")
    async with world.work("worker") as casework:
        with pytest.raises(NotFound):
            await casework.cases.get(sent.reference)
    async with world.work("second teacher") as casework:
        taken_back = await casework.withdraw_reported(chat or uuid4(), sent.reference)
    assert (taken_back.reference, taken_back.status) == (sent.reference, "closed")
    stored = await world.case(first)
    assert (stored.state, stored.report_withdrawn_at, stored.joined[0].withdrawn_at) == (State.LINKED, None, NOW)


async def test_who_is_another_pupil_gets_a_case_of_their_own(world: World) -> None:
    await world.report()
    await world.report(referral=PUPIL.model_copy(update={"age": 18}))
    await world.report(referral=PUPIL.model_copy(update={"pupil_name": "Noor Vandewallen"}))
    await world.report(school="other school")
    assert (await world.count(CaseRow), await world.count(ReportRow)) == (4, 0)


async def test_two_reports_on_a_new_pupil_at_once_make_one_case(world: World) -> None:
    await asyncio.gather(*(world.report(who) for who in ("teacher", "second teacher", "teacher")))
    assert (await world.count(CaseRow), await world.count(ReportRow)) == (1, 2)


async def test_after_a_closed_case_a_new_one_is_linked_to_it(world: World) -> None:
    first = await world.report()
    async with world.work("counsellor") as casework:
        await casework.close(first, outcome=Outcome.SUPPORTED_BY_CLB)
    second = await world.report("second teacher")
    old, new = await world.case(first), await world.case(second)
    assert (new.previous_id, new.state) == (old.id, State.AT_CLB)
    known = next(entry for entry in new.timeline if entry.kind == "known_before")
    assert (known.audience, known.data) == (Audience.INTERNAL, {"reference": first})


async def test_a_report_that_was_withdrawn_leaves_no_trace_in_a_new_case(world: World) -> None:
    first = await world.report()
    async with world.work("teacher") as casework:
        await casework.withdraw(first)
    new = await world.case(await world.report("second teacher"))
    assert (new.previous_id, new.reference == first) == (None, False)


async def test_a_youngster_takes_back_consent_in_the_chat(world: World) -> None:
    chat = Actor(conversation_id=world.people["teacher"].conversation_id)
    async with world.work(chat) as casework:
        sent = await casework.submit(CaseKind.YOUTH_REQUEST, Referral(topic="school", age=16, consent="pupil", nickname="luna16"))
    async with world.work("coordinator") as casework:
        await casework.offer(sent.reference, to=world.id("partner"))
    async with world.work(chat) as casework:
        await casework.revoke_own_consent(sent.reference)
    assert (await world.case(sent.reference)).state is State.AT_HELPDESK
    school = await world.report("second teacher")
    async with world.work("second teacher") as casework:
        with pytest.raises(Forbidden):
            await casework.revoke_own_consent(school)


async def test_no_reference_is_given_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await world.report()
    joined = await world.report("second teacher")
    given = iter([first, joined, "ANT-2026-NEW4"])
    monkeypatch.setattr("backend.cases.service.new_reference", lambda *_, **__: next(given))
    assert await world.report(school="other school") == "ANT-2026-NEW4"


async def test_the_database_itself_refuses_what_may_never_be(world: World) -> None:
    await world.report()
    for statement in (
        "update cases set due_at = null",
        "update cases set owner_id = null",
        "update timeline_entry set kind = 'note'",
        "delete from timeline_entry",
        "insert into timeline_entry (id, case_id, seq, at, kind, audience, data)"
        " select gen_random_uuid(), case_id, seq, at, kind, audience, data from timeline_entry",
    ):
        with pytest.raises(DBAPIError):
            async with world.backend.database.transaction() as session:
                await session.execute(text(statement))


async def test_a_note_alone_counts_as_a_change(world: World) -> None:
    reference = await world.report()
    async with world.work("counsellor") as casework:
        case = await casework.note(reference, text="Gebeld.", audience=Audience.PARTIES)
    assert case.version == 2
    async with world.backend.database.transaction() as session:
        repository = CaseRepository(session, SYSTEM, world.backend.cipher)
        assert (await repository.get(reference)).version == 2
        assert await session.scalar(select(func.count()).select_from(TimelineRow)) == len(case.timeline)
