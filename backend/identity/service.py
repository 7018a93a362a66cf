"""Accounts, passwords, sign-ins and invites."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.crypto import token_hash
from backend.errors import Conflict, InvalidInput, NotFound, NotSignedIn
from backend.identity.model import NETWORK_WIDE, Actor, Role
from backend.identity.tables import AccountRow, InviteRow, SignInRow
from backend.timekeeping import Clock, utc_now

SIGN_IN_LASTS = timedelta(hours=12)
INVITE_LASTS = timedelta(days=14)
# No letters that are read wrongly; 10 of 25 are 46 bits, single-use and expiring.
INVITE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
INVITE_LENGTH = 10
PASSWORD_LENGTH = 10

_hasher = PasswordHasher()
# Compared with when an address is unknown, so that the time of the answer does not tell whether an account exists.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


class Identity:
    """Commands and look-ups on accounts, within the caller's transaction."""

    def __init__(self, session: AsyncSession, clock: Clock = utc_now) -> None:
        self._session = session
        self._clock = clock

    async def add_account(
        self, role: Role, *, email: str | None = None, password: str | None = None, organization_id: UUID | None = None, language: str = "nl"
    ) -> AccountRow:
        """A new account. Raises `Conflict` for an address that is taken, `InvalidInput` for one that is none or a password under ten characters."""
        if email is not None and ("@" not in email or len(email) > 254):
            raise InvalidInput("That is not an e-mail address.", field="email")
        if password is not None and len(password) < PASSWORD_LENGTH:
            raise InvalidInput(f"A password has at least {PASSWORD_LENGTH} characters.", field="password")
        if organization_id is None and role not in NETWORK_WIDE | {Role.ADMIN, Role.SPECIALIST, Role.CITY_DEPARTMENT} and email is not None:
            raise InvalidInput(f"An account with the role {role} belongs to an organisation.", field="organization")
        row = AccountRow(
            id=uuid4(),
            email=email.strip().lower() if email else None,
            role=role.value,
            organization_id=organization_id,
            password_hash=await asyncio.to_thread(_hasher.hash, password) if password else None,
            language=language,
            created_at=self._clock(),
        )
        self._session.add(row)
        try:
            await self._session.flush()
        except IntegrityError:
            raise Conflict("There is an account with that address, or no such organisation.") from None
        return row

    async def accounts(self) -> list[AccountRow]:
        """All accounts, for the administrator's list."""
        return list(await self._session.scalars(select(AccountRow).order_by(AccountRow.created_at)))

    async def disable(self, email: str) -> None:
        """Close an account and end its sign-ins. Raises `NotFound`."""
        row = await self._session.scalar(select(AccountRow).where(AccountRow.email == email.strip().lower()))
        if row is None:
            raise NotFound("There is no account with that address.")
        row.disabled_at = self._clock()
        await self._session.execute(update(SignInRow).where(SignInRow.account_id == row.id).values(expires_at=self._clock()))

    async def sign_in(self, email: str, password: str) -> tuple[str, AccountRow]:
        """The token of a new session, and the account. Raises `NotSignedIn`, the same for every cause."""
        row = await self._session.scalar(select(AccountRow).where(AccountRow.email == email.strip().lower(), AccountRow.disabled_at.is_(None)))
        matches = await asyncio.to_thread(_matches, row.password_hash if row and row.password_hash else _NOBODY, password)
        if row is None or not row.password_hash or not matches:
            raise NotSignedIn
        token = secrets.token_urlsafe(32)
        now = self._clock()
        self._session.add(SignInRow(token_hash=token_hash(token), account_id=row.id, created_at=now, expires_at=now + SIGN_IN_LASTS))
        return token, row

    async def sign_out(self, token: str) -> None:
        """End a session; an unknown token is no error."""
        await self._session.execute(update(SignInRow).where(SignInRow.token_hash == token_hash(token)).values(expires_at=self._clock()))

    async def account_of(self, token: str) -> AccountRow:
        """The account that a session's token belongs to. Raises `NotSignedIn`."""
        row = await self._session.scalar(
            select(AccountRow)
            .join(SignInRow, SignInRow.account_id == AccountRow.id)
            .where(SignInRow.token_hash == token_hash(token), SignInRow.expires_at > self._clock(), AccountRow.disabled_at.is_(None))
        )
        if row is None:
            raise NotSignedIn
        return row

    async def account(self, account_id: UUID) -> AccountRow | None:
        """An account that is not disabled."""
        row: AccountRow | None = await self._session.scalar(select(AccountRow).where(AccountRow.id == account_id, AccountRow.disabled_at.is_(None)))
        return row

    async def invite(self, role: Role, organization_id: UUID | None) -> str:
        """A one-time code, valid for two weeks. Shown once: only its hash is kept."""
        code = "".join(secrets.choice(INVITE_ALPHABET) for _ in range(INVITE_LENGTH))
        now = self._clock()
        self._session.add(
            InviteRow(code_hash=token_hash(code), role=role.value, organization_id=organization_id, created_at=now, expires_at=now + INVITE_LASTS)
        )
        return code

    async def redeem(self, code: str) -> AccountRow:
        """The new account that a code stands for; the code is used up. Raises `NotFound` for an unknown, used or expired one."""
        row = await self._session.scalar(
            select(InviteRow)
            .where(InviteRow.code_hash == token_hash(code.strip().upper()), InviteRow.used_at.is_(None), InviteRow.expires_at > self._clock())
            .with_for_update()
        )
        if row is None:
            raise NotFound("That code is not known, was used, or has expired.")
        account = await self.add_account(Role(row.role), organization_id=row.organization_id)
        row.used_at = self._clock()
        row.account_id = account.id
        return account


def actor_of(account: AccountRow, *, conversation_id: UUID | None = None) -> Actor:
    """The acting user that an account is."""
    return Actor(Role(account.role), account.id, account.organization_id, conversation_id)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
