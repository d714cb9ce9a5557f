"""Loyalty: what a purchase was of and whether it was reversed, rewards and vouchers, friends who were brought."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
_TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.add_column("purchase", sa.Column("category", _TEXT(length=40), nullable=True))
    op.add_column("purchase", sa.Column("reversed_at", _MOMENT(), nullable=True))
    is_reversed = sa.text("reversed_at IS NOT NULL")
    op.create_index("ix_purchase_reversed", "purchase", ["id"], sqlite_where=is_reversed, postgresql_where=is_reversed)
    op.create_index("ix_points_entry_purchase_id", "points_entry", ["purchase_id"])
    op.create_table(
        "reward_stock",
        sa.Column("reward_key", _TEXT(length=20), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.CheckConstraint("remaining >= 0", name="remaining"),
        sa.PrimaryKeyConstraint("reward_key", name=op.f("pk_reward_stock")),
    )
    _create_voucher()
    _create_referrals()


def _create_voucher() -> None:
    op.create_table(
        "voucher",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_id", sa.BigInteger(), nullable=False),
        sa.Column("reward_key", _TEXT(length=20), nullable=False),
        sa.Column("label_en", _TEXT(length=40), nullable=False),
        sa.Column("label_zh", _TEXT(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("code", _TEXT(length=16), nullable=False),
        sa.Column("issued_at", _MOMENT(), nullable=False),
        sa.Column("expires_at", _MOMENT(), nullable=True),
        sa.Column("used_at", _MOMENT(), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_voucher_customer_id_customer")),
        sa.ForeignKeyConstraint(["used_by"], ["staff_member.id"], name=op.f("fk_voucher_used_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
        sa.UniqueConstraint("customer_id", "asked_id", name=op.f("uq_voucher_customer_id_asked_id")),
    )
    op.create_index("ix_voucher_customer_id_id", "voucher", ["customer_id", "id"])


def _create_referrals() -> None:
    op.create_table(
        "referral_code",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", _TEXT(length=32), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_referral_code_customer_id_customer")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_referral_code")),
        sa.UniqueConstraint("code", name=op.f("uq_referral_code_code")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("referrer_id", sa.BigInteger(), nullable=False),
        sa.Column("friend_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.Column("purchase_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("referrer_id <> friend_id", name="another"),
        sa.ForeignKeyConstraint(["referrer_id"], ["customer.id"], name=op.f("fk_referral_referrer_id_customer")),
        sa.ForeignKeyConstraint(["friend_id"], ["customer.id"], name=op.f("fk_referral_friend_id_customer")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name=op.f("fk_referral_purchase_id_purchase")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("friend_id", name=op.f("uq_referral_friend_id")),
    )
    op.create_index("ix_referral_referrer_id", "referral", ["referrer_id"])
    op.create_index("ix_referral_purchase_id", "referral", ["purchase_id"])


def downgrade() -> None:
    op.drop_index("ix_referral_purchase_id", "referral")
    op.drop_index("ix_referral_referrer_id", "referral")
    op.drop_table("referral")
    op.drop_table("referral_code")
    op.drop_index("ix_voucher_customer_id_id", "voucher")
    op.drop_table("voucher")
    op.drop_table("reward_stock")
    op.drop_index("ix_points_entry_purchase_id", "points_entry")
    op.drop_index("ix_purchase_reversed", "purchase")
    op.drop_column("purchase", "reversed_at")
    op.drop_column("purchase", "category")
