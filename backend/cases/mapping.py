"""Between the aggregate and its rows: what is personal is sealed on the way in and opened on the way out."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from backend.cases.model import (
    PERSONAL_FIELDS,
    Audience,
    Basis,
    Case,
    CaseKind,
    Consent,
    Giver,
    Hop,
    HopState,
    JoinedReport,
    Outcome,
    Referral,
    Sender,
    State,
    TimelineEntry,
)
from backend.cases.tables import CaseRow, ConsentRow, HopRow, ReportRow, TimelineRow
from backend.crypto import FieldCipher
from backend.directory.model import OrganizationKind
from backend.routing.model import Decision


class CaseMapper:
    """Writes cases to rows and reads them back, with the installation's keys."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def pupil_key(self, referral: Referral, school_id: UUID | None) -> bytes | None:
        """What finds the same pupil again without telling who it is; None without a name."""
        if not referral.pupil_name:
            return None
        return self._cipher.keyed_hash("pupil", referral.pupil_name, str(school_id or referral.school or ""))

    def personal(self, row: CaseRow | ReportRow) -> dict[str, Any]:
        """The personal fields of a row."""
        return self._cipher.open(row.personal, bound_to=str(row.id))

    def new_row(self, case: Case) -> CaseRow:
        """The row of a case that was not stored before, without what `write` puts in it."""
        facts, personal = _split(case.referral)
        return CaseRow(
            id=case.id,
            reference=case.reference,
            kind=case.kind.value,
            facts=facts,
            personal=self._cipher.seal(personal, bound_to=str(case.id)),
            pupil_key=self.pupil_key(case.referral, case.school_id),
            school_id=case.school_id,
            previous_id=case.previous_id,
            created_at=case.created_at,
            **_sender_columns(case.sender),
        )

    def write(self, case: Case, row: CaseRow) -> None:
        """Put into a row all that transitions change. The timeline only grows."""
        row.state, row.owner_id, row.assignee_id, row.due_at = case.state.value, case.owner_id, case.assignee_id, case.due_at
        row.first_meeting, row.report_withdrawn_at = case.first_meeting, case.report_withdrawn_at
        row.outcome = case.outcome.value if case.outcome else None
        row.decision = case.decision.model_dump(mode="json") if case.decision else None
        for seq, hop in enumerate(case.hops):
            if seq == len(row.hops):
                row.hops.append(_hop_row(case.id, seq, hop))
            stored = row.hops[seq]
            stored.state, stored.due_at, stored.closed_at = hop.state.value, hop.due_at, hop.closed_at
            stored.hidden_at, stored.assignee_id = hop.hidden_at, hop.assignee_id
        for seq, consent in enumerate(case.consents):
            if seq == len(row.consents):
                row.consents.append(_consent_row(case.id, seq, consent))
            row.consents[seq].revoked_at = consent.revoked_at
        for seq, report in enumerate(case.joined):
            if seq == len(row.reports):
                row.reports.append(self._report_row(case.id, seq, report))
            row.reports[seq].withdrawn_at = report.withdrawn_at
        for seq in range(len(row.timeline), len(case.timeline)):
            row.timeline.append(self._timeline_row(case.id, seq, case.timeline[seq]))

    def case(self, row: CaseRow) -> Case:
        """The case that a row with all its parts stands for."""
        return Case(
            id=row.id,
            reference=row.reference,
            kind=CaseKind(row.kind),
            state=State(row.state),
            referral=self._referral(row),
            created_at=row.created_at,
            sender=_sender(row),
            owner_id=row.owner_id,
            due_at=row.due_at,
            school_id=row.school_id,
            assignee_id=row.assignee_id,
            first_meeting=row.first_meeting,
            outcome=Outcome(row.outcome) if row.outcome else None,
            previous_id=row.previous_id,
            report_withdrawn_at=row.report_withdrawn_at,
            version=row.version,
            decision=Decision.model_validate(row.decision) if row.decision else None,
            hops=[_hop(hop) for hop in row.hops],
            consents=[_consent(consent) for consent in row.consents],
            joined=[self._report(report) for report in row.reports],
            timeline=[self._entry(entry) for entry in row.timeline],
        )

    def _referral(self, row: CaseRow | ReportRow) -> Referral:
        return Referral.model_validate({**row.facts, **self.personal(row)})

    def _report(self, row: ReportRow) -> JoinedReport:
        return JoinedReport(
            id=row.id,
            reference=row.reference,
            kind=CaseKind(row.kind),
            referral=self._referral(row),
            sender=_sender(row),
            at=row.created_at,
            decision=Decision.model_validate(row.decision),
            told_owner_id=row.told_owner_id,
            told_due_at=row.told_due_at,
            withdrawn_at=row.withdrawn_at,
        )

    def _report_row(self, case_id: UUID, seq: int, report: JoinedReport) -> ReportRow:
        facts, personal = _split(report.referral)
        return ReportRow(
            id=report.id,
            case_id=case_id,
            seq=seq,
            reference=report.reference,
            kind=report.kind.value,
            facts=facts,
            personal=self._cipher.seal(personal, bound_to=str(report.id)),
            decision=report.decision.model_dump(mode="json"),
            told_owner_id=report.told_owner_id,
            told_due_at=report.told_due_at,
            created_at=report.at,
            **_sender_columns(report.sender),
        )

    def _entry(self, row: TimelineRow) -> TimelineEntry:
        body = self._cipher.open(row.body, bound_to=str(row.id))["text"] if row.body else None
        audience = Audience(row.audience)
        return TimelineEntry(row.at, row.kind, audience, row.actor_account_id, row.actor_role, row.data, body, row.organization_id)

    def _timeline_row(self, case_id: UUID, seq: int, entry: TimelineEntry) -> TimelineRow:
        entry_id = uuid4()
        return TimelineRow(
            id=entry_id,
            case_id=case_id,
            seq=seq,
            at=entry.at,
            kind=entry.kind,
            audience=entry.audience.value,
            actor_account_id=entry.actor_account_id,
            actor_role=entry.actor_role,
            organization_id=entry.organization_id,
            data=entry.data,
            body=self._cipher.seal({"text": entry.body}, bound_to=str(entry_id)) if entry.body else None,
        )


def _split(referral: Referral) -> tuple[dict[str, Any], dict[str, Any]]:
    document = referral.model_dump(mode="json", exclude_none=True)
    personal = {name: document.pop(name) for name in PERSONAL_FIELDS if name in document}
    return document, personal


def _sender_columns(sender: Sender) -> dict[str, Any]:
    return {
        "reporter_conversation_id": sender.conversation_id,
        "reporter_account_id": sender.account_id,
        "reporter_role": sender.role,
        "reporter_verified": sender.verified,
    }


def _sender(row: CaseRow | ReportRow) -> Sender:
    return Sender(row.reporter_conversation_id, row.reporter_account_id, row.reporter_role, row.reporter_verified)


def _hop(row: HopRow) -> Hop:
    return Hop(
        to=row.to_id,
        to_kind=OrganizationKind(row.to_kind),
        state=HopState(row.state),
        opened_at=row.opened_at,
        due_at=row.due_at,
        reason=row.reason,
        basis=Basis(row.basis),
        since=row.since_seq,
        sender=row.sender_id,
        service_id=row.service_id,
        assignee_id=row.assignee_id,
        closed_at=row.closed_at,
        hidden_at=row.hidden_at,
    )


def _hop_row(case_id: UUID, seq: int, hop: Hop) -> HopRow:
    return HopRow(
        case_id=case_id,
        seq=seq,
        to_id=hop.to,
        to_kind=hop.to_kind.value,
        sender_id=hop.sender,
        service_id=hop.service_id,
        state=hop.state.value,
        basis=hop.basis.value,
        reason=hop.reason,
        since_seq=hop.since,
        opened_at=hop.opened_at,
        due_at=hop.due_at,
    )


def _consent(row: ConsentRow) -> Consent:
    return Consent(Giver(row.giver), OrganizationKind(row.kind), row.given_at, row.recorded_by, row.recorded_role, row.revoked_at)


def _consent_row(case_id: UUID, seq: int, consent: Consent) -> ConsentRow:
    return ConsentRow(
        case_id=case_id,
        seq=seq,
        giver=consent.giver.value,
        kind=consent.kind.value,
        given_at=consent.given_at,
        recorded_by=consent.recorded_by,
        recorded_role=consent.recorded_role,
    )
