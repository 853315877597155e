"""Tiers, reviews, adjustments, imports, the feed, webhooks, and how the hub runs."""

from typing import Final

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Index, Table, Text, text

from hub.adapters.database.tables.base import Big, big, identity, metadata, octets

programme: Final = Table(
    "programme",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    big("generation", server_default="1"),
    Column("policy", JSON, nullable=False),
    big("policy_version", server_default="1"),
    Column("keys", JSON, nullable=False),  # current key ids by kind
    big("next_voucher", server_default="1"),
    big("next_version", server_default="1"),
    big("next_lease", server_default="1"),
    big("next_cancellation", server_default="1"),
    big("catalogue", server_default="1"),  # goes up with every change of the catalogue
    octets("secret_mark", null=True),  # which master secret is this hub's; none before its start
    CheckConstraint("id = 1", name="one"),
)

tier_history: Final = Table(
    "tier_history",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),  # member, partner
    big("owner"),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", JSON, nullable=False),
    big("at"),
    Index("ix_tier_history_owner", "kind", "owner", "at"),
    Index("ix_tier_history_at", "kind", "at"),
)

reviews: Final = Table(
    "reviews",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    big("partner", null=True),
    big("shop", null=True),
    big("member", null=True),
    Column("why", JSON, nullable=False),
    Column("state", Text, nullable=False),  # open, approved, rejected, undone
    big("opened_at"),
    big("decided_at", null=True),
    big("decided_by", null=True),
    Column("note", Text, nullable=False, server_default=""),
    Index("uq_reviews_open", "kind", "subject", unique=True,
          postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
    Index("ix_reviews_state", "state", "opened_at"),
    Index("ix_reviews_member", "member"),
    Index("ix_reviews_subject", "subject"),
    CheckConstraint("state IN ('open', 'approved', 'rejected', 'undone')", name="state"),
)  # fmt: skip

adjustments: Final = Table(
    "adjustments",
    metadata,
    identity("seq"),
    octets("id", unique=True),
    big("member"),
    big("partner"),
    big("points"),  # below zero takes
    Column("reason", Text, nullable=False),
    big("asked_by"),
    big("asked_at"),
    big("approved_by", null=True),
    big("approved_at", null=True),
    Column("state", Text, nullable=False),  # waiting, done, refused
    CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="two_people"),
    CheckConstraint("state IN ('waiting', 'done', 'refused')", name="state"),
    CheckConstraint("points <> 0", name="points"),
    Index("ix_adjustments_asked", "asked_by", "asked_at"),
)

operator_receipts: Final = Table(
    "operator_receipts",  # the fiscal operator's own list
    metadata,
    Column("register", Text, primary_key=True),
    Column("sign", Text, primary_key=True),
    big("partner"),
    big("shop"),
    big("total"),  # tiyn
    big("at"),
    big("imported_at"),
)

fiscal_claims: Final = Table(
    "fiscal_claims",  # claims by the fiscal QR itself, of tills that cannot be tapped
    metadata,
    identity(),  # its sequence at the till 0, once it is credited
    octets("receipt", unique=True),
    big("member", index=True),
    Column("register", Text, nullable=False),
    Column("sign", Text, nullable=False),
    big("total"),
    big("printed_at"),
    big("claimed_at"),
    Column("state", Text, nullable=False),
    CheckConstraint(
        "state IN ('waiting', 'credited', 'review', 'differs', 'duplicate', 'unknown', 'rejected')",
        name="state",
    ),
    Index("ix_fiscal_claims_waiting", "register", "sign",
          postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'")),
)  # fmt: skip

clearing: Final = Table(
    "clearing",  # points of one partner that another one took, by day
    metadata,
    Column("day", Text, primary_key=True),
    big("issuer", primary_key=True),
    big("taker", primary_key=True),
    big("points"),
)

clearing_marks: Final = Table(
    "clearing_marks",  # up to which transfer clearing and commission have been reckoned
    metadata,
    Column("name", Text, primary_key=True),
    big("seq", server_default="0"),
    Column("remainders", JSON, nullable=False),
)

outages: Final = Table(
    "outages",  # of the hub: claim windows are longer by these
    metadata,
    identity(),
    big("began_at"),
    big("ended_at"),
)

feed: Final = Table(
    "feed",  # what happened, for sockets, webhooks and the bot
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    big("member", null=True),
    big("till", null=True),
    big("partner", null=True),
    Column("body", JSON, nullable=False),
    big("at", index=True),
    big("position", null=True, unique=True),  # given after the commit, so in the order of commits
    Index("ix_feed_unnumbered", "id",
          postgresql_where=text("position IS NULL"), sqlite_where=text("position IS NULL")),
)  # fmt: skip

webhooks: Final = Table(
    "webhooks",
    metadata,
    identity(),
    big("partner", index=True),
    Column("url", Text, nullable=False),
    octets("secret"),  # sealed under the master secret
    Column("kinds", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    big("feed_after", server_default="0"),
    big("created_at"),
)

deliveries: Final = Table(
    "deliveries",
    metadata,
    identity(),
    big("webhook"),
    big("feed"),
    Column("state", Text, nullable=False),  # waiting, done, given_up
    big("attempts", server_default="0"),
    big("next_at"),
    Column("last", Text, nullable=False, server_default=""),
    Index("uq_deliveries_once", "webhook", "feed", unique=True),
    Index("ix_deliveries_due", "state", "next_at"),
)

notices: Final = Table(
    "notices",  # what members are told by the bot
    metadata,
    identity(),
    Column("name", Text, nullable=False, unique=True),  # of what it is about: told once
    big("member", index=True),
    Column("kind", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("state", Text, nullable=False),  # waiting, sent, dropped, unknown
    big("tries", server_default="0"),  # sendings that may have arrived
    big("next_at"),
    big("good_until"),
    big("ended_at", null=True),
    Column("last", Text, nullable=False, server_default=""),
    Index("ix_notices_due", "next_at",
          postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'")),
    Index("ix_notices_ended", "ended_at"),
    CheckConstraint("state IN ('waiting', 'sent', 'dropped', 'unknown')", name="state"),
    CheckConstraint("(ended_at IS NULL) = (state = 'waiting')", name="ended"),
)  # fmt: skip

idempotency: Final = Table(
    "idempotency",
    metadata,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    octets("digest"),
    big("status", null=True),
    octets("reply", null=True),
    big("at", index=True),
)

imports: Final = Table(
    "imports",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    big("partner"),
    octets("digest"),
    big("rows"),
    big("staff", null=True),
    big("at"),
)

imported_members: Final = Table(
    "imported_members",  # old members are phone numbers, until somebody shows it is his
    metadata,
    octets("phone_digest", primary_key=True),
    big("partner", primary_key=True),
    big("points"),
    big("expires_at"),
    big("member", null=True),
    big("claimed_at", null=True),
)

one_time_codes: Final = Table(
    "one_time_codes",
    metadata,
    octets("digest", primary_key=True),
    Column("purpose", Text, nullable=False),
    big("owner"),
    Column("facts", JSON, nullable=False),
    big("attempts", server_default="0"),
    big("expires_at", index=True),
    big("used_at", null=True),
)

heartbeats: Final = Table(
    "heartbeats",
    metadata,
    Column("name", Text, primary_key=True),
    big("at"),
    Column("facts", JSON, nullable=False),
)

jobs: Final = Table(
    "jobs",  # what the worker has done last, and who holds it
    metadata,
    Column("name", Text, primary_key=True),
    big("done_at", server_default="0"),
    big("leased_until", server_default="0"),
    Column("holder", Text, nullable=False, server_default=""),
    Column("facts", JSON, nullable=False),
)
