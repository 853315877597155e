"""Member cards, and what tills handed in for them."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, text

from hub.adapters.database.tables.base import big, metadata

member_cards: Final = Table(
    "member_cards",
    metadata,
    big("number", primary_key=True, autoincrement=False),
    big("member", index=True),
    big("key_id"),
    Column("state", Text, nullable=False),
    big("partner", null=True, index=True),  # whose staff gave it; None: the member himself
    big("issued_at"),
    big("ended_at", null=True),
    Column("pin", Text, nullable=False),  # argon2id
    big("wrong", server_default="0"),  # wrong PINs in a row
    big("wait_until", server_default="0"),
    Index(
        "uq_member_cards_member",
        "member",
        unique=True,
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
    CheckConstraint("state IN ('active', 'blocked', 'replaced')", name="state"),
    CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ended"),
    CheckConstraint("number BETWEEN 100000000 AND 999999999", name="number"),
)

card_receipts: Final = Table(
    "card_receipts",
    metadata,
    big("till", primary_key=True, autoincrement=False),
    big("sequence", primary_key=True, autoincrement=False),
    big("claim"),
    big("card"),  # as the till says it; there may be none
    big("member", null=True, index=True),
    big("at"),
    Column("outcome", Text, nullable=False),
    Column("refusal", Text),
    CheckConstraint("outcome IN ('credited', 'refused')", name="outcome"),
    CheckConstraint("(outcome = 'refused') = (refusal IS NOT NULL)", name="refusal"),
)
