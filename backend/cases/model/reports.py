"""Reports as their senders know them. A sender is told the same whether or not the pupil was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.cases.model.referral import CaseKind, Referral
from backend.cases.model.states import State, status_for_reporter
from backend.identity.model import Actor
from backend.routing.model import Decision


@dataclass(frozen=True)
class Sender:
    """Who sent a report: the chat, the account if there is one, and whether the person is known."""

    conversation_id: UUID | None = None
    account_id: UUID | None = None
    role: str | None = None
    verified: bool = False

    @classmethod
    def of(cls, actor: Actor) -> Sender:
        """The acting user as a sender."""
        return cls(actor.conversation_id, actor.account_id, actor.role, actor.verified)

    def is_(self, actor: Actor) -> bool:
        """Whether the acting user is this sender."""
        same_chat = self.conversation_id is not None and self.conversation_id == actor.conversation_id
        return same_chat or (self.account_id is not None and self.account_id == actor.account_id)


@dataclass(frozen=True)
class JoinedReport:
    """A further report on a pupil whose case is open. It keeps its own facts, and where its sender was told that it went."""

    id: UUID
    reference: str
    kind: CaseKind
    referral: Referral
    sender: Sender
    at: datetime
    decision: Decision
    told_owner_id: UUID
    told_due_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class SentReport:
    """A report for its sender. `owner_id`, `decision` and `due_at` are what the sender was told; `state` is only ever shown as `status`."""

    reference: str
    kind: CaseKind
    referral: Referral
    at: datetime
    state: State
    owner_id: UUID | None
    decision: Decision | None
    due_at: datetime | None
    sender: Sender

    @property
    def status(self) -> Literal["received", "linked", "closed"]:
        """All that the sender is told."""
        return status_for_reporter(self.state)
