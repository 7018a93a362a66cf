"""A case's history: append-only, each entry with an audience."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Audience(StrEnum):
    """Who may read an entry of the timeline.

    `internal`: the organisation that wrote it (`organization_id`), or whoever owns the case for an entry that nobody wrote. `parties`: the
    organisations that hold or held the case and may know of it. `reporter`: those, and whoever sent the report, as a bare status. `youngster`: the
    parties, and the youngster.
    """

    INTERNAL = "internal"
    PARTIES = "parties"
    REPORTER = "reporter"
    YOUNGSTER = "youngster"


@dataclass(frozen=True)
class TimelineEntry:
    """One fact in a case's history, never changed afterwards. `data` holds codes and ids; a text that somebody wrote is `body`.

    `data["state"]` is there when the entry changed the case's state.
    """

    at: datetime
    kind: str
    audience: Audience
    actor_account_id: UUID | None = None
    actor_role: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    body: str | None = None
    organization_id: UUID | None = None


# Every kind of entry, for the catalogues of texts.
EVENTS = (
    "submitted",
    "call_back_needed",
    "routed",
    "report_joined",
    "report_withdrawn",
    "known_before",
    "accepted",
    "declined",
    "waitlisted",
    "offered",
    "shared",
    "linked",
    "assigned",
    "transferred",
    "returned",
    "note",
    "follow_up_started",
    "closed",
    "reopened",
    "withdrawn",
    "consent_given",
    "consent_revoked",
    "consent_overridden",
)
