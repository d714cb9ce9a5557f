"""Bans, flags of content rules, and since when a customer is known to be a person."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    op.add_column("customer", sa.Column("banned_until", moment, nullable=True))
    op.add_column("customer", sa.Column("verified_at", moment, nullable=True))
    # Who is a customer already is asked nothing when the check of new customers is switched on later.
    op.execute("UPDATE customer SET verified_at = created_at")
    op.create_table(
        "ban",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=True),
        sa.Column("told_at", moment, nullable=True),
        sa.Column("lifted_at", moment, nullable=True),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ban_customer_id_customer")),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff_member.id"], name=op.f("fk_ban_lifted_by_staff_member")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_ban_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ban")),
    )
    op.create_index("ix_ban_customer_id_id", "ban", ["customer_id", "id"])
    not_lifted = sa.text("lifted_at IS NULL")
    op.create_index("ix_ban_not_lifted", "ban", ["id"], sqlite_where=not_lifted, postgresql_where=not_lifted)
    op.create_table(
        "content_flag",
        sa.Column("interaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["interaction_id"], ["interaction.id"], name=op.f("fk_content_flag_interaction_id_interaction")),
        sa.PrimaryKeyConstraint("interaction_id", name=op.f("pk_content_flag")),
    )


def downgrade() -> None:
    op.drop_table("content_flag")
    op.drop_index("ix_ban_not_lifted", "ban")
    op.drop_index("ix_ban_customer_id_id", "ban")
    op.drop_table("ban")
    op.drop_column("customer", "verified_at")
    op.drop_column("customer", "banned_until")
