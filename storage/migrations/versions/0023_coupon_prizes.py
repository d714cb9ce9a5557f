"""Jobs that are to run at once without anybody having asked; codes of the shop that are paid for with points."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OUR_OWN = sa.text("coupon_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("job_request") as batch:
        batch.alter_column("requested_by", existing_type=sa.BigInteger(), nullable=True)
    with op.batch_alter_table("voucher") as batch:
        batch.drop_constraint(op.f("uq_voucher_code"), type_="unique")
        batch.alter_column("code", existing_type=sa.String(length=16), type_=sa.String(length=40))
        batch.add_column(sa.Column("coupon_id", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(op.f("fk_voucher_coupon_id_coupon"), "coupon", ["coupon_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_voucher_coupon_id"), ["coupon_id"])
    op.create_index("ix_voucher_code", "voucher", ["code"], unique=True, sqlite_where=_OUR_OWN, postgresql_where=_OUR_OWN)


def downgrade() -> None:
    op.drop_index("ix_voucher_code", "voucher")
    op.execute(sa.text("DELETE FROM voucher WHERE coupon_id IS NOT NULL"))
    with op.batch_alter_table("voucher") as batch:
        batch.drop_constraint(op.f("uq_voucher_coupon_id"), type_="unique")
        batch.drop_constraint(op.f("fk_voucher_coupon_id_coupon"), type_="foreignkey")
        batch.drop_column("coupon_id")
        batch.alter_column("code", existing_type=sa.String(length=40), type_=sa.String(length=16))
        batch.create_unique_constraint(op.f("uq_voucher_code"), ["code"])
    op.execute(sa.text("DELETE FROM job_request WHERE requested_by IS NULL"))
    with op.batch_alter_table("job_request") as batch:
        batch.alter_column("requested_by", existing_type=sa.BigInteger(), nullable=False)
