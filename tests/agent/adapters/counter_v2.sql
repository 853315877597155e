BEGIN TRANSACTION;
CREATE TABLE about (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  till INTEGER NOT NULL,
  enrolment TEXT NOT NULL,
  checked_up_to INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "about" VALUES(1,7,'first',0);
CREATE TABLE asking (asked BLOB PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  level INTEGER NOT NULL CHECK (level >= 0),
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE cancelled (voucher INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
INSERT INTO "cancelled" VALUES(66,1);
CREATE TABLE cashiers (
  cashier INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  pin TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "facts" VALUES('generation','1');
INSERT INTO "facts" VALUES('hub_has','4');
INSERT INTO "facts" VALUES('config','null');
INSERT INTO "facts" VALUES('catalogue','null');
INSERT INTO "facts" VALUES('keys','null');
INSERT INTO "facts" VALUES('cancellations_up_to','1');
INSERT INTO "facts" VALUES('noticed_up_to','0');
INSERT INTO "facts" VALUES('ledger_head','null');
INSERT INTO "facts" VALUES('offset','null');
INSERT INTO "facts" VALUES('latest','0');
INSERT INTO "facts" VALUES('revoked','false');
INSERT INTO "facts" VALUES('ledger_complaint','null');
INSERT INTO "facts" VALUES('clock_note','"a"');
INSERT INTO "facts" VALUES('damage_note','null');
CREATE TABLE heads (
  generation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (generation, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE leases (
  lease INTEGER PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count >= 0),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  expires_at INTEGER NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  said INTEGER NOT NULL DEFAULT 0 CHECK (said IN (0, 1))
) STRICT;
INSERT INTO "leases" VALUES(1,3,200000,1795028800,1,0);
CREATE TABLE set_aside (sequence INTEGER PRIMARY KEY, why TEXT NOT NULL) STRICT;
CREATE TABLE shifts (
  shift INTEGER PRIMARY KEY,
  cashier INTEGER NOT NULL,
  name TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  opened_after INTEGER NOT NULL,
  opened_event INTEGER,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
  closed_at INTEGER,
  closed_after INTEGER,
  closed_event INTEGER,
  CHECK ((closed_at IS NULL) = (closed_after IS NULL))
) STRICT;
CREATE TABLE spent (
  id INTEGER PRIMARY KEY,
  voucher INTEGER NOT NULL,
  lease INTEGER,
  amount INTEGER,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  redemption BLOB,
  after INTEGER NOT NULL,
  sequence INTEGER,
  undone INTEGER NOT NULL DEFAULT 0,
  from_chain INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "spent" VALUES(1,1,1,50000,'{"voucher": 1, "reward_version": 1, "scope": "shop", "place": 1, "lease": 1, "amount": 50000, "cashier": null}',1795000000,NULL,0,5,0,0);
INSERT INTO "spent" VALUES(2,2,1,50000,'{"voucher": 2, "reward_version": 1, "scope": "shop", "place": 1, "lease": 1, "amount": 50000, "cashier": null}',1795000000,NULL,0,NULL,0,0);
CREATE INDEX spent_vouchers ON spent (voucher);
CREATE INDEX spent_leases ON spent (lease) WHERE lease IS NOT NULL;
CREATE INDEX spent_unbooked ON spent (id) WHERE sequence IS NULL;
CREATE TRIGGER a_lease_never_opens_again BEFORE UPDATE ON leases
WHEN (OLD.open = 0 AND NEW.open = 1) OR NEW.lease IS NOT OLD.lease
  OR NEW.count IS NOT OLD.count OR NEW.amount IS NOT OLD.amount
BEGIN SELECT RAISE(ABORT, 'a lease only ends'); END;
CREATE TRIGGER leases_stay BEFORE DELETE ON leases
BEGIN SELECT RAISE(ABORT, 'a lease stays'); END;
CREATE TRIGGER offline_within_the_lease BEFORE INSERT ON spent
WHEN NEW.lease IS NOT NULL AND NEW.from_chain = 0 AND (
  NEW.amount IS NULL
  OR EXISTS (SELECT 1 FROM spent WHERE voucher = NEW.voucher)
  OR EXISTS (SELECT 1 FROM cancelled WHERE voucher = NEW.voucher)
  OR NOT EXISTS (
    SELECT 1 FROM leases WHERE lease = NEW.lease AND open = 1 AND NEW.at < expires_at
      AND count > (SELECT count(*) FROM spent WHERE lease = NEW.lease)
      AND amount >= NEW.amount
        + (SELECT coalesce(sum(amount), 0) FROM spent WHERE lease = NEW.lease)
  )
)
BEGIN SELECT RAISE(ABORT, 'above the lease, or taken before'); END;
CREATE TRIGGER what_is_spent_stays BEFORE DELETE ON spent
BEGIN SELECT RAISE(ABORT, 'what is spent stays'); END;
CREATE TRIGGER what_is_spent_never_changes BEFORE UPDATE ON spent
WHEN NEW.voucher IS NOT OLD.voucher OR NEW.lease IS NOT OLD.lease
  OR NEW.amount IS NOT OLD.amount OR NEW.at IS NOT OLD.at
BEGIN SELECT RAISE(ABORT, 'what is spent never changes'); END;
CREATE UNIQUE INDEX one_shift_is_open ON shifts (closed_at IS NULL) WHERE closed_at IS NULL;
CREATE INDEX shifts_unsaid ON shifts (shift)
WHERE opened_event IS NULL OR closed_event IS NULL;
CREATE TRIGGER shifts_stay BEFORE DELETE ON shifts
BEGIN SELECT RAISE(ABORT, 'a shift stays'); END;
CREATE TRIGGER a_shift_ends_once BEFORE UPDATE ON shifts
WHEN OLD.closed_at IS NOT NULL AND NEW.closed_at IS NOT OLD.closed_at
  OR NEW.shift IS NOT OLD.shift OR NEW.cashier IS NOT OLD.cashier OR NEW.name IS NOT OLD.name
  OR NEW.opened_at IS NOT OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'a shift only ends'); END;
COMMIT;
PRAGMA user_version = 2;
