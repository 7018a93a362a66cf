"""Conversations and their messages, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.conversations.tables import AlertRow, ConversationRow, DialogueRow, InboundRow, OutboundRow
from backend.crypto import token_hash
from backend.errors import NotFound

# Told on commit to every process that has a web page waiting for replies.
REPLY_CHANNEL = "frontdesk_reply"
MAX_FAILURES = 3


class ConversationRepository:
    """Conversations, inbound and outbound messages and dialogue states."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, channel: str, address: str, *, at: datetime, language: str | None = None) -> ConversationRow:
        """The conversation of an address on a channel; a new one if there was none."""
        await self._session.execute(
            insert(ConversationRow)
            .values(channel=channel, address=address, language=language, created_at=at, last_at=at)
            .on_conflict_do_nothing(index_elements=["channel", "address"])
        )
        row = await self._session.scalar(select(ConversationRow).where(ConversationRow.channel == channel, ConversationRow.address == address))
        if row is None:
            raise NotFound
        return row

    def add(self, row: ConversationRow) -> None:
        """A new conversation without an address: its client comes to fetch the replies."""
        self._session.add(row)

    async def with_token(self, conversation_id: UUID, token: str) -> ConversationRow:
        """The conversation that a client's token opens. Raises `NotFound` for a wrong token as for a wrong id."""
        row = await self._session.get(ConversationRow, conversation_id)
        if row is None or row.token_hash != token_hash(token):
            raise NotFound("There is no such conversation.")
        return row

    async def lock(self, conversation_id: UUID) -> ConversationRow:
        """The conversation, held until the transaction ends: one turn at a time, whatever process handles it."""
        row = await self._session.scalar(
            select(ConversationRow).where(ConversationRow.id == conversation_id).with_for_update().execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound("There is no such conversation.")
        return row

    async def store_inbound(self, conversation_id: UUID, channel: str, channel_message_id: str, content: dict[str, Any], at: datetime) -> int:
        """Store a message once; the same message again gives the same id and changes nothing."""
        query = (
            insert(InboundRow)
            .values(conversation_id=conversation_id, channel=channel, channel_message_id=channel_message_id, content=content, received_at=at)
            .on_conflict_do_nothing(index_elements=["channel", "channel_message_id"])
            .returning(InboundRow.id)
        )
        stored = await self._session.scalar(query)
        if stored is None:
            known = select(InboundRow.id).where(InboundRow.channel == channel, InboundRow.channel_message_id == channel_message_id)
            stored = await self._session.scalar(known)
        if stored is None:
            raise NotFound
        return stored

    async def waiting(self, conversation_id: UUID) -> Sequence[InboundRow]:
        """The messages of a conversation that were not handled yet, in their order."""
        query = select(InboundRow).where(InboundRow.conversation_id == conversation_id, InboundRow.handled_at.is_(None)).order_by(InboundRow.id)
        return (await self._session.scalars(query)).all()

    async def conversations_waiting(self) -> Sequence[UUID]:
        """Conversations with messages that a stopped process left unhandled."""
        query = select(InboundRow.conversation_id).where(InboundRow.handled_at.is_(None)).distinct()
        return (await self._session.scalars(query)).all()

    async def count_failure(self, inbound_id: int, at: datetime) -> bool:
        """Note that a message could not be handled; True when it was given up, so that it does not block those behind it."""
        row = await self._session.get(InboundRow, inbound_id)
        if row is None:
            return True
        row.failures += 1
        if row.failures >= MAX_FAILURES:
            row.handled_at = at
        return row.handled_at is not None

    async def record_reply(
        self,
        conversation: ConversationRow,
        *,
        inbound_id: int | None,
        sender: str,
        body: str,
        buttons: list[dict[str, str]],
        asks: str | None,
        pending: bool,
        at: datetime,
    ) -> OutboundRow:
        """A reply to be delivered. The conversation must be locked: replies are numbered without gaps."""
        conversation.last_seq += 1
        conversation.last_at = at
        row = OutboundRow(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            inbound_id=inbound_id,
            sender=sender,
            text=body,
            buttons=buttons,
            asks=asks,
            state="pending" if pending else "sent",
            created_at=at,
            sent_at=None if pending else at,
        )
        self._session.add(row)
        await self._session.execute(text("select pg_notify(:channel, :id)"), {"channel": REPLY_CHANNEL, "id": str(conversation.id)})
        return row

    async def replies_to(self, inbound_id: int) -> Sequence[OutboundRow]:
        """The replies that a message got."""
        return (await self._session.scalars(select(OutboundRow).where(OutboundRow.inbound_id == inbound_id).order_by(OutboundRow.seq))).all()

    async def replies_after(self, conversation_id: UUID, after: int) -> Sequence[OutboundRow]:
        """All replies of a conversation after a number."""
        query = select(OutboundRow).where(OutboundRow.conversation_id == conversation_id, OutboundRow.seq > after).order_by(OutboundRow.seq)
        return (await self._session.scalars(query)).all()

    async def pending(self, channel: str, conversation_id: UUID | None = None) -> Sequence[tuple[OutboundRow, str]]:
        """Replies that a channel has still to deliver, in order, with their addresses."""
        query = (
            select(OutboundRow, ConversationRow.address)
            .join(ConversationRow, ConversationRow.id == OutboundRow.conversation_id)
            .where(OutboundRow.state == "pending", ConversationRow.channel == channel)
            .order_by(OutboundRow.id)
        )
        if conversation_id is not None:
            query = query.where(OutboundRow.conversation_id == conversation_id)
        return [(row, address or "") for row, address in (await self._session.execute(query)).all()]

    async def mark_sent(self, outbound_id: int, *, state: str, channel_message_id: str | None, at: datetime) -> None:
        """What became of a reply: sent, failed or unknown."""
        await self._session.execute(
            update(OutboundRow)
            .where(OutboundRow.id == outbound_id)
            .values(state=state, channel_message_id=channel_message_id, sent_at=at, attempts=OutboundRow.attempts + 1)
        )

    async def dialogue(self, conversation_id: UUID) -> DialogueRow | None:
        """Where a dialogue stands; None before its first turn."""
        return await self._session.get(DialogueRow, conversation_id)

    async def save_dialogue(self, conversation_id: UUID, state: dict[str, Any], events: list[dict[str, Any]], at: datetime) -> None:
        """Write where a dialogue stands."""
        values = {"state": state, "events": events, "updated_at": at}
        query = insert(DialogueRow).values(conversation_id=conversation_id, **values)
        await self._session.execute(query.on_conflict_do_update(index_elements=["conversation_id"], set_=values))

    async def forget_dialogue(self, conversation_id: UUID) -> None:
        """Remove where a dialogue stands."""
        await self._session.execute(delete(DialogueRow).where(DialogueRow.conversation_id == conversation_id))

    async def erase_content(self, conversation_id: UUID) -> None:
        """Erase what was said in a conversation, on both sides; that it took place is kept."""
        await self._session.execute(update(InboundRow).where(InboundRow.conversation_id == conversation_id).values(content={}))
        await self._session.execute(
            update(OutboundRow).where(OutboundRow.conversation_id == conversation_id, OutboundRow.state != "pending").values(text="", buttons=[])
        )
        await self.forget_dialogue(conversation_id)

    def raise_alert(self, conversation_id: UUID, kind: str, at: datetime, *, category: str | None = None) -> None:
        """Ask a person of the team to look at a conversation."""
        self._session.add(AlertRow(conversation_id=conversation_id, kind=kind, category=category, at=at))

    async def alerts_since(self, conversation_id: UUID, kind: str, category: str, since: datetime) -> int:
        """How often a conversation raised an alert of a kind and category since an instant."""
        query = select(func.count()).where(
            AlertRow.conversation_id == conversation_id, AlertRow.kind == kind, AlertRow.category == category, AlertRow.at >= since
        )
        return int(await self._session.scalar(query) or 0)

    async def open_alerts(self) -> Sequence[AlertRow]:
        """Alerts that nobody has looked at, oldest first."""
        return (await self._session.scalars(select(AlertRow).where(AlertRow.seen_at.is_(None)).order_by(AlertRow.id).limit(200))).all()

    async def see_alert(self, alert_id: int, account_id: UUID, at: datetime) -> None:
        """Somebody looks at it; the first one counts."""
        await self._session.execute(
            update(AlertRow).where(AlertRow.id == alert_id, AlertRow.seen_at.is_(None)).values(seen_at=at, seen_by=account_id)
        )
