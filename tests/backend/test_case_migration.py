"""Cases that were stored before consent, further reports and several hops existed are carried over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import psycopg
from alembic import command
from sqlalchemy import create_engine

from backend.cases.model import Basis, Giver, State, timeline_for
from backend.core import bootstrap
from backend.database.migrate import alembic_config, migrate
from backend.identity.model import SYSTEM, Actor, Role
from backend.settings import Settings
from tests.conftest import NOW, plain_url

IDS = {name: uuid4() for name in ("helpdesk", "clb", "case", "withdrawn", "account")}


def _downgrade(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.commit()
    engine.dispose()


def _fill(url: str, settings: Settings) -> None:
    cipher = bootstrap(settings, url).cipher
    with psycopg.connect(plain_url(url)) as db:
        for name in ("helpdesk", "clb"):
            db.execute("insert into organization (id, short_id, name, kind) values (%s, %s, %s, %s)", (IDS[name], name, name, name))
        db.execute(
            "insert into account (id, role, organization_id, language, created_at) values (%s, 'school_staff', null, 'nl', %s)",
            (IDS["account"], NOW),
        )
        for name, state, due, consent in (("case", "at_clb", NOW + timedelta(days=7), "both"), ("withdrawn", "withdrawn", None, "refused")):
            case = IDS[name]
            db.execute(
                "insert into cases (id, reference, kind, state, version, facts, personal, owner_id, reporter_verified, created_at, due_at)"
                " values (%s, %s, 'absence', %s, 3, jsonb_build_object('consent', %s::text), %s, %s, true, %s, %s)",
                (case, f"ANT-2026-{name}".upper(), state, consent, cipher.seal({"pupil_name": "Noor"}, bound_to=str(case)), IDS["clb"], NOW, due),
            )
            db.execute(
                'insert into hop (case_id, seq, to_id, state, reason, opened_at, due_at) values (%s, 0, %s, %s, \'{"nl": "Regel."}\', %s, %s)',
                (case, IDS["clb"], "requested" if due else "cancelled", NOW, NOW + timedelta(days=7)),
            )
            for seq, kind in enumerate(["submitted", "routed"] if due else ["submitted", "routed", "withdrawn"]):
                db.execute(
                    "insert into timeline_entry (id, case_id, seq, at, kind, audience, actor_account_id, actor_role, data)"
                    " values (%s, %s, %s, %s, %s, 'parties', %s, %s, '{}')",
                    (
                        uuid4(),
                        case,
                        seq,
                        NOW + timedelta(hours=seq),
                        kind,
                        IDS["account"] if seq == 0 else None,
                        "school_staff" if seq == 0 else None,
                    ),
                )


async def test_cases_of_the_first_schema_are_carried_over(new_database: Callable[[str], str], template: str, settings: Settings) -> None:
    url = new_database(template)
    _downgrade(url)
    _fill(url, settings)
    migrate(url)
    backend = bootstrap(settings, url, clock=lambda: NOW)
    counsellor = Actor(Role.CLB_COUNSELLOR, uuid4(), IDS["clb"])
    try:
        async with backend.database.transaction() as session:
            cases = backend.casework(session, SYSTEM).cases
            case, withdrawn = await cases.get("ANT-2026-CASE"), await cases.get("ANT-2026-WITHDRAWN")
        assert (case.state, case.owner_id, case.version, case.referral.pupil_name) == (State.AT_CLB, IDS["clb"], 3, "Noor")
        assert (case.sender.account_id, case.sender.role, case.sender.verified) == (IDS["account"], "school_staff", True)
        assert [(hop.to_kind, hop.basis, hop.since, hop.may_know) for hop in case.hops] == [("clb", Basis.AGREEMENT, 0, True)]
        assert sorted({(c.giver, c.kind.value) for c in case.consents}) == [
            (giver, kind) for giver in (Giver.PARENTS, Giver.PUPIL) for kind in ("clb", "helpdesk", "partner")
        ]
        assert [entry.kind for entry in timeline_for(case, counsellor)] == ["submitted", "routed"]
        assert (withdrawn.report_withdrawn_at, withdrawn.consents) == (NOW + timedelta(hours=2), [])
        async with backend.database.transaction() as session:
            assert (await backend.casework(session, counsellor).accept("ANT-2026-CASE")).version == 4
    finally:
        await backend.database.close()
