"""Who acts: roles as the network knows them, and the acting user of a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Roles of the network's people."""

    SCHOOL_STAFF = "school_staff"
    CLB_COUNSELLOR = "clb_counsellor"
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    SPECIALIST = "specialist"
    PARTNER_WORKER = "partner_worker"
    COACH = "coach"
    CITY_DEPARTMENT = "city_department"
    ADMIN = "admin"


# A queue of cases is read by those who work on cases; the others see what was sent to them, or figures.
CASE_WORKERS = frozenset({Role.CLB_COUNSELLOR, Role.COORDINATOR, Role.PARTNER_WORKER, Role.COACH})
# They act for the whole network and not for one organisation.
NETWORK_WIDE = frozenset({Role.COORDINATOR})


@dataclass(frozen=True)
class Actor:
    """The acting user of a transaction; every read in a repository takes one.

    `role` None is a person in a chat who is not known by an account. `conversation_id` names the chat that the person writes in, if any.
    """

    role: Role | None = None
    account_id: UUID | None = None
    organization_id: UUID | None = None
    conversation_id: UUID | None = None
    system: bool = False

    @property
    def verified(self) -> bool:
        """Known by an account or an invite code."""
        return self.role is not None


SYSTEM = Actor(system=True)
