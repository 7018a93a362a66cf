"""Cases, their hops, consents, further reports and timelines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.database.base import Base


class CaseRow(Base):
    """A case. `facts` is the first referral without its personal fields, which are sealed in `personal`; `pupil_key` finds a pupil again.

    `reporter_*` tell who sent the first report. `version` counts the changes: of two writers one wins.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_owner_id_created_at", "owner_id", "created_at"),
        Index("ix_cases_pupil_key", "pupil_key"),
        Index("ix_cases_due_at", "due_at", postgresql_where=text("due_at is not null")),
        CheckConstraint("state in ('closed', 'withdrawn') or due_at is not null", name="open_is_due"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    facts: Mapped[dict[str, Any]]
    personal: Mapped[bytes]
    pupil_key: Mapped[bytes | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    reporter_conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    reporter_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    reporter_role: Mapped[str | None]
    reporter_verified: Mapped[bool]
    report_withdrawn_at: Mapped[datetime | None]
    decision: Mapped[dict[str, Any] | None]
    first_meeting: Mapped[date | None]
    outcome: Mapped[str | None]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]

    hops: Mapped[list[HopRow]] = relationship(order_by="HopRow.seq", lazy="raise")
    consents: Mapped[list[ConsentRow]] = relationship(order_by="ConsentRow.seq", lazy="raise")
    reports: Mapped[list[ReportRow]] = relationship(order_by="ReportRow.seq", lazy="raise")
    timeline: Mapped[list[TimelineRow]] = relationship(order_by="TimelineRow.seq", lazy="raise")


class HopRow(Base):
    """One leg of a case's way. `since_seq` is the first entry of the timeline that a partner may read."""

    __tablename__ = "hop"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    to_kind: Mapped[str]
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    service_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str]
    basis: Mapped[str]
    reason: Mapped[dict[str, Any]]
    since_seq: Mapped[int]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]


class ConsentRow(Base):
    """One person's consent to share a case with one kind of organisation, and when it was taken back."""

    __tablename__ = "consent"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    giver: Mapped[str]
    kind: Mapped[str]
    given_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_role: Mapped[str | None]
    revoked_at: Mapped[datetime | None]


class ReportRow(Base):
    """A further report on the pupil of an open case. `decision`, `told_*`: what its sender was told, as if it were a case of its own."""

    __tablename__ = "joined_report"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    seq: Mapped[int]
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    personal: Mapped[bytes]
    decision: Mapped[dict[str, Any]]
    told_owner_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    told_due_at: Mapped[datetime]
    reporter_conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    reporter_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    reporter_role: Mapped[str | None]
    reporter_verified: Mapped[bool]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class TimelineRow(Base):
    """An entry of a case's history. Append-only: the database refuses a change. `body` is sealed; `organization_id` wrote it."""

    __tablename__ = "timeline_entry"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str]
    audience: Mapped[str]
    actor_account_id: Mapped[UUID | None]
    actor_role: Mapped[str | None]
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    data: Mapped[dict[str, Any]]
    body: Mapped[bytes | None]
