"""The backend's parts, wired together. Fakes enter here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.service import Casework
from backend.crypto import FieldCipher
from backend.database.engine import Database
from backend.identity.model import Actor
from backend.routing.model import Rulebook, load_rulebook
from backend.settings import Settings
from backend.timekeeping import Clock, utc_now


@dataclass
class Backend:
    """What the layers above use: the database, the rules, the keys and the time."""

    settings: Settings
    database: Database
    cipher: FieldCipher
    rulebook: Rulebook
    clock: Clock = utc_now

    def casework(self, session: AsyncSession, actor: Actor) -> Casework:
        """Commands on cases for an acting user, within a transaction."""
        return Casework(session, actor, cipher=self.cipher, rulebook=self.rulebook, city=self.settings.city, clock=self.clock)


def bootstrap(settings: Settings, database_url: str, *, clock: Clock = utc_now, pool_size: int = 5) -> Backend:
    """The backend on a database that has been migrated. Raises `ConfigurationError` for rules that cannot be read."""
    return Backend(settings, Database(database_url, pool_size=pool_size), FieldCipher(settings.key), load_rulebook(), clock)
