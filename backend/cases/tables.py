"""Cases, their hops, decisions and timelines."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.database.base import Base


class CaseRow(Base):
    """A case. `facts` is the referral without its personal fields, which are sealed in `personal`; `pupil_key` finds a pupil again."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_owner_id_created_at", "owner_id", "created_at"), Index("ix_cases_pupil_key", "pupil_key"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column()
    facts: Mapped[dict[str, Any]]
    personal: Mapped[bytes]
    pupil_key: Mapped[bytes | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    reporter_conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    reporter_verified: Mapped[bool]
    decision: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]

    hops: Mapped[list[HopRow]] = relationship(order_by="HopRow.seq", lazy="raise")
    timeline: Mapped[list[TimelineRow]] = relationship(order_by="TimelineRow.seq", lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - optimistic: of two writers one wins


class HopRow(Base):
    """One leg of a case's way."""

    __tablename__ = "hop"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[str]
    reason: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class TimelineRow(Base):
    """An entry of a case's history. Append-only: the database refuses a change. `body` is sealed."""

    __tablename__ = "timeline_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]
    audience: Mapped[str]
    actor_account_id: Mapped[UUID | None]
    actor_role: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    body: Mapped[bytes | None]
