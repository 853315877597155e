"""Partners, shops, tills, cashiers, members, staff, and who is signed in."""

from typing import Final

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Index, Table, Text, text

from hub.adapters.database.tables.base import IN_ORDER, big, identity, metadata, octets

partners: Final = Table(
    "partners",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("wallet", Text, unique=True),
    Column("state", Text, nullable=False),  # pending, active, suspended
    Column("tier", Text, nullable=False, server_default="bronze"),
    big("tier_since", server_default="0"),
    big("tier_at_risk_since", null=True),
    big("tier_given_until", null=True),
    Column("settings", JSON, nullable=False),
    big("created_at"),
    CheckConstraint("state IN ('pending', 'active', 'suspended')", name="state"),
    CheckConstraint("tier IN ('bronze', 'silver', 'gold')", name="tier"),
)

shops: Final = Table(
    "shops",
    metadata,
    identity(),
    big("partner", index=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="active"),
    Column("settings", JSON, nullable=False),
    big("voucher_key", server_default="0"),  # current key id of the shop's voucher key
    Column("online_only", Boolean, nullable=False, server_default="0"),  # after a till's revocation
    big("created_at"),
    CheckConstraint("state IN ('active', 'suspended')", name="state"),
    CheckConstraint("id < 16777216", name="id_fits_the_wire"),
)

tills: Final = Table(
    "tills",
    metadata,
    identity(),
    big("shop", index=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("enrolment", Text),
    octets("public_key", null=True),
    octets("code_digest", null=True, unique=True),  # of the one-time enrolment code
    big("code_expires_at", null=True),
    big("claim_key", server_default="0"),
    big("till_key", server_default="0"),  # current key id of its own voucher key
    big("head_sequence", server_default="0"),
    octets("head_hash", null=True),
    big("head_at", null=True),
    big("synced_at", null=True),
    big("disk_head", null=True),  # the newest event on its disk at that sync
    big("resend_from", null=True),
    big("revoked_at", null=True),
    big("revoked_head", null=True),
    big("fork_from", null=True),  # first sequence that two branches tell differently
    big("cancellations_acked", server_default="0"),
    big("generation", server_default="1"),
    Column("registers", JSON, nullable=False),  # fiscal registers that belong to it
    Column("settings", JSON, nullable=False),
    Column("health", JSON, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # of quarantine or revocation
    big("created_at"),
    CheckConstraint(
        "state IN ('waiting', 'active', 'quarantined', 'revoked', 'written_off')", name="state"
    ),
    CheckConstraint("id < 16777216", name="id_fits_the_wire"),
)

retired_keys: Final = Table(
    "retired_keys",  # key ids of tills and shops that are no longer current
    metadata,
    Column("kind", Text, primary_key=True),
    big("owner", primary_key=True),
    big("key_id", primary_key=True),
    big("retired_at", null=True),
    Column("closed", Boolean, nullable=False),
)

members: Final = Table(
    "members",
    metadata,
    identity(),
    big("telegram", null=True, unique=True),
    # In the order of its bytes, so that a search by how a name begins takes the index.
    Column("first_name", IN_ORDER, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default="ru"),
    Column("tier", Text, nullable=False, server_default="bronze"),
    big("tier_since", server_default="0"),
    big("tier_at_risk_since", null=True),  # the grace period before a step down
    big("tier_given_until", null=True),  # by a person: not lost before then
    Column("birthday", Text),  # MM-DD
    octets("phone_digest", null=True, unique=True),
    Column("wallet", Text, unique=True),
    octets("referral_code", null=True, unique=True),
    big("referred_by", null=True),
    big("staff_of", null=True),  # partner whose staff this member is
    Column("blocked", Boolean, nullable=False, server_default="0"),
    Column("settings", JSON, nullable=False),
    big("created_at"),
    big("erased_at", null=True),
    big("merged_into", null=True),  # the account that went on with what this one had
    CheckConstraint("language IN ('kk', 'ru', 'en')", name="language"),
    CheckConstraint("tier IN ('bronze', 'silver', 'gold')", name="tier"),
    CheckConstraint("merged_into IS NULL OR erased_at IS NOT NULL", name="merged"),
    Index("ix_members_first_name", "first_name"),
    Index("ix_members_tier", "tier", "id"),
    Index("ix_members_blocked", "id",
          postgresql_where=text("blocked"), sqlite_where=text("blocked")),
    Index("ix_members_merged", "merged_into",
          postgresql_where=text("merged_into IS NOT NULL"),
          sqlite_where=text("merged_into IS NOT NULL")),
)  # fmt: skip

passkeys: Final = Table(
    "passkeys",  # what members without Telegram sign in with
    metadata,
    identity(),
    big("member", index=True),
    octets("credential", unique=True),  # its id, made by the phone
    octets("public_key"),  # as COSE writes it
    octets("handle"),  # what the phone calls the account
    big("counter"),  # of its signatures; 0 for ever where the phone counts none
    Column("name", Text, nullable=False),
    big("created_at"),
    big("used_at"),
)

consents: Final = Table(
    "consents",
    metadata,
    identity(),
    big("member", index=True),
    Column("version", Text, nullable=False),
    octets("text_digest"),
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    big("at"),
)

staff: Final = Table(
    "staff",
    metadata,
    identity(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text),  # argon2id, with its own salt and parameters
    octets("totp_salt", null=True),  # the secret itself comes from this and the master secret
    Column("totp_on", Boolean, nullable=False, server_default="0"),
    big("totp_step", server_default="0"),
    Column("recovery", JSON, nullable=False),  # hashes of unused recovery codes
    Column("wallet", Text, unique=True),
    Column("state", Text, nullable=False, server_default="active"),
    big("created_at"),
    CheckConstraint("state IN ('active', 'suspended')", name="state"),
)

roles: Final = Table(
    "roles",
    metadata,
    identity(),
    big("staff", index=True),
    Column("role", Text, nullable=False),
    big("partner", null=True),  # None: the whole programme
    big("shop", null=True),  # None: every shop of the partner
    CheckConstraint("role IN ('operator', 'owner', 'manager', 'cashier', 'auditor')", name="role"),
    CheckConstraint("shop IS NULL OR partner IS NOT NULL", name="shop_of_partner"),
    CheckConstraint(
        "CASE WHEN role = 'operator' THEN partner IS NULL"
        " WHEN role = 'auditor' THEN TRUE ELSE partner IS NOT NULL END",
        name="scope",
    ),
)

cashiers: Final = Table(
    "cashiers",
    metadata,
    identity(),
    big("shop", index=True),
    Column("name", Text, nullable=False),
    Column("pin", Text, nullable=False),  # argon2id
    Column("state", Text, nullable=False, server_default="active"),
    big("created_at"),
    CheckConstraint("state IN ('active', 'suspended')", name="state"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    big("owner"),
    octets("family"),  # all tokens of one sign-in on one device
    octets("refresh_digest", unique=True),
    big("issued_at"),
    big("expires_at"),
    big("used_at", null=True),
    big("revoked_at", null=True),
    Index("ix_sessions_owner", "kind", "owner"),
    Index("ix_sessions_family", "family"),
    Index("ix_sessions_expires_at", "expires_at"),
    CheckConstraint("kind IN ('member', 'staff')", name="kind"),
)

used_nonces: Final = Table(
    "used_nonces",
    metadata,
    Column("purpose", Text, primary_key=True),
    octets("nonce", primary_key=True),
    big("expires_at", index=True),
)

attempts: Final = Table(
    "attempts",
    metadata,
    octets("subject", primary_key=True),  # digest of what is tried and by whom
    big("since", index=True),
    big("count"),
)

audit: Final = Table(
    "audit",
    metadata,
    identity(),
    big("at", index=True),
    big("staff", null=True),  # None: the operator at the console
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("facts", JSON, nullable=False),
    big("partner", null=True),
    Index("ix_audit_partner", "partner", "id"),
    Index("ix_audit_staff", "staff", "id"),
)
