"""Consent to share: given by whom, for which kind of party, when, and taken back when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.directory.model import OrganizationKind
from backend.identity.model import Role

# Below this age, in years, the parents decide; from it, the pupil. Source: the network's privacy rules, after the Flemish decree of 7 May 2004 on
# the legal position of minors in youth help, which presumes that one can judge from 12.
PUPIL_DECIDES_FROM = 12

# Who may share without consent when somebody is in danger.
MAY_OVERRIDE = frozenset({Role.COORDINATOR, Role.CLB_COUNSELLOR})


class Giver(StrEnum):
    """Who gave consent."""

    PUPIL = "pupil"
    PARENTS = "parents"


# What a report's word on consent stands for. `refused` and `not_asked` are no consent.
REPORTED: dict[str, tuple[Giver, ...]] = {"pupil": (Giver.PUPIL,), "parents": (Giver.PARENTS,), "both": (Giver.PUPIL, Giver.PARENTS)}
# What a report asks consent for: handing on within the network and to a partner.
SHAREABLE = frozenset({OrganizationKind.CLB, OrganizationKind.HELPDESK, OrganizationKind.PARTNER})


@dataclass(frozen=True)
class Consent:
    """One person's consent to share with one kind of party. Consent of pupil and parents together is two of them."""

    giver: Giver
    kind: OrganizationKind
    given_at: datetime
    recorded_by: UUID | None = None
    recorded_role: str | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Danger:
    """The ground for sharing without consent: somebody is in danger. `reason` is a person's own words, and may not be empty."""

    reason: str


def decisive(age: int | None) -> Giver:
    """Whose consent is needed. An age that is not known is taken as 12 or more: the law's rule is the pupil, younger is the exception."""
    return Giver.PARENTS if age is not None and age < PUPIL_DECIDES_FROM else Giver.PUPIL


def covers(consents: Iterable[Consent], kind: OrganizationKind, age: int | None) -> bool:
    """Whether the one whose consent is needed has given it for a kind of party, and has not taken it back."""
    needed = decisive(age)
    return any(c.giver is needed and c.kind is kind and c.revoked_at is None for c in consents)
