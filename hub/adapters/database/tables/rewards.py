"""The catalogue, vouchers, redemptions and leases."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)

from hub.adapters.database.tables.base import Big, big, identity, metadata, octets

rewards: Final = Table(
    "rewards",
    metadata,
    identity(),
    big("partner", index=True),
    big("version"),  # the one that is offered now
    Column("state", Text, nullable=False),  # draft, offered, withdrawn
    big("stock", null=True),  # None: without end
    big("created_at"),
    CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
    CheckConstraint("state IN ('draft', 'offered', 'withdrawn')", name="state"),
)

reward_versions: Final = Table(
    "reward_versions",  # never edited
    metadata,
    Column("version", Big, primary_key=True, autoincrement=False),
    big("reward", index=True),
    Column("kind", Text, nullable=False),  # as the wire names them
    big("price"),
    big("value", null=True),  # tiyn; None: known only at the till
    big("percent", null=True),  # hundredths of a per cent, of cashback, discount or the cap
    big("most", null=True),  # tiyn: cap a receipt
    Column("texts", JSON, nullable=False),  # title, details, ring_up: each in kk, ru, en
    Column("terms", JSON, nullable=False),  # valid_from, valid_until, shops, tier, life …
    Column("offline", Boolean, nullable=False),
    octets("picture", null=True),  # digest
    big("limit_each", null=True),  # live and redeemed vouchers of one member at most
    big("created_at"),
    CheckConstraint("version BETWEEN 1 AND 16777215", name="version_fits_the_wire"),
    CheckConstraint("price >= 0", name="price"),
    CheckConstraint("NOT offline OR value IS NOT NULL", name="offline_needs_a_value"),
)

pictures: Final = Table(
    "pictures",
    metadata,
    octets("digest", primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    big("created_at"),
)

reward_uses: Final = Table(
    "reward_uses",
    metadata,
    big("reward", primary_key=True),
    big("member", primary_key=True),
    big("count"),
    big("most", null=True),
    CheckConstraint("count >= 0 AND (most IS NULL OR count <= most)", name="most"),
)

vouchers: Final = Table(
    "vouchers",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    octets("request", unique=True),  # id made by the asker
    big("member", index=True),
    big("reward"),
    big("version"),
    big("partner"),
    Column("scope", Text, nullable=False),
    big("place"),
    big("issued_at"),
    big("not_after"),
    big("points"),
    octets("hold", null=True, unique=True),
    Column("state", Text, nullable=False),
    Column("offline", Boolean, nullable=False),  # may a till take it by seal and lease
    big("cancellation", null=True),  # number of its cancellation
    big("ended_at", null=True),
    CheckConstraint("id BETWEEN 1 AND 1099511627775", name="id_fits_the_wire"),
    CheckConstraint(
        "state IN ('held', 'redeemed', 'cancelling', 'expiring', 'undoing',"
        " 'cancelled', 'expired', 'undone')",
        name="state",
    ),
    Index("ix_vouchers_live", "not_after", postgresql_where=text("state = 'held'"),
          sqlite_where=text("state = 'held'")),
    Index("ix_vouchers_ending", "id",
          postgresql_where=text("state IN ('cancelling', 'expiring', 'undoing')"),
          sqlite_where=text("state IN ('cancelling', 'expiring', 'undoing')")),
    Index("ix_vouchers_version", "version", "not_after"),
    Index("ix_vouchers_partner", "partner", "id"),
    # For the worker, who adds up days.
    Index("ix_vouchers_issued", "partner", "issued_at"),
    Index("ix_vouchers_unused", "partner", "ended_at",
          postgresql_where=text("state IN ('cancelled', 'expired')"),
          sqlite_where=text("state IN ('cancelled', 'expired')")),
)  # fmt: skip

short_codes: Final = Table(
    "short_codes",
    metadata,
    big("shop", primary_key=True),
    octets("digest", primary_key=True),
    big("voucher", index=True),
    big("expires_at", index=True),
)

redemptions: Final = Table(
    "redemptions",
    metadata,
    octets("id", primary_key=True),  # of the till's request, or made of the event's place
    big("voucher", index=True),
    big("member", null=True),  # None: of a voucher that a restored hub does not know
    big("version"),
    big("partner"),
    big("shop"),
    big("till"),
    big("sequence", null=True),  # of the event, once it has come
    big("lease", null=True),
    big("at"),
    big("received_at"),
    big("points"),
    big("value", null=True),
    big("receipt_total", null=True),
    Column("cashier", Text),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),  # of a loss
    big("lot", null=True),  # of its cashback
    big("accrual", null=True),  # the till's next receipt, once matched
    big("undone_at", null=True),
    Column("undone_by", Text),  # the cashier, who need not be the one who took it
    CheckConstraint("state IN ('good', 'undone', 'loss')", name="state"),
    CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone"),
    Index("uq_redemptions_voucher", "voucher", unique=True,
          postgresql_where=text("state = 'good'"), sqlite_where=text("state = 'good'")),
    Index("uq_redemptions_event", "till", "sequence", unique=True),
    Index("ix_redemptions_member", "member", "at"),
    Index("ix_redemptions_till", "till", "at"),
    Index("ix_redemptions_partner", "partner", "at"),  # for the worker, who adds up days
    Index("ix_redemptions_unmatched", "at",
          postgresql_where=text("accrual IS NULL AND state = 'good'"),
          sqlite_where=text("accrual IS NULL AND state = 'good'")),
)  # fmt: skip

leases: Final = Table(
    "leases",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    big("till"),
    big("shop", index=True),
    big("count"),
    big("amount"),  # tiyn
    big("granted_at"),
    big("expires_at"),
    Column("state", Text, nullable=False),
    big("spent_count", server_default="0"),
    big("spent_amount", server_default="0"),
    big("closed_at", null=True),
    CheckConstraint("state IN ('granted', 'taken', 'closed', 'written_off')", name="state"),
    CheckConstraint("count >= 0 AND amount >= 0", name="size"),
    CheckConstraint("spent_count >= 0 AND spent_amount >= 0", name="spent"),
    Index("uq_leases_open", "till", unique=True,
          postgresql_where=text("state IN ('granted', 'taken')"),
          sqlite_where=text("state IN ('granted', 'taken')")),
)  # fmt: skip

cancellations: Final = Table(
    "cancellations",
    metadata,
    Column("number", Big, primary_key=True, autoincrement=False),
    big("voucher", index=True),
    Column("scope", Text, nullable=False),
    big("place"),
    big("at"),
    Index("ix_cancellations_place", "scope", "place", "number"),
)

losses: Final = Table(
    "losses",  # what was handed out, or may have been, and nobody gave points for
    metadata,
    identity(),
    Column("kind", Text, nullable=False),  # written_off, redemption
    big("partner", index=True),
    big("shop"),
    big("till"),
    big("lease", null=True),
    octets("redemption", null=True, unique=True),
    big("amount"),  # tiyn
    big("shown", server_default="0"),  # tiyn of a write-off that the till has since handed in
    big("at"),
    CheckConstraint("kind IN ('written_off', 'redemption')", name="kind"),
    CheckConstraint("amount >= 0 AND shown >= 0 AND shown <= amount", name="amount"),
    Index("uq_losses_written_off", "till", unique=True,
          postgresql_where=text("kind = 'written_off'"),
          sqlite_where=text("kind = 'written_off'")),
)  # fmt: skip
