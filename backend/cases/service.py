"""Commands on cases. Each runs within the caller's transaction and leaves committing to the edge."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.model import Case, CaseKind, Referral
from backend.cases.references import new_reference
from backend.cases.repository import CaseRepository
from backend.crypto import FieldCipher
from backend.directory.model import Organization, OrganizationKind
from backend.directory.repository import DirectoryRepository
from backend.errors import Conflict, FrontdeskError, NotFound
from backend.identity.model import Actor
from backend.routing.model import Decision, Fact, Rulebook, route
from backend.timekeeping import Clock, day_in_brussels, utc_now

# The network's promise: from report to link within one week.
PROMISE = timedelta(days=7)
ATTEMPTS = 8


class Casework:
    """What may be done with cases, on behalf of an acting user."""

    def __init__(self, session: AsyncSession, actor: Actor, *, cipher: FieldCipher, rulebook: Rulebook, city: str, clock: Clock = utc_now) -> None:
        self._session = session
        self._actor = actor
        self.rulebook = rulebook
        self._city = city
        self._clock = clock
        self.cases = CaseRepository(session, actor, cipher)
        self.directory = DirectoryRepository(session, actor)

    async def submit(self, kind: CaseKind, referral: Referral, *, school: Organization | None = None) -> Case:
        """A new case, routed and owned. The reference is unique; the decision is stored with its reason."""
        now = self._clock()
        for attempt in range(ATTEMPTS):
            case = Case.submit(
                reference=new_reference(self._city, day_in_brussels(now).year, attempt=attempt),
                kind=kind,
                referral=referral,
                at=now,
                school_id=school.id if school else None,
                reporter_conversation_id=self._actor.conversation_id,
                reporter_verified=self._actor.verified,
                actor_role=self._actor.role,
                actor_account_id=self._actor.account_id,
            )
            decision = route(routing_facts(kind, referral, school), self.rulebook, day_in_brussels(now))
            case.refer(decision, to=(await self._target(decision, school)).id, at=now, due_at=now + PROMISE)
            try:
                async with self._session.begin_nested():
                    await self.cases.add(case)
            except IntegrityError:
                continue
            return case
        raise Conflict("No free reference was found.")

    async def accept(self, reference: str) -> Case:
        """The acting user's organisation takes a case on. Raises `IllegalTransition`, `NotFound`, `Conflict`."""
        case = await self.cases.get(reference)
        if self._actor.role is None or self._actor.account_id is None:
            raise NotFound("There is no such case.")
        case.accept(at=self._clock(), actor_role=self._actor.role, actor_account_id=self._actor.account_id)
        await self.cases.save(case)
        return case

    async def withdraw_reported(self, conversation_id: UUID, reference: str) -> Case:
        """The reporter takes back a report made in the same chat. Raises `NotFound`, `IllegalTransition`."""
        for case in await self.cases.reported_in(conversation_id):
            if case.reference == reference:
                case.withdraw(at=self._clock(), actor_role=self._actor.role, actor_account_id=self._actor.account_id)
                await self.cases.save(case)
                return case
        raise NotFound("There is no such case.")

    async def _target(self, decision: Decision, school: Organization | None) -> Organization:
        """The organisation that a decision means. The helpdesk takes what has no other place: a case is never nobody's."""
        if decision.target.kind == "clb" and school is not None and school.network is not None:
            found = await self.directory.of_kind(OrganizationKind.CLB, school.network)
            if found:
                return found[0]
        helpdesk = await self.directory.of_kind(OrganizationKind.HELPDESK)
        if not helpdesk:
            raise FrontdeskError("The directory has no helpdesk: a case would have no owner.")
        return helpdesk[0]


def routing_facts(kind: CaseKind, referral: Referral, school: Organization | None) -> dict[str, Fact]:
    """What the rules may look at. No personal field is among it."""
    return {
        "kind": kind.value,
        "network": school.network.value if school and school.network else None,
        "school_known": school is not None,
        "half_days": referral.half_days,
        "age": referral.age,
        "urgency": referral.urgency,
        "support_wanted": referral.support_wanted,
        "clb_involved": referral.clb_involved,
        "consent": referral.consent,
    }
