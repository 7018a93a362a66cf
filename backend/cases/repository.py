"""Reading and writing cases. Every read takes the acting user and finds only what that user may know of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from backend.cases.mapping import CaseMapper
from backend.cases.model import OPEN, Case, Referral, SentReport, State
from backend.cases.model.states import NOT_TAKEN_ON
from backend.cases.tables import CaseRow, HopRow, ReportRow
from backend.crypto import FieldCipher
from backend.directory.model import OrganizationKind
from backend.errors import Conflict, NotFound
from backend.identity.model import CASE_WORKERS, NETWORK_WIDE, Actor, Role

PAGE = 50


class CaseRepository:
    """Cases, within the caller's transaction and the acting user's view."""

    def __init__(self, session: AsyncSession, actor: Actor, cipher: FieldCipher) -> None:
        self._session = session
        self._actor = actor
        self._mapper = CaseMapper(cipher)

    async def add(self, case: Case) -> None:
        """Store a new case. Its reference was reserved before."""
        row = self._mapper.new_row(case)
        row.version = 1
        self._mapper.write(case, row)
        self._session.add(row)
        await self._session.flush()
        case.version = row.version

    async def save(self, case: Case) -> None:
        """Store what the aggregate's methods changed. Raises `Conflict` if somebody else changed the case since it was read.

        The row is locked until the transaction ends: of two writers the second one waits, and is told.
        """
        version = await self._session.scalar(select(CaseRow.version).where(CaseRow.id == case.id).with_for_update())
        if version is None or version != case.version:
            raise Conflict("Somebody else changed this case in the meantime.", reference=case.reference)
        row = (await self._session.scalars(_whole(select(CaseRow)).where(CaseRow.id == case.id))).one()
        self._mapper.write(case, row)
        row.version = case.version = version + 1
        await self._session.flush()

    async def get(self, reference: str) -> Case:
        """A case by its reference, or by that of a further report which the acting user may know of.

        Raises `NotFound`, also when it exists outside the acting user's view.
        """
        wanted = reference.strip().upper()
        joined = CaseRow.id.in_(select(ReportRow.case_id).where(ReportRow.reference == wanted)) & self._owned()
        found = await self._session.scalars(_whole(select(CaseRow)).where(or_(CaseRow.reference == wanted, joined), self._visible()))
        row = found.one_or_none()
        if row is None:
            raise NotFound("There is no such case.")
        return self._mapper.case(row)

    async def queue(self, *, state: State | None = None, before: tuple[datetime, UUID] | None = None, limit: int = PAGE) -> Sequence[CaseRow]:
        """Open and closed cases in the acting user's view, newest first, a page at a time; personal fields stay sealed."""
        query = select(CaseRow).where(self._visible()).order_by(CaseRow.created_at.desc(), CaseRow.id.desc()).limit(limit)
        if state is not None:
            query = query.where(CaseRow.state == state.value)
        if before is not None:
            query = query.where(or_(CaseRow.created_at < before[0], (CaseRow.created_at == before[0]) & (CaseRow.id < before[1])))
        return (await self._session.scalars(query)).all()

    async def reported_in(self, conversation_id: UUID) -> list[SentReport]:
        """The reports that were sent in a chat, newest first: for the sender's own status and withdrawal."""
        return [report for _, report in await self._sent(Actor(conversation_id=conversation_id))]

    async def own_reports(self) -> list[SentReport]:
        """The reports that the acting user sent, in this chat or by this account, newest first."""
        return [report for _, report in await self._sent(self._actor)]

    async def case_of_report(self, sender: Actor, reference: str) -> Case:
        """The case that somebody's own report belongs to: not to be shown to them. Raises `NotFound` for a report of anybody else."""
        for case, report in await self._sent(sender):
            if report.reference == reference.strip().upper():
                return case
        raise NotFound("There is no such case.")

    async def known(self, referral: Referral, school_id: UUID | None) -> list[Case]:
        """The cases of the same pupil at the same school, newest first, whoever may see them: not to be shown to the acting user.

        Two reports on one pupil wait for each other until their transactions end, so that they cannot both find nothing.
        """
        key = self._mapper.pupil_key(referral, school_id)
        if key is None or school_id is None:
            return []
        await self._lock(key.hex())
        known = (*(state.value for state in OPEN), State.CLOSED.value)
        query = _whole(select(CaseRow)).where(CaseRow.pupil_key == key, CaseRow.state.in_(known))
        rows = await self._session.scalars(query.order_by(CaseRow.created_at.desc(), CaseRow.id).with_for_update())
        return [self._mapper.case(row) for row in rows]

    async def reserve(self, reference: str) -> bool:
        """Whether a reference is free, for a case or a report; if so, nobody else takes it before the transaction ends."""
        await self._lock(reference)
        for column in (CaseRow.reference, ReportRow.reference):
            if await self._session.scalar(select(column).where(column == reference)):
                return False
        return True

    def personal(self, row: CaseRow) -> dict[str, Any]:
        """The personal fields of a row that the acting user may see."""
        return self._mapper.personal(row)

    async def _sent(self, sender: Actor) -> list[tuple[Case, SentReport]]:
        mine = or_(_sent_by(CaseRow, sender), CaseRow.id.in_(select(ReportRow.case_id).where(_sent_by(ReportRow, sender))))
        rows = await self._session.scalars(_whole(select(CaseRow)).where(mine).order_by(CaseRow.created_at.desc()))
        found = [(case, report) for case in map(self._mapper.case, rows) for report in case.reports_of(sender)]
        return sorted(found, key=lambda pair: pair[1].at, reverse=True)

    async def _lock(self, what: str) -> None:
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))

    def _visible(self) -> ColumnElement[bool]:
        """What `Hop.may_know` says of each hop, for the whole table."""
        actor = self._actor
        if actor.system or actor.role in NETWORK_WIDE:
            return true()
        if actor.role not in CASE_WORKERS or actor.organization_id is None:
            return false()
        never_began = (HopRow.to_kind == OrganizationKind.PARTNER.value) & HopRow.state.in_([state.value for state in NOT_TAKEN_ON])
        mine = select(HopRow.case_id).where(HopRow.to_id == actor.organization_id, HopRow.hidden_at.is_(None), not_(never_began))
        if actor.role is Role.COACH:
            return CaseRow.id.in_(mine.where(HopRow.assignee_id == actor.account_id))
        return or_(CaseRow.owner_id == actor.organization_id, CaseRow.id.in_(mine))

    def _owned(self) -> ColumnElement[bool]:
        """Further reports are for the owner and the coordinator only."""
        if self._actor.system or self._actor.role in NETWORK_WIDE:
            return true()
        if self._actor.role is Role.CLB_COUNSELLOR and self._actor.organization_id is not None:
            return CaseRow.owner_id == self._actor.organization_id
        return false()


def _whole(query: Select[tuple[CaseRow]]) -> Select[tuple[CaseRow]]:
    """With all parts, and as the database has them now: the session may hold an older state."""
    parts = (selectinload(CaseRow.hops), selectinload(CaseRow.consents), selectinload(CaseRow.reports), selectinload(CaseRow.timeline))
    return query.options(*parts).execution_options(populate_existing=True)


def _sent_by(table: type[CaseRow] | type[ReportRow], sender: Actor) -> ColumnElement[bool]:
    tests: list[ColumnElement[bool]] = [false()]
    if sender.conversation_id is not None:
        tests.append(table.reporter_conversation_id == sender.conversation_id)
    if sender.account_id is not None:
        tests.append(table.reporter_account_id == sender.account_id)
    return or_(*tests)
