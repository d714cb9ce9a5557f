"""Coupons: codes from the shop's lists, each of which one customer gets as a gift."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
_TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("list_name", _TEXT(length=20), nullable=False),
        sa.Column("code", _TEXT(length=40), nullable=False),
        sa.Column("expires_at", _MOMENT(), nullable=False),
        sa.Column("imported_at", _MOMENT(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("given_at", _MOMENT(), nullable=True),
        sa.Column("cause", _TEXT(length=60), nullable=True),
        sa.Column("said_at", _MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_coupon_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("list_name", "code", name=op.f("uq_coupon_list_name_code")),
        sa.UniqueConstraint("cause", name=op.f("uq_coupon_cause")),
    )
    free, unsettled = sa.text("given_at IS NULL"), sa.text("given_at IS NOT NULL AND said_at IS NULL")
    op.create_index("ix_coupon_code", "coupon", ["code"])
    op.create_index("ix_coupon_customer_id_id", "coupon", ["customer_id", "id"])
    op.create_index("ix_coupon_free", "coupon", ["list_name", "expires_at", "id"], sqlite_where=free, postgresql_where=free)
    op.create_index("ix_coupon_open", "coupon", ["id"], sqlite_where=unsettled, postgresql_where=unsettled)


def downgrade() -> None:
    op.drop_table("coupon")
