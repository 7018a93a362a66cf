"""Casework: consent, further reports, and what a hop rests on"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consent',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('giver', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_role', sa.String(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_consent_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recorded_by'], ['account.id'], name=op.f('fk_consent_recorded_by')),
    sa.PrimaryKeyConstraint('case_id', 'seq', name=op.f('pk_consent'))
    )
    op.create_table('joined_report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('personal', sa.LargeBinary(), nullable=False),
    sa.Column('decision', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('told_owner_id', sa.Uuid(), nullable=False),
    sa.Column('told_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reporter_conversation_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_account_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_role', sa.String(), nullable=True),
    sa.Column('reporter_verified', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_joined_report_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reporter_account_id'], ['account.id'], name=op.f('fk_joined_report_reporter_account_id')),
    sa.ForeignKeyConstraint(['reporter_conversation_id'], ['conversation.id'], name=op.f('fk_joined_report_reporter_conversation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['told_owner_id'], ['organization.id'], name=op.f('fk_joined_report_told_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joined_report')),
    sa.UniqueConstraint('case_id', 'seq', name=op.f('uq_joined_report_case_id_seq')),
    sa.UniqueConstraint('reference', name=op.f('uq_joined_report_reference'))
    )
    op.create_index(op.f('ix_joined_report_reporter_account_id'), 'joined_report', ['reporter_account_id'], unique=False)
    op.create_index(op.f('ix_joined_report_reporter_conversation_id'), 'joined_report', ['reporter_conversation_id'], unique=False)

    op.add_column('cases', sa.Column('assignee_id', sa.Uuid(), nullable=True))
    op.add_column('cases', sa.Column('reporter_account_id', sa.Uuid(), nullable=True))
    op.add_column('cases', sa.Column('reporter_role', sa.String(), nullable=True))
    op.add_column('cases', sa.Column('report_withdrawn_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('cases', sa.Column('first_meeting', sa.Date(), nullable=True))
    op.add_column('cases', sa.Column('outcome', sa.String(), nullable=True))
    op.add_column('cases', sa.Column('previous_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_cases_assignee_id'), 'cases', 'account', ['assignee_id'], ['id'])
    op.create_foreign_key(op.f('fk_cases_reporter_account_id'), 'cases', 'account', ['reporter_account_id'], ['id'])
    op.create_foreign_key(op.f('fk_cases_previous_id'), 'cases', 'cases', ['previous_id'], ['id'], ondelete='SET NULL')
    op.create_index(op.f('ix_cases_assignee_id'), 'cases', ['assignee_id'], unique=False)
    op.create_index(op.f('ix_cases_reporter_account_id'), 'cases', ['reporter_account_id'], unique=False)
    op.create_index(op.f('ix_cases_previous_id'), 'cases', ['previous_id'], unique=False)
    op.create_index('ix_cases_due_at', 'cases', ['due_at'], unique=False, postgresql_where=sa.text('due_at is not null'))
    # Who sent a report was known by the first entry of its timeline only.
    op.execute(
        "update cases set reporter_account_id = t.actor_account_id, reporter_role = t.actor_role from timeline_entry t"
        " where t.case_id = cases.id and t.seq = 0 and (t.actor_account_id is null or exists (select from account a where a.id = t.actor_account_id))"
    )
    op.execute(
        "update cases set report_withdrawn_at = t.at from timeline_entry t where t.case_id = cases.id and t.kind = 'withdrawn' and state = 'withdrawn'"
    )
    op.execute(
        "update cases set owner_id = (select id from organization where kind = 'helpdesk' order by short_id limit 1) where owner_id is null"
    )
    op.alter_column('cases', 'owner_id', nullable=False)
    op.create_check_constraint(op.f('ck_cases_open_is_due'), 'cases', "state in ('closed', 'withdrawn') or due_at is not null")

    op.add_column('hop', sa.Column('to_kind', sa.String(), nullable=True))
    op.add_column('hop', sa.Column('sender_id', sa.Uuid(), nullable=True))
    op.add_column('hop', sa.Column('service_id', sa.Uuid(), nullable=True))
    op.add_column('hop', sa.Column('assignee_id', sa.Uuid(), nullable=True))
    op.add_column('hop', sa.Column('basis', sa.String(), nullable=True))
    op.add_column('hop', sa.Column('since_seq', sa.Integer(), nullable=True))
    op.add_column('hop', sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True))
    # Until now a case had one hop: where the routing sent it, by agreement.
    op.execute("update hop set basis = 'agreement', since_seq = 0, to_kind = o.kind from organization o where o.id = hop.to_id")
    for column in ('to_kind', 'basis', 'since_seq'):
        op.alter_column('hop', column, nullable=False)
    op.create_foreign_key(op.f('fk_hop_sender_id'), 'hop', 'organization', ['sender_id'], ['id'])
    op.create_foreign_key(op.f('fk_hop_assignee_id'), 'hop', 'account', ['assignee_id'], ['id'])
    op.create_index(op.f('ix_hop_assignee_id'), 'hop', ['assignee_id'], unique=False)

    op.add_column('timeline_entry', sa.Column('organization_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_timeline_entry_organization_id'), 'timeline_entry', 'organization', ['organization_id'], ['id'])
    op.create_unique_constraint(op.f('uq_timeline_entry_case_id_seq'), 'timeline_entry', ['case_id', 'seq'])
    op.drop_index(op.f('ix_timeline_entry_case_id'), table_name='timeline_entry')

    # The consent that the reports told of, each person's for each kind of organisation.
    op.execute(
        """
        insert into consent (case_id, seq, giver, kind, given_at, recorded_by, recorded_role)
        select c.id, row_number() over (partition by c.id order by g.giver, k.kind) - 1, g.giver, k.kind, c.created_at,
               c.reporter_account_id, c.reporter_role
        from cases c
        join (values ('pupil', 'pupil'), ('parents', 'parents'), ('both', 'pupil'), ('both', 'parents')) g (told, giver)
          on g.told = c.facts ->> 'consent'
        cross join (values ('clb'), ('helpdesk'), ('partner')) k (kind)
        """
    )


def downgrade() -> None:
    op.create_index(op.f('ix_timeline_entry_case_id'), 'timeline_entry', ['case_id'], unique=False)
    op.drop_constraint(op.f('uq_timeline_entry_case_id_seq'), 'timeline_entry', type_='unique')
    op.drop_column('timeline_entry', 'organization_id')
    for column in ('to_kind', 'sender_id', 'service_id', 'assignee_id', 'basis', 'since_seq', 'hidden_at'):
        op.drop_column('hop', column)
    op.drop_constraint(op.f('ck_cases_open_is_due'), 'cases', type_='check')
    op.alter_column('cases', 'owner_id', nullable=True)
    op.drop_index('ix_cases_due_at', table_name='cases')
    for column in ('assignee_id', 'reporter_account_id', 'reporter_role', 'report_withdrawn_at', 'first_meeting', 'outcome', 'previous_id'):
        op.drop_column('cases', column)
    op.drop_table('joined_report')
    op.drop_table('consent')
