"""What an acting user may read of a case. The aggregate holds everything: whatever leaves the backend passes through here."""

from __future__ import annotations

from collections.abc import Sequence

from backend.cases.model.case import Case
from backend.cases.model.referral import CaseKind
from backend.cases.model.reports import JoinedReport
from backend.cases.model.rights import Relation
from backend.cases.model.states import Hop, State, status_for_reporter
from backend.cases.model.timeline import Audience, TimelineEntry
from backend.directory.model import OrganizationKind
from backend.identity.model import CASE_WORKERS, NETWORK_WIDE, Actor, Role


def timeline_for(case: Case, actor: Actor) -> list[TimelineEntry]:
    """The entries that an acting user may read; for the sender of a report, the changes of its status and nothing else."""
    if actor.system:
        return list(case.timeline)
    start = _reads_from(case, actor)
    if start is None:
        return [entry for report in case.reports_of(actor) for entry in sender_timeline(case, report.reference)]
    return [entry for n, entry in enumerate(case.timeline) if _readable(case, actor, entry, n >= start)]


def sender_timeline(case: Case, reference: str) -> list[TimelineEntry]:
    """A report's way as its sender may know it: received, linked, closed, each with its instant, without who or why.

    The sender of a youngster's request is the youngster, who also reads what is meant for youngsters. Raises `NotFound`.
    """
    report = case.report(reference)
    lines = [TimelineEntry(report.at, status := "received", Audience.REPORTER)]
    for entry in case.timeline[case.joined_at(reference) + 1 :]:
        if entry.kind == "report_withdrawn" and entry.data.get("reference") == reference:
            return [*lines, TimelineEntry(entry.at, "closed", Audience.REPORTER)]
        if entry.audience is Audience.YOUNGSTER and case.kind is CaseKind.YOUTH_REQUEST:
            lines.append(entry)
        if "state" in entry.data and status_for_reporter(State(entry.data["state"])) != status:
            status = status_for_reporter(State(entry.data["state"]))
            lines.append(TimelineEntry(entry.at, status, Audience.REPORTER))
    return lines


def joined_reports_for(case: Case, actor: Actor) -> Sequence[JoinedReport]:
    """Further reports on the pupil: for the owner and the coordinator. To others they would be shared without consent."""
    mine = actor.system or case.relations(actor) & {Relation.OWNER, Relation.COORDINATOR}
    return tuple(case.joined) if mine else ()


def hops_for(case: Case, actor: Actor) -> Sequence[Hop]:
    """The legs of the way that an acting user may know of: for a partner, only its own."""
    if actor.system or actor.role in NETWORK_WIDE:
        return tuple(case.hops)
    start = _reads_from(case, actor)
    if start is None:
        return ()
    return tuple(h for h in case.hops if start == 0 or h.to == actor.organization_id)


def _reads_from(case: Case, actor: Actor) -> int | None:
    """From which entry on an acting user reads what is for the parties; None for somebody who is no party."""
    if actor.role in NETWORK_WIDE:
        return 0
    organization = actor.organization_id
    if actor.role not in CASE_WORKERS or organization is None:
        return None
    hops = [h for h in case.hops if h.to == organization and h.may_know]
    if actor.role is Role.COACH:
        hops = [h for h in hops if h.assignee_id is not None and h.assignee_id == actor.account_id]
    if not hops:
        return None
    if any(h.to_kind is not OrganizationKind.PARTNER for h in hops):
        return 0
    return min(h.since for h in hops)


def _readable(case: Case, actor: Actor, entry: TimelineEntry, since_a_party: bool) -> bool:
    if entry.audience is not Audience.INTERNAL:
        return since_a_party
    if entry.organization_id is not None:
        return entry.organization_id == actor.organization_id
    if entry.kind == "note":  # by a coordinator without an organisation
        return entry.actor_account_id == actor.account_id
    return actor.role in NETWORK_WIDE or case.owner_id == actor.organization_id
