"""Reading and writing cases. Every read takes the acting user and finds only what that user may know of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from backend.cases.model import (
    PERSONAL_FIELDS,
    Audience,
    Case,
    CaseKind,
    Hop,
    HopState,
    Referral,
    State,
    TimelineEntry,
)
from backend.cases.tables import CaseRow, HopRow, TimelineRow
from backend.crypto import FieldCipher
from backend.errors import Conflict, NotFound
from backend.identity.model import CASE_WORKERS, NETWORK_WIDE, Actor
from backend.routing.model import Decision

PAGE = 50


class CaseRepository:
    """Cases, within the caller's transaction and the acting user's view."""

    def __init__(self, session: AsyncSession, actor: Actor, cipher: FieldCipher) -> None:
        self._session = session
        self._actor = actor
        self._cipher = cipher

    async def add(self, case: Case) -> None:
        """Store a new case. Raises `Conflict` if the reference is taken."""
        facts, personal = _split(case.referral)
        row = CaseRow(
            id=case.id,
            reference=case.reference,
            kind=case.kind.value,
            state=case.state.value,
            facts=facts,
            personal=self._cipher.seal(personal, bound_to=str(case.id)),
            pupil_key=self.pupil_key(case.referral, case.school_id),
            school_id=case.school_id,
            owner_id=case.owner_id,
            reporter_conversation_id=case.reporter_conversation_id,
            reporter_verified=case.reporter_verified,
            decision=case.decision.model_dump(mode="json") if case.decision else None,
            created_at=case.created_at,
            due_at=case.due_at,
        )
        row.hops = [_hop_row(case.id, seq, hop) for seq, hop in enumerate(case.hops)]
        row.timeline = [self._timeline_row(case.id, seq, entry) for seq, entry in enumerate(case.timeline)]
        self._session.add(row)
        await self._session.flush()
        case.version = row.version

    async def save(self, case: Case) -> None:
        """Store what the aggregate's methods changed. Raises `Conflict` if somebody else changed the case since it was read."""
        row = await self._session.scalar(_whole(select(CaseRow)).where(CaseRow.id == case.id))
        if row is None or row.version != case.version:
            raise Conflict("Somebody else changed this case in the meantime.", reference=case.reference)
        row.state, row.owner_id, row.due_at = case.state.value, case.owner_id, case.due_at
        row.decision = case.decision.model_dump(mode="json") if case.decision else None
        for seq, hop in enumerate(case.hops):
            if seq < len(row.hops):
                stored = row.hops[seq]
                stored.state, stored.closed_at, stored.due_at = hop.state.value, hop.closed_at, hop.due_at
            else:
                row.hops.append(_hop_row(case.id, seq, hop))
        for seq in range(len(row.timeline), len(case.timeline)):
            row.timeline.append(self._timeline_row(case.id, seq, case.timeline[seq]))
        try:
            await self._session.flush()
        except StaleDataError:
            raise Conflict("Somebody else changed this case in the meantime.", reference=case.reference) from None
        case.version = row.version

    async def get(self, reference: str) -> Case:
        """A case by its reference. Raises `NotFound`, also when it exists outside the acting user's view."""
        row = await self._session.scalar(_whole(select(CaseRow)).where(CaseRow.reference == reference.strip().upper(), self._visible()))
        if row is None:
            raise NotFound("There is no such case.")
        return self._case(row)

    async def queue(self, *, state: State | None = None, before: tuple[Any, UUID] | None = None, limit: int = PAGE) -> Sequence[CaseRow]:
        """Open and closed cases in the acting user's view, newest first, a page at a time; personal fields stay sealed."""
        query = select(CaseRow).where(self._visible()).order_by(CaseRow.created_at.desc(), CaseRow.id.desc()).limit(limit)
        if state is not None:
            query = query.where(CaseRow.state == state.value)
        if before is not None:
            query = query.where(or_(CaseRow.created_at < before[0], (CaseRow.created_at == before[0]) & (CaseRow.id < before[1])))
        return (await self._session.scalars(query)).all()

    async def reported_in(self, conversation_id: UUID) -> list[Case]:
        """The cases that were reported in a chat, newest first: for the reporter's own status and withdrawal."""
        rows = await self._session.scalars(
            _whole(select(CaseRow)).where(CaseRow.reporter_conversation_id == conversation_id).order_by(CaseRow.created_at.desc())
        )
        return [self._case(row) for row in rows]

    def pupil_key(self, referral: Referral, school_id: UUID | None) -> bytes | None:
        """What finds the same pupil again without telling who it is; None without a name."""
        if not referral.pupil_name:
            return None
        return self._cipher.keyed_hash("pupil", referral.pupil_name, str(school_id or referral.school or ""))

    def personal(self, row: CaseRow) -> dict[str, Any]:
        """The personal fields of a row that the acting user may see."""
        return self._cipher.open(row.personal, bound_to=str(row.id))

    def _visible(self) -> ColumnElement[bool]:
        actor = self._actor
        if actor.system or actor.role in NETWORK_WIDE:
            return true()
        if actor.role in CASE_WORKERS and actor.organization_id is not None:
            mine = select(HopRow.case_id).where(HopRow.to_id == actor.organization_id)
            return or_(CaseRow.owner_id == actor.organization_id, CaseRow.id.in_(mine))
        return false()

    def _case(self, row: CaseRow) -> Case:
        return Case(
            id=row.id,
            reference=row.reference,
            kind=CaseKind(row.kind),
            state=State(row.state),
            referral=Referral.model_validate({**row.facts, **self.personal(row)}),
            created_at=row.created_at,
            owner_id=row.owner_id,
            school_id=row.school_id,
            reporter_conversation_id=row.reporter_conversation_id,
            reporter_verified=row.reporter_verified,
            due_at=row.due_at,
            version=row.version,
            hops=[Hop(h.to_id, HopState(h.state), h.opened_at, h.due_at, h.reason, h.closed_at) for h in row.hops],
            decision=Decision.model_validate(row.decision) if row.decision else None,
            timeline=[self._entry(entry) for entry in row.timeline],
        )

    def _entry(self, row: TimelineRow) -> TimelineEntry:
        body = self._cipher.open(row.body, bound_to=str(row.id))["text"] if row.body else None
        return TimelineEntry(row.at, row.kind, Audience(row.audience), row.actor_account_id, row.actor_role, row.data, body)

    def _timeline_row(self, case_id: UUID, seq: int, entry: TimelineEntry) -> TimelineRow:
        entry_id = uuid4()
        return TimelineRow(
            id=entry_id,
            case_id=case_id,
            seq=seq,
            at=entry.at,
            kind=entry.kind,
            audience=entry.audience.value,
            actor_account_id=entry.actor_account_id,
            actor_role=entry.actor_role,
            data=entry.data,
            body=self._cipher.seal({"text": entry.body}, bound_to=str(entry_id)) if entry.body else None,
        )


def _whole(query: Select[tuple[CaseRow]]) -> Select[tuple[CaseRow]]:
    return query.options(selectinload(CaseRow.hops), selectinload(CaseRow.timeline))


def _split(referral: Referral) -> tuple[dict[str, Any], dict[str, Any]]:
    document = referral.model_dump(mode="json", exclude_none=True)
    personal = {name: document.pop(name) for name in PERSONAL_FIELDS if name in document}
    return document, personal


def _hop_row(case_id: UUID, seq: int, hop: Hop) -> HopRow:
    return HopRow(
        case_id=case_id,
        seq=seq,
        to_id=hop.to,
        state=hop.state.value,
        reason=hop.reason,
        opened_at=hop.opened_at,
        due_at=hop.due_at,
        closed_at=hop.closed_at,
    )
