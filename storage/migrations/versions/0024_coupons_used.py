"""Codes of the shop that staff mark as used."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coupon") as batch:
        batch.add_column(sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column("used_by", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(op.f("fk_coupon_used_by_staff_member"), "staff_member", ["used_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("coupon") as batch:
        batch.drop_constraint(op.f("fk_coupon_used_by_staff_member"), type_="foreignkey")
        batch.drop_column("used_by")
        batch.drop_column("used_at")
