"""Organisations of the network, and how a school is recognised by what somebody typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, process

from backend.crypto import fold


class OrganizationKind(StrEnum):
    """What an organisation is in the network."""

    SCHOOL = "school"
    CLB = "clb"
    HELPDESK = "helpdesk"
    PARTNER = "partner"
    CITY_DEPARTMENT = "city_department"


class Network(StrEnum):
    """The four educational networks in Antwerp, each with its own CLB."""

    GO = "go"
    CITY = "stedelijk"
    FREE = "vrij"
    PROVINCE = "provinciaal"


@dataclass(frozen=True)
class Organization:
    """An entry of the directory. `short_id` is stable and short enough for a button's payload."""

    id: UUID
    short_id: str
    name: str
    kind: OrganizationKind
    network: Network | None = None
    district: str | None = None


@dataclass(frozen=True)
class SchoolMatch:
    """What was typed, compared with the directory: one sure school, or the few that it could be, best first."""

    school: Organization | None
    candidates: tuple[Organization, ...] = ()


SURE = 90.0
POSSIBLE = 62.0
LEAD = 6.0  # a sure match is also this far ahead of the next
OFFERED = 4
DISTRICT_OFFERED = 8
PART = 7  # characters from which a part of a name tells enough


def match_school(typed: str, schools: list[Organization]) -> SchoolMatch:
    """The school that `typed` names: by short id, by exact name, or by likeness (order of words, typing errors and accents aside)."""
    wanted = fold(typed)
    for school in schools:
        if school.short_id == typed.strip() or fold(school.name) == wanted:
            return SchoolMatch(school)
    if len(wanted) < 3:
        return SchoolMatch(None)
    in_district = [school for school in schools if school.district and fold(school.district) == wanted]
    if in_district:  # "Merksem" alone is a place with several schools, also where one of them bears its name
        return SchoolMatch(None, tuple(in_district[:DISTRICT_OFFERED]))
    scored = process.extract(wanted, [fold(s.name) for s in schools], scorer=_likeness, limit=OFFERED, score_cutoff=POSSIBLE)
    if not scored:
        return SchoolMatch(None)
    best = scored[0][1]
    if best >= SURE and (len(scored) == 1 or best - scored[1][1] >= LEAD):
        return SchoolMatch(schools[scored[0][2]])
    return SchoolMatch(None, tuple(schools[index] for _, _, index in scored))


def _likeness(typed: Any, name: Any, *, score_cutoff: float | None = None) -> float:
    """0..100: whole names against each other, or what was typed as a part of the name ("vti merksem" of "VTI Merksem Noord")."""
    part = 0.95 * fuzz.partial_token_sort_ratio(typed, name) if len(typed) >= PART else 0.0
    return float(max(fuzz.token_sort_ratio(typed, name), 0.97 * fuzz.token_set_ratio(typed, name), part))
