"""Reading the directory. It holds no personal data: every acting user may read it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.directory.model import Network, Organization, OrganizationKind
from backend.directory.tables import OrganizationRow
from backend.identity.model import Actor


class DirectoryRepository:
    """Organisations, within the caller's transaction."""

    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def schools(self) -> list[Organization]:
        """All schools, by name."""
        rows = await self._session.scalars(
            select(OrganizationRow).where(OrganizationRow.kind == OrganizationKind.SCHOOL.value).order_by(OrganizationRow.name)
        )
        return [_organization(row) for row in rows]

    async def get(self, organization_id: UUID) -> Organization | None:
        """One organisation."""
        row = await self._session.get(OrganizationRow, organization_id)
        return _organization(row) if row else None

    async def by_short_id(self, short_id: str) -> Organization | None:
        """One organisation by its short id."""
        row = await self._session.scalar(select(OrganizationRow).where(OrganizationRow.short_id == short_id))
        return _organization(row) if row else None

    async def of_kind(self, kind: OrganizationKind, network: Network | None = None) -> list[Organization]:
        """Organisations of a kind, and of a network where one is given, in a stable order."""
        query = select(OrganizationRow).where(OrganizationRow.kind == kind.value).order_by(OrganizationRow.short_id)
        if network is not None:
            query = query.where(OrganizationRow.network == network.value)
        return [_organization(row) for row in await self._session.scalars(query)]

    async def names(self, ids: set[UUID]) -> dict[UUID, str]:
        """The names of some organisations."""
        rows = await self._session.execute(select(OrganizationRow.id, OrganizationRow.name).where(OrganizationRow.id.in_(ids)))
        return {row.id: row.name for row in rows}

    async def is_empty(self) -> bool:
        """No organisation at all: a new installation."""
        return await self._session.scalar(select(OrganizationRow.id).limit(1)) is None

    def add(self, organization: Organization, *, email: str | None = None, phone: str | None = None) -> None:
        """A new organisation."""
        self._session.add(
            OrganizationRow(
                id=organization.id,
                short_id=organization.short_id,
                name=organization.name,
                kind=organization.kind.value,
                network=organization.network.value if organization.network else None,
                district=organization.district,
                email=email,
                phone=phone,
            )
        )


def _organization(row: OrganizationRow) -> Organization:
    return Organization(row.id, row.short_id, row.name, OrganizationKind(row.kind), Network(row.network) if row.network else None, row.district)
