"""What the tills handed in, and what members claimed of it."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from hub.adapters.database.tables.base import ROOMY, big, identity, metadata, octets

events: Final = Table(
    "events",
    metadata,
    big("till"),
    big("sequence"),
    Column("kind", Text, nullable=False),
    octets("hash"),
    octets("raw"),
    big("at"),
    big("received_at"),
    Column("refusal", Text),  # why it was set aside; None when applied
    Column("detail", Text),
    PrimaryKeyConstraint("till", "sequence"),
    Index("ix_events_refused", "till", "sequence", postgresql_where=text("refusal IS NOT NULL"),
          sqlite_where=text("refusal IS NOT NULL")),
)  # fmt: skip

forked_events: Final = Table(
    "forked_events",  # what a till says that its chain, as the hub holds it, does not
    metadata,
    big("till"),
    big("sequence"),
    octets("hash"),
    octets("raw"),
    big("received_at"),
    PrimaryKeyConstraint("till", "sequence", "hash"),
)

accruals: Final = Table(
    "accruals",
    metadata,
    big("till"),
    big("sequence"),
    big("shop"),
    big("partner"),
    big("at"),  # when the till sealed it
    big("received_at"),
    big("total"),  # tiyn
    big("returned", server_default="0"),  # tiyn
    octets("receipt"),  # identity
    Column("number", Text),
    Column("printed_at", Text),
    Column("register", Text),  # None: text only, of less weight
    Column("sign", Text),
    Column("cashier", Text),
    Column("state", Text, nullable=False),  # good, void, duplicate, review
    PrimaryKeyConstraint("till", "sequence"),
    CheckConstraint("returned >= 0 AND returned <= total", name="returned"),
    CheckConstraint("state IN ('good', 'void', 'duplicate', 'review')", name="state"),
    Index("uq_accruals_receipt", "receipt", unique=True,
          postgresql_where=text("state <> 'duplicate'"), sqlite_where=text("state <> 'duplicate'")),
    Index("ix_accruals_at", "partner", "at"),
    Index("ix_accruals_total", "till", "total", "at"),  # a return finds its sale
    Index("ix_accruals_number", "till", "number"),  # so does one that names it
)  # fmt: skip

claims: Final = Table(
    "claims",
    metadata,
    big("till"),
    big("sequence"),
    big("shop"),
    big("partner"),
    big("member"),
    big("total"),
    big("sealed_at"),
    big("claimed_at"),
    octets("hint"),
    big("points"),
    big("taken_back", server_default="0"),
    big("rule", null=True),
    big("lot", null=True),
    octets("transfer", null=True),
    big("exposed", server_default="0"),  # of its points, those that count in exposures
    Column("why", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("cashier", Text),
    PrimaryKeyConstraint("till", "sequence"),
    CheckConstraint("taken_back >= 0 AND taken_back <= points", name="taken_back"),
    CheckConstraint(
        "state IN ('unconfirmed', 'confirmed', 'review', 'reversed', 'rejected')", name="state"
    ),
    Index("ix_claims_member", "member", "claimed_at"),
    Index("ix_claims_till", "till", "claimed_at"),
    Index("ix_claims_shop", "shop", "claimed_at"),
    Index("ix_claims_partner", "partner", "claimed_at"),
    Index("ix_claims_unconfirmed", "claimed_at", postgresql_where=text("state = 'unconfirmed'"),
          sqlite_where=text("state = 'unconfirmed'")),
)  # fmt: skip

exposures: Final = Table(
    "exposures",  # spendable points whose accrual has not come, by member, till and shop
    metadata,
    Column("scope", Text, primary_key=True),
    big("owner", primary_key=True),
    big("points"),
    big("most"),
    CheckConstraint("points >= 0 AND points <= most", name="most"),
    postgresql_with=ROOMY,
)

usages: Final = Table(
    "usages",  # what the caps of earning rules have used up
    metadata,
    big("rule", primary_key=True),
    Column("scope", Text, primary_key=True),  # day, month, budget
    big("owner", primary_key=True),
    Column("period", Text, primary_key=True),
    big("points"),
    CheckConstraint("points >= 0", name="points"),
    postgresql_with=ROOMY,
)

returns: Final = Table(
    "returns",
    metadata,
    big("till"),
    big("sequence"),
    big("shop"),
    octets("receipt", unique=True),
    big("total"),
    big("at"),
    Column("original", Text),
    octets("original_receipt", null=True, index=True),
    big("accrual", null=True),
    Column("state", Text, nullable=False),
    big("sale_till", null=True),
    big("sale_sequence", null=True),
    PrimaryKeyConstraint("till", "sequence"),
    CheckConstraint("state IN ('waiting', 'matched', 'review', 'ignored')", name="state"),
    Index("ix_returns_waiting", "shop", "state"),
    Index("ix_returns_sale", "sale_till", "sale_sequence"),
)

slips: Final = Table(
    "slips",
    metadata,
    big("till"),
    big("sequence"),
    big("claim"),
    Column("outcome", Text, nullable=False),
    Column("cashier", Text),
    big("at"),
    PrimaryKeyConstraint("till", "sequence"),
    Index("ix_slips_claim", "till", "claim"),
)

z_reports: Final = Table(
    "z_reports",
    metadata,
    big("till"),
    big("sequence"),
    big("at"),
    Column("number", Text),
    Column("register", Text),
    big("sales_total", null=True),
    big("sales_count", null=True),
    big("returns_total", null=True),
    big("returns_count", null=True),
    big("accrued_total", null=True),  # ours over the same span
    Column("state", Text, nullable=False),  # fits, exceeds, unreadable
    PrimaryKeyConstraint("till", "sequence"),
)

earning_rules: Final = Table(
    "earning_rules",
    metadata,
    identity(),
    big("partner", index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", JSON, nullable=False),
    big("valid_from"),
    big("valid_until", null=True),
    big("created_at"),
    big("replaces", null=True),
    Column("active", Boolean, nullable=False),
)
