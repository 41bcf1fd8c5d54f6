"""kinds of numbers and mailboxes, what is booked of an opportunity"""

from datetime import timezone
from zoneinfo import ZoneInfo

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

HOLDS_SPACE = ('optioned', 'confirmed', 'ran')
CHANCES = {'identified': 1_000, 'qualified': 2_500, 'proposed': 5_000, 'negotiated': 7_500}


def upgrade() -> None:
    with op.batch_alter_table('contact_phone', schema=None) as batch_op:
        batch_op.add_column(sa.Column('use', sa.Enum('work', 'mobile', 'switchboard', 'home', name='phoneuse', native_enum=False, length=24), nullable=True))

    with op.batch_alter_table('contact_email', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('direct', 'team', 'private', name='mailboxkind', native_enum=False, length=24), nullable=True))

    count_booked()


def count_booked() -> None:
    """Count what is booked of the opportunities opened before it was counted.

    Of one that is still open the forecast is told what is left, as of today.
    """
    intent = sa.table(
        'opportunity',
        *(sa.column(name) for name in ('id', 'owner_id', 'stage', 'probability', 'amount_cents', 'booked_cents', 'currency', 'archived_at')),
        sa.column('expected_close', sa.Date()),
    )
    booking = sa.table('booking', sa.column('id'), sa.column('opportunity_id'))
    line = sa.table('line', *(sa.column(name) for name in ('booking_id', 'status', 'net_net_cents')), sa.column('is_barter', sa.Boolean()))
    move = sa.table(
        'pipeline_move',
        *(sa.column(name) for name in ('opportunity_id', 'user_id', 'stage', 'probability', 'amount_cents', 'currency', 'cause')),
        sa.column('expected_on', sa.Date()),
        sa.column('moved_on', sa.Date()),
        sa.column('moved_at', sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    now = connection.execute(sa.select(sa.func.current_timestamp())).scalar_one()
    now = now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    today = now.astimezone(ZoneInfo('Europe/Paris')).date()
    at = now.astimezone(timezone.utc).replace(tzinfo=None) if connection.dialect.name == 'sqlite' else now
    sums = (
        sa.select(booking.c.opportunity_id, sa.func.sum(line.c.net_net_cents).label('cents'))
        .join(line, line.c.booking_id == booking.c.id)
        .where(booking.c.opportunity_id.is_not(None), line.c.status.in_(HOLDS_SPACE), line.c.is_barter.is_(sa.false()))
        .group_by(booking.c.opportunity_id)
        .subquery()
    )
    held = sa.func.coalesce(sums.c.cents, 0)
    query = sa.select(intent, held.label('held')).outerjoin(sums, sums.c.opportunity_id == intent.c.id).where(intent.c.booked_cents != held).order_by(intent.c.id)
    for row in connection.execute(query).all():
        booked = int(row.held)
        connection.execute(intent.update().where(intent.c.id == row.id).values(booked_cents=booked))
        if row.stage in CHANCES and row.archived_at is None:
            connection.execute(
                move.insert().values(
                    opportunity_id=row.id, user_id=row.owner_id, stage=row.stage,
                    probability=CHANCES[row.stage] if row.probability is None else row.probability,
                    amount_cents=max(row.amount_cents - booked, 0), currency=row.currency, cause='booked',
                    expected_on=row.expected_close, moved_on=today, moved_at=at,
                )
            )
