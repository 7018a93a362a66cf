"""Organisations, in Open Referral HSDS terms as far as the front desk needs them."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.base import Base


class OrganizationRow(Base):
    """A school, a CLB, the helpdesk, a partner or a city department. `network` is the educational network, where there is one."""

    __tablename__ = "organization"
    __table_args__ = (Index("ix_organization_kind_network", "kind", "network"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    short_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    network: Mapped[str | None]
    district: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
