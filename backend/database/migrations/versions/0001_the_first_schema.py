"""The first schema"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organization',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('short_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('network', sa.String(), nullable=True),
    sa.Column('district', sa.String(), nullable=True),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('phone', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization')),
    sa.UniqueConstraint('short_id', name=op.f('uq_organization_short_id'))
    )
    op.create_index('ix_organization_kind_network', 'organization', ['kind', 'network'], unique=False)
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('organization_id', sa.Uuid(), nullable=True),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_account_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('conversation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=True),
    sa.Column('token_hash', sa.LargeBinary(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('audience', sa.String(), nullable=True),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('last_seq', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_conversation_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation')),
    sa.UniqueConstraint('channel', 'address', name=op.f('uq_conversation_channel_address'))
    )
    op.create_table('invite',
    sa.Column('code_hash', sa.LargeBinary(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('organization_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invite_account_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_invite_organization_id')),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_invite'))
    )
    op.create_table('sign_in',
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_in'))
    )
    op.create_index(op.f('ix_sign_in_account_id'), 'sign_in', ['account_id'], unique=False)
    op.create_index(op.f('ix_sign_in_expires_at'), 'sign_in', ['expires_at'], unique=False)
    op.create_table('alert',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_alert_conversation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['seen_by'], ['account.id'], name=op.f('fk_alert_seen_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert'))
    )
    op.create_index(op.f('ix_alert_conversation_id'), 'alert', ['conversation_id'], unique=False)
    op.create_index('ix_alert_open', 'alert', ['id'], unique=False, postgresql_where=sa.text('seen_at is null'))
    op.create_table('cases',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('personal', sa.LargeBinary(), nullable=False),
    sa.Column('pupil_key', sa.LargeBinary(), nullable=True),
    sa.Column('school_id', sa.Uuid(), nullable=True),
    sa.Column('owner_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_conversation_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_verified', sa.Boolean(), nullable=False),
    sa.Column('decision', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['organization.id'], name=op.f('fk_cases_owner_id')),
    sa.ForeignKeyConstraint(['reporter_conversation_id'], ['conversation.id'], name=op.f('fk_cases_reporter_conversation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['school_id'], ['organization.id'], name=op.f('fk_cases_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('reference', name=op.f('uq_cases_reference'))
    )
    op.create_index('ix_cases_owner_id_created_at', 'cases', ['owner_id', 'created_at'], unique=False)
    op.create_index('ix_cases_pupil_key', 'cases', ['pupil_key'], unique=False)
    op.create_index(op.f('ix_cases_reporter_conversation_id'), 'cases', ['reporter_conversation_id'], unique=False)
    op.create_table('dialogue',
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('state', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('events', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_dialogue_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_dialogue'))
    )
    op.create_table('inbound',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('channel_message_id', sa.String(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_inbound_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound')),
    sa.UniqueConstraint('channel', 'channel_message_id', name=op.f('uq_inbound_channel_channel_message_id'))
    )
    op.create_index('ix_inbound_waiting', 'inbound', ['conversation_id', 'id'], unique=False, postgresql_where=sa.text('handled_at is null'))
    op.create_table('outbound',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('inbound_id', sa.BigInteger(), nullable=True),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('buttons', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('asks', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('channel_message_id', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_outbound_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound')),
    sa.UniqueConstraint('conversation_id', 'seq', name=op.f('uq_outbound_conversation_id_seq'))
    )
    op.create_index('ix_outbound_inbound_id', 'outbound', ['inbound_id'], unique=False)
    op.create_index('ix_outbound_pending', 'outbound', ['id'], unique=False, postgresql_where=sa.text("state = 'pending'"))
    op.create_table('hop',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_hop_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['organization.id'], name=op.f('fk_hop_to_id')),
    sa.PrimaryKeyConstraint('case_id', 'seq', name=op.f('pk_hop'))
    )
    op.create_index(op.f('ix_hop_to_id'), 'hop', ['to_id'], unique=False)
    op.create_table('timeline_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('actor_account_id', sa.Uuid(), nullable=True),
    sa.Column('actor_role', sa.String(), nullable=True),
    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_timeline_entry_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timeline_entry'))
    )
    op.create_index(op.f('ix_timeline_entry_case_id'), 'timeline_entry', ['case_id'], unique=False)
    op.execute(
        """
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' and current_setting('frontdesk.erasing', true) = 'on' then
                return old;
            end if;
            raise exception 'timeline_entry is append-only';
        end $$
        """
    )
    op.execute(
        "create trigger timeline_entry_append_only before update or delete on timeline_entry"
        " for each row execute function refuse_change()"
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_timeline_entry_case_id'), table_name='timeline_entry')
    op.drop_table('timeline_entry')
    op.drop_index(op.f('ix_hop_to_id'), table_name='hop')
    op.drop_table('hop')
    op.drop_index('ix_outbound_pending', table_name='outbound', postgresql_where=sa.text("state = 'pending'"))
    op.drop_index('ix_outbound_inbound_id', table_name='outbound')
    op.drop_table('outbound')
    op.drop_index('ix_inbound_waiting', table_name='inbound', postgresql_where=sa.text('handled_at is null'))
    op.drop_table('inbound')
    op.drop_table('dialogue')
    op.drop_index(op.f('ix_cases_reporter_conversation_id'), table_name='cases')
    op.drop_index('ix_cases_pupil_key', table_name='cases')
    op.drop_index('ix_cases_owner_id_created_at', table_name='cases')
    op.drop_table('cases')
    op.drop_index('ix_alert_open', table_name='alert', postgresql_where=sa.text('seen_at is null'))
    op.drop_index(op.f('ix_alert_conversation_id'), table_name='alert')
    op.drop_table('alert')
    op.drop_index(op.f('ix_sign_in_expires_at'), table_name='sign_in')
    op.drop_index(op.f('ix_sign_in_account_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_table('invite')
    op.drop_table('conversation')
    op.drop_table('account')
    op.drop_index('ix_organization_kind_network', table_name='organization')
    op.drop_table('organization')
    op.execute("drop function refuse_change() cascade")
