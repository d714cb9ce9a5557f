"""Jobs that are to run at once without anybody having asked."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job_request") as batch:
        batch.alter_column("requested_by", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM job_request WHERE requested_by IS NULL"))
    with op.batch_alter_table("job_request") as batch:
        batch.alter_column("requested_by", existing_type=sa.BigInteger(), nullable=False)
