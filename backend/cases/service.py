"""Commands on cases. Each runs within the caller's transaction and leaves committing to the edge."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.due import DueDates, calendar_days
from backend.cases.model import (
    SHAREABLE,
    Audience,
    Case,
    CaseKind,
    Danger,
    DeclineReason,
    Giver,
    JoinedReport,
    Outcome,
    Person,
    Recipient,
    Referral,
    ReturnReason,
    Sender,
    SentReport,
    State,
    TransferReason,
    Transition,
    may_be_the_same_pupil,
)
from backend.cases.references import new_reference
from backend.cases.repository import CaseRepository
from backend.crypto import FieldCipher
from backend.directory.model import Organization, OrganizationKind
from backend.directory.repository import DirectoryRepository
from backend.errors import Conflict, FrontdeskError, InvalidInput
from backend.identity.model import Actor, Role
from backend.identity.service import Identity
from backend.routing.model import Decision, Fact, Rulebook, route
from backend.timekeeping import BRUSSELS, Clock, day_in_brussels, utc_now

ATTEMPTS = 8


class Casework:
    """What may be done with cases, on behalf of an acting user.

    Every command on a case takes its reference and, if the client gives it, the `version` that the client has seen. All raise `NotFound` for a case
    outside the acting user's view, `Forbidden`, `IllegalTransition`, and `Conflict` when somebody else was first; nothing is changed then.
    """

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        *,
        cipher: FieldCipher,
        rulebook: Rulebook,
        city: str,
        clock: Clock = utc_now,
        due: DueDates = calendar_days,
    ) -> None:
        self._session = session
        self._actor = actor
        self.rulebook = rulebook
        self._city = city
        self._clock = clock
        self._due = due
        self.cases = CaseRepository(session, actor, cipher)
        self.directory = DirectoryRepository(session, actor)

    async def submit(self, kind: CaseKind, referral: Referral, *, school: Organization | None = None) -> SentReport:
        """A new report, routed and owned; what its sender is told of it.

        A pupil who is known by name at the same school gets no second case while one is open: the report joins it, and the sender is told the same
        as if it were new. A case that was closed is linked to.
        """
        now = self._clock()
        decision = route(routing_facts(kind, referral, school), self.rulebook, day_in_brussels(now))
        target = await self._target(decision, school)
        known = [c for c in await self.cases.known(referral, school.id if school else None) if may_be_the_same_pupil(c.referral, referral)]
        reference = await self._new_reference(now)
        due = self._due(Transition.REFER, now)
        sender = Sender.of(self._actor)
        opened = next((c for c in known if c.open), None)
        if opened is not None:
            opened.join(JoinedReport(uuid4(), reference, kind, referral, sender, now, decision, target.id, due))
            await self.cases.save(opened)
            return opened.report(reference)
        guardian = (await self._helpdesk()).id
        case = Case.submit(
            reference=reference,
            kind=kind,
            referral=referral,
            sender=sender,
            at=now,
            due_at=due,
            guardian_id=guardian,
            school_id=school.id if school else None,
        )
        case.refer(decision, to=Recipient(target.id, target.kind), at=now, due_at=due)
        closed = next((c for c in known if c.state is State.CLOSED), None)
        if closed is not None:
            case.link_to_previous(closed, at=now)
        await self.cases.add(case)
        return case.report(reference)

    async def accept(self, reference: str, *, version: int | None = None) -> Case:
        """The organisation that was asked takes the case on."""
        async with self._changing(reference, version) as case:
            case.accept(self._actor, at=self._clock())
        return case

    async def decline(self, reference: str, *, reason: DeclineReason, text: str | None = None, version: int | None = None) -> Case:
        """The organisation that was asked says no, with a reason."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.decline(self._actor, reason=reason, at=now, due_at=self._due(Transition.DECLINE, now), body=text)
        return case

    async def waitlist(self, reference: str, *, until: date | None = None, text: str | None = None, version: int | None = None) -> Case:
        """The partner that was asked has no room yet, and expects it from a day on."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.waitlist(self._actor, at=now, due_at=self._due(Transition.WAITLIST, now), until=until, body=text)
        return case

    async def offer(
        self, reference: str, *, to: UUID, service_id: UUID | None = None, danger: Danger | None = None, version: int | None = None
    ) -> Case:
        """Offer the case to a partner. Raises `ConsentMissing`, `InvalidInput`."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            recipient = await self._recipient(to, case)
            case.offer(self._actor, recipient, at=now, due_at=self._due(Transition.OFFER, now), service_id=service_id, danger=danger)
        return case

    async def link(self, reference: str, *, first_meeting: date, version: int | None = None) -> Case:
        """The youngster and the partner will meet on a day in Brussels."""
        now = self._clock()
        meeting = datetime.combine(first_meeting, time(), BRUSSELS)
        async with self._changing(reference, version) as case:
            case.link(self._actor, first_meeting=first_meeting, at=now, due_at=self._due(Transition.LINK, max(now, meeting)))
        return case

    async def claim(self, reference: str, *, version: int | None = None) -> Case:
        """The acting user takes the case. Raises `Conflict` if somebody else has it."""
        async with self._changing(reference, version) as case:
            case.claim(self._actor, at=self._clock())
        return case

    async def assign(self, reference: str, *, to: UUID, version: int | None = None) -> Case:
        """Give the case to a person, by account. Raises `InvalidInput` for somebody who cannot work on it."""
        account = await Identity(self._session, self._clock).account(to)
        if account is None:
            raise InvalidInput("There is no such account.", field="to")
        async with self._changing(reference, version) as case:
            case.assign(self._actor, Person(account.id, Role(account.role), account.organization_id), at=self._clock())
        return case

    async def transfer(
        self,
        reference: str,
        *,
        to: UUID,
        reason: TransferReason = TransferReason.OTHER,
        text: str | None = None,
        danger: Danger | None = None,
        version: int | None = None,
    ) -> Case:
        """Hand the case over to another CLB or to the helpdesk. Raises `ConsentMissing`, `InvalidInput`."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            recipient, due = await self._recipient(to, case), self._due(Transition.TRANSFER, now)
            case.transfer(self._actor, recipient, at=now, due_at=due, reason=reason, body=text, danger=danger)
        return case

    async def return_to_sender(self, reference: str, *, reason: ReturnReason, text: str | None = None, version: int | None = None) -> Case:
        """Give the case back to where it came from, or recall an offer."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.return_to_sender(self._actor, reason=reason, at=now, due_at=self._due(Transition.RETURN, now), body=text)
        return case

    async def note(self, reference: str, *, text: str, audience: Audience, version: int | None = None) -> Case:
        """Write something down for an audience. Raises `InvalidInput`."""
        async with self._changing(reference, version) as case:
            case.note(self._actor, body=text, audience=audience, at=self._clock())
        return case

    async def start_follow_up(self, reference: str, *, version: int | None = None) -> Case:
        """From now on the youngster is followed up."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.start_follow_up(self._actor, at=now, due_at=self._due(Transition.START_FOLLOW_UP, now))
        return case

    async def close(self, reference: str, *, outcome: Outcome, text: str | None = None, version: int | None = None) -> Case:
        """End the case, with an outcome."""
        async with self._changing(reference, version) as case:
            case.close(self._actor, outcome=outcome, at=self._clock(), body=text)
        return case

    async def reopen(self, reference: str, *, text: str | None = None, version: int | None = None) -> Case:
        """Take a closed case up again."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.reopen(self._actor, at=now, due_at=self._due(Transition.REOPEN, now), body=text)
        return case

    async def give_consent(
        self, reference: str, *, givers: Iterable[Giver], kinds: Iterable[OrganizationKind] = SHAREABLE, version: int | None = None
    ) -> Case:
        """Record a consent. Raises `InvalidInput`."""
        async with self._changing(reference, version) as case:
            case.give_consent(self._actor, givers=givers, kinds=kinds, at=self._clock())
        return case

    async def revoke_consent(
        self, reference: str, *, giver: Giver, kinds: Iterable[OrganizationKind] = SHAREABLE, version: int | None = None
    ) -> Case:
        """Record that a consent was taken back; what was shared by it alone is hidden at once."""
        now = self._clock()
        async with self._changing(reference, version) as case:
            case.revoke_consent(self._actor, giver=giver, kinds=kinds, at=now, due_at=self._due(Transition.REVOKE_CONSENT, now))
        return case

    async def withdraw_reported(self, conversation_id: UUID, reference: str) -> SentReport:
        """The sender takes back a report made in the same chat, and that report only. Raises `NotFound`, `IllegalTransition`."""
        sender = replace(self._actor, conversation_id=conversation_id)
        case = await self.cases.case_of_report(Actor(conversation_id=conversation_id), reference)
        return await self._withdraw(case, sender, reference)

    async def withdraw(self, reference: str) -> SentReport:
        """The acting user takes back a report of their own. Raises `NotFound`, `IllegalTransition`."""
        return await self._withdraw(await self.cases.case_of_report(self._actor, reference), self._actor, reference)

    async def revoke_own_consent(self, reference: str) -> SentReport:
        """A youngster takes back the consent in a request of their own. Raises `NotFound`, `Forbidden` for a school, `IllegalTransition`."""
        now = self._clock()
        case = await self.cases.case_of_report(self._actor, reference)
        case.revoke_consent(self._actor, giver=Giver.PUPIL, at=now, due_at=self._due(Transition.REVOKE_CONSENT, now))
        await self.cases.save(case)
        return case.report(case.reference)

    async def _withdraw(self, case: Case, sender: Actor, reference: str) -> SentReport:
        wanted = reference.strip().upper()
        case.withdraw(sender, at=self._clock(), reference=wanted)
        await self.cases.save(case)
        return case.report(wanted)

    @asynccontextmanager
    async def _changing(self, reference: str, version: int | None) -> AsyncIterator[Case]:
        """A case in the acting user's view, saved after the block. Raises `Conflict` if it is not the version that the client has seen."""
        case = await self.cases.get(reference)
        if version is not None and version != case.version:
            raise Conflict("Somebody else changed this case in the meantime.", reference=case.reference)
        yield case
        await self.cases.save(case)

    async def _new_reference(self, now: datetime) -> str:
        for attempt in range(ATTEMPTS):
            reference = new_reference(self._city, day_in_brussels(now).year, attempt=attempt)
            if await self.cases.reserve(reference):
                return reference
        raise Conflict("No free reference was found.")

    async def _recipient(self, organization_id: UUID, case: Case) -> Recipient:
        organization = await self.directory.get(organization_id)
        if organization is None:
            raise InvalidInput("There is no such organisation.", field="to")
        school = await self.directory.get(case.school_id) if case.school_id else None
        return recipient(organization, school)

    async def _target(self, decision: Decision, school: Organization | None) -> Organization:
        """The organisation that a decision means. The helpdesk takes what has no other place: a case is never nobody's."""
        if decision.target.kind == "clb" and school is not None and school.network is not None:
            found = await self.directory.of_kind(OrganizationKind.CLB, school.network)
            if found:
                return found[0]
        return await self._helpdesk()

    async def _helpdesk(self) -> Organization:
        helpdesk = await self.directory.of_kind(OrganizationKind.HELPDESK)
        if not helpdesk:
            raise FrontdeskError("The directory has no helpdesk: a case would have no owner.")
        return helpdesk[0]


def recipient(organization: Organization, school: Organization | None) -> Recipient:
    """An organisation as a recipient: the CLB of the school's own network gets its cases by law and agreement, all others by consent."""
    own = organization.kind is OrganizationKind.CLB and school is not None and school.network is not None
    return Recipient(organization.id, organization.kind, own and school is not None and organization.network == school.network)


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
