"""Conversations, what came in, what must go out, and where each dialogue stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.base import Base


class ConversationRow(Base):
    """A chat of one person on one channel. `owner` says who answers: the bot or a human. `address` is where the channel delivers."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    address: Mapped[str | None]
    token_hash: Mapped[bytes | None]
    language: Mapped[str | None]
    audience: Mapped[str | None]
    owner: Mapped[str] = mapped_column(default="bot")
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    last_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


class InboundRow(Base):
    """A message as it came in: stored once, by its channel's own id, before it is acknowledged. `content` is erased early."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "channel_message_id"),
        Index("ix_inbound_waiting", "conversation_id", "id", postgresql_where=text("handled_at is null")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    channel: Mapped[str]
    channel_message_id: Mapped[str]
    content: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)


class OutboundRow(Base):
    """A reply: `seq` counts within the conversation and is the reply's id for clients. `state`: pending, sent, failed, unknown."""

    __tablename__ = "outbound"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        Index("ix_outbound_inbound_id", "inbound_id"),
        Index("ix_outbound_pending", "id", postgresql_where=text("state = 'pending'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    inbound_id: Mapped[int | None] = mapped_column(BigInteger)
    sender: Mapped[str]
    text: Mapped[str]
    buttons: Mapped[list[Any]]
    asks: Mapped[str | None]
    state: Mapped[str]
    channel_message_id: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class DialogueRow(Base):
    """Where a dialogue stands: a snapshot of its state and the events of its last turns. Nothing about cases is kept here."""

    __tablename__ = "dialogue"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[dict[str, Any]]
    events: Mapped[list[Any]]
    updated_at: Mapped[datetime]


class AlertRow(Base):
    """Something in a conversation that a person of the team must look at: safety, a wish for a human, a complaint, a failure."""

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_open", "id", postgresql_where=text("seen_at is null")),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    category: Mapped[str | None]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
