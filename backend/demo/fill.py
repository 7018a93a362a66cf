"""Fills an empty database with the invented network, with sign-ins and cases to look at."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from backend.cases.model import CaseKind, Referral
from backend.core import Backend
from backend.directory.model import Network, Organization, OrganizationKind
from backend.directory.repository import DirectoryRepository
from backend.errors import Conflict
from backend.identity.model import SYSTEM, Role
from backend.identity.service import Identity

_KINDS = {"clb": OrganizationKind.CLB, "helpdesk": OrganizationKind.HELPDESK, "schools": OrganizationKind.SCHOOL}


@dataclass(frozen=True)
class SignIn:
    """A demo account, shown once."""

    role: Role
    organization: str
    email: str
    password: str


@dataclass(frozen=True)
class DemoNetwork:
    """What `frontdesk demo` prints: sign-ins for the console, invite codes for the chat."""

    sign_ins: tuple[SignIn, ...]
    invites: Mapping[str, str]


def demo_organizations() -> list[Organization]:
    """The invented organisations, with ids that are the same on every installation."""
    document: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "network.yml").read_text(encoding="utf-8"))
    return [
        Organization(
            demo_id(entry["id"]),
            entry["id"],
            entry["name"],
            kind,
            Network(entry["network"]) if "network" in entry else None,
            entry["district"],
        )
        for section, kind in _KINDS.items()
        for entry in document[section]
    ]


def demo_id(short_id: str) -> UUID:
    """The id of a demo organisation."""
    return uuid5(NAMESPACE_URL, f"frontdesk-demo/{short_id}")


async def fill_demo(backend: Backend) -> DemoNetwork:
    """Fill an empty database. Raises `Conflict` if there is a directory already: real data are never mixed with invented ones."""
    async with backend.database.transaction() as session:
        directory = DirectoryRepository(session, SYSTEM)
        if not await directory.is_empty():
            raise Conflict("The database has a directory already: the demo network is only for an empty one.")
        organizations = demo_organizations()
        for organization in organizations:
            directory.add(organization)
        await session.flush()
        network = await _people(Identity(session, backend.clock), organizations)
        await _cases(backend.casework(session, SYSTEM), {o.short_id: o for o in organizations})
    return network


async def _people(identity: Identity, organizations: list[Organization]) -> DemoNetwork:
    sign_ins = []
    workers = [(Role.COORDINATOR, o) for o in organizations if o.kind is OrganizationKind.HELPDESK]
    workers += [(Role.CLB_COUNSELLOR, o) for o in organizations if o.kind is OrganizationKind.CLB]
    for role, organization in workers:
        password = secrets.token_urlsafe(9)
        email = f"{role.value}.{organization.short_id}@demo.example".replace("_", "-")
        await identity.add_account(role, email=email, password=password, organization_id=organization.id)
        sign_ins.append(SignIn(role, organization.name, email, password))
    invites = {}
    for school in [o for o in organizations if o.kind is OrganizationKind.SCHOOL][:4]:
        invites[school.name] = await identity.invite(Role.SCHOOL_STAFF, school.id)
    return DemoNetwork(tuple(sign_ins), invites)


async def _cases(casework: Any, by_short_id: Mapping[str, Organization]) -> None:
    document: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))
    for entry in document:
        school = by_short_id.get(entry.get("school", ""))
        referral = Referral.model_validate({**entry["referral"], "school": school.name if school else None})
        await casework.submit(CaseKind(entry["kind"]), referral, school=school)
