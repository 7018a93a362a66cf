"""What the console's pages show of a case, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from babel import Locale
from babel.dates import format_datetime

from backend.cases.model import Case, State
from backend.cases.tables import CaseRow
from backend.texts import Catalogue, day_text
from backend.timekeeping import BRUSSELS, day_in_brussels

TEXTS = Catalogue(Path(__file__).parent.parent / "locale", "console")
OVER = frozenset({State.CLOSED, State.WITHDRAWN})


@dataclass(frozen=True)
class QueueLine:
    """A row of the queue. `days_left` counts whole days in Brussels; below zero is overdue; None where no clock runs."""

    reference: str
    who: str
    kind: str
    school: str
    owner: str
    state: str
    urgent: bool
    days_left: int | None
    unverified: bool


def queue_line(row: CaseRow, personal: Mapping[str, Any], names: Mapping[UUID, str], language: str, now: datetime) -> QueueLine:
    """A case as a row."""
    due = row.due_at if State(row.state) not in OVER else None
    return QueueLine(
        row.reference,
        str(personal.get("pupil_name") or personal.get("nickname") or "—"),
        TEXTS.text(f"kind.{row.kind}", language),
        names.get(row.school_id, str(row.facts.get("school") or "")) if row.school_id else str(row.facts.get("school") or ""),
        names.get(row.owner_id, "") if row.owner_id else "",
        TEXTS.text(f"state.{row.state}", language),
        row.facts.get("urgency") == "urgent",
        (day_in_brussels(due) - day_in_brussels(now)).days if due else None,
        not row.reporter_verified and row.kind != "youth_request",
    )


def case_lines(case: Case, language: str) -> list[tuple[str, str]]:
    """The referral as (field, value), as far as it is known."""
    document = case.referral.model_dump(mode="python", exclude_none=True)
    return [(TEXTS.text(f"field.{name}", language), _shown(name, value, language)) for name, value in document.items() if value not in ((), "")]


def _shown(name: str, value: Any, language: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(name, item, language) for item in value)
    if name == "since":
        return day_text(value, language)
    if name == "contact_language":
        return str(Locale(language).languages.get(value, value))
    key = f"option.{name}.{value}"
    return TEXTS.text(key, language) if TEXTS.has(key) else str(value)


def moment(instant: datetime, language: str) -> str:
    """An instant as people in Brussels read it."""
    return str(format_datetime(instant.astimezone(BRUSSELS), "d MMM y HH:mm", locale=language))
