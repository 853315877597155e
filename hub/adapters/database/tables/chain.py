"""Settlement: custody, epochs and their messages, moves out and back, claims, partners' shares."""

from typing import Final

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Index, Table, Text, text

from hub.adapters.database.tables.base import Big, big, identity, metadata, octets

settlement: Final = Table(
    "settlement",  # where it stands; its lock makes one worker of many
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    big("seq", server_default="0"),  # custody and leaves are reckoned up to this transfer
    Column("halted", Text, nullable=False, server_default=""),
    big("halted_at", null=True),
    big("returns", server_default="0"),  # logical time of the last log taken in
    big("audited", server_default="0"),  # up to here the logs were read a second time
    big("query", server_default="0"),  # messages that the sponsor's wallet was given
    CheckConstraint("id = 1", name="one"),
)

custody: Final = Table(
    "custody",  # what members had at the mark
    metadata,
    Column("member", Big, primary_key=True, autoincrement=False),
    big("confirmed"),
    big("held"),  # out of confirmed
)

epochs: Final = Table(
    "epochs",
    metadata,
    Column("epoch", Big, primary_key=True, autoincrement=False),
    big("block"),
    big("generation"),
    octets("root"),
    big("issued"),
    big("custody"),
    octets("sum_root"),
    Column("state", Text, nullable=False),
    big("stored_at"),
    big("confirmed_at", null=True),
    Column("found", JSON),
    CheckConstraint("state IN ('stored', 'confirmed')", name="state"),
    CheckConstraint("epoch > 0 AND issued >= 0 AND custody >= 0", name="amounts"),
    # One at a time: the next begins when this one is known to be on chain.
    Index("uq_epochs_stored", "state", unique=True, postgresql_where=text("state = 'stored'"),
          sqlite_where=text("state = 'stored'")),
)  # fmt: skip

chain_messages: Final = Table(
    "chain_messages",  # signed, and stored before they were sent
    metadata,
    Column("kind", Text, primary_key=True),  # root, shares
    big("epoch", primary_key=True),
    big("attempt", primary_key=True),
    octets("boc"),
    octets("hash"),
    big("sequence"),
    big("valid_until"),
    big("stored_at"),
    CheckConstraint("kind IN ('root', 'shares')", name="kind"),
)

leaves: Final = Table(
    "leaves",  # what a wallet has been issued in all, from this epoch on
    metadata,
    Column("wallet", Text, primary_key=True),
    big("epoch", primary_key=True),
    big("cumulative"),
    CheckConstraint("cumulative > 0", name="cumulative"),
)

moves: Final = Table(
    "moves",
    metadata,
    identity("number"),
    octets("id", unique=True),  # its asker's
    octets("transfer", null=True, unique=True),  # the ledger's; none while it is not booked
    big("member", index=True),
    Column("wallet", Text, nullable=False, index=True),
    big("points"),
    big("back", server_default="0"),
    big("asked_at"),
    big("epoch", null=True, index=True),
    big("graced_until", null=True),
    Column("booked", Boolean, nullable=False),  # false: of a lost past, not in the ledger yet
    CheckConstraint("points > 0 AND back >= 0 AND back <= points", name="points"),
    Index("ix_moves_open", "number", postgresql_where=text("back < points"),
          sqlite_where=text("back < points")),
    Index("ix_moves_unstated", "number", postgresql_where=text("epoch IS NULL"),
          sqlite_where=text("epoch IS NULL")),
)  # fmt: skip

move_lots: Final = Table(
    "move_lots",  # which lots left, and until when their points would have lived
    metadata,
    octets("move", primary_key=True),
    big("lot", primary_key=True),
    big("partner"),
    big("points"),
    big("back", server_default="0"),
    big("expires_at"),
    CheckConstraint("points > 0 AND back >= 0 AND back <= points", name="points"),
)

chain_returns: Final = Table(
    "chain_returns",  # the logs of RedemptionManager, each credited once
    metadata,
    Column("account", Text, primary_key=True),
    big("lt", primary_key=True, autoincrement=False),
    octets("hash", primary_key=True),
    Column("sender", Text, nullable=False),
    big("points"),
    big("reward"),
    Column("nonce", Text, nullable=False),  # 64 bits without sign
    big("at"),
    big("member", null=True, index=True),
    big("credited_at", null=True),
    big("unmatched", server_default="0"),
    Column("purchase", Text),  # of a log that named a reward, once it is credited
    CheckConstraint("points > 0", name="points"),
    CheckConstraint("purchase IN ('open', 'done', 'refused')", name="purchase"),
    Index("ix_chain_returns_waiting", "sender", postgresql_where=text("credited_at IS NULL"),
          sqlite_where=text("credited_at IS NULL")),
    Index("ix_chain_returns_buying", "lt", postgresql_where=text("purchase = 'open'"),
          sqlite_where=text("purchase = 'open'")),
)  # fmt: skip

proof_parts: Final = Table(
    "proof_parts",  # of the newest epochs' trees, so that no proof needs a whole one
    metadata,
    Column("kind", Text, primary_key=True),
    big("epoch", primary_key=True),
    big("number", primary_key=True),
    octets("content"),
    CheckConstraint("kind IN ('claims', 'sums')", name="kind"),
)

claimed: Final = Table(
    "claimed",  # what wallets were seen to have claimed
    metadata,
    Column("wallet", Text, primary_key=True),
    big("cumulative"),
    big("seen_at"),
)

claim_batches: Final = Table(
    "claim_batches",
    metadata,
    identity("number"),
    big("query"),
    octets("boc"),
    big("created_at", index=True),
    big("valid_until"),
    big("cost"),
    Column("state", Text, nullable=False),
    big("ended_at", null=True),
    CheckConstraint("state IN ('stored', 'done', 'over')", name="state"),
    Index("ix_claim_batches_open", "number", postgresql_where=text("state = 'stored'"),
          sqlite_where=text("state = 'stored'")),
)  # fmt: skip

batch_claims: Final = Table(
    "batch_claims",
    metadata,
    big("batch", primary_key=True),
    Column("wallet", Text, primary_key=True, index=True),
    big("cumulative"),
)

share_standings: Final = Table(
    "share_standings",  # what clearing has been found to owe each partner
    metadata,
    Column("partner", Big, primary_key=True, autoincrement=False),
    big("peak"),
    big("waiting"),  # nanoTON without a wallet to go to
    CheckConstraint("peak >= 0 AND waiting >= 0", name="amounts"),
)

share_leaves: Final = Table(
    "share_leaves",  # a partner wallet's nanoTON in all, from this epoch on
    metadata,
    Column("wallet", Text, primary_key=True),
    big("epoch", primary_key=True),
    big("cumulative"),
    CheckConstraint("cumulative > 0", name="cumulative"),
)

share_epochs: Final = Table(
    "share_epochs",
    metadata,
    Column("epoch", Big, primary_key=True, autoincrement=False),
    octets("root"),
    big("total"),
    Column("state", Text, nullable=False),
    big("stored_at"),
    big("confirmed_at", null=True),
    CheckConstraint("state IN ('stored', 'confirmed')", name="state"),
    Index("uq_share_epochs_stored", "state", unique=True,
          postgresql_where=text("state = 'stored'"), sqlite_where=text("state = 'stored'")),
)  # fmt: skip
