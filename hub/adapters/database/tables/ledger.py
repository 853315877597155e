"""Accounts, transfers, lots and sealed blocks."""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Index, SmallInteger, Table, Text, text

from hub.adapters.database.tables.base import ROOMY, Big, big, identity, metadata, octets

accounts: Final = Table(
    "accounts",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),  # owner << 4 | kind
    big("balance", server_default="0"),
    big("least", null=True),
    # Without *least* the balance is that of the last sealed block: the account is nobody's lock.
    CheckConstraint("least IS NULL OR balance >= least", name="least"),
    postgresql_with=ROOMY,
)

transfers: Final = Table(
    "transfers",
    metadata,
    identity("seq"),
    octets("id", unique=True),
    big("debit"),
    big("credit"),
    big("amount"),
    Column("phase", SmallInteger, nullable=False),  # 0 plain, 1 pending, 2 posted, 3 voided
    octets("resolves", null=True),
    Column("reason", Text, nullable=False),
    Column("reference", Text, nullable=False, server_default=""),
    big("at"),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("debit <> credit", name="two_accounts"),
    CheckConstraint("phase BETWEEN 0 AND 3", name="phase"),
    CheckConstraint("length(reference) <= 64", name="reference"),  # REFERENCE_MOST
    CheckConstraint("(phase < 2) = (resolves IS NULL)", name="resolves"),
    # What is resolved is resolved once; most transfers resolve nothing and cost no entry.
    Index("uq_transfers_resolves", "resolves", unique=True,
          postgresql_where=text("resolves IS NOT NULL"),
          sqlite_where=text("resolves IS NOT NULL")),
    # A member's statement; the partners' own accounts, in nearly every transfer, need no index.
    Index("ix_transfers_debit", "debit", "seq", postgresql_where=text("debit & 15 < 5"),
          sqlite_where=text("debit & 15 < 5")),
    Index("ix_transfers_credit", "credit", "seq", postgresql_where=text("credit & 15 < 5"),
          sqlite_where=text("credit & 15 < 5")),
    # The programme's share by period: a few rows an hour among millions.
    Index("ix_transfers_commission", "at", postgresql_where=text("reason = 'commission'"),
          sqlite_where=text("reason = 'commission'")),
)  # fmt: skip

lots: Final = Table(
    "lots",
    metadata,
    identity(),
    octets("source", unique=True),  # the transfer that made it
    big("member"),
    big("partner"),
    big("amount"),
    big("remaining"),
    big("earned_at"),
    big("expires_at"),
    Column("confirmed", Boolean, nullable=False),
    Column("spendable", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reference", Text, nullable=False, server_default=""),
    CheckConstraint("remaining >= 0 AND remaining <= amount", name="remaining"),
    Index("ix_lots_live", "member", "expires_at"),
    # What remains stands in no index: else each use of a lot would write into all of them.
    Index("ix_lots_unvested", "id",
          postgresql_where=text("reason = 'bonus' AND NOT confirmed"),
          sqlite_where=text("reason = 'bonus' AND NOT confirmed")),
    postgresql_with=ROOMY,
)  # fmt: skip

lot_uses: Final = Table(
    "lot_uses",
    metadata,
    octets("transfer", primary_key=True),
    big("lot", primary_key=True, index=True),
    big("amount"),
    CheckConstraint("amount > 0", name="amount"),
)

takings: Final = Table(
    "takings",  # what reversals came to, also those that found nothing to take
    metadata,
    octets("id", primary_key=True),
    big("lot", index=True),
    big("points"),
    big("from_lot"),
    big("from_other_lots"),
    big("below_zero"),
    big("shortfall"),
    big("forgiven"),
    Column("reason", Text, nullable=False),
    big("at"),
    CheckConstraint(
        "from_lot + from_other_lots + below_zero + shortfall + forgiven = points", name="whole"
    ),
)

blocks: Final = Table(
    "blocks",
    metadata,
    Column("number", Big, primary_key=True, autoincrement=False),
    big("first_seq"),
    big("last_seq"),
    big("count"),
    octets("root"),
    octets("previous"),
    octets("hash", unique=True),
    octets("leaves"),  # seq and digest of each transfer, so that verify can name the wrong one
    big("sealed_at"),
    big("generation"),
)
