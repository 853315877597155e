"""The past of a crowd, as PostgreSQL writes it: one statement a table.

Receipt *j* of all was the claim that made lot *j*; it was printed at till *j* mod tills, and
belongs to a member who stands in no order. The first two lots of each member have paid a voucher.
"""

from typing import Final

FILLED: Final = (
    "members", "lots", "transfers", "lot_uses", "vouchers", "redemptions", "events", "accruals",
    "claims", "reward_uses",
)  # fmt: skip
INDEXES: Final = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)
"""
_PART: Final = r"'\x6261757273616b207472616e73666572207061727400'::bytea"
"""What the id of a transfer's part is hashed with."""
_HELD: Final = (
    f"substring(sha256({_PART} || decode(md5('hold' || lots.id), 'hex')"
    " || convert_to('CONFIRMED', 'UTF8')) FOR 16)"
)
_POSTED: Final = f"substring(sha256({_PART} || held || convert_to('post', 'UTF8')) FOR 16)"

_PLACES: Final = """
CREATE TEMP TABLE places ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY tills.id) - 1 AS place, tills.id AS till, tills.shop,
       shops.partner,
       (%(rewards)s::bigint[])[(row_number() OVER (ORDER BY tills.id) - 1) / %(per_reward)s + 1]
           AS reward,
       (%(versions)s::bigint[])[(row_number() OVER (ORDER BY tills.id) - 1) / %(per_reward)s + 1]
           AS version
FROM tills JOIN shops ON shops.id = tills.shop
"""
_RECEIPTS: Final = """
CREATE TEMP TABLE receipts ON COMMIT DROP AS
SELECT j, (j * 7919) %% %(members)s + 1 AS member, (j - 1) / %(tills)s + 1 AS sequence,
       30 + j * 31 %% 50 AS points, %(from)s + j * (%(until)s - %(from)s) / %(lots)s AS at,
       places.*
FROM generate_series(1::bigint, %(lots)s) AS j JOIN places ON place = (j - 1) %% %(tills)s
ORDER BY j
"""
_MEMBERS: Final = """
INSERT INTO members (id, telegram, first_name, settings, created_at)
SELECT g, 1000000000 + g, 'Айгүл', '{}', %(from)s FROM generate_series(1, %(members)s) AS g
"""
_LOTS: Final = """
INSERT INTO lots (id, source, member, partner, amount, remaining, earned_at, expires_at, confirmed,
                  spendable, reason, reference)
SELECT j, decode(md5('credit' || j), 'hex'), member, partner, points,
       CASE WHEN j <= 2 * %(members)s THEN 0 ELSE points END, at, at + 370 * 86400, true, true,
       'claim', till || '/' || sequence
FROM receipts ORDER BY j
"""
_CREDITS: Final = """
INSERT INTO transfers (id, debit, credit, amount, phase, reason, reference, at)
SELECT source, partner * 16 + 5, member * 16 + 1, amount, 0, 'claim', reference, earned_at
FROM lots ORDER BY id
"""
_PAID: Final = f"""
CREATE TEMP TABLE paid ON COMMIT DROP AS
SELECT lots.id, lots.member, lots.partner, amount, earned_at + 86400 AS at, {_HELD} AS held
FROM lots WHERE lots.id <= 2 * %(members)s ORDER BY lots.id
"""  # noqa: S608 - our own names
_HOLDS: Final = """
INSERT INTO transfers (id, debit, credit, amount, phase, reason, reference, at)
SELECT held, member * 16 + 1, member * 16 + 3, amount, 1, 'voucher', '', at FROM paid ORDER BY id
"""
_POSTS: Final = f"""
INSERT INTO transfers (id, debit, credit, amount, phase, resolves, reason, reference, at)
SELECT {_POSTED}, member * 16 + 3, partner * 16 + 6, amount, 2, held, 'voucher', '', at
FROM paid ORDER BY id
"""  # noqa: S608 - our own names
_USES: Final = f"""
INSERT INTO lot_uses (transfer, lot, amount)
SELECT held, id, amount FROM paid UNION ALL SELECT {_POSTED}, id, amount FROM paid
"""  # noqa: S608 - our own names
_OLD_VOUCHERS: Final = """
INSERT INTO vouchers (id, request, member, reward, version, partner, scope, place, issued_at,
                      not_after, points, hold, state, offline, ended_at)
SELECT j, decode(md5('request' || j), 'hex'), member, reward, version, partner, 'any', 0, at,
       at + 86400, points, decode(md5('hold' || j), 'hex'), 'redeemed', false, at
FROM receipts WHERE j <= 2 * %(members)s ORDER BY j
"""
_REDEMPTIONS: Final = """
INSERT INTO redemptions (id, voucher, member, version, partner, shop, till, at, received_at,
                         points, value, state, accrual)
SELECT decode(md5('redemption' || j), 'hex'), j, member, version, partner, shop, till, at, at,
       points, 90000, 'good', sequence
FROM receipts WHERE j <= 2 * %(members)s ORDER BY j
"""
_REWARD_USES: Final = """
INSERT INTO reward_uses (reward, member, count)
SELECT reward, member, count(*) FROM receipts WHERE j <= 2 * %(members)s GROUP BY 1, 2
"""
_EVENTS: Final = """
INSERT INTO events (till, sequence, kind, hash, raw, at, received_at)
SELECT till, sequence, 'accrual', sha256(convert_to('event' || j, 'UTF8')),
       convert_to(repeat(md5('raw' || j), 10), 'UTF8'), at, at + 60
FROM receipts ORDER BY j
"""
_ACCRUALS: Final = """
INSERT INTO accruals (till, sequence, shop, partner, at, received_at, total, receipt, number,
                      register, sign, cashier, state)
SELECT till, sequence, shop, partner, at, at + 60, 100000, sha256(convert_to('r' || j, 'UTF8')),
       j::text, %(register)s, 'old ' || j,
       (ARRAY['Айдана', 'Ерлан', 'Мадина'])[at / 28800 %% 3 + 1], 'good'
FROM receipts ORDER BY j
"""
_CLAIMS: Final = """
INSERT INTO claims (till, sequence, shop, partner, member, total, sealed_at, claimed_at, hint,
                    points, lot, transfer, why, state)
SELECT till, sequence, shop, partner, member, 100000, at, at + 90,
       substring(sha256(convert_to('r' || j, 'UTF8')) FOR 4), points, j,
       decode(md5('credit' || j), 'hex'), '{}', 'confirmed'
FROM receipts ORDER BY j
"""
_ACCOUNTS: Final = """
INSERT INTO accounts (id, balance, least)
SELECT g * 16 + kind, CASE kind WHEN 1 THEN coalesce(has.points, 0) ELSE 0 END, 0
FROM generate_series(1, %(members)s) AS g CROSS JOIN generate_series(1, 4) AS kind
LEFT JOIN (SELECT member, sum(remaining) AS points FROM lots GROUP BY member) AS has
     ON has.member = g
ORDER BY 1
"""
_HEADS: Final = """
UPDATE tills SET head_sequence = %(lots)s / %(tills)s, disk_head = %(lots)s / %(tills)s,
       head_hash = sha256(convert_to('head' || id, 'UTF8')), head_at = %(until)s,
       synced_at = %(until)s, created_at = %(from)s - 86400,
       registers = json_build_array(%(register)s)
"""
_NUMBERS: Final = (
    "SELECT setval(pg_get_serial_sequence('members', 'id'), %(members)s)",
    "SELECT setval(pg_get_serial_sequence('lots', 'id'), %(lots)s)",
    "UPDATE programme SET policy = %(policy)s::json, next_voucher = 6 * %(members)s + 1",
)
PAST: Final = (
    _PLACES, _RECEIPTS, "ANALYZE receipts", _MEMBERS, _LOTS, _CREDITS, _PAID, _HOLDS, _POSTS,
    _USES, _OLD_VOUCHERS, _REDEMPTIONS, _REWARD_USES, _EVENTS, _ACCRUALS, _CLAIMS, _ACCOUNTS,
    _HEADS, *_NUMBERS,
)  # fmt: skip
"""Statements that make the past, in their order, in one transaction."""
_ANYBODY: Final = (
    "(member - 1) %% %(tills)s + 1"
    " + %(tills)s * floor(random() * (%(members)s / %(tills)s))::bigint, 100000,"
)
_UNEVEN: Final = _CLAIMS.replace("member, 100000,", _ANYBODY)
_RISEN: Final = """
INSERT INTO tier_history (kind, owner, before, after, why, at)
SELECT 'member', g, before, after, '{}', %(until)s - g * 7919 %% (360 * 86400)
FROM (VALUES ('bronze', 'silver', 2), ('silver', 'bronze', 10)) AS moves (before, after, each)
JOIN generate_series(1::bigint, %(members)s) AS g ON g %% each = 0
"""
NUMBERS_PAST: Final = (
    *(_UNEVEN if it is _CLAIMS else it for it in PAST if it is not _EVENTS), _RISEN,
)  # fmt: skip
"""The same for who looks at numbers only. Members of that past come like clockwork; here each
receipt is any regular's of the same till, every second member has risen and one in ten has fallen
again. What the tills had sent is not there: no number is made of it."""

_NEW: Final = f"""
CREATE TEMP TABLE new ON COMMIT DROP AS
SELECT lots.id, lots.member, lots.partner, lots.amount, {_HELD} AS held,
       old.reward, old.version
FROM lots
JOIN LATERAL (SELECT id AS reward, version FROM rewards WHERE partner = lots.partner LIMIT 1)
     AS old ON true
WHERE lots.id BETWEEN 2 * %(members)s + %(first)s AND 2 * %(members)s + %(last)s
  AND remaining = amount
"""  # noqa: S608 - our own names
VOUCHERS: Final = (
    _NEW,
    """
INSERT INTO transfers (id, debit, credit, amount, phase, reason, reference, at)
SELECT held, member * 16 + 1, member * 16 + 3, amount, 1, 'voucher', '', %(now)s
FROM new ORDER BY id
""",
    "INSERT INTO lot_uses (transfer, lot, amount) SELECT held, id, amount FROM new",
    "UPDATE lots SET remaining = 0 FROM new WHERE lots.id = new.id",
    """
UPDATE accounts SET balance = balance + delta
FROM (SELECT member * 16 + 1 AS id, -sum(amount) AS delta FROM new GROUP BY 1
      UNION ALL SELECT member * 16 + 3, sum(amount) FROM new GROUP BY 1) AS sums
WHERE accounts.id = sums.id
""",
    """
INSERT INTO vouchers (id, request, member, reward, version, partner, scope, place, issued_at,
                      not_after, points, hold, state, offline)
SELECT id, decode(md5('request' || id), 'hex'), member, reward, version, partner, 'any', 0,
       %(now)s, (%(now)s - 1704067200) / 3600 * 3600 + 1704067200 + 86400, amount,
       decode(md5('hold' || id), 'hex'), 'held', false
FROM new ORDER BY id
""",
)
"""Statements that turn live lots into live vouchers, one each."""
