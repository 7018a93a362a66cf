"""When whoever must act after a transition must have acted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from backend.cases.model import Transition

# The instant by which the next one must have acted, from an instant on.
DueDates = Callable[[Transition, datetime], datetime]

# The network's promise: from report to link within one week.
PROMISE = timedelta(days=7)

BUDGETS: dict[Transition, timedelta] = {
    Transition.REFER: PROMISE,
    Transition.REOPEN: PROMISE,
    Transition.TRANSFER: timedelta(days=2),
    Transition.OFFER: timedelta(days=2),
    Transition.DECLINE: timedelta(days=2),
    Transition.RETURN: timedelta(days=2),
    Transition.REVOKE_CONSENT: timedelta(days=2),
    Transition.WAITLIST: timedelta(days=14),
    Transition.LINK: timedelta(days=7),  # after the first meeting
    Transition.START_FOLLOW_UP: timedelta(days=30),
}


def calendar_days(transition: Transition, since: datetime) -> datetime:
    """Due dates in plain calendar days, for where no calendar of working days is wired in."""
    return since + BUDGETS[transition]
